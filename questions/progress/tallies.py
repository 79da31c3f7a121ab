"""Tallies: counters kept in the answer's own transaction and proved equal to the rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from questions.models import Outcome, SessionItem, Tally
from questions.progress.credits import Credit, credited_points

_LEARNERS, _MEMBERSHIPS = Tally.Scope.LEARNER.value, Tally.Scope.MEMBERSHIP.value
_COUNTERS = ("responses", "right", "rated", "rated_right", "new_cards", "points", "duration_ms")

_INSERT = """
INSERT INTO questions_tally
    (scope, scope_id, day, topic_id, responses, "right", rated, rated_right, new_cards, points,
     duration_ms)
"""
_CONFLICT = """
ON CONFLICT (scope, scope_id, day, topic_id) DO UPDATE SET
    responses = questions_tally.responses + excluded.responses,
    "right" = questions_tally."right" + excluded."right",
    rated = questions_tally.rated + excluded.rated,
    rated_right = questions_tally.rated_right + excluded.rated_right,
    new_cards = questions_tally.new_cards + excluded.new_cards,
    points = questions_tally.points + excluded.points,
    duration_ms = questions_tally.duration_ms + excluded.duration_ms
"""
_LEARNER = "SELECT 'learner', %s, %s, %s, 1, %s, %s, %s, %s, %s, %s"
# A membership counts points alone, and only while it lasts.
_CREDIT = """
UNION ALL
SELECT 'membership', m.id, %s, %s, 0, 0, 0, 0, 0, %s, 0
  FROM questions_membership m
 WHERE m.id = %s AND (m.left_at IS NULL OR m.left_at > %s)
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one response adds to the counters."""

    learner_id: int
    day: date
    topic_id: int
    is_right: bool
    is_rated: bool
    is_first: bool
    points: int
    duration_ms: int
    at: datetime


def count(response: Counted, credits: Sequence[Credit] = ()) -> None:
    """Add a response to the learner's study day, and its points to the places where they count.

    One statement of the caller's transaction, whose rows are in the order of their keys.
    """
    values: list[Any] = [
        response.learner_id,
        response.day,
        response.topic_id,
        int(response.is_right),
        int(response.is_rated),
        int(response.is_rated and response.is_right),
        int(response.is_first),
        response.points,
        response.duration_ms,
    ]
    paid = credits if response.points else ()
    at = connection.ops.adapt_datetimefield_value(response.at.astimezone(UTC))
    for credit in paid:
        values += [credit.day, response.topic_id, response.points, credit.membership_id, at]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + _LEARNER + _CREDIT * len(paid) + _CONFLICT, values)


_Key = tuple[str, int, date, int]
_Wanted = dict[_Key, tuple[int, ...]]


def _from_rows() -> _Wanted:
    right = Q(outcome=Outcome.CORRECT)
    rated = Q(rating__isnull=False)
    rows = (
        SessionItem.objects.filter(answered_at__isnull=False)
        # A part of an ordering or a matching is no response of its own.
        .exclude(is_drill=True, card=None)
        .values_list("learner_id", "study_day", "fact__topic_id")
        .annotate(
            responses=Count("pk"),
            right=Count("pk", filter=right),
            rated=Count("pk", filter=rated),
            rated_right=Count("pk", filter=rated & right),
            new_cards=Count("pk", filter=Q(is_first=True)),
            points=Sum("points"),
            duration_ms=Sum("duration_ms"),
        )
        .order_by()
    )
    return {(_LEARNERS, row[0], row[1], row[2]): tuple(row[3:]) for row in rows}


def _from_log() -> _Wanted:
    """What each membership's days should count: the points that the log says were earned there."""
    points: Counter[_Key] = Counter()
    for credit, topic_id, paid in credited_points():
        points[_MEMBERSHIPS, credit.membership_id, credit.day, topic_id] += paid
    return {key: (0, 0, 0, 0, 0, paid, 0) for key, paid in points.items()}


def rebuild_tallies(*, repair: bool) -> list[_Key]:
    """Keys (scope, id, day, topic) whose counters differ from the rows; set right if asked."""
    with transaction.atomic():
        if repair:
            _hold_back_answers()
        wanted = _from_rows() | _from_log()
        stored = {
            (row[0], row[1], row[2], row[3]): tuple(row[4:])
            for row in Tally.objects.values_list("scope", "scope_id", "day", "topic_id", *_COUNTERS)
        }
        differing = sorted(
            k for k in wanted.keys() | stored.keys() if wanted.get(k) != stored.get(k)
        )
        if repair and differing:
            _replace(wanted)
    return differing


def _hold_back_answers() -> None:
    """Let no response be counted between reading the rows and storing what they add up to.

    An answer waits where it would count itself, and does so after the repair; one that has counted
    itself already is waited for, and read. On SQLite a transaction keeps all writers out anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Tally._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _replace(wanted: _Wanted) -> None:
    Tally.objects.all().delete()
    Tally.objects.bulk_create(
        (
            Tally(
                scope=scope,
                scope_id=scope_id,
                day=day,
                topic_id=topic_id,
                **dict(zip(_COUNTERS, counters, strict=True)),
            )
            for (scope, scope_id, day, topic_id), counters in sorted(wanted.items())
        ),
        batch_size=2000,
    )
