"""Storing a response: the statements of the answer's one transaction, in plain SQL.

Each write is conditional on what was read before the transaction began.
"""

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from questions.models import Outcome
from questions.progress.points import points_for, survives
from questions.progress.tallies import Counted
from questions.quiz.response import Graded
from questions.quiz.rows import GivenItem
from questions.quiz.start import new_token
from questions.scheduling.memory import MEMORY_VERSION, Memory, rate, recall

_MAX_DURATION_MS = 5 * 60 * 1000
# A drill stands behind all planned items, in the order of what was missed.
_DRILL_STEP = 1_000
_LAST_POSITION = 1_000_000
# Behind all drills stands what was asked as a part of another item.
_PARTS_FROM = 2_000_000
_PARTS_STEP = 100

_ITEM = """
UPDATE questions_sessionitem
   SET option_id = %s, chosen = %s, typed = %s, outcome = %s, reason = %s, rating = %s,
       is_first = %s, points = %s, study_day = %s, answered_at = %s, duration_ms = %s
 WHERE id = %s AND answered_at IS NULL AND withdrawn_at IS NULL
"""
_UNRATE = "UPDATE questions_sessionitem SET rating = NULL, is_first = %s, points = 0 WHERE id = %s"
_CARD = """
UPDATE questions_card
   SET stability = %s, difficulty = %s, due = %s, last_study_day = %s, longest_interval = %s
 WHERE id = %s
   AND NOT EXISTS (SELECT 1 FROM questions_sessionitem p
                    WHERE p.learner_id = %s AND p.fact_id = %s AND p.study_day >= %s
                      AND p.id <> %s)
   AND """
_LOG = """
INSERT INTO questions_reviewlog
    (card_id, learner_id, item_id, question_id, kind, response, rating, study_day, at, duration_ms,
     memory_version, predicted, stability, survived_interval, points)
VALUES (%s, %s, %s, %s, 'rated', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_DRILL = """
INSERT INTO questions_sessionitem
    (token, session_id, position, learner_id, fact_id, card_id, question_id, drill_id, is_drill,
     typed, outcome, reason, is_first, points, duration_ms)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', %s, 0, 0)
"""
# A fact that was asked among others, so that it is known when it was last put to the learner.
_PART = """
INSERT INTO questions_sessionitem
    (token, session_id, position, learner_id, fact_id, question_id, is_drill, outcome, study_day,
     answered_at, typed, reason, is_first, points, duration_ms)
VALUES """
_PART_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s, 0, 0)"
_FINISH = "UPDATE questions_quizsession SET finished_at = %s WHERE id = %s AND finished_at IS NULL"


@dataclass(frozen=True, slots=True)
class Change:
    """What a response changes; no memory where it rates nothing."""

    today: date
    now: datetime
    duration_ms: int
    memory: Memory | None = None
    is_first: bool = False
    survived: int = 0
    points: int = 0

    @property
    def is_rated(self) -> bool:
        """Whether the card moves."""
        return self.memory is not None

    def without_rating(self) -> "Change":
        """The same response as a drill."""
        return replace(self, memory=None, is_first=False, survived=0, points=0)


def change_by(
    item: GivenItem,
    graded: Graded,
    *,
    today: date,
    now: datetime,
    asked_at: datetime | None = None,
) -> Change:
    """What the response changes: a card moves once per study day, at the fact's first showing."""
    since = asked_at or item.last_answer or item.started_at
    # Time is measured here between responses; the browser is not asked.
    duration = min(_MAX_DURATION_MS, max(0, round((now - since).total_seconds() * 1000)))
    seen_today = item.last_put is not None and item.last_put >= today
    rated_today = item.memory is not None and item.memory.last_day >= today
    if graded.rating is None or seen_today or rated_today:
        return Change(today, now, duration)
    survived = survives(
        form=item.form,
        is_right=graded.outcome == Outcome.CORRECT,
        days_unseen=(today - item.last_put).days if item.last_put else None,
    )
    return Change(
        today,
        now,
        duration,
        memory=rate(item.memory, graded.rating, today),
        is_first=item.memory is None,
        survived=survived,
        points=points_for(survived, item.longest_interval),
    )


