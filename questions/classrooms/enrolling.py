"""Taking people in: pasted lists of names become accounts, and members are called otherwise."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questions.classrooms.accounts import (
    Account,
    MadePassword,
    check_username,
    make_passwords,
    taken_usernames,
    username_base,
    username_candidates,
)
from questions.classrooms.board_names import looks_on_board
from questions.classrooms.errors import ClassroomError
from questions.classrooms.names import check_name, is_garbled, look_of
from questions.models import Classroom, Membership, User

MOST_LINES = 200
_TRIES = 3
_NUMBER = re.compile(r"^\d{1,3}\s?[.)]\s?")


@dataclass(frozen=True)
class ListLine:
    """One line of a pasted list: who it makes, or why it is refused."""

    number: int
    text: str
    name: str = ""
    username: str = ""
    flaw: str = ""


@dataclass(frozen=True)
class ListPlan:
    """What a pasted list would make."""

    lines: tuple[ListLine, ...]

    @property
    def good(self) -> list[ListLine]:
        """Those that make an account."""
        return [line for line in self.lines if not line.flaw]

    @property
    def refused(self) -> list[ListLine]:
        """Those that do not."""
        return [line for line in self.lines if line.flaw]


def plan_list(text: str, *, classroom: Classroom, rng: Random) -> ListPlan:
    """What the list would make, line by line; ClassroomError where it is empty or too long."""
    if classroom.archived_at is not None:
        raise ClassroomError("names", "put-away", _("Bring the classroom back first."))
    numbered = enumerate(text.lstrip("\ufeff").splitlines(), start=1)
    rows = [(number, line) for number, line in numbered if line.strip()]
    if not rows:
        raise ClassroomError("names", "empty", _("Paste at least one name, one to a line."))
    if len(rows) > MOST_LINES:
        message = _("At most %(most)d lines at once; this list has %(number)d. Paste it in parts.")
        raise ClassroomError(
            "names", "too-many", message % {"most": MOST_LINES, "number": len(rows)}
        )
    lines = _without_doubles([_read_line(*row) for row in rows], classroom)
    return ListPlan(tuple(_with_usernames(lines, rng)))


def _read_line(number: int, text: str) -> ListLine:
    line = ListLine(number, _shown(text))
    try:
        if is_garbled(text):
            raise ClassroomError(
                "names",
                "garbled",
                _("The letters are garbled. Copy the list from where it can be read."),
            )
        name, username = _columns(text)
        return replace(
            line, name=check_name(name), username=check_username(username) if username else ""
        )
    except ClassroomError as error:
        return replace(line, flaw=error.message)


def _columns(text: str) -> tuple[str, str]:
    """Name and user name out of a line; a number in front, as lists and tables have, is dropped."""
    cells = [cell.strip() for cell in text.strip().replace("\t", ";").split(";")]
    if len(cells) > 1 and cells[0].rstrip(".)").isdecimal():
        cells = cells[1:]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    if len(cells) > 2:
        raise ClassroomError(
            "names", "columns", _("Too many columns: a name, and if you like a user name.")
        )
    return _NUMBER.sub("", cells[0], count=1), cells[1] if len(cells) == 2 else ""


def _shown(text: str) -> str:
    """The line for the report, without what could not be seen or stored."""
    return "".join(char if char.isprintable() else " " for char in text).strip()[:100]


def _without_doubles(lines: Sequence[ListLine], classroom: Classroom) -> Iterator[ListLine]:
    """The lines, with those refused whose name somebody has or has nearly."""
    seen = {look_of(name): name for name in names_in(classroom)}
    usernames: set[str] = set()
    for line in lines:
        if line.flaw:
            yield line
            continue
        other = seen.get(look_of(line.name))
        if other is not None:
            yield replace(line, flaw=_looks_like(line.name, other))
        elif line.username and line.username in usernames:
            yield replace(line, flaw=_("The user name stands twice in the list."))
        else:
            seen[look_of(line.name)] = line.name
            usernames.add(line.username)
            yield line


def names_in(classroom: Classroom, *, besides: Membership | None = None) -> list[str]:
    """How those who are in the classroom now are called there."""
    rows = Membership.objects.active().filter(classroom=classroom).select_related("user")
    return [row.shown_name for row in rows if besides is None or row.pk != besides.pk]


def _looks_like(name: str, other: str) -> str:
    if name == other:
        return _(
            "“%(name)s” is in the classroom or higher up in the list. Two people of one name"
            " need something that tells them apart, such as a second name or a number."
        ) % {"name": name}
    return _("It looks like “%(other)s”. Add what tells them apart, or leave it out.") % {
        "other": other
    }


def _with_usernames(lines: Iterator[ListLine], rng: Random) -> Iterator[ListLine]:
    """The lines, each with a user name that nobody has yet."""
    wanted = [
        (line, [line.username] if line.username else _candidates(line, rng)) for line in lines
    ]
    taken = taken_usernames({name for _line, names in wanted for name in names})
    unfree = taken | {line.username for line, _names in wanted if not line.flaw}
    for line, names in wanted:
        if line.flaw:
            yield replace(line, name="", username="")
        elif line.username in taken:
            yield replace(line, name="", username="", flaw=_is_taken(line.username))
        elif line.username:
            yield line
        else:
            yield _with_free(line, names, unfree)


def _is_taken(username: str) -> str:
    return _(
        "Somebody has the user name “%(name)s”. If it is the learner's own account, let them join"
        " by the code."
    ) % {"name": username}


def _candidates(line: ListLine, rng: Random) -> list[str]:
    return [] if line.flaw else username_candidates(username_base(line.name), rng)


def _with_free(line: ListLine, names: Sequence[str], unfree: set[str]) -> ListLine:
    free = next((name for name in names if name not in unfree), "")
    if not free:
        return replace(line, flaw=_("No free user name was found: write one after a semicolon."))
    unfree.add(free)
    return replace(line, username=free)


def add_list(
    text: str, *, classroom: Classroom, teacher: User, now: datetime, rng: Random
) -> tuple[list[Account], ListPlan]:
    """Make the accounts of the list's good lines, all or none, and take them into the classroom."""
    # Hashed before the transaction, so that nobody waits for it; a line may still be refused then.
    passwords = make_passwords(len(plan_list(text, classroom=classroom, rng=rng).good), rng)
    for last in (False,) * (_TRIES - 1) + (True,):
        try:
            with transaction.atomic():
                row = Classroom.objects.select_for_update().get(pk=classroom.pk)
                plan = plan_list(text, classroom=row, rng=rng)
                return _make_accounts(plan, passwords, row, teacher.language, now), plan
        except IntegrityError:  # somebody took one of the user names in this moment
            if last:
                raise
    raise AssertionError  # never reached: the last try returns or raises


