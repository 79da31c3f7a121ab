"""Memories kept: how many the learners of a classroom hold, now and at the end of a week.

A card counts that has survived a day at least and is recalled with a chance of 90 % or more, which
is so for as many days since its last rating as its stability says. Its due date would not do: it is
rounded to whole days, and an edit of the library brings it forward. As wherever a class is looked
at, the day of a rating counts as the next one, so that what was just missed is not fresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from questions.models import Classroom
from questions.progress.weeks import Calendar, calendar_of

_WEEK = timedelta(days=7)
_AT_ONCE = 200  # classrooms in one statement

# Days from one date to another: no way of writing it is read by both databases.
_DAYS = {
    "sqlite": "julianday({later}) - julianday({earlier})",
    "postgresql": "{later} - {earlier}",
}

# CROSS JOIN, because SQLite then keeps the order; it would begin with all cards there are.
_NOW = """
SELECT m.classroom_id, COUNT(*)
  FROM (VALUES {rooms}) AS w
 CROSS JOIN questions_membership m
 CROSS JOIN questions_card c
 WHERE m.classroom_id = w.column1 AND m.role = 'learner' AND m.left_at IS NULL
   AND c.learner_id = m.user_id
   AND c.longest_interval > 0 AND c.stability >= 1 AND c.stability >= {days}
 GROUP BY m.classroom_id
"""

# The last rating before the end, after the last time before it that the card was made new: between
# such times the study days of a card's ratings rise, so that one look into an index finds it.
_AT_END = """
SELECT m.classroom_id, COUNT(*)
  FROM (VALUES {rooms}) AS w
 CROSS JOIN questions_membership m
 CROSS JOIN questions_card c
 CROSS JOIN questions_reviewlog l
 WHERE m.classroom_id = w.column1 AND m.role = 'learner' AND m.joined_at < w.column3
   AND (m.left_at IS NULL OR m.left_at >= w.column3)
   AND c.learner_id = m.user_id AND c.longest_interval > 0
   AND l.id = (
        SELECT r.id FROM questions_reviewlog r
         WHERE r.card_id = c.id AND r.kind = 'rated' AND r.at < w.column3
           AND r.id > COALESCE((
                SELECT MAX(x.id) FROM questions_reviewlog x
                 WHERE x.card_id = c.id AND NOT (x.kind = 'rated') AND x.kind = 'reset'
                   AND x.at < w.column3), 0)
         ORDER BY r.study_day DESC LIMIT 1)
   AND l.stability >= 1 AND l.stability >= {days}
   AND EXISTS (SELECT 1 FROM questions_reviewlog s
        WHERE s.card_id = c.id AND s.kind = 'rated' AND s.at < w.column3
          AND s.survived_interval > 0)
 GROUP BY m.classroom_id
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """How far a class is on the way to what it wants to keep."""

    kept: int
    wanted: int
    classroom: Classroom

    @property
    def shown(self) -> int:
        """How much of the bar is filled."""
        return min(self.kept, self.wanted)

    @property
    def is_reached(self) -> bool:
        """Whether the class keeps what it wants to keep."""
        return self.kept >= self.wanted


@dataclass(frozen=True, slots=True)
class WeekEnd:
    """The end of a classroom's week: its first moment after, and the day that it is then."""

    classroom_id: int
    at: datetime
    day: date


def week_end(classroom: Classroom, *, monday: date, calendar: Calendar) -> WeekEnd:
    """The end of the week that begins on that Monday."""
    return WeekEnd(classroom.pk, calendar.end(monday), monday + _WEEK)


def kept_now(classroom: Classroom, *, now: datetime) -> int:
    """How many memories the learners who are there keep at this moment; two queries."""
    return kept_on({classroom.pk: calendar_of(classroom).day_at(now)}).get(classroom.pk, 0)


def kept_on(days: dict[int, date]) -> dict[int, int]:
    """The same of several classrooms, by their ids, each on the day that it is there; one query.

    What is 0 is left out.
    """
    adapt = connection.ops.adapt_datefield_value
    return _counted(_NOW, 2, [(pk, adapt(day)) for pk, day in days.items()])


def goal_of(classroom: Classroom, *, now: datetime) -> Goal | None:
    """What the class keeps of what it wants to keep; None without a goal. At most two queries."""
    if classroom.kept_goal is None:
        return None
    return Goal(kept_now(classroom, now=now), classroom.kept_goal, classroom)


def kept_at_ends(ends: Sequence[WeekEnd]) -> dict[int, int]:
    """How many memories were kept at the ends of weeks, one of each classroom, by classroom id.

    The learners of that time count. One query for up to 200 weeks, told from the log alone, so that
    it is the same whenever it is asked; what is 0 is left out. Ratings count as they were given:
    when a teacher corrected one is not in the log, which tells a correction by the moment of its
    response.
    """
    return _counted(_AT_END, 3, _rows_of(ends))


def _rows_of(ends: Sequence[WeekEnd]) -> list[tuple[Any, ...]]:
    ops = connection.ops
    return [
        (
            one.classroom_id,
            ops.adapt_datefield_value(one.day),
            ops.adapt_datetimefield_value(one.at),
        )
        for one in ends
    ]


def _counted(sql: str, width: int, rows: Sequence[tuple[Any, ...]]) -> dict[int, int]:
    earlier = "c.last_study_day" if sql is _NOW else "l.study_day"
    days = _DAYS[connection.vendor].format(later="w.column2", earlier=earlier)
    place = f"({', '.join(['%s'] * width)})"
    found: dict[int, int] = {}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                sql.format(rooms=", ".join([place] * len(part)), days=days),
                [value for row in part for value in row],
            )
            found.update(cursor.fetchall())
    return found
