"""A class of any size that is about to play, and whether all it was told is stored."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from questions.classrooms.live_rounds import open_round, step
from questions.models import Classroom, LiveRound, ReviewLog, SessionItem, Tally, User
from tests.factories import (
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    UserFactory,
)

OPTIONS = ["Astana", "Minsk", "Tashkent", "Bishkek"]


@dataclass(frozen=True)
class Stored:
    """What the database holds of a round."""

    items: set[str]  # tokens of what has a response
    logs: int
    counted: int  # in the learners' own tallies


def logged_in(person: User) -> str:
    """The key of a session in which the person is logged in."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def waiting_class(learners: int, questions: int) -> tuple[LiveRound, list[str]]:
    """A round that gathers, and the session keys of the learners who may join it."""
    teacher = TeacherFactory()
    asked = [QuestionFactory(fact=FactFactory(), options=OPTIONS) for _ in range(questions)]
    people = UserFactory.create_batch(learners)
    room: Classroom = ClassroomFactory(teacher=teacher, learners=people)
    row = open_round(
        classroom=room,
        deck=DeckFactory(owner=teacher, questions=asked),
        size=questions,
        teams=4,
        actor=teacher,
        now=timezone.now(),
        token=secrets.token_hex(16),
        rng=Random(1),
    )
    return row, [logged_in(person) for person in people]


def move(row: LiveRound) -> None:
    """The teacher's next step."""
    row.refresh_from_db()
    step(row, version=row.version, now=timezone.now())


def stored(row: LiveRound) -> Stored:
    """What is stored of the round."""
    items = SessionItem.objects.filter(session__live_player__round=row, answered_at__isnull=False)
    learners = row.players.values("membership__user_id")
    tallies: Iterable[int] = Tally.objects.filter(
        scope="learner", scope_id__in=learners
    ).values_list("responses", flat=True)
    return Stored(
        items=set(items.values_list("token", flat=True)),
        logs=ReviewLog.objects.filter(item__in=items, kind="rated").count(),
        counted=sum(tallies),
    )