def _make_accounts(
    plan: ListPlan,
    passwords: Sequence[MadePassword],
    classroom: Classroom,
    language: str,
    now: datetime,
) -> list[Account]:
    pairs = list(zip(plan.good, passwords, strict=False))
    users = User.objects.bulk_create(
        User(
            username=line.username,
            password=made.stored,
            language=language,
            time_zone=classroom.time_zone,
            made_in=classroom,
            date_joined=now,
        )
        for line, made in pairs
    )
    Membership.objects.bulk_create(
        Membership(classroom=classroom, user=user, name=line.name, joined_at=now)
        for user, (line, _made) in zip(users, pairs, strict=True)
    )
    return [Account(line.name, line.username, made.clear) for line, made in pairs]


def rename(*, membership: Membership, name: str) -> None:
    """Call a member otherwise in this classroom; an empty name shows the user name again."""
    called = check_name(name) if name.strip() else ""
    with transaction.atomic():
        classroom = Classroom.objects.select_for_update().get(pk=membership.classroom_id)
        shown = called or membership.user.get_username()
        alike = {look_of(other): other for other in names_in(classroom, besides=membership)}
        other = alike.get(look_of(shown))
        if called and other is not None:
            raise ClassroomError("name", "alike", _looks_like(shown, other))
        is_shown = membership.is_on_board and not membership.board_name
        if is_shown and called and look_of(called) in looks_on_board(membership):
            raise ClassroomError(
                "name", "alike-board", _("It looks like a name that the board shows of another.")
            )
        Membership.objects.active().filter(pk=membership.pk).update(name=called)


def add_teacher(*, classroom: Classroom, username: str, now: datetime) -> Membership:
    """Take a colleague in as a teacher of the classroom."""
    colleague = User.objects.filter(username__iexact=username.replace("\0", "").strip()).first()
    if colleague is None or not colleague.is_teacher:
        raise ClassroomError(
            "username", "unknown", _("There is no teacher of this user name. Teachers are invited.")
        )
    with transaction.atomic():
        Classroom.objects.select_for_update().get(pk=classroom.pk)
        membership, is_new = Membership.objects.get_or_create(
            classroom=classroom,
            user=colleague,
            left_at=None,
            defaults={"joined_at": now, "role": Membership.Role.TEACHER},
        )
        if not is_new and membership.role != Membership.Role.TEACHER:
            raise ClassroomError(
                "username", "learner", _("They learn in this classroom. Remove them there first.")
            )
    return membership