def counted(item: GivenItem, graded: Graded, change: Change, *, learner_id: int) -> Counted:
    """What the response adds to the learner's tally."""
    return Counted(
        learner_id=learner_id,
        day=change.today,
        topic_id=item.topic_id,
        is_right=graded.outcome == Outcome.CORRECT,
        is_rated=change.is_rated,
        is_first=change.is_first,
        points=change.points,
        duration_ms=change.duration_ms,
        at=change.now,
    )


def _stamp(now: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(now.astimezone(UTC))


def store_item(item: GivenItem, graded: Graded, change: Change) -> bool:
    """Give the item its response; False where it had one, or was withdrawn meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ITEM,
            [
                graded.option.pk if graded.option else None,
                json.dumps(graded.chosen) if graded.chosen is not None else None,
                graded.typed,
                str(graded.outcome),
                graded.reason,
                int(graded.rating) if change.is_rated and graded.rating else None,
                change.is_first,
                change.points,
                change.today,
                _stamp(change.now),
                change.duration_ms,
                item.pk,
            ],
        )
        return bool(cursor.rowcount == 1)


def store_memory(item: GivenItem, change: Change, *, learner_id: int) -> Change:
    """Move the card; if its fact was put to the learner meanwhile, the response becomes a drill."""
    memory = change.memory
    if memory is None:
        return change
    was, before = "last_study_day IS NULL", list[Any]()
    if item.memory is not None:
        # A correction of an earlier day leaves the day as it was, but not the memory.
        was = "last_study_day = %s AND stability = %s"
        before = [item.memory.last_day, item.memory.stability]
    values: list[Any] = [memory.stability, memory.difficulty, memory.due, memory.last_day]
    longest = max(item.longest_interval, change.survived)
    unseen: list[Any] = [learner_id, item.fact_id, change.today, item.pk]
    with connection.cursor() as cursor:
        cursor.execute(_CARD + was, [*values, longest, item.card_id, *unseen, *before])
        if cursor.rowcount == 1:
            return change
        cursor.execute(_UNRATE, [False, item.pk])
    return change.without_rating()


def store_log(item: GivenItem, graded: Graded, change: Change, *, learner_id: int) -> None:
    """Append the log row of a rated response."""
    if change.memory is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _LOG,
            [
                item.card_id,
                learner_id,
                item.pk,
                item.question_id,
                graded.words,
                int(graded.rating or 0),
                change.today,
                _stamp(change.now),
                change.duration_ms,
                MEMORY_VERSION,
                recall(item.memory, change.today) if item.memory else None,
                change.memory.stability,
                change.survived,
                change.points,
            ],
        )


def store_drill(item: GivenItem, *, learner_id: int, rng: random.Random) -> None:
    """Bring the fact back at the session's end, in the other form that was planned with it."""
    position = item.position + _DRILL_STEP
    if position > _LAST_POSITION:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _DRILL,
            [
                new_token(rng),
                item.session_id,
                position,
                learner_id,
                item.fact_id,
                item.card_id,
                item.drill_id or item.question_id,
                item.question_id,
                True,
                False,
            ],
        )


def store_parts(
    item: GivenItem, graded: Graded, change: Change, *, learner_id: int, rng: random.Random
) -> None:
    """Note for each further fact of an ordering or a matching that it was put to the learner.

    The item's own row stands for its own fact.
    """
    rows: list[list[Any]] = [
        [
            new_token(rng),
            item.session_id,
            _PARTS_FROM + item.position * _PARTS_STEP + part.position,
            learner_id,
            part.fact_id,
            item.question_id,
            True,
            str(Outcome.CORRECT if is_right else Outcome.WRONG),
            change.today,
            _stamp(change.now),
            False,
        ]
        for part, is_right in graded.parts
        if part.fact_id != item.fact_id
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _PART + ", ".join([_PART_ROW] * len(rows)), [value for row in rows for value in row]
        )


def store_finish(session_id: int, now: datetime) -> None:
    """Close a session that has nothing left to ask."""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [_stamp(now), session_id])
