"""Weeks of a classroom: Monday to Sunday in its own time zone.

A day or week is told by a date, its moments are UTC. Weeks follow on each other without a gap: a
week begins at midnight of its Monday in the zone that holds for it, and ends where the next one
begins. Another time zone holds from the next Monday on, so that week is some hours longer or
shorter, and no moment belongs to two weeks or to none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from questions.models import Classroom, PastZone

_WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Calendar:
    """By what a classroom's weeks go: its time zone, and earlier ones with their last Sunday."""

    time_zone: str
    past: Sequence[tuple[date, str]] = ()  # by date

    def zone_of(self, monday: date) -> ZoneInfo:
        """The zone that holds for the week of that Monday."""
        return ZoneInfo(
            next((zone for until, zone in self.past if monday <= until), self.time_zone)
        )

    def start(self, monday: date) -> datetime:
        """The first moment of the week, in UTC."""
        midnight = datetime.combine(monday, time(), self.zone_of(monday))
        return midnight.astimezone(UTC)

    def end(self, monday: date) -> datetime:
        """The first moment of the week after it, in UTC."""
        return self.start(monday + _WEEK)

    def monday_at(self, moment: datetime) -> date:
        """The Monday of the week to which an aware moment belongs."""
        # In any zone the local date is at most a day off.
        monday = monday_of(moment.astimezone(UTC).date()) + _WEEK
        while moment < self.start(monday):
            monday -= _WEEK
        return monday

    def day_at(self, moment: datetime) -> date:
        """The day of the classroom to which an aware moment belongs, never outside of its week."""
        monday = self.monday_at(moment)
        day = moment.astimezone(self.zone_of(monday)).date()
        return min(max(day, monday), monday + timedelta(days=6))


def calendar_of(classroom: Classroom) -> Calendar:
    """The classroom's calendar; one query."""
    past = PastZone.objects.filter(classroom=classroom).order_by("until")
    return Calendar(classroom.time_zone, tuple(past.values_list("until", "time_zone")))


def calendars_of(classrooms: Sequence[Classroom]) -> dict[int, Calendar]:
    """The calendars of many classrooms by their ids; one query."""
    past: dict[int, list[tuple[date, str]]] = {}
    rows = PastZone.objects.filter(classroom__in=classrooms).order_by("classroom", "until")
    for classroom_id, until, zone in rows.values_list("classroom_id", "until", "time_zone"):
        past.setdefault(classroom_id, []).append((until, zone))
    return {one.pk: Calendar(one.time_zone, tuple(past.get(one.pk, ()))) for one in classrooms}
