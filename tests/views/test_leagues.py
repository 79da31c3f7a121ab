"""A league's page: who sees it, which rows, and what a season that is over gave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questions.classrooms import league_table
from questions.classrooms.league_table import closed_table, running_table
from questions.classrooms.seasons import close_season
from questions.models import ClassroomWeek, LeagueEntry, Season, SeasonScore
from questions.progress.weeks import calendar_of, monday_of
from tests.classrooms.competing import (
    FIRST,
    class_of,
    close_week,
    earn,
    league_of,
    members_of,
    season_of,
)
from tests.factories import MembershipFactory, TeacherFactory, UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def before(now):
    return now - timedelta(days=100)


def competing(levels: list[int], before, **kwargs):
    """A season of a league whose classes of four earned about so many points each, in a week."""
    rooms = [class_of(4, name=f"Class {n}") for n in range(len(levels))]
    season = season_of(league_of(rooms, joined_at=before, owner=kwargs.get("owner")))
    for room, level in zip(rooms, levels, strict=True):
        close_week(room, FIRST, [level, level, level + 1, level + 1])
    return season, rooms


def shown(season, own, now):
    table = running_table(season, {room.pk for room in own}, now=now)
    return [(row.classroom.name, row.rank, row.is_after_gap) for row in table.rows]


class TestRows:
    LEVELS = [90, 80, 70, 60, 50, 40, 30, 20]

    def test_the_first_three_the_own_one_and_its_neighbours(self, before, now):
        season, rooms = competing(self.LEVELS, before)
        assert shown(season, [rooms[5]], now) == [
            ("Class 0", 1, False), ("Class 1", 2, False), ("Class 2", 3, False),
            ("Class 4", 5, True), ("Class 5", 6, False), ("Class 6", 7, False),
        ]  # fmt: skip

    def test_at_the_top_there_is_no_gap(self, before, now):
        season, rooms = competing(self.LEVELS, before)
        assert [row[0] for row in shown(season, [rooms[1]], now)] == [
            "Class 0", "Class 1", "Class 2",
        ]  # fmt: skip

    def test_the_last_place_is_nobodys_to_be_shown(self, before, now):
        season, rooms = competing(self.LEVELS, before)
        assert shown(season, [rooms[6]], now)[-1] == ("Class 6", 7, False)
        # One's own class sees its figure, without a place.
        assert shown(season, [rooms[7]], now)[-2:] == [
            ("Class 6", 7, True),
            ("Class 7", None, False),
        ]
        small, _ = competing([90, 10], before)
        assert shown(small, [], now) == [("Class 0", 1, False)]

    def test_nobody_is_last_among_equals(self, before, now):
        season, _ = competing([50, 50, 50], before)
        table = running_table(season, set(), now=now)
        assert [(row.rank, row.is_tie) for row in table.rows] == [(1, True)] * 3
        assert (table.firsts, table.is_level) == (3, True)

    def test_equal_ranks_are_a_tie(self, before, now):
        season, rooms = competing([90, 60, 60, 20], before)
        table = running_table(season, {rooms[0].pk}, now=now)
        assert [(row.rank, row.is_tie) for row in table.rows] == [(1, False), (2, True), (2, True)]

    def test_a_class_of_two_has_no_figure_and_moves_nobody(self, before, now):
        season, rooms = competing([90, 60], before)
        tiny = class_of(2, name="Tiny")
        LeagueEntry.objects.create(league=season.league, classroom=tiny, joined_at=before)
        close_week(tiny, FIRST, [500, 500])
        alone = running_table(season, {rooms[0].pk}, now=now)
        assert all(row.classroom != tiny for row in alone.rows)
        [row] = [r for r in running_table(season, {tiny.pk}, now=now).rows if r.classroom == tiny]
        assert (row.rank, row.mean, row.week) == (None, None, None)

    def test_the_week_so_far_is_of_the_running_week_by_the_classs_calendar(self, before, now):
        season, rooms = competing([90, 60, 30], before)
        member = members_of(rooms[0])[0]
        monday = calendar_of(rooms[0]).monday_at(now)
        earn(member, monday, 30)
        earn(member, monday + timedelta(days=1), 10)
        earn(member, monday - timedelta(days=1), 500)
        table = running_table(season, {rooms[2].pk}, now=now)
        weeks = {row.classroom.name: row.week for row in table.rows}
        assert weeks == {"Class 0": 10, "Class 1": 0, "Class 2": 0}

    def test_as_of_is_the_sunday_of_the_newest_closed_week(self, before, now):
        season, rooms = competing([90, 60], before)
        assert running_table(season, set(), now=now).as_of == FIRST + timedelta(days=6)
        close_week(rooms[0], FIRST + WEEK, [90, 90, 90, 90])
        assert running_table(season, set(), now=now).as_of == FIRST + timedelta(days=13)

    def test_queries_and_rows_are_the_same_at_five_and_fifty(self, before, now):
        def asked(number: int) -> tuple[int, int]:
            season, rooms = competing([10 * n for n in range(number)], before)
            own = {rooms[number // 2].pk}
            with CaptureQueriesContext(connection) as captured:
                table = running_table(season, own, now=now)
            return len(captured), len(table.rows)

        five, fifty = asked(5), asked(50)
        assert five[0] == fifty[0] <= 7
        assert fifty[1] == 6


def this_monday():
    return monday_of(timezone.now().date())


@pytest.fixture
def running(now):
    """A season that runs today in earnest, with three classes and one closed week."""
    first = this_monday() - 2 * WEEK
    rooms = [class_of(4, name=f"Class {n}") for n in range(4)]
    joined = timezone.now() - timedelta(days=100)
    league = league_of(rooms, owner=TeacherFactory(), joined_at=joined)
    season = season_of(league, first=first)
    for level, room in enumerate(rooms):
        close_week(room, first, [90 - 20 * level + n % 2 for n in range(4)])
    return season


@pytest.fixture
def room(running):
    return running.league.entries.order_by("pk").first().classroom


@pytest.fixture
def learner(room):
    return members_of(room)[0].user


def page_of(season: Season) -> str:
    return f"/leagues/{season.league.token}/"


class TestLeague:
    def test_a_learner_sees_places_as_of_sunday(self, running, learner):
        page = text_of(browser_of(learner).get(page_of(running)))
        assert "as of Sunday" in page
        assert "Class 0" in page
        assert "yours" in page
        assert 'class="interval"' in page
        assert "How it is reckoned" in page

    def test_no_name_of_a_person_is_on_it(self, running, learner, room):
        learner.memberships.update(name="Aigerim S.", board_name="Eagle")
        page = text_of(browser_of(learner).get(page_of(running)))
        names = [
            m.user.username for e in running.league.entries.all() for m in members_of(e.classroom)
        ]
        for name in ("Aigerim S.", "Eagle", *names):
            if name != learner.username:  # which stands in the page's head
                assert f">{name}<" not in page

    def test_outsiders_find_no_such_page(self, running, room, learner):
        other = MembershipFactory().user
        former = MembershipFactory(classroom=room, left_at=timezone.now()).user
        teacher = TeacherFactory()
        season = f"{page_of(running)}seasons/{running.pk}/"
        for outsider in (other, former, teacher, UserFactory()):
            for url in (page_of(running), season):
                assert browser_of(outsider).get(url).status_code == 404
        guest = UserFactory(is_guest=True)
        for url in (page_of(running), season):
            assert "/account/login/" in Client().get(url)["Location"]
            assert "/account/signup/" in browser_of(guest).get(url)["Location"]
        for insider in (learner, running.league.owner):
            assert browser_of(insider).get(page_of(running)).status_code == 200

    def test_whose_classroom_has_left_is_outside(self, running, room, learner):
        LeagueEntry.objects.filter(classroom=room).update(left_at=timezone.now())
        assert browser_of(learner).get(page_of(running)).status_code == 404

    def test_it_is_read_alone(self, running, learner):
        assert browser_of(learner).post(page_of(running)).status_code == 405
        assert "no-store" in browser_of(learner).get(page_of(running))["Cache-Control"]

    def test_names_are_escaped(self, running, learner, room):
        room.name = "<script>alert(1)</script>"
        room.save()
        running.name = running.league.name = "<b>x</b>"
        running.save()
        running.league.save()
        page = text_of(browser_of(learner).get(page_of(running)))
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page

    def test_before_the_first_closed_week_it_says_when_places_come(self, running, learner):
        SeasonScore.objects.all().delete()
        Season.objects.update(first_day=this_monday())
        page = text_of(browser_of(learner).get(page_of(running)))
        assert "The first week is still going on" in page
        assert "this week 0" in page
        assert 'class="interval"' not in page

    def test_without_a_season_and_with_one_to_come(self, running, learner):
        Season.objects.all().delete()
        assert "No season is going on" in text_of(browser_of(learner).get(page_of(running)))
        season_of(running.league, first=this_monday() + 4 * WEEK)
        page = text_of(browser_of(learner).get(page_of(running)))
        assert "What comes next" in page
        assert "No season is going on" not in page

    def test_reading_closes_ones_own_classrooms_weeks_alone(self, running, learner, room):
        browser_of(learner).get(page_of(running))
        new = ClassroomWeek.objects.filter(first_day__gt=running.first_day)
        assert {week.classroom for week in new} <= {room}


class TestSeason:
    @pytest.fixture
    def over(self, running):
        Season.objects.update(last_day=this_monday() - WEEK - timedelta(days=1))
        return Season.objects.get(pk=running.pk)

    def url(self, season):
        return f"{page_of(season)}seasons/{season.pk}/"

    def test_a_season_that_runs_leads_to_the_league(self, running, learner):
        assert browser_of(learner).get(self.url(running))["Location"] == page_of(running)

    def test_the_first_reader_closes_it(self, over, learner):
        assert "Earlier seasons" in text_of(browser_of(learner).get(page_of(over)))
        over.refresh_from_db()
        assert over.closed_at is not None
        assert SeasonScore.objects.filter(rank__isnull=False).count() == 4

    def test_ones_own_result_comes_first_and_there_is_no_loser(self, over, learner, room):
        page = text_of(browser_of(learner).get(self.url(over)))
        assert page.index("Your class kept") < page.index("At the top")
        assert "First place" in page
        assert "you earned 362 points together" in page
        assert "Class 3" not in page
        last = over.league.entries.order_by("pk").last().classroom
        page = text_of(browser_of(members_of(last)[0].user).get(self.url(over)))
        assert "Your class kept" in page
        for word in ("Fourth", "last place", ">4<"):
            assert word not in page

    def test_later_changes_change_nothing(self, over, learner, room):
        browser = browser_of(learner)
        before = text_of(browser.get(self.url(over)))
        other = over.league.entries.order_by("pk").last()
        other.left_at = timezone.now()
        other.save()
        SeasonScore.objects.update(total=0, squares=0)
        after = text_of(browser.get(self.url(over)))
        assert (
            after.split("<main")[1].split("</main")[0]
            == before.split("<main")[1].split("</main")[0]
        )

    def test_a_season_is_reached_through_its_own_league_alone(self, over, learner):
        other = season_of(league_of([], joined_at=timezone.now()))
        url = f"{page_of(over)}seasons/{other.pk}/"
        assert browser_of(learner).get(url).status_code == 404

    def test_a_season_in_which_nobody_had_a_figure(self, over, learner):
        SeasonScore.objects.all().delete()
        close_season(season=over, now=timezone.now())
        assert "No class had a figure" in text_of(browser_of(learner).get(self.url(over)))

    def test_stored_places_give_the_same_rows_as_reckoned_ones(self, before, now):
        season, rooms = competing([90, 80, 70, 60, 50], before)
        own = {rooms[3].pk}
        running = [(r.classroom, r.rank, r.mean) for r in running_table(season, own, now=now).rows]
        Season.objects.update(last_day=FIRST + timedelta(days=6))
        season.refresh_from_db()
        close_season(season=season, now=now)
        assert [(r.classroom, r.rank, r.mean) for r in closed_table(season, own).rows] == running


def test_pages_ask_the_same_number_of_queries_at_five_and_fifty(db):
    def asked(number: int) -> int:
        first = this_monday() - WEEK
        rooms = [class_of(3) for _ in range(number)]
        league = league_of(rooms, joined_at=timezone.now() - timedelta(days=100))
        season = season_of(league, first=first)
        for level, room in enumerate(rooms):
            close_week(room, first, [level, level, level + 1])
        browser = browser_of(members_of(rooms[2])[0].user)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page_of(season)).status_code == 200
        return len(captured)

    assert asked(5) == asked(50)


def test_the_week_so_far_is_asked_of_the_rows_that_are_shown(before, now, monkeypatch):
    season, rooms = competing([10 * n for n in range(20)], before)
    asked = []
    real = league_table._week_so_far
    monkeypatch.setattr(
        league_table, "_week_so_far", lambda rooms, now: asked.extend(rooms) or real(rooms, now)
    )
    running_table(season, {rooms[10].pk}, now=now)
    assert len(asked) == 6
