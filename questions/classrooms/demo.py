"""Two demo classrooms in a league, so that a first look at the desk and at boards shows some.

Everything in them is plainly a demo: the learners are called demo-learner-1 to 16, none has a
password until the teacher makes one, and their two weeks of study are made up. The demo learner
who can log in is in the first classroom too.
"""

import random
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from questions.authoring.decks import add_questions, make_deck
from questions.classrooms.assigning import assign_deck, day_in
from questions.classrooms.demo_study import DAYS, Habit, make_study, store_credits
from questions.classrooms.handles import handles_for
from questions.classrooms.joining import make_classroom
from questions.classrooms.leagues import bring_in, start_league
from questions.classrooms.seasons import add_season
from questions.models import Classroom, Form, Membership, Question, User
from questions.progress.weeks import monday_of
from questions.quiz.demo import LEARNER, TEACHER
from questions.quiz.start import new_token

_CLASSROOM, _OTHER_CLASSROOM = "Demo classroom", "Demo classroom 2"
_DECK, _LEAGUE, _SEASON = "Demo deck: essential facts", "Demo league", "Demo season"
_DECK_SIZE, _OTHERS = 24, 36
_GOAL = 400  # memories kept, a little more than the first classroom has
# From the eager one to the one who has not begun; the last but one stopped after five days.
_HABITS = (
    Habit(0.95, 0.92),
    Habit(0.9, 0.85),
    Habit(0.85, 0.88),
    Habit(0.8, 0.75),
    Habit(0.75, 0.8),
    Habit(0.65, 0.7),
    Habit(0.55, 0.75),
    Habit(0.45, 0.6),
    Habit(0.9, 0.65, until=9),
    Habit(0.0, 0.0),
)
_OTHER_HABITS = (
    Habit(0.85, 0.8),
    Habit(0.8, 0.9),
    Habit(0.7, 0.75),
    Habit(0.6, 0.8),
    Habit(0.5, 0.7),
    Habit(0.4, 0.65),
)
_OFF_THE_BOARD = (3, 8)  # places among the learners of each classroom: a board is a choice


@transaction.atomic
def make_demo_classroom(*, now: datetime, rng: random.Random) -> Classroom | None:
    """The demo teacher's classroom, made once; None without that teacher or without questions."""
    teacher = User.objects.filter(username=TEACHER).first()
    questions = _questions()
    if teacher is None or len(questions) < _DECK_SIZE:
        return None
    made = Classroom.objects.taught_by(teacher).filter(name=_CLASSROOM).first()
    if made is not None:
        return made
    begin = now - timedelta(days=DAYS)
    rooms = [
        make_classroom(
            name=name,
            time_zone=teacher.time_zone,
            teacher=teacher,
            now=begin,
            token=new_token(rng),
            rng=rng,
        )
        for name in (_CLASSROOM, _OTHER_CLASSROOM)
    ]
    classroom, other = rooms
    Classroom.objects.filter(pk=classroom.pk).update(kept_goal=_GOAL)
    _join_demo_learner(classroom, begin)
    learners = _learners(classroom, range(1, 11), begin)
    others = _learners(other, range(11, 17), begin)
    _assign(classroom, questions[:_DECK_SIZE], teacher, begin, rng)
    habits = dict(zip(learners + others, _HABITS + _OTHER_HABITS, strict=True))
    make_study(habits, questions, now=now, rng=rng)
    _compete(rooms, teacher, begin, rng)
    return classroom


def _compete(rooms: list[Classroom], teacher: User, begin: datetime, rng: random.Random) -> None:
    league = start_league(name=_LEAGUE, owner=teacher, now=begin, token=new_token(rng), rng=rng)
    bring_in(code=league.join_code, classrooms=rooms, teacher=teacher, now=begin)
    first = monday_of(day_in(rooms[0], begin))
    add_season(
        league=league,
        name=_SEASON,
        first_day=first,
        last_day=first + timedelta(weeks=8, days=-1),
        now=begin,
    )


def _questions() -> list[Question]:
    """Choice questions of essential facts: one per fact, those of the deck first."""
    rows = (
        Question.objects.library()
        .approved()
        .filter(form=Form.CHOICE, cue="value", language="en", fact__importance=3)
        .select_related("fact")
        .prefetch_related("options")
        .order_by("fact", "variant")
    )
    one_each = list({question.fact_id: question for question in rows}.values())
    random.Random(11).shuffle(one_each)  # noqa: S311  # so that the deck is of all topics
    return one_each[: _DECK_SIZE + _OTHERS]


def _learners(classroom: Classroom, numbers: range, now: datetime) -> list[User]:
    names = [f"{LEARNER}-{number}" for number in numbers]
    unusable = make_password(None)
    User.objects.bulk_create(
        [User(username=name, password=unusable, made_in=classroom) for name in names],
        ignore_conflicts=True,
    )
    by_name = {user.username: user for user in User.objects.filter(username__in=names)}
    learners = [by_name[name] for name in names]
    handles = handles_for(
        (),
        language="en",
        rng=random.Random(numbers.start),  # noqa: S311  # the same class each time
        size=len(learners),
    )
    Membership.objects.bulk_create(
        Membership(
            classroom=classroom,
            user=learner,
            joined_at=now,
            board_since=None if place in _OFF_THE_BOARD else now,
            board_name="" if place in _OFF_THE_BOARD else handles[place],
        )
        for place, learner in enumerate(learners)
    )
    return learners


def _join_demo_learner(classroom: Classroom, now: datetime) -> None:
    """Whoever can log in as a learner finds a class; what they earned since then counts there."""
    learner = User.objects.filter(username=LEARNER).first()
    if learner is not None:
        Membership.objects.create(
            classroom=classroom, user=learner, joined_at=now, board_since=now, board_name=LEARNER
        )
        store_credits([learner.pk])


def _assign(
    classroom: Classroom,
    questions: list[Question],
    teacher: User,
    now: datetime,
    rng: random.Random,
) -> None:
    deck = make_deck(name=_DECK, owner=teacher, now=now, token=new_token(rng))
    add_questions(deck, questions, actor=teacher, now=now)
    assign_deck(
        classroom=classroom,
        deck=deck,
        due_day=None,
        exam_day=day_in(classroom, now) + timedelta(days=2 * DAYS),
        note="",
        actor=teacher,
        now=now,
        token=new_token(rng),
    )
