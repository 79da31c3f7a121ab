"""Tallies: counters kept in the answer's own transaction and proved equal to the rows."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from questions.models import Outcome, SessionItem, Tally

_COUNTERS = ("responses", "right", "rated", "rated_right", "new_cards", "points", "duration_ms")

_UPSERT = """
INSERT INTO questions_tally
    (scope, scope_id, day, topic_id, responses, "right", rated, rated_right, new_cards, points,
     duration_ms)
VALUES (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s)
ON CONFLICT (scope, scope_id, day, topic_id) DO UPDATE SET
    responses = questions_tally.responses + 1,
    "right" = questions_tally."right" + excluded."right",
    rated = questions_tally.rated + excluded.rated,
    rated_right = questions_tally.rated_right + excluded.rated_right,
    new_cards = questions_tally.new_cards + excluded.new_cards,
    points = questions_tally.points + excluded.points,
    duration_ms = questions_tally.duration_ms + excluded.duration_ms
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


def count(response: Counted) -> None:
    """Add a response to the learner's study day, in one statement of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            [
                Tally.Scope.LEARNER.value,
                response.learner_id,
                response.day,
                response.topic_id,
                int(response.is_right),
                int(response.is_rated),
                int(response.is_rated and response.is_right),
                int(response.is_first),
                response.points,
                response.duration_ms,
            ],
        )


_Key = tuple[int, date, int]


def _from_rows() -> dict[_Key, tuple[int, ...]]:
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
    return {(row[0], row[1], row[2]): tuple(row[3:]) for row in rows}


def rebuild_tallies(*, repair: bool) -> list[_Key]:
    """Keys (learner, day, topic) whose counters differ from the rows; set right if asked."""
    with transaction.atomic():
        wanted = _from_rows()
        stored = {
            (row[0], row[1], row[2]): tuple(row[3:])
            for row in Tally.objects.filter(scope=Tally.Scope.LEARNER).values_list(
                "scope_id", "day", "topic_id", *_COUNTERS
            )
        }
        differing = sorted(
            k for k in wanted.keys() | stored.keys() if wanted.get(k) != stored.get(k)
        )
        if repair and differing:
            _replace(wanted)
    return differing


def _replace(wanted: dict[_Key, tuple[int, ...]]) -> None:
    Tally.objects.filter(scope=Tally.Scope.LEARNER).delete()
    Tally.objects.bulk_create(
        Tally(
            scope=Tally.Scope.LEARNER,
            scope_id=learner_id,
            day=day,
            topic_id=topic_id,
            **dict(zip(_COUNTERS, counters, strict=True)),
        )
        for (learner_id, day, topic_id), counters in sorted(wanted.items())
    )
