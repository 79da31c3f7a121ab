from random import Random

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher
from django.test import Client

from questions.classrooms.accounts import (
    check_username,
    make_passwords,
    reset_passwords,
    taken_usernames,
    username_base,
)
from questions.classrooms.errors import ClassroomError
from questions.models import Membership, User
from tests.factories import ClassroomFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Айгерім Серікқызы", "aigerim-s"),
        ("Жанар Төлегенова Ә.", "zhanar-t"),
        ("Қайрат Ғани", "qairat-g"),
        ("О’Брайен", "obraien"),
        ("Дмитрий", "dmitri"),
        ("Ян", "yan"),
        ("А", "a-learner"),
        ("ь", "learner"),
        ("John Smith", "john-s"),
        ("Ренат 577", "renat"),
        ("7 Ренат С.", "7-r"),
        ("А" * 80, "a" * 24),
    ],
)
def test_a_user_name_follows_from_the_name(name, base):
    assert username_base(name) == base


@pytest.mark.parametrize("name", ["ab", "Алия", "a b", "-abc", "a" * 31, "a\0b", "guest-1", ""])
def test_a_user_name_that_cannot_be_typed_everywhere_is_refused(name):
    with pytest.raises(ClassroomError):
        check_username(name)


def test_a_user_name_is_taken_in_small_letters():
    assert check_username(" Aliya.S ") == "aliya.s"


def test_user_names_are_taken_whatever_their_case():
    UserFactory(username="Aliya")
    assert taken_usernames({"aliya", "bota", "admin"}) == {"aliya", "admin"}


class TestPasswords:
    def test_they_are_readable_and_follow_from_the_randomness(self):
        one, other = make_passwords(2, Random(1))
        assert one.clear == make_passwords(1, Random(1))[0].clear != other.clear
        assert len(one.clear) == 14
        assert not set(one.clear) & set("0o1il")

    def test_a_log_in_stores_them_at_full_cost(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        made = make_passwords(1, Random(1))[0]
        assert identify_hasher(made.stored).decode(made.stored)["iterations"] == 10_000
        user = User.objects.create(username="made", password=made.stored)
        assert not Client().login(username="made", password="wrong")
        assert Client().login(username="made", password=made.clear)
        user.refresh_from_db()
        hasher = identify_hasher(user.password)
        assert hasher.decode(user.password)["iterations"] == hasher.iterations
        assert check_password(made.clear, user.password)

    def test_they_are_not_in_what_is_logged(self):
        made = make_passwords(1, Random(1))[0]
        assert made.clear not in repr(made)


class TestReset:
    @pytest.fixture
    def classroom(self):
        return ClassroomFactory()

    @pytest.fixture
    def made(self, classroom):
        user = UserFactory(username="made", made_in=classroom)
        return MembershipFactory(classroom=classroom, user=user, name="Алия")

    def test_it_gives_a_password_once_and_ends_the_sessions(self, classroom, made, rng):
        client = Client()
        client.force_login(made.user)
        assert client.get("/settings/").status_code == 200
        (account,) = reset_passwords(classroom.memberships.all(), rng=rng)
        assert (account.name, account.username) == ("Алия", "made")
        assert client.get("/settings/").status_code == 302
        assert Client().login(username="made", password=account.password)
        assert not Client().login(username="made", password="password")

    def test_those_who_signed_up_themselves_keep_theirs(self, classroom, made, rng):
        MembershipFactory(classroom=classroom, user=UserFactory())
        MembershipFactory(classroom=classroom, user=UserFactory(made_in=ClassroomFactory()))
        assert len(reset_passwords(classroom.memberships.all(), rng=rng)) == 1

    @pytest.mark.parametrize(
        "change", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}]
    )
    def test_whoever_became_more_than_a_learner_keeps_theirs(self, classroom, made, rng, change):
        User.objects.filter(pk=made.user.pk).update(**change)
        assert reset_passwords(classroom.memberships.all(), rng=rng) == []

    def test_whoever_left_or_teaches_there_keeps_theirs(self, classroom, made, rng, now):
        for change in ({"left_at": now}, {"left_at": None, "role": Membership.Role.TEACHER}):
            Membership.objects.filter(pk=made.pk).update(**change)
            assert reset_passwords(classroom.memberships.all(), rng=rng) == []
