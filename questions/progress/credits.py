"""Where points count: the classrooms in which somebody learns at the moment of a response.

On the hot path of an answer, so plain SQL: one statement, and only where a response pays something.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from questions.models import Classroom, Membership, ReviewLog
from questions.progress.weeks import Calendar, calendars_of

_MEMBERSHIPS = """
SELECT m.id, c.time_zone, p.until, p.time_zone
  FROM questions_membership m
  JOIN questions_classroom c ON c.id = m.classroom_id
  LEFT JOIN questions_pastzone p ON p.classroom_id = c.id
 WHERE m.user_id = %s AND m.role = 'learner' AND m.left_at IS NULL AND m.joined_at <= %s
 ORDER BY m.id, p.until
"""


@dataclass(frozen=True, slots=True)
class Credit:
    """A membership to which a response counts, and the day of its classroom."""

    membership_id: int
    day: date


def credits_of(learner_id: int, now: datetime) -> list[Credit]:
    """The learner's places in classrooms at an aware moment, by id; one statement."""
    moment: Any = connection.ops.adapt_datetimefield_value(now.astimezone(UTC))
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, [learner_id, moment])
        rows = cursor.fetchall()
    zones: dict[int, tuple[str, list[tuple[date, str]]]] = {}
    for membership_id, zone, until, past in rows:
        _, earlier = zones.setdefault(membership_id, (zone, []))
        if until is not None:
            earlier.append((_date(until), past))
    return [Credit(pk, Calendar(zone, past).day_at(now)) for pk, (zone, past) in zones.items()]


def credited_points(
    learners: Collection[int] | None = None,
) -> Iterator[tuple[Credit, int, int]]:
    """Each time that points were paid in a classroom, with topic and points: from the log alone.

    Of all learners, or of those whose ids are given.
    """
    places = _places()
    paid = ReviewLog.objects.filter(points__gt=0).order_by("learner_id", "at")
    if learners is not None:
        paid = paid.filter(learner__in=learners)
    rows = paid.values_list("learner_id", "at", "card__fact__topic_id", "points")
    for learner_id, at, topic_id, points in rows.iterator():
        for place in places.get(learner_id, ()):
            if place.joined_at <= at and (place.left_at is None or at < place.left_at):
                yield Credit(place.pk, place.calendar.day_at(at)), topic_id, points


@dataclass(frozen=True, slots=True)
class _Place:
    """A learner's time in a classroom."""

    pk: int
    joined_at: datetime
    left_at: datetime | None
    calendar: Calendar


def _places() -> dict[int, list[_Place]]:
    """All of them, by learner."""
    calendars = calendars_of(list(Classroom.objects.all()))
    found: dict[int, list[_Place]] = {}
    rows = Membership.objects.learners().order_by("pk")
    fields = rows.values_list("user_id", "pk", "joined_at", "left_at", "classroom_id")
    for user_id, pk, joined_at, left_at, classroom_id in fields:
        place = _Place(pk, joined_at, left_at, calendars[classroom_id])
        found.setdefault(user_id, []).append(place)
    return found


def _date(day: Any) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
