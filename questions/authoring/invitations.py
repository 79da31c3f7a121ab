"""Inviting teachers: a curator makes a link, and whoever opens it first may teach."""

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from questions.models import CURATORS, Invitation, User

VALID_FOR = timedelta(days=14)


class InvitationError(Exception):
    """The link cannot be used: it is unknown, used, taken back or too old."""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, note: str, token: str, actor: User, now: datetime) -> Invitation:
    """Store an invitation whose link holds the token, of at least 128 random bits."""
    return Invitation.objects.create(
        digest=_digest(token),
        note=note,
        invited_by=actor,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )


def _usable(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now)


def is_usable(token: str, *, now: datetime) -> bool:
    """Whether the link still makes a teacher."""
    return _usable(now).filter(digest=_digest(token)).exists()


@transaction.atomic
def accept(token: str, *, user: User, now: datetime) -> None:
    """Make the person a teacher, once per invitation; InvitationError where the link is spent."""
    # One conditional statement, so that of two who press at once only one gets in.
    taken = _usable(now).filter(digest=_digest(token)).update(used_by=user, used_at=now)
    if not taken:
        raise InvitationError
    User.objects.filter(pk=user.pk).update(is_staff=True)


def revoke(invitation: Invitation, *, now: datetime) -> bool:
    """Take an unused invitation back; False where it was used or taken back before."""
    rows = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    return bool(rows.update(revoked_at=now))


@transaction.atomic
def end_teaching(teacher: User) -> None:
    """Close the desk to a teacher; what they made stays theirs, their classrooms go on."""
    User.objects.filter(pk=teacher.pk).update(is_staff=False)
    teacher.groups.remove(*Group.objects.filter(name=CURATORS))


def set_curator(teacher: User, *, is_curator: bool) -> None:
    """Give a teacher the care of the library, or take it back."""
    group, _ = Group.objects.get_or_create(name=CURATORS)
    if is_curator:
        teacher.groups.add(group)
    else:
        teacher.groups.remove(group)
