"""The desk's pages of classrooms, rosters and assignments."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from questions.models import Assignment, Classroom, Membership, User
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    MembershipFactory,
    QuestionFactory,
    TeacherFactory,
    UserFactory,
)
from tests.views.conftest import HTMX, browser_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher", language="en")


@pytest.fixture
def room(teacher):
    return ClassroomFactory(teacher=teacher, join_code="KZ74PQ", name="10 A")


@pytest.fixture
def desk(teacher) -> Client:
    """The teacher's browser."""
    return browser_of(teacher)


@pytest.fixture
def alices(alice) -> Client:
    """A learner's browser."""
    return browser_of(alice)


@pytest.fixture
def pupil(room):
    user = UserFactory(username="pupil", made_in=room)
    return MembershipFactory(classroom=room, user=user, name="Алия")


def at(name: str, room: Classroom, *more) -> str:
    return reverse(f"desk:{name}", args=[room.token, *more])


def text_of(response) -> str:
    return response.content.decode()


class TestClassrooms:
    def test_the_list_shows_the_own_ones_alone(self, desk, room, alice, pupil):
        ClassroomFactory(name="Somebody else's", teacher=TeacherFactory())
        ClassroomFactory(name="Learned in", learners=[room.memberships.first().user])
        page = text_of(desk.get(reverse("desk:classrooms")))
        assert "10 A" in page
        assert "1 learner " in page
        assert "Somebody" not in page
        assert "Learned in" not in page

    def test_a_classroom_is_made(self, desk, teacher):
        wish = {"name": "10 «А»", "time_zone": "Asia/Aqtau"}
        response = desk.post(reverse("desk:classroom-new"), wish)
        made = Classroom.objects.get()
        assert response["Location"] == at("classroom", made)
        assert (made.name, made.time_zone, made.is_open) == ("10 «А»", "Asia/Aqtau", True)
        assert "10 «А»" in text_of(desk.get(at("classroom", made)))

    @pytest.mark.parametrize(
        "wish",
        [
            {"name": "", "time_zone": "Asia/Aqtau"},
            {"name": "A\0", "time_zone": "Asia/Aqtau"},
            {"name": "A\u202eB", "time_zone": "Asia/Aqtau"},
            {"name": "A" * 81, "time_zone": "Asia/Aqtau"},
            {"name": "A", "time_zone": "Mars/Base"},
            {},
        ],
    )
    def test_a_bad_wish_makes_none(self, desk, teacher, wish):
        response = desk.post(reverse("desk:classroom-new"), wish)
        assert response.status_code == 422
        assert 'aria-invalid="true"' in text_of(response)
        assert not Classroom.objects.exists()

    def test_a_big_class_takes_no_more_queries(self, desk, room):
        counts = []
        for size in (3, 200):
            MembershipFactory.create_batch(size, classroom=room)
            AssignmentFactory.create_batch(2 + size // 40, classroom=room)
            for name in ("classroom", "classroom-code", "classroom-settings"):
                with CaptureQueriesContext(connection) as queries:
                    desk.get(at(name, room))
                counts.append(len(queries))
            with CaptureQueriesContext(connection) as queries:
                desk.get(reverse("desk:classrooms"))
            counts.append(len(queries))
        assert counts[:4] == counts[4:]

    def test_names_that_look_alike_are_marked(self, desk, room, pupil):
        assert "looks like another" not in text_of(desk.get(at("classroom", room)))
        MembershipFactory(classroom=room, name="Aлия")
        assert text_of(desk.get(at("classroom", room))).count("looks like another") == 2

    def test_a_name_cannot_carry_markup(self, desk, room):
        MembershipFactory(classroom=room, user=UserFactory(username="<b>x"))
        assert "<b>x" not in text_of(desk.get(at("classroom", room)))


class TestCode:
    def test_it_is_shown_large_with_a_qr_code(self, desk, room, pupil):
        page = text_of(desk.get(at("classroom-code", room)))
        assert "KZ7-4PQ" in page
        assert "testserver/join<" in page
        assert "<svg" in page
        assert "style=" not in page
        assert "1 has joined" in page

    def test_polling_brings_the_count_alone(self, desk, room):
        part = desk.get(at("classroom-code", room), headers=HTMX)
        assert text_of(part).strip() == '<p id="joined-count" class="huge-word">0 have joined</p>'
        assert "HX-Request" in part["Vary"]

    def test_polling_costs_the_same_for_many(self, desk, room, django_assert_num_queries):
        MembershipFactory.create_batch(5, classroom=room)
        with django_assert_num_queries(4):  # session, user, classroom, count
            desk.get(at("classroom-code", room), headers=HTMX)

    def test_a_new_code_ends_the_old_one(self, desk, room, alices):
        assert alices.get("/join/KZ7-4PQ/").status_code == 200
        desk.post(at("classroom-door", room), {"door": "renew"})
        assert alices.get("/join/KZ7-4PQ/").status_code == 422
        room.refresh_from_db()
        assert alices.get(f"/join/{room.join_code}/").status_code == 200

    def test_it_is_closed_and_opened(self, desk, room, alices):
        desk.post(at("classroom-door", room), {"door": "close", "back": "code"})
        assert "Closed" in text_of(desk.get(at("classroom-code", room)))
        assert "closed to newcomers" in text_of(alices.get("/join/KZ7-4PQ/"))
        desk.post(at("classroom-door", room), {"door": "open"})
        assert alices.get("/join/KZ7-4PQ/").status_code == 200

    def test_another_wish_changes_nothing(self, desk, room):
        for wish in ({}, {"door": "\0"}, {"door": "burn"}):
            assert desk.post(at("classroom-door", room), wish).status_code == 302
        assert Classroom.objects.get() == room
        assert Classroom.objects.get().join_code == "KZ74PQ"


class TestSettings:
    def test_name_and_zone_are_changed(self, desk, room):
        wish = {"name": "11 A", "time_zone": "Asia/Aqtau"}
        assert desk.post(at("classroom-settings", room), wish).status_code == 302
        room.refresh_from_db()
        assert (room.name, room.time_zone) == ("11 A", "Asia/Aqtau")

    def test_a_bad_name_is_refused_at_its_field(self, desk, room):
        wish = {"name": "11\u200bA", "time_zone": "Asia/Aqtau"}
        response = desk.post(at("classroom-settings", room), wish)
        assert response.status_code == 422
        assert "U+200B" in text_of(response)

    def test_a_colleague_comes_in_and_may_do_all(self, desk, room, pupil):
        colleague = TeacherFactory(username="colleague")
        theirs = browser_of(colleague)
        assert theirs.get(at("classroom", room)).status_code == 404
        desk.post(at("classroom-teachers", room), {"username": "Colleague"})
        for name in ("classroom", "classroom-code", "classroom-settings", "roster-list"):
            assert theirs.get(at(name, room)).status_code == 200
        theirs.post(at("classroom-member", room, pupil.pk), {"name": "Алия Б."})
        pupil.refresh_from_db()
        assert pupil.name == "Алия Б."
        assert "Passwords" in text_of(theirs.post(at("member-password", room, pupil.pk)))

    @pytest.mark.parametrize("name", ["alice", "nobody", "", "\0", "a" * 200])
    def test_nobody_else_comes_in(self, desk, room, alice, name):
        response = desk.post(at("classroom-teachers", room), {"username": name})
        assert response.status_code == 422
        assert "error" in text_of(response)
        assert room.memberships.count() == 1

    def test_the_maker_is_not_removed_by_a_colleague(self, room, teacher):
        colleague = TeacherFactory()
        MembershipFactory(
            classroom=room,
            user=colleague,
            role=Membership.Role.TEACHER,
            joined_at=timezone.now(),
        )
        own = teacher.memberships.get()
        browser_of(colleague).post(at("member-remove", room, own.pk))
        own.refresh_from_db()
        assert own.left_at is None

    def test_a_teacher_leaves_but_not_the_last_one(self, desk, room, teacher):
        own = teacher.memberships.get()
        page = desk.post(at("member-remove", room, own.pk), follow=True)
        assert "needs a teacher" in text_of(page)
        MembershipFactory(classroom=room, user=TeacherFactory(), role=Membership.Role.TEACHER)
        response = desk.post(at("member-remove", room, own.pk))
        assert response["Location"] == reverse("desk:classrooms")
        assert desk.get(at("classroom", room)).status_code == 404

    def test_it_is_put_away_and_brought_back(self, desk, room, alices):
        desk.post(at("classroom-away", room), {"away": "away"})
        assert alices.get("/join/KZ7-4PQ/").status_code == 422
        assert "put away" in text_of(desk.get(at("classroom", room)))
        assert "Show on the projector" not in text_of(desk.get(at("classroom", room)))
        desk.post(at("classroom-away", room), {"away": "back"})
        assert alices.get("/join/KZ7-4PQ/").status_code == 200


class TestList:
    def look(self, desk, room, names):
        return desk.post(at("roster-list", room), {"names": names, "look": "1"})

    def checked(self, page: str) -> str:
        return re.search(r'name="checked" value="(\w+)"', page)[1]

    def make(self, desk, room, names):
        seen = self.checked(text_of(self.look(desk, room, names)))
        wish = {"names": names, "checked": seen, "make": "1"}
        return desk.post(at("roster-list", room), wish)

    def test_it_is_looked_at_before_anything_is_made(self, desk, room):
        page = text_of(self.look(desk, room, "Айгерім Серікқызы\nБолат 😀"))
        assert "aigerim-s" in page
        assert "1 account will be made" in page
        assert "😀” does not belong" in page
        assert User.objects.filter(made_in=room).count() == 0

    def test_passwords_are_shown_once_and_kept_nowhere(self, desk, room):
        response = self.make(desk, room, "Айгерім Серікқызы\nДаниял Ахмет\n😀")
        page = text_of(response)
        passwords = re.findall(r"<dd>(\w{4}-\w{4}-\w{4})</dd>", page)
        assert authenticate(username="aigerim-s", password=passwords[0])
        assert authenticate(username="daniyal-a", password=passwords[1])
        assert "no-store" in response["Cache-Control"]
        assert "style=" not in page
        assert page.count('href="#log-in-qr"') == 2
        assert "1 line was left out" in page
        assert not [key for key in desk.session.keys() if "made" in key]  # noqa: SIM118
        for path in ("classroom", "roster-list", "roster-passwords"):
            later = text_of(desk.get(at(path, room)))
            assert not any(password in later for password in passwords)
        stored = str(list(User.objects.values())) + str(dict(desk.session))
        assert not any(password in stored for password in passwords)

    def test_a_list_changed_after_the_look_is_looked_at_again(self, desk, room):
        seen = self.checked(text_of(self.look(desk, room, "Болат")))
        wish = {"names": "Болат\nДаниял", "checked": seen, "make": "1"}
        page = text_of(desk.post(at("roster-list", room), wish))
        assert "2 accounts will be made" in page
        assert not User.objects.filter(made_in=room).exists()

    def test_looking_again_makes_nothing(self, desk, room):
        seen = self.checked(text_of(self.look(desk, room, "Болат")))
        desk.post(at("roster-list", room), {"names": "Болат", "checked": seen, "look": "1"})
        assert not User.objects.filter(made_in=room).exists()

    def test_the_same_list_twice_makes_nothing_more(self, desk, room):
        self.make(desk, room, "Болат")
        page = text_of(self.look(desk, room, "Болат"))
        assert "is in the classroom" in page
        assert 'name="make"' not in page

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            ("", "at least one name"),
            ("А\n" * 201, "this list has 201"),
            ("Али\0я", "Null characters"),
            ("А" * 40_001, "at most 40000"),
        ],
    )
    def test_a_list_that_cannot_be_read_is_refused_at_its_field(self, desk, room, names, told):
        response = self.look(desk, room, names)
        assert response.status_code == 422
        assert told in text_of(response)

    def test_a_missing_list_is_refused(self, desk, room):
        assert desk.post(at("roster-list", room), {"look": "1"}).status_code == 422

    def test_those_who_never_came_get_new_passwords(self, desk, room):
        self.make(desk, room, "Болат\nДаниял")
        User.objects.filter(username="bolat").update(last_login=timezone.now())
        assert "1 account was made here" in text_of(desk.get(at("roster-passwords", room)))
        page = text_of(desk.post(at("roster-passwords", room)))
        assert "daniyal" in page
        assert "bolat" not in page


