"""Invitations: one person per link, for two weeks, unless it is taken back."""

from datetime import timedelta

import pytest

from questions.authoring.invitations import (
    InvitationError,
    accept,
    end_teaching,
    invite,
    is_usable,
    revoke,
    set_curator,
)
from questions.models import Invitation, User
from tests.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
TOKEN = "t" * 32


@pytest.fixture
def invitation(now) -> Invitation:
    return invite(note="Aigerim", token=TOKEN, actor=TeacherFactory(), now=now)


def is_teacher(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_teacher


def test_the_first_who_accepts_is_a_teacher_and_nobody_after(invitation, now):
    first, second = UserFactory(), UserFactory()
    accept(TOKEN, user=first, now=now)
    with pytest.raises(InvitationError):
        accept(TOKEN, user=second, now=now)
    assert is_teacher(first)
    assert not is_teacher(second)
    assert Invitation.objects.get().used_by == first


def test_the_table_does_not_hold_what_the_link_holds(invitation):
    assert TOKEN not in str(Invitation.objects.values().get())


@pytest.mark.parametrize("spoil", ["late", "revoked", "unknown"])
def test_a_spent_link_makes_no_teacher(invitation, now, spoil):
    person, token = UserFactory(), TOKEN
    if spoil == "late":
        now += timedelta(days=14)
    elif spoil == "revoked":
        assert revoke(invitation, now=now)
    else:
        token = "u" * 32
    assert not is_usable(token, now=now)
    with pytest.raises(InvitationError):
        accept(token, user=person, now=now)
    assert not is_teacher(person)


def test_a_used_link_cannot_be_taken_back(invitation, now):
    accept(TOKEN, user=UserFactory(), now=now)
    assert not revoke(invitation, now=now)


def test_who_teaches_no_more_is_no_curator_either():
    teacher = TeacherFactory()
    set_curator(teacher, is_curator=True)
    assert User.objects.get(pk=teacher.pk).is_curator
    end_teaching(teacher)
    assert not is_teacher(teacher)
    User.objects.filter(pk=teacher.pk).update(is_staff=True)
    assert not User.objects.get(pk=teacher.pk).is_curator
