"""Coming to a board and leaving it, and the names that it shows.

A name may look like none that is on the board or in the classroom, user names of those who have no
other included; which one it looks like is not told, since learners do not see each other's names.
"""

from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from questions.classrooms.closing import close_weeks
from questions.classrooms.errors import ClassroomError
from questions.classrooms.handles import handles_for
from questions.classrooms.names import check_name, look_of
from questions.models import Classroom, Membership

FIELD = "name"


def join_board(*, membership: Membership, name: str, now: datetime) -> None:
    """Show the learner on the board under the name, or under that in the classroom where empty."""
    close_weeks([membership.classroom], now=now)
    with transaction.atomic():
        row = _locked(membership)
        if not row.classroom.has_board:
            raise ClassroomError(FIELD, "no-board", _("Your teacher has switched the board off."))
        shown = _checked(row, name)
        if not row.is_on_board:
            row.board_since, row.board_until = now, None
        row.board_name = shown
        row.save(update_fields=["board_since", "board_until", "board_name"])


def leave_board(*, membership: Membership, now: datetime) -> None:
    """Take the learner off the board at once; their points stay theirs, and the class's."""
    close_weeks([membership.classroom], now=now)
    rows = Membership.objects.filter(pk=membership.pk, board_since__isnull=False, board_until=None)
    rows.update(board_until=now)


def rename_on_board(*, membership: Membership, name: str) -> None:
    """Call somebody who is on the board otherwise, in closed weeks too."""
    with transaction.atomic():
        row = _locked(membership)
        if not row.is_on_board:
            raise ClassroomError(FIELD, "not-on-board", _("They are not on the board."))
        row.board_name = _checked(row, name)
        row.save(update_fields=["board_name"])


def fresh_handles(membership: Membership, *, language: str, rng: Random) -> list[str]:
    """Made-up names that nobody in the classroom has; another draw each time."""
    return handles_for(_others(membership), language=language, rng=rng)


def looks_on_board(membership: Membership) -> set[str]:
    """The looks of the names that the board shows of others."""
    return {look_of(row.name_on_board) for row in _rows(membership) if row.is_on_board}


def _locked(membership: Membership) -> Membership:
    """The learner's row as it is, with the classroom locked: two names come one after another."""
    classroom = Classroom.objects.select_for_update().get(pk=membership.classroom_id)
    rows = Membership.objects.active().learners().select_related("user")
    row = rows.filter(pk=membership.pk).first()
    if row is None:
        raise ClassroomError(FIELD, "left", _("Only learners of the classroom are on its board."))
    row.classroom = classroom
    return row


def _checked(row: Membership, name: str) -> str:
    """What to store: empty for the name in the classroom."""
    is_typed = bool(name.strip())
    if not is_typed and not row.name:
        raise ClassroomError(FIELD, "empty", _("Choose a name, or type one."))
    shown = check_name(name if is_typed else row.name, field=FIELD)
    if look_of(shown) in _others(row):
        raise ClassroomError(
            FIELD,
            "alike",
            _("“%(name)s” looks like a name that somebody has here. Choose another one.")
            % {"name": shown},
        )
    return shown if is_typed else ""


def _others(membership: Membership) -> set[str]:
    """The looks of all names of others, as they are called here and as the board shows them."""
    rows = _rows(membership)
    names = [name for row in rows for name in (row.shown_name, row.is_on_board and row.board_name)]
    return {look_of(name) for name in names if name}


def _rows(membership: Membership) -> list[Membership]:
    rows = Membership.objects.active().filter(classroom=membership.classroom_id)
    return list(rows.exclude(user=membership.user_id).select_related("user"))
