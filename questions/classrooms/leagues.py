"""Leagues: starting one, bringing classrooms in and out, and its door."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from questions.classrooms.codes import fold_code, random_code
from questions.classrooms.errors import ClassroomError
from questions.classrooms.names import check_title, look_of
from questions.classrooms.season_scores import count_in, forget
from questions.models import Classroom, League, LeagueEntry, User

_TRIES = 20


def leagues_of(classroom: Classroom) -> list[League]:
    """The leagues in which the classroom competes now, those put away left out; one query."""
    theirs = LeagueEntry.objects.active().filter(classroom=classroom).values("league")
    return list(League.objects.filter(pk__in=theirs, archived_at=None))


def start_league(*, name: str, owner: User, now: datetime, token: str, rng: Random) -> League:
    """A league with a fresh join code and no classroom yet."""
    league = League(
        token=token,
        name=check_title(name),
        join_code=random_code(rng),
        owner=owner,
        created_at=now,
    )
    _save_with_free_code(league, rng)
    return league


def _save_with_free_code(league: League, rng: Random) -> None:
    for _try in range(_TRIES):
        if not League.objects.filter(join_code=league.join_code).exists():
            try:
                with transaction.atomic():
                    league.save()
            except IntegrityError:  # somebody took it between the question and the answer
                if not League.objects.filter(join_code=league.join_code).exists():
                    raise
            else:
                return
        league.join_code = random_code(rng)
    raise ClassroomError("code", "no-code", _("No free code was found. Try again."))


def rename_league(*, league: League, name: str) -> None:
    """Another name, seen at once by everybody."""
    League.objects.filter(pk=league.pk).update(name=check_title(name))


def set_open(*, league: League, is_open: bool) -> None:
    """Open the league to those who have its code, or close it."""
    League.objects.filter(pk=league.pk).update(is_open=is_open)


def renew_code(*, league: League, rng: Random) -> None:
    """Give the league another code; the old one leads nowhere from now on."""
    with transaction.atomic():
        row = League.objects.select_for_update().get(pk=league.pk)
        row.join_code = random_code(rng)
        _save_with_free_code(row, rng)
    league.join_code = row.join_code


def put_away(*, league: League, now: datetime) -> None:
    """Nobody comes in any more, and no list shows it; what was done stays to be read."""
    League.objects.filter(pk=league.pk, archived_at=None).update(archived_at=now)


def bring_back(*, league: League) -> None:
    """Take up a league that was put away."""
    League.objects.filter(pk=league.pk).update(archived_at=None)


def find_league(typed: str) -> League:
    """The league that can be joined by the code; ClassroomError where none can."""
    code = fold_code(typed)
    if not code:
        raise ClassroomError("code", "empty", _("Type the code of the league."))
    league = League.objects.filter(join_code=code, archived_at=None).first()
    if league is None:
        raise ClassroomError(
            "code",
            "unknown",
            _("No league has this code. Look at it once more, or ask for the newest one."),
        )
    if not league.is_open:
        raise ClassroomError(
            "code",
            "closed",
            _("This league is closed to newcomers at present. Ask whoever started it to open it."),
        )
    return league


def bring_in(
    *, code: str, classrooms: Sequence[Classroom], teacher: User, now: datetime
) -> tuple[League, int]:
    """Let classrooms of the teacher compete; gives the league and how many have come in by it.

    Whichever competes there already stays as it is.
    """
    if not classrooms:
        raise ClassroomError("classrooms", "none", _("Choose a classroom."))
    with transaction.atomic():
        found = find_league(code)
        # Closing or renewing the code waits until those who were let in are in.
        League.objects.select_for_update().get(pk=found.pk)
        league = find_league(code)
        _refuse_others(classrooms, teacher)
        there = dict(_names_in(league))
        new = [room for room in classrooms if room.pk not in there]
        _refuse_alike(new, list(there.values()))
        LeagueEntry.objects.bulk_create(
            LeagueEntry(league=league, classroom=room, joined_at=now) for room in new
        )
        count_in(new)
    return league, len(new)


def _names_in(league: League) -> Sequence[tuple[int, str]]:
    rows = LeagueEntry.objects.active().filter(league=league)
    return list(rows.values_list("classroom_id", "classroom__name"))


def _refuse_others(classrooms: Sequence[Classroom], teacher: User) -> None:
    taught = Classroom.objects.taught_by(teacher).filter(archived_at=None)
    own = set(taught.filter(pk__in=[room.pk for room in classrooms]).values_list("pk", flat=True))
    if any(room.pk not in own for room in classrooms):
        raise ClassroomError("classrooms", "not-own", _("Choose classrooms that you teach."))


def _refuse_alike(classrooms: Sequence[Classroom], names: list[str]) -> None:
    """Since classes see nothing of each other but names, two must not look the same."""
    looks = {look_of(name) for name in names}
    for room in classrooms:
        look = look_of(room.name)
        if look and look in looks:
            raise ClassroomError(
                "classrooms",
                "alike",
                _(
                    "A class in this league has a name that looks like “%(name)s”. Give yours"
                    " another one first, with the name of the school for example."
                )
                % {"name": room.name},
            )
        looks.add(look)


def take_out(*, entry: LeagueEntry, now: datetime) -> None:
    """End a classroom's part in a league; seasons that are over keep it, a running one does not."""
    with transaction.atomic():
        League.objects.select_for_update().get(pk=entry.league_id)
        LeagueEntry.objects.active().filter(pk=entry.pk).update(left_at=now)
        forget(league_id=entry.league_id, classroom_id=entry.classroom_id)
