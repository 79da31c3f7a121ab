"""A learner's classroom: the board, the name on it, and who does not get in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questions.models import League, LeagueEntry, LiveRound, Membership
from questions.progress.weeks import calendar_of, monday_of
from tests.classrooms.boarding import class_of, earn, member
from tests.factories import (
    ClassroomFactory,
    DeckFactory,
    MembershipFactory,
    TopicFactory,
    UserFactory,
)
from tests.views.conftest import HTMX, browser_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return ClassroomFactory(name="10 A", time_zone="Asia/Almaty")


@pytest.fixture
def today(room, clock):
    return calendar_of(room).day_at(clock)


@pytest.fixture
def row(room, alice):
    return member(room, "Alice", user=alice)


@pytest.fixture
def crowd(room, row, today):
    """Others on the board with points of today, and Alice among them."""
    others = [member(room, name) for name in ("Beta", "Gamma", "Delta", "Zeta")]
    for points, one in zip((90, 70, 20, 10), others, strict=True):
        earn(one, points, day=today)
    earn(row, 40, day=today)
    return others


def url(room, name="classroom"):
    return reverse(f"questions:{name}", args=[room.token])


def page(browser, room, query="", **headers) -> str:
    response = browser.get(url(room) + query, **headers)
    assert response.status_code == 200
    return response.content.decode()


class TestClassroom:
    def test_ones_own_progress_comes_before_the_board(self, alices, room, crowd):
        text = page(alices, room)
        assert text.index("Your own progress") < text.index("The board")
        assert text.index("Beta") < text.index("Gamma") < text.index("Alice")
        assert "Zeta" not in text
        assert "30 points up to the next one." in text

    def test_htmx_gets_the_board_alone(self, alices, room, crowd):
        part = page(alices, room, "?period=all", headers=HTMX)
        assert part.lstrip().startswith('<div id="board">')
        assert "Beta" in part
        assert "Beta" in page(alices, room, "?period=all")

    @pytest.mark.parametrize(
        "query",
        ["?period=nowhere", "?topic=nowhere", "?period=%00", "?topic=%00", "?period=term",
         "?period=week&period=x", "?topic=" + "x" * 5000],
    )  # fmt: skip
    def test_what_makes_no_sense_falls_back_to_this_week(self, alices, room, crowd, query):
        assert "Beta" in page(alices, room, query)

    def test_a_topic(self, alices, room, crowd):
        TopicFactory(slug="osce", position=2)
        assert "Beta" not in page(alices, room, "?topic=osce")
        assert "Beta" in page(alices, room, "?topic=sco")

    def test_the_term_has_a_tab_once_it_has_days(self, alices, room, crowd, today):
        assert "?period=term" not in page(alices, room)
        room.term_first_day, room.term_last_day = today, today + timedelta(days=1)
        room.save()
        assert "?period=term" in page(alices, room)
        assert "Beta" in page(alices, room, "?period=term")

    def test_last_week_shows_what_was_closed(self, alices, room, row, today):
        earn(row, 30, day=monday_of(today) - timedelta(days=2))
        assert "30" in page(alices, room, "?period=last-week")

    def test_before_coming_to_the_board_there_are_ones_own_points_and_an_offer(
        self, room, crowd, today
    ):
        newcomer = member(room, "New", on_board=False)
        earn(newcomer, 33, day=today)
        text = page(browser_of(newcomer.user), room)
        assert "33" in text
        assert "Come to the board" in text
        assert "Beta" not in text

    def test_without_points_it_is_kind(self, room, crowd):
        newcomer = member(room, "New")
        text = page(browser_of(newcomer.user), room)
        assert "A short review today is a good start." in text
        assert "Beta" in text
        assert text.count(">New<") == 0

    def test_user_names_are_not_there(self, alices, room, crowd, row):
        text = page(alices, room)
        for one in crowd:
            assert one.user.username not in text

    def test_the_list_and_the_first_page_lead_there(self, alices, room, crowd):
        for start in ("/classrooms/", "/"):
            text = alices.get(start).content.decode()
            assert f'href="{url(room)}"' in text
        assert "40" in text

    def test_a_large_class_takes_as_many_queries_as_a_small_one(self, alices, room, crowd, today):
        def taken():
            with CaptureQueriesContext(connection) as context:
                page(alices, room)
                alices.get("/")
            return len(context)

        few = taken()
        class_of(room, *range(1, 101))
        for back in range(40):
            earn(crowd[0], 1, day=today - timedelta(days=back + 1))
        assert taken() == few


class TestName:
    def test_a_made_up_name_of_the_language(self, room, alice):
        newcomer = member(room, "", on_board=False)
        browser = browser_of(newcomer.user)
        browser.cookies["django_language"] = "kk"
        text = browser.get(url(room, "classroom-board")).content.decode()
        assert text.count('type="radio"') == 6  # five of them, and one of one's own
        assert newcomer.user.username not in text
        response = browser.post(url(room, "classroom-board"), {"choice": "Сабырлы Тырна"})
        assert response.url == url(room)
        newcomer.refresh_from_db()
        assert (newcomer.is_on_board, newcomer.board_name) == (True, "Сабырлы Тырна")

    @pytest.mark.parametrize(
        ("post", "shown"),
        [
            ({"choice": "classroom"}, "Alice"),
            ({"choice": "typed", "nickname": "Kind Lark"}, "Kind Lark"),
            ({"nickname": "Kind Lark"}, "Kind Lark"),
        ],
    )
    def test_the_name_in_the_classroom_or_one_of_ones_own(self, alices, room, alice, post, shown):
        row = member(room, "Alice", on_board=False, user=alice)
        alices.post(url(room, "classroom-board"), post)
        row.refresh_from_db()
        assert (row.is_on_board, row.name_on_board) == (True, shown)

    @pytest.mark.parametrize(
        "post",
        [
            {}, {"choice": "typed"}, {"choice": "typed", "nickname": "<b>x</b>"},
            {"choice": "typed", "nickname": "x" * 41}, {"choice": "a\0b"}, {"choice": "x" * 500},
            {"choice": "\u202eabc"}, {"choice": "typed", "nickname": "beta"},
        ],
    )  # fmt: skip
    def test_what_is_refused_says_why(self, alices, room, alice, post):
        member(room, "Beta")
        row = member(room, "Alice", on_board=False, user=alice)
        response = alices.post(url(room, "classroom-board"), post)
        assert response.status_code == 422
        assert 'class="error"' in response.content.decode()
        row.refresh_from_db()
        assert not row.is_on_board

    def test_leaving_is_one_press(self, alices, room, crowd, row):
        browser = browser_of(crowd[0].user)
        assert "Alice" in page(browser, room)
        alices.post(url(room, "classroom-board-leave"))
        assert "Alice" not in page(browser, room)
        row.refresh_from_db()
        assert not row.is_on_board
        assert alices.get(url(room, "classroom-board-leave")).status_code == 405

    def test_leaving_can_be_undone_at_once(self, alices, room, row):
        before = row.board_name
        undo(alices, alices.post(url(room, "classroom-board-leave"), follow=True).content.decode())
        row.refresh_from_db()
        assert (row.is_on_board, row.board_name) == (True, before)


NAMES = ["classroom", "classroom-board", "classroom-board-leave"]


class TestOutsiders:
    @pytest.fixture
    def before(self, crowd, row):
        return list(Membership.objects.order_by("pk").values())

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize(
        "who", ["another class", "former", "teacher of another", "teacher here", "admin"]
    )
    def test_those_who_do_not_learn_there_find_nothing(self, room, before, clock, name, who):
        asker = UserFactory(is_superuser=who == "admin", is_staff="class" not in who)
        if who == "another class":
            MembershipFactory(user=asker)
        if who == "former":
            MembershipFactory(user=asker, classroom=room, left_at=clock, board_since=clock)
        if who == "teacher of another":
            MembershipFactory(user=asker, role="teacher")
        if who == "teacher here":
            MembershipFactory(user=asker, classroom=room, role="teacher")
        before = list(Membership.objects.order_by("pk").values())
        browser = browser_of(asker)
        for response in (
            browser.get(url(room, name)),
            browser.post(url(room, name), {"choice": "Kind Lark"}),
        ):
            assert response.status_code in (404, 405)
            assert "Beta" not in response.content.decode()
        assert list(Membership.objects.order_by("pk").values()) == before

    @pytest.mark.parametrize("name", NAMES)
    def test_visitors_and_guests_are_asked_to_log_in(self, room, before, name):
        guest = browser_of(UserFactory(is_guest=True))
        for browser, there in ((Client(), "login"), (guest, "signup")):
            response = browser.post(url(room, name), {"choice": "Kind Lark"})
            assert response.status_code in (302, 405)
            if response.status_code == 302:
                assert there in response.url
        assert list(Membership.objects.order_by("pk").values()) == before


class TestWays:
    def test_a_live_round_and_the_leagues_of_this_classroom_are_linked(
        self, alices, alice, room, crowd, clock
    ):
        rounds = []
        for place, where in enumerate((room, ClassroomFactory(learners=[alice]))):
            one = LiveRound.objects.create(
                token=f"{place:032x}", classroom=where, deck=DeckFactory(), opened_at=clock
            )
            league = League.objects.create(
                token=f"a{place:031x}", name=f"League {place}", join_code=f"L{place}",
                created_at=clock,
            )  # fmt: skip
            LeagueEntry.objects.create(league=league, classroom=where, joined_at=clock)
            rounds.append(one)
        text = page(alices, room)
        assert f"/live/{rounds[0].token}/" in text
        assert "League 0" in text
        assert rounds[1].token not in text
        assert "League 1" not in text