class TestMember:
    def test_a_rude_name_is_changed(self, desk, room, pupil):
        desk.post(at("classroom-member", room, pupil.pk), {"name": "Алия Б."})
        pupil.refresh_from_db()
        assert pupil.name == "Алия Б."

    @pytest.mark.parametrize("name", ["A\0", "\u202eA", "😀", "Бoлат", "А" * 81])
    def test_a_bad_name_is_refused_at_its_field(self, desk, room, pupil, name):
        MembershipFactory(classroom=room, name="Болат")
        response = desk.post(at("classroom-member", room, pupil.pk), {"name": name})
        assert response.status_code == 422
        assert 'id="id_name_error"' in text_of(response)
        pupil.refresh_from_db()
        assert pupil.name == "Алия"

    def test_a_new_password_is_shown_once_and_ends_the_sessions(self, desk, room, pupil):
        theirs = browser_of(pupil.user)
        response = desk.post(at("member-password", room, pupil.pk))
        (password,) = re.findall(r"<dd>(\w{4}-\w{4}-\w{4})</dd>", text_of(response))
        assert "no-store" in response["Cache-Control"]
        assert authenticate(username="pupil", password=password)
        assert theirs.get("/settings/").status_code == 302

    def test_only_accounts_made_here_get_one(self, desk, room, alice):
        for user in (alice, UserFactory(made_in=ClassroomFactory())):
            row = MembershipFactory(classroom=room, user=user)
            before = user.password
            page = text_of(desk.post(at("member-password", room, row.pk), follow=True))
            assert "Only accounts that were made in this classroom" in page
            assert User.objects.get(pk=user.pk).password == before

    def test_an_account_made_here_that_teaches_now_keeps_its_password(self, desk, room, pupil):
        User.objects.filter(pk=pupil.user.pk).update(is_staff=True)
        page = text_of(desk.post(at("member-password", room, pupil.pk), follow=True))
        assert "Only accounts" in page
        assert authenticate(username="pupil", password="password")

    def test_who_left_is_out_of_reach(self, desk, room, pupil):
        desk.post(at("member-remove", room, pupil.pk))
        pupil.refresh_from_db()
        assert pupil.left_at is not None
        for name in ("classroom-member", "member-password", "member-remove"):
            assert desk.post(at(name, room, pupil.pk), {"name": "x"}).status_code == 404
        assert authenticate(username="pupil", password="password")

    def test_a_member_is_reached_through_their_own_classroom_alone(self, desk, room, teacher):
        other = MembershipFactory(classroom=ClassroomFactory(), name="Other")
        for name in ("classroom-member", "member-password", "member-remove"):
            assert desk.post(at(name, room, other.pk), {"name": "x"}).status_code == 404
            huge = at(name, room, 10**30)
            assert desk.post(huge, {"name": "x"}).status_code == 404
        other.refresh_from_db()
        assert (other.name, other.left_at) == ("Other", None)


