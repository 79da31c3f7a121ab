"""Who is in a classroom, as its teachers see it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from questions.classrooms.names import look_of
from questions.language.alphabet import by_alphabet
from questions.models import Classroom, Membership


@dataclass(frozen=True)
class Member:
    """A line of the roster."""

    membership: Membership
    joined_day: date
    is_made_here: bool  # the account was made in this classroom
    has_come: bool  # has logged in at least once
    is_alike: bool  # somebody else here has a name that looks like it

    @property
    def name(self) -> str:
        """How the person is called in the classroom."""
        return self.membership.shown_name

    @property
    def username(self) -> str:
        """With what the person logs in."""
        return self.membership.user.get_username()


@dataclass(frozen=True)
class Roster:
    """Those who are in the classroom now, by name."""

    teachers: list[Member]
    learners: list[Member]

    @property
    def waiting(self) -> int:
        """How many accounts were made here with which nobody has logged in yet."""
        return sum(one.is_made_here and not one.has_come for one in self.learners)


def roster_of(classroom: Classroom) -> Roster:
    """Teachers and learners, in one query."""
    rows = list(Membership.objects.active().filter(classroom=classroom).select_related("user"))
    looks = Counter(look_of(row.shown_name) for row in rows)
    zone = ZoneInfo(classroom.time_zone)
    members = [
        Member(
            membership=row,
            joined_day=row.joined_at.astimezone(zone).date(),
            is_made_here=row.user.made_in_id == classroom.pk,
            has_come=row.user.last_login is not None,
            is_alike=looks[look_of(row.shown_name)] > 1,
        )
        for row in sorted(rows, key=lambda row: by_alphabet(row.shown_name))
    ]
    is_teacher = {one: one.membership.role == Membership.Role.TEACHER for one in members}
    return Roster(
        teachers=[one for one in members if is_teacher[one]],
        learners=[one for one in members if not is_teacher[one]],
    )
