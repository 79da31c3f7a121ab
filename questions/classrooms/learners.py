"""The lines of a classroom's tables: its learners."""

from dataclasses import dataclass
from datetime import date

from questions.classrooms.assigning import day_in
from questions.language.alphabet import by_alphabet
from questions.models import Classroom, Membership


@dataclass(frozen=True, slots=True)
class Learner:
    """A line of the tables."""

    membership_id: int
    user_id: int
    name: str
    username: str
    joined_day: date
    left_day: date | None = None


def learners_of(classroom: Classroom, *, with_left: bool = False) -> list[Learner]:
    """One line per learner, by name, in one query; those who left come last, where asked for.

    Who left and came back is there once, as somebody who is there. Who was erased is not there.
    """
    rows = Membership.objects.filter(classroom=classroom, user__erased_at=None).learners()
    if not with_left:
        rows = rows.active()
    lines: dict[int, Learner] = {}
    for row in rows.select_related("user").order_by("pk"):
        before = lines.get(row.user_id)
        if before is None or before.left_day is not None:
            lines[row.user_id] = Learner(
                membership_id=row.pk,
                user_id=row.user_id,
                name=row.shown_name,
                username=row.user.get_username(),
                joined_day=day_in(classroom, row.joined_at),
                left_day=day_in(classroom, row.left_at) if row.left_at else None,
            )
    return sorted(
        lines.values(),
        key=lambda line: (line.left_day is not None, by_alphabet(line.name), line.membership_id),
    )
