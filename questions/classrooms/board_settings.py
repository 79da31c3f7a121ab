"""Whether a classroom has a board, and the days of its term."""

from datetime import date

from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.models import Classroom


def set_board(
    *, classroom: Classroom, has_board: bool, first_day: date | None, last_day: date | None
) -> None:
    """Switch the board on or off, and set the days of the term: both or none."""
    if first_day is None and last_day is not None:
        raise ClassroomError("first_day", "half", _("Give both days of the term, or none."))
    if last_day is None and first_day is not None:
        raise ClassroomError("last_day", "half", _("Give both days of the term, or none."))
    if first_day and last_day and last_day <= first_day:
        raise ClassroomError("last_day", "order", _("The term ends after it has begun."))
    Classroom.objects.filter(pk=classroom.pk).update(
        has_board=has_board, term_first_day=first_day, term_last_day=last_day
    )
