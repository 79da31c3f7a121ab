"""The desk's pages of boards: the wall, the settings, the names."""

import pytest
from django.urls import reverse
from django.utils import timezone

from questions.models import Membership
from questions.progress.weeks import calendar_of
from tests.classrooms.boarding import class_of, earn, member
from tests.factories import ClassroomFactory, TeacherFactory, UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher", language="en")


@pytest.fixture
def room(teacher):
    return ClassroomFactory(teacher=teacher, name="10 A")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def row(room):
    return member(room, "Alice", board_name="Rude Name", user=UserFactory(username="secret-one"))


def at(name, room, *more):
    return reverse(f"desk:{name}", args=[room.token, *more])


class TestWall:
    def test_it_shows_the_first_and_the_class_together(self, desk, room, row):
        today = calendar_of(room).day_at(timezone.now())
        rows = [row, *class_of(room, 0, 0, 0, 0)]
        for points, one in zip((90, 80, 70, 60, 5), rows, strict=True):
            earn(one, points, day=today)
        earn(member(room, "Quiet", on_board=False), 100, day=today)
        text = desk.get(at("classroom-board", room)).content.decode()
        assert "Rude Name" in text
        assert "405" in text
        for hidden in ("Quiet", "secret-one", "Alice"):
            assert hidden not in text

    @pytest.mark.parametrize("query", ["?period=last-week", "?period=all", "?topic=%00&period=x"])
    def test_other_times(self, desk, room, query):
        assert desk.get(at("classroom-board", room) + query).status_code == 200

    def test_switched_off(self, desk, room, row):
        desk.post(at("board-settings", room), {})
        text = desk.get(at("classroom-board", room)).content.decode()
        assert "The board is switched off." in text
        assert "Rude Name" not in text


class TestSettings:
    def test_the_days_of_the_term(self, desk, room):
        post = {"has_board": "on", "first_day": "2026-09-01", "last_day": "2026-12-25"}
        assert desk.post(at("board-settings", room), post).status_code == 302
        room.refresh_from_db()
        assert (room.has_board, str(room.term_last_day)) == (True, "2026-12-25")
        assert 'value="2026-12-25"' in desk.get(at("classroom-settings", room)).content.decode()

    @pytest.mark.parametrize(
        "days", [("2026-09-01", ""), ("", "2026-09-01"), ("2026-09-02", "2026-09-01"), ("x", "y")]
    )
    def test_what_is_refused_changes_nothing_and_is_said_at_the_field(self, desk, room, days):
        post = {"first_day": days[0], "last_day": days[1]}
        response = desk.post(at("board-settings", room), post)
        assert response.status_code == 422
        assert 'class="error"' in response.content.decode()
        room.refresh_from_db()
        assert (room.has_board, room.term_first_day) == (True, None)


class TestNames:
    def test_another_name_is_seen_at_once(self, desk, room, row):
        earn(row, 10, day=calendar_of(room).day_at(timezone.now()))
        learners = browser_of(row.user)
        board = reverse("questions:classroom", args=[room.token])
        assert "Rude Name" in learners.get(board).content.decode()
        url = at("member-board", room, row.pk)
        assert desk.post(url, {"board_name": "Kind Lark"}).status_code == 302
        text = learners.get(board).content.decode()
        assert "Rude Name" not in text
        assert "Kind Lark" in text

    def test_a_name_that_is_refused(self, desk, room, row):
        url = at("member-board", room, row.pk)
        response = desk.post(url, {"board_name": "\u202ex"})
        assert response.status_code == 422
        assert "U+202E" in response.content.decode()

    def test_taking_somebody_off(self, desk, room, row):
        desk.post(at("member-board", room, row.pk), {"board": "off"})
        assert not Membership.objects.get(pk=row.pk).is_on_board
        text = desk.get(at("classroom-member", room, row.pk)).content.decode()
        assert "On the board" not in text

    def test_a_member_of_another_classroom_is_not_to_be_had(self, desk, room, row):
        other = member(ClassroomFactory(), "Other", board_name="Theirs")
        for post in ({"board": "off"}, {"board_name": "Mine"}):
            assert desk.post(at("member-board", room, other.pk), post).status_code == 404
        other.refresh_from_db()
        assert (other.is_on_board, other.board_name) == (True, "Theirs")

    @pytest.mark.parametrize("name", ["classroom-board", "board-settings", "member-board"])
    def test_learners_of_the_class_and_other_teachers_find_nothing(self, room, row, name):
        url = at(name, room, *([row.pk] if name == "member-board" else []))
        for asker in (row.user, TeacherFactory()):
            for response in (
                browser_of(asker).get(url),
                browser_of(asker).post(url, {"board": "off"}),
            ):
                assert response.status_code in (302, 404, 405)
                if response.status_code == 302:
                    assert "login" in response.url
                assert "Rude Name" not in response.content.decode()
        row.refresh_from_db()
        room.refresh_from_db()
        assert row.is_on_board
        assert room.has_board
