"""What a learner earned this week in each of their classrooms, for the first page.

One statement in plain SQL, because each classroom has a calendar of its own and the page is the
one that is opened most.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from questions.models import User
from questions.progress.weeks import Calendar

# A week has begun at most seven days ago, and a zone is less than a day off.
_SPAN = timedelta(days=8)

_SQL = """
SELECT m.id, c.token, c.name, c.time_zone, z.until, z.time_zone, t.day, SUM(t.points)
  FROM questions_membership m
  JOIN questions_classroom c ON c.id = m.classroom_id
  LEFT JOIN questions_pastzone z ON z.classroom_id = c.id AND z.until >= %s
  LEFT JOIN questions_tally t ON t.scope = 'membership' AND t.scope_id = m.id AND t.day >= %s
 WHERE m.user_id = %s AND m.role = 'learner' AND m.left_at IS NULL AND c.archived_at IS NULL
 GROUP BY m.id, c.token, c.name, c.time_zone, z.until, z.time_zone, t.day
 ORDER BY c.name, m.id, z.until, t.day
"""


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """The points of the running week in one classroom."""

    token: str
    name: str
    points: int


@dataclass
class _Found:
    token: str
    name: str
    time_zone: str
    past: dict[date, str] = field(default_factory=dict)
    points: dict[date, int] = field(default_factory=dict)

    def own_week(self, now: datetime) -> OwnWeek:
        monday = Calendar(self.time_zone, tuple(self.past.items())).monday_at(now)
        points = sum(value for day, value in self.points.items() if day >= monday)
        return OwnWeek(self.token, self.name, points)


def own_weeks(learner: User, *, now: datetime) -> list[OwnWeek]:
    """The classrooms in which the person learns now, by name; one query."""
    first = connection.ops.adapt_datefield_value(now.astimezone(UTC).date() - _SPAN)
    found: dict[int, _Found] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [first, first, learner.pk])
        for pk, token, name, zone, until, past_zone, day, points in cursor.fetchall():
            row = found.setdefault(pk, _Found(token, name, zone))
            if until is not None:
                row.past[_date(until)] = past_zone
            if day is not None:
                row.points[_date(day)] = points
    return [row.own_week(now) for row in found.values()]


def _date(value: date | str) -> date:
    # SQLite gives a date as it is stored.
    return value if isinstance(value, date) else date.fromisoformat(value)
