"""Joining a classroom by its code, and leaving it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.models import Membership
from tests.factories import ClassroomFactory, MembershipFactory, TeacherFactory, UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory(username="ms-teacher")


@pytest.fixture
def room(teacher):
    return ClassroomFactory(teacher=teacher, join_code="KZ74PQ", name="10 A")


def text_of(response) -> str:
    return response.content.decode()


class TestJoin:
    def test_a_typed_code_leads_to_the_classroom(self, alices, room):
        response = alices.post("/join/", {"code": " кz7 4рq "})
        assert response["Location"] == "/join/KZ7-4PQ/"

    @pytest.mark.parametrize("code", ["", "-", "\0", "x" * 41])
    def test_what_is_no_code_is_refused_at_its_field(self, alices, code):
        response = alices.post("/join/", {"code": code})
        assert response.status_code == 422
        assert 'id="id_code_error"' in text_of(response)

    def test_a_visitor_gets_an_account_first_and_comes_back(self, room):
        client = Client()
        for path in ("/join/", "/join/KZ7-4PQ/"):
            page = text_of(client.get(path))
            assert f'/account/signup/?next={path}"' in page
            assert f'/account/login/?next={path}"' in page
            assert "10 A" not in page
        signed_up = client.post(
            "/account/signup/?next=/join/KZ7-4PQ/",
            {
                "username": "newcomer",
                "password1": "steppe-and-sky",
                "password2": "steppe-and-sky",
                "time_zone": "Asia/Almaty",
                "next": "/join/KZ7-4PQ/",
            },
        )
        assert signed_up["Location"] == "/join/KZ7-4PQ/"
        assert "10 A" in text_of(client.get("/join/KZ7-4PQ/"))

    def test_a_guest_is_asked_to_sign_up(self, room):
        guest = UserFactory(is_guest=True)
        client = browser_of(guest)
        page = text_of(client.get("/join/KZ7-4PQ/"))
        assert "What you have answered stays yours" in page
        client.post("/join/KZ7-4PQ/")
        assert not guest.memberships.exists()


class TestJoinCode:
    def test_it_says_whose_classroom_it_is_and_names_no_classmate(self, alices, room):
        MembershipFactory(classroom=room, name="Mate of Alice")
        page = text_of(alices.get("/join/KZ7-4PQ/"))
        assert "Join 10 A?" in page
        assert "ms-teacher" in page
        assert "Mate of" not in page
        assert not Membership.objects.filter(user__username="alice").exists()

    def test_looking_joins_nobody_and_joining_does(self, alices, alice, room):
        alices.get("/join/KZ7-4PQ/")
        assert not alice.memberships.exists()
        page = alices.post("/join/KZ7-4PQ/", {"name": "Алиса"}, follow=True)
        assert "You have joined 10 A." in text_of(page)
        assert alice.memberships.get().name == "Алиса"

    def test_a_second_time_is_told_kindly(self, alices, alice, room):
        for _twice in range(2):
            alices.post("/join/KZ7-4PQ/")
        assert alice.memberships.count() == 1
        page = alices.get("/join/KZ7-4PQ/", follow=True)
        assert "You are in 10 A already." in text_of(page)

    def test_the_teacher_is_told_that_it_is_the_own_one(self, teacher, room):
        page = browser_of(teacher).get("/join/KZ7-4PQ/", follow=True)
        assert "You teach 10 A yourself." in text_of(page)

    @pytest.mark.parametrize("name", ["A\0", "\u202eA", "😀", "А" * 81])
    def test_a_bad_name_is_refused_at_its_field(self, alices, alice, room, name):
        response = alices.post("/join/KZ7-4PQ/", {"name": name})
        assert response.status_code == 422
        assert 'id="id_name_error"' in text_of(response)
        assert not alice.memberships.exists()

    @pytest.mark.parametrize("code", ["KZ7-4PX", "%00", "%D0%99%D0%A6", "x" * 500, "-"])
    def test_a_wrong_code_is_told(self, alices, room, code):
        for response in (alices.get(f"/join/{code}/"), alices.post(f"/join/{code}/")):
            assert response.status_code == 422
            assert 'id="id_code_error"' in text_of(response)

    def test_a_closed_classroom_is_told(self, alices, alice, room):
        type(room).objects.update(is_open=False)
        for response in (alices.get("/join/KZ7-4PQ/"), alices.post("/join/KZ7-4PQ/")):
            assert "closed to newcomers" in text_of(response)
        assert not alice.memberships.exists()


class TestLimits:
    @pytest.fixture(autouse=True)
    def narrow_limits(self, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "join": "2/m/user,5/m/ip"}

    def test_codes_cannot_be_guessed_without_end(self, alices, room):
        statuses = [alices.get(f"/join/BCDF{n}/").status_code for n in range(2, 5)]
        assert statuses == [422, 422, 429]
        assert alices.get("/join/KZ7-4PQ/").status_code == 429
        assert alices.post("/join/KZ7-4PQ/").status_code == 429

    def test_more_accounts_at_one_address_do_not_help(self, room):
        statuses = [
            browser_of(UserFactory()).get(f"/join/BCDF{n}/").status_code for n in range(2, 9)
        ]
        assert statuses == [422] * 5 + [429] * 2

    def test_a_whole_class_joins_from_one_address(self, room):
        for user in UserFactory.create_batch(12):
            client = browser_of(user)
            assert client.get("/join/KZ7-4PQ/").status_code == 200
            assert client.post("/join/KZ7-4PQ/").status_code == 302
        assert room.memberships.active().learners().count() == 12


class TestClassrooms:
    def test_teachers_are_named_and_classmates_are_not(self, alices, alice, room):
        MembershipFactory(classroom=room, user=alice)
        MembershipFactory(classroom=room, name="Mate of Alice")
        page = text_of(alices.get("/classrooms/"))
        assert "10 A" in page
        assert "ms-teacher" in page
        assert "Mate of" not in page
        assert "/classrooms/" in text_of(alices.get("/settings/"))

    def test_many_take_no_more_queries(self, alices, alice):
        counts = []
        for size in (1, 8):
            for _number in range(size):
                ClassroomFactory(teacher=TeacherFactory(), learners=[alice])
            with CaptureQueriesContext(connection) as queries:
                alices.get("/classrooms/")
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_visitors_and_guests_are_sent_on(self):
        assert "/account/login/" in Client().get("/classrooms/")["Location"]
        guest = browser_of(UserFactory(is_guest=True))
        assert "/account/signup/" in guest.get("/classrooms/")["Location"]


class TestLeave:
    def test_it_is_confirmed_first(self, alices, alice, room):
        MembershipFactory(classroom=room, user=alice)
        page = text_of(alices.get(f"/classrooms/{room.token}/leave/"))
        assert "Leave 10 A?" in page
        assert alice.memberships.get().left_at is None
        alices.post(f"/classrooms/{room.token}/leave/")
        assert alice.memberships.get().left_at is not None

    def test_who_has_a_made_account_is_warned(self, room):
        user = UserFactory(made_in=room)
        MembershipFactory(classroom=room, user=user)
        page = text_of(browser_of(user).get(f"/classrooms/{room.token}/leave/"))
        assert "Your teacher made your account" in page

    def test_nobody_leaves_for_another(self, alices, alice, room, charlie):
        MembershipFactory(classroom=room, user=charlie)
        for token in (room.token, "nowhere"):
            assert alices.post(f"/classrooms/{token}/leave/").status_code == 404
        assert charlie.memberships.get().left_at is None

    def test_a_teacher_does_not_leave_by_this_door(self, teacher, room):
        response = browser_of(teacher).post(f"/classrooms/{room.token}/leave/")
        assert response.status_code == 404

    def test_coming_back_makes_a_new_row(self, alices, alice, room):
        MembershipFactory(classroom=room, user=alice)
        alices.post(f"/classrooms/{room.token}/leave/")
        alices.post("/join/KZ7-4PQ/")
        assert alice.memberships.count() == 2