class TestAssignment:
    @pytest.fixture
    def deck(self, teacher):
        return DeckFactory(owner=teacher, name="Founding", questions=[QuestionFactory()])

    @pytest.fixture
    def exam(self):
        return (timezone.now() + timedelta(days=30)).date()

    def test_a_deck_is_given(self, desk, room, deck, exam):
        wish = {"deck": deck.token, "exam_day": exam.isoformat(), "note": "Read."}
        assert desk.post(at("assignment-new", room), wish)["Location"] == at("classroom", room)
        row = Assignment.objects.get()
        assert (row.deck, row.exam_day, row.due_day, row.note) == (deck, exam, None, "Read.")
        assert "Founding" in text_of(desk.get(at("classroom", room)))

    def test_a_deck_may_be_chosen_beforehand(self, desk, room, deck):
        page = text_of(desk.get(at("assignment-new", room) + f"?deck={deck.token}"))
        assert f'value="{deck.token}" selected' in page
        assert desk.get(at("assignment-new", room) + "?deck=%00").status_code == 200

    @pytest.mark.parametrize(
        ("wish", "told"),
        [
            ({}, "required"),
            ({"deck": "\0"}, "Select a valid choice"),
            ({"exam_day": ""}, "Give a day"),
            ({"exam_day": "2020-01-01"}, "has passed"),
            ({"exam_day": "31.02.2030"}, "Enter a valid date"),
            ({"due_day": "9999-12-31"}, "next three years"),
            ({"note": "x" * 301}, "at most 300"),
        ],
    )
    def test_a_bad_wish_gives_nothing(self, desk, room, deck, exam, wish, told):
        posted = {"deck": deck.token, "exam_day": exam.isoformat(), **wish} if wish else {}
        response = desk.post(at("assignment-new", room), posted)
        assert response.status_code == 422
        assert told in text_of(response)
        assert not Assignment.objects.exists()

    def test_decks_of_others_are_not_there_and_drafts_are_told(self, desk, room, teacher, exam):
        hidden = DeckFactory(name="Hidden", questions=[QuestionFactory()])
        drafts = DeckFactory(owner=teacher, questions=[QuestionFactory(status="draft")])
        assert "Hidden" not in text_of(desk.get(at("assignment-new", room)))
        for deck, told in ((hidden, "Select a valid choice"), (drafts, "approved yet")):
            wish = {"deck": deck.token, "exam_day": exam.isoformat()}
            assert told in text_of(desk.post(at("assignment-new", room), wish))
        assert not Assignment.objects.exists()

    def test_many_decks_take_no_more_queries(self, desk, room, teacher, deck):
        counts = []
        for size in (1, 20):
            DeckFactory.create_batch(size, owner=teacher)
            with CaptureQueriesContext(connection) as queries:
                desk.get(at("assignment-new", room))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_days_are_changed_and_it_is_taken_back(self, desk, room, deck, exam):
        row = AssignmentFactory(classroom=room, deck=deck, exam_day=exam)
        page = reverse("desk:assignment", args=[row.token])
        assert exam.isoformat() in text_of(desk.get(page))
        desk.post(page, {"due_day": exam.isoformat()})
        row.refresh_from_db()
        assert (row.due_day, row.exam_day) == (exam, None)
        assert desk.post(page, {}).status_code == 422
        desk.post(reverse("desk:assignment-withdraw", args=[row.token]))
        row.refresh_from_db()
        assert row.withdrawn_at is not None
        assert desk.get(page).status_code == 404

    def test_taking_it_back_can_be_undone_at_once(self, desk, room, deck, exam):
        row = AssignmentFactory(classroom=room, deck=deck, exam_day=exam)
        address = reverse("desk:assignment-withdraw", args=[row.token])
        undo(desk, desk.post(address, follow=True).content.decode())
        row.refresh_from_db()
        assert row.withdrawn_at is None

    def test_what_was_assigned_anew_meanwhile_is_not_there_twice(self, desk, room, deck, exam):
        row = AssignmentFactory(classroom=room, deck=deck, exam_day=exam)
        address = reverse("desk:assignment-withdraw", args=[row.token])
        desk.post(address)
        AssignmentFactory(classroom=room, deck=deck, exam_day=exam)
        page = text_of(desk.post(address, {"do": "undo"}, follow=True))
        assert "has this deck already" in page
        row.refresh_from_db()
        assert row.withdrawn_at is not None

    def test_putting_a_classroom_away_can_be_undone_at_once(self, desk, room):
        address = reverse("desk:classroom-away", args=[room.token])
        undo(desk, desk.post(address, follow=True).content.decode())
        room.refresh_from_db()
        assert room.archived_at is None


def test_learners_and_visitors_find_no_desk(room, alices):
    for name in ("classroom", "classroom-code", "roster-list", "assignment-new"):
        assert alices.get(at(name, room)).status_code == 404
        assert "/account/login/" in Client().get(at(name, room))["Location"]


def test_who_only_learns_there_does_not_get_in_as_a_teacher(room):
    learning_teacher = TeacherFactory()
    MembershipFactory(classroom=room, user=learning_teacher)
    theirs = browser_of(learning_teacher)
    assert theirs.get(at("classroom", room)).status_code == 404
    assert theirs.post(at("classroom-door", room), {"door": "close"}).status_code == 404
    assert Classroom.objects.get(pk=room.pk).is_open
