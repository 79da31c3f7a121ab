"""A demo classroom of ten made-up learners, so that a teacher's first look at the desk shows some.

Everything in it is plainly a demo: the learners are called demo-learner-1 to 10, none has a
password until the teacher makes one, and their two weeks of study are made up.
"""

import random
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from questions.authoring.decks import add_questions, make_deck
from questions.classrooms.assigning import assign_deck, day_in
from questions.classrooms.demo_study import DAYS, Habit, make_study
from questions.classrooms.joining import make_classroom
from questions.models import Classroom, Form, Membership, Question, User
from questions.quiz.demo import LEARNER, TEACHER
from questions.quiz.start import new_token

_CLASSROOM, _DECK = "Demo classroom", "Demo deck: essential facts"
_DECK_SIZE, _OTHERS = 24, 36
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
    classroom = make_classroom(
        name=_CLASSROOM,
        time_zone=teacher.time_zone,
        teacher=teacher,
        now=begin,
        token=new_token(rng),
        rng=rng,
    )
    learners = _learners(classroom, begin)
    _assign(classroom, questions[:_DECK_SIZE], teacher, begin, rng)
    make_study(dict(zip(learners, _HABITS, strict=True)), questions, now=now, rng=rng)
    return classroom


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


def _learners(classroom: Classroom, now: datetime) -> list[User]:
    names = [f"{LEARNER}-{number}" for number in range(1, len(_HABITS) + 1)]
    unusable = make_password(None)
    User.objects.bulk_create(
        [User(username=name, password=unusable, made_in=classroom) for name in names],
        ignore_conflicts=True,
    )
    by_name = {user.username: user for user in User.objects.filter(username__in=names)}
    learners = [by_name[name] for name in names]
    Membership.objects.bulk_create(
        Membership(classroom=classroom, user=learner, joined_at=now) for learner in learners
    )
    return learners


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
