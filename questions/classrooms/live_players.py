"""Who plays in a live round: joining it on any device, and where each of them is in it."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.classrooms.live_teams import team_for_latecomer
from questions.models import (
    LivePlayer,
    LiveRound,
    Membership,
    Question,
    QuizSession,
    SessionItem,
)
from questions.quiz.rows import aware
from questions.quiz.start import cards_for, new_token

# Two plain statements would do, but 40 phones ask this every two seconds.
_SEAT = """
SELECT r.id, r.token, r.phase, r.position, r.version, r.teams, r.opened_at, r.finished_at,
       (SELECT COUNT(*) FROM questions_livequestion n WHERE n.round_id = r.id), q.asked_at,
       c.name, m.id, p.id, p.team, s.id, s.token, i.id, i.token, i.answered_at IS NOT NULL,
       i.answered_at IS NULL AND i.withdrawn_at IS NULL, i.revealed_at IS NOT NULL
  FROM questions_liveround r
  JOIN questions_classroom c ON c.id = r.classroom_id AND c.archived_at IS NULL
  JOIN questions_membership m
         ON m.classroom_id = c.id AND m.user_id = %s AND m.role = 'learner' AND m.left_at IS NULL
  LEFT JOIN questions_liveplayer p ON p.round_id = r.id AND p.membership_id = m.id
  LEFT JOIN questions_quizsession s ON s.id = p.session_id
  LEFT JOIN questions_sessionitem i ON i.session_id = s.id AND i.position = r.position
  LEFT JOIN questions_livequestion q ON q.round_id = r.id AND q.position = r.position
 WHERE r.token = %s
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one learner is in a round: what decides which state their phone shows."""

    round_id: int
    round_token: str
    phase: str
    position: int  # of the question that stands there, from 1
    version: int
    teams: int
    total: int  # questions
    asked_at: datetime | None
    classroom: str
    membership_id: int
    player_id: int | None  # none until they join; nor what follows
    team: int
    session_id: int | None
    session_token: str
    item_id: int | None  # of the question that stands there
    item_token: str
    is_answered: bool
    is_open: bool  # may be answered, as far as the item goes
    is_missed: bool  # the key was shown before they answered

    @property
    def is_asked(self) -> bool:
        """Whether the question that stands there waits for their response."""
        return self.phase == LiveRound.Phase.ASKING and self.is_open

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be asked."""
        return self.phase == LiveRound.Phase.DONE

    @property
    def state(self) -> str:
        """Which state the phone shows: none, gather, ask, sent, reveal or over."""
        if self.is_over:
            return "over"
        if self.player_id is None:
            return "none"
        if self.phase == LiveRound.Phase.REVEALED and (self.is_answered or self.is_missed):
            return "reveal"
        if self.phase == LiveRound.Phase.ASKING and self.is_answered:
            return "sent"
        return "ask" if self.is_asked else "gather"

    @property
    def etag(self) -> str:
        """What changes with anything that the phone shows."""
        return f'"{self.version}-{self.state}"'

    def answered(self) -> "Seat":
        """The same seat, once the question that stands there has its response."""
        return replace(self, is_answered=True, is_open=False)


def find_seat(*, token: str, learner_id: int, now: datetime) -> Seat | None:
    """The learner's seat in the round of that token, in one statement.

    None where there is no such round in a classroom in which they learn now.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, [learner_id, token])
        row: Any = cursor.fetchone()
    if row is None:
        return None
    is_over = LiveRound(opened_at=aware(row[6]) or now, finished_at=aware(row[7])).is_over(now)
    return Seat(
        round_id=row[0],
        round_token=row[1],
        phase=LiveRound.Phase.DONE if is_over else row[2],
        position=row[3],
        version=row[4],
        teams=row[5],
        total=row[8],
        asked_at=aware(row[9]),
        classroom=row[10],
        membership_id=row[11],
        player_id=row[12],
        team=row[13] or 0,
        session_id=row[14],
        session_token=row[15] or "",
        item_id=row[16],
        item_token=row[17] or "",
        is_answered=bool(row[16] and row[18]),
        is_open=bool(row[16] and row[19]),
        is_missed=bool(row[16] and row[20]),
    )


def round_of(session_id: int) -> str | None:
    """The token of the round that a session belongs to."""
    players = LivePlayer.objects.filter(session=session_id)
    return players.values_list("round__token", flat=True).first()


def join_round(
    round: LiveRound, *, membership: Membership, now: datetime, rng: Random
) -> LivePlayer:
    """The learner's place in the round, made where there is none yet: one on all devices.

    ClassroomError where the round is over, or the membership is none in its classroom any more.
    """
    with transaction.atomic():
        row = LiveRound.objects.select_for_update().get(pk=round.pk)
        player = _player_of(row, membership)
        if player is not None:
            return player
        here = Membership.objects.active().learners().filter(classroom=row.classroom_id)
        if row.is_over(now) or not here.filter(pk=membership.pk).exists():
            raise ClassroomError("", "over", _("This round is over."))
        return LivePlayer.objects.create(
            round=row,
            membership=membership,
            session=_session(row, membership, now, rng),
            team=team_for_latecomer(row),
            joined_at=now,
        )


def _player_of(row: LiveRound, membership: Membership) -> LivePlayer | None:
    """Who left the class and came back has another membership, and keeps the place."""
    players = LivePlayer.objects.filter(round=row, membership__user=membership.user_id)
    player = players.order_by("-pk").first()
    if player is not None and player.membership_id != membership.pk:
        LivePlayer.objects.filter(pk=player.pk).update(membership=membership)
    return player


def _session(row: LiveRound, membership: Membership, now: datetime, rng: Random) -> QuizSession:
    """A session with an item for each question; those that are over cannot be answered."""
    learner = membership.user
    session = QuizSession.objects.create(
        token=new_token(rng),
        learner=learner,
        mode=QuizSession.Mode.LIVE,
        deck_id=row.deck_id,
        started_at=now,
    )
    questions = list(row.questions.select_related("question__fact"))
    keys = [(entry.question.fact_id, entry.question.cue) for entry in questions]
    cards = cards_for(learner, keys)
    SessionItem.objects.bulk_create(
        SessionItem(
            token=new_token(rng),
            session=session,
            position=entry.position,
            learner=learner,
            fact_id=key[0],
            card_id=cards[key],
            question_id=entry.question_id,
            withdrawn_at=now if _is_past(row, entry.position, entry.question) else None,
        )
        for entry, key in zip(questions, keys, strict=True)
    )
    return session


def _is_past(row: LiveRound, position: int, question: Question) -> bool:
    """Whether what stands at the position is not asked any more, or was withdrawn."""
    last = row.position if row.phase == LiveRound.Phase.REVEALED else row.position - 1
    is_approved = question.status == Question.Status.APPROVED
    return position <= last or not is_approved or question.fact.withdrawn_at is not None
