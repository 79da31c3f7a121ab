"""Playing live rounds in tests, through the functions that the doors use."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from questions.classrooms.live_answers import answer_live
from questions.classrooms.live_players import Seat, find_seat, join_round
from questions.classrooms.live_rounds import open_round, step
from questions.models import Classroom, LivePlayer, LiveRound, Membership, Question, User
from questions.quiz.answer import Verdict, find_item
from questions.quiz.response import Response
from questions.quiz.rows import GivenItem
from tests.factories import ClassroomFactory, DeckFactory, TeacherFactory
from tests.playing import response_to

_numbers = count(1)


def opened(
    *questions: Question,
    learners: list[User],
    now: datetime,
    teams: int = 0,
    classroom: Classroom | None = None,
    size: int = 10,
) -> LiveRound:
    """A round that gathers in a class of these learners."""
    classroom = classroom or ClassroomFactory(teacher=TeacherFactory(), learners=learners)
    teacher = classroom.memberships.get(role="teacher").user
    return open_round(
        classroom=classroom,
        deck=DeckFactory(owner=teacher, questions=questions),
        size=size,
        teams=teams,
        actor=teacher,
        now=now,
        token=f"{next(_numbers):032x}",
        rng=Random(1),
    )


def member(row: LiveRound, learner: User) -> Membership:
    """The learner's membership in the round's class."""
    return Membership.objects.active().get(classroom=row.classroom_id, user=learner)


def come_in(row: LiveRound, *learners: User, now: datetime) -> list[LivePlayer]:
    """They press the button."""
    return [
        join_round(row, membership=member(row, learner), now=now, rng=Random(next(_numbers)))
        for learner in learners
    ]


def go_on(row: LiveRound, *, now: datetime, steps: int = 1) -> LiveRound:
    """The teacher's next steps."""
    for _ in range(steps):
        row.refresh_from_db()
        row = step(row, version=row.version, now=now)
    return row


def playing(*questions: Question, learners: list[User], now: datetime, teams: int = 0) -> LiveRound:
    """A round in which all are in and the first question stands there."""
    row = opened(*questions, learners=learners, now=now, teams=teams)
    come_in(row, *learners, now=now)
    return go_on(row, now=now)


def seat_of(row: LiveRound, learner: User, now: datetime) -> Seat:
    """Where the learner is."""
    seat = find_seat(token=row.token, learner_id=learner.pk, now=now)
    assert seat is not None
    return seat


def item_of(row: LiveRound, learner: User, *, position: int = 0) -> GivenItem:
    """Their item of what stands there, or of that position."""
    row.refresh_from_db()
    session = row.players.get(membership__user=learner).session
    token = session.items.get(position=position or row.position).token
    item = find_item(token=token, session_token=session.token, learner_id=learner.pk)
    assert item is not None
    return item


def respond_live(
    row: LiveRound,
    learner: User,
    *,
    now: datetime,
    right: bool = True,
    response: Response | None = None,
    position: int = 0,
    seat: Seat | None = None,
    item: GivenItem | None = None,
) -> Verdict:
    """Answer what stands there, or another item of theirs."""
    item = item or item_of(row, learner, position=position)
    return answer_live(
        seat or seat_of(row, learner, now),
        item,
        response or response_to(item, right=right),
        learner=learner,
        now=now,
        rng=Random(next(_numbers)),
    )


SECOND = timedelta(seconds=1)
