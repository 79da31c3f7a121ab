"""Rows of a live round as tests of what is shown want them: players, and what each responded."""

from datetime import UTC, datetime

from django.utils import timezone

from questions.models import (
    Classroom,
    LivePlayer,
    LiveQuestion,
    LiveRound,
    Question,
    QuizSession,
    SessionItem,
)
from tests.factories import ClassroomFactory, DeckFactory, TeacherFactory, UserFactory

NOON = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


def round_of(*questions: Question, teacher=None, learners=3, teams=0, **fields) -> LiveRound:
    """A round that asks these questions in a class of so many learners; all of them are in."""
    teacher = teacher or TeacherFactory()
    classroom = ClassroomFactory(teacher=teacher, learners=UserFactory.create_batch(learners))
    deck = DeckFactory(owner=teacher, questions=questions)
    row = live_round(classroom, deck=deck, teams=teams, **fields)
    for place, question in enumerate(questions, start=1):
        LiveQuestion.objects.create(round=row, position=place, question=question)
    members = classroom.memberships.learners().order_by("pk")
    for place, membership in enumerate(members):
        player(row, membership, team=1 + place % teams if teams else 0)
    return row


def live_round(classroom: Classroom, **fields) -> LiveRound:
    """A round without questions or players, opened just now, since an old one is over."""
    number = LiveRound.objects.count()
    fields.setdefault("opened_at", timezone.now())
    return LiveRound.objects.create(token=f"b{number:031x}", classroom=classroom, **fields)


def player(row: LiveRound, membership, *, team: int = 0, joined_at=NOON) -> LivePlayer:
    """Somebody who is in, with an item for each question."""
    session = QuizSession.objects.create(
        token=f"{row.pk:016x}{membership.pk:016x}",
        learner=membership.user,
        mode=QuizSession.Mode.LIVE,
        started_at=joined_at,
    )
    for entry in row.questions.select_related("question"):
        SessionItem.objects.create(
            token=f"{session.pk:016x}{entry.position:016x}",
            session=session,
            position=entry.position,
            learner=membership.user,
            fact_id=entry.question.fact_id,
            question=entry.question,
        )
    return LivePlayer.objects.create(
        round=row, membership=membership, session=session, team=team, joined_at=joined_at
    )


def go_to(row: LiveRound, position: int, phase: str, *, now=NOON) -> LiveRound:
    """The round as it stands at that question in that phase, those before it revealed."""
    row.questions.filter(position__lte=position).update(asked_at=now)
    last = position if phase != "asking" else position - 1
    row.questions.filter(position__lte=last).update(revealed_at=now)
    row.position, row.phase, row.version = position, phase, row.version + 1
    row.finished_at = now if phase == "done" else None
    row.save()
    return row


def respond(row: LiveRound, place: int, player_number: int, outcome: str, **fields) -> None:
    """Store a response of the so manieth player to the question at the place."""
    one = row.players.order_by("pk")[player_number]
    SessionItem.objects.filter(session=one.session_id, position=place).update(
        outcome=outcome, answered_at=NOON, **fields
    )
