"""Erasing a person: a tombstone without name or words stays and owns the log.

So what was earned for a class stays in its totals, and weeks that are closed stay true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from questions.classrooms.closing import close_weeks
from questions.classrooms.joining import after_responses, put_away
from questions.models import (
    Classroom,
    Deck,
    Edit,
    Flag,
    Import,
    Invitation,
    Membership,
    Outcome,
    ReviewLog,
    SessionItem,
    User,
)
from questions.quiz.trial import drop_guest


@dataclass(frozen=True)
class Hindrance:
    """Why a person cannot be erased yet."""

    code: str
    message: str
    classrooms: Sequence[Classroom] = ()


class ErasingError(Exception):
    """A person who cannot be erased yet; `hindrance` says why."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance.message)
        self.hindrance = hindrance


def hindrance_of(user: User) -> Hindrance | None:
    """What stands in the way of erasing the person; None where nothing does."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        return Hindrance(
            "last-superuser",
            _("You are the only administrator. Make somebody else one first."),
        )
    alone = [room for room in _taught_alone(user) if _has_learners(room)]
    if alone:
        return Hindrance(
            "last-teacher",
            _("You are the only teacher of classrooms with learners. Add a colleague to each, or")
            + " "
            + _("put it away."),
            alone,
        )
    return None


def _taught_alone(user: User) -> list[Classroom]:
    """Classrooms, not put away, in which nobody else teaches."""
    others = Membership.objects.active().filter(role=Membership.Role.TEACHER).exclude(user=user)
    rooms = Classroom.objects.taught_by(user).filter(archived_at=None)
    return list(rooms.exclude(pk__in=others.values("classroom")))


def _has_learners(classroom: Classroom) -> bool:
    return Membership.objects.active().learners().filter(classroom=classroom).exists()


def erase(user: User, *, now: datetime, rng: Random) -> None:
    """Leave nothing of the person but rows without name or words; a guest goes with all rows.

    ErasingError where somebody depends on them. Who was erased stays as they are.
    """
    if user.is_guest:
        drop_guest(learner_id=user.pk)
        return
    _erase_member(user, now, rng)
    # Afterwards, because there may be many and nobody is to wait for it.
    _drop_sessions(user)


def _erase_member(user: User, now: datetime, rng: Random) -> None:
    with transaction.atomic():
        rooms = _locked_rooms(user)
        # All administrators, so that the last two cannot go at the same time.
        list(User.objects.filter(is_superuser=True).order_by("pk").select_for_update())
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.erased_at is not None:
            return
        hindrance = hindrance_of(row)
        if hindrance is not None:
            raise ErasingError(hindrance)
        name = row.get_username()
        close_weeks(rooms, now=now)
        for room in _taught_alone(row):
            put_away(classroom=room, now=now)
        _leave(row, now)
        _scrub_words(row, now)
        _scrub_teaching(row, name)
        _bury(row, now, rng)


def _locked_rooms(user: User) -> list[Classroom]:
    mine = Membership.objects.active().filter(user=user)
    rooms = Classroom.objects.filter(pk__in=mine.values("classroom"))
    return list(rooms.order_by("pk").select_for_update())


def _leave(user: User, now: datetime) -> None:
    """End memberships and empty all names, those of earlier memberships among them."""
    mine = Membership.objects.filter(user=user)
    mine.filter(board_since__isnull=False, board_until=None).update(board_until=now)
    mine.active().update(left_at=after_responses(user, now))
    mine.update(name="", board_name="")


def _scrub_words(user: User, now: datetime) -> None:
    """Empty what the person typed, wherever it is kept."""
    items = SessionItem.objects.filter(learner=user)
    # Nobody can decide about a text that is gone.
    items.filter(outcome=Outcome.REVIEW, ruled_at=None).update(ruled_at=now)
    items.exclude(typed="").update(typed="")
    ReviewLog.objects.filter(learner=user).exclude(response="").update(response="")
    Flag.objects.filter(learner=user).exclude(words="").update(words="")


def _scrub_teaching(user: User, name: str) -> None:
    """Take the person out of what colleagues share and note; what they made stays."""
    user.taken_decks.clear()
    Deck.shared_with.through.objects.filter(user=user).delete()
    Import.objects.filter(owner=user).delete()
    Invitation.objects.filter(used_by=user).update(note="")
    # The history of a deck tells by name with whom it was shared.
    told = Edit.objects.filter(action=Edit.Action.SHARED, changes__has_key="shared_with")
    for edit in told:
        names = [_without(text, name) for text in edit.changes["shared_with"]]
        if names != edit.changes["shared_with"]:
            edit.changes["shared_with"] = names
            edit.save(update_fields=["changes"])


def _without(names: str, name: str) -> str:
    return ", ".join(one for one in names.split(", ") if one != name)


def _drop_sessions(user: User) -> None:
    """Delete the log-ins of all devices, which hold the user name by which they were made."""
    mine = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()


def _bury(user: User, now: datetime, rng: Random) -> None:
    """Make the row a tombstone: no name, no way in, no rights, no wishes."""
    user.username = f"gone-{rng.getrandbits(80):020x}"
    # Another password, though none that fits, also ends what is logged in at this moment.
    user.password = make_password(None)
    user.first_name = user.last_name = user.email = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.made_in = user.weekly_goal = user.target_day = user.last_login = None
    user.erased_at = now
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    user.target_topics.clear()
    EmailAddress.objects.filter(user=user).delete()
    people = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(
        Q(content_type=people, object_id=str(user.pk)) & ~Q(object_repr="")
    ).update(object_repr="", change_message="")
