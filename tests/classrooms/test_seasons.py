"""Seasons: their dates, and the end at which places are stored."""

from datetime import UTC, date, datetime, timedelta

import pytest

from questions.classrooms.errors import ClassroomError
from questions.classrooms.seasons import (
    add_season,
    change_season,
    close_season,
    close_seasons,
    end_season,
    groups_of,
    has_begun,
    is_over,
)
from questions.models import LeagueEntry, Season, SeasonScore
from tests.classrooms.competing import FIRST, class_of, close_week, league_of, season_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
MONDAY = date(2026, 3, 2)  # that of the fixture `now`, a Wednesday


@pytest.fixture
def league(now):
    return league_of([], joined_at=now - timedelta(days=100))


def refused(code: str):
    return pytest.raises(ClassroomError, check=lambda error: error.code == code)


def sunday_after(weeks: int, first: date = MONDAY) -> date:
    return first + timedelta(weeks=weeks, days=-1)


def test_a_season_begins_with_the_running_week_at_the_earliest(league, now):
    season = add_season(
        league=league, name=" Spring  term ", first_day=MONDAY, last_day=sunday_after(1), now=now
    )
    assert (season.name, has_begun(season, now)) == ("Spring term", True)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (MONDAY + timedelta(days=1), sunday_after(3), "no-monday"),
        (MONDAY, sunday_after(3) + timedelta(days=1), "no-sunday"),
        (MONDAY + WEEK, sunday_after(1), "backwards"),
        (MONDAY, sunday_after(53), "too-long"),
        (MONDAY - WEEK, sunday_after(3), "past"),
        (MONDAY + 5 * WEEK, sunday_after(9), "overlap"),
        (MONDAY, sunday_after(52), "overlap"),
    ],
)
def test_dates_that_cannot_be_are_refused(league, now, first, last, code):
    season_of(league, first=MONDAY + 4 * WEEK, weeks=2)
    with refused(code):
        add_season(league=league, name="x1", first_day=first, last_day=last, now=now)
    assert Season.objects.count() == 1


def test_fifty_two_weeks_are_possible_and_other_leagues_are_no_obstacle(league, now):
    season_of(league_of([], joined_at=now), first=MONDAY)
    add_season(league=league, name="x1", first_day=MONDAY, last_day=sunday_after(52), now=now)


def test_a_season_follows_on_another(league, now):
    season_of(league, first=MONDAY, weeks=2)
    add_season(
        league=league, name="x1", first_day=MONDAY + 2 * WEEK, last_day=sunday_after(3), now=now
    )


def test_dates_change_only_before_it_begins(league, now):
    season = season_of(league, first=MONDAY + WEEK, weeks=2)
    wish = {"first_day": MONDAY + 2 * WEEK, "last_day": sunday_after(6)}
    change_season(season=season, name="Later", now=now, **wish)
    season.refresh_from_db()
    assert (season.name, season.first_day, season.last_day) == ("Later", *wish.values())
    with refused("begun"):
        change_season(
            season=season, name="x1", first_day=season.first_day,
            last_day=season.last_day + WEEK, now=now + 3 * WEEK,
        )  # fmt: skip
    change_season(season=season, name="Autumn", now=now + 3 * WEEK, **wish)
    season.refresh_from_db()
    assert (season.name, season.last_day) == ("Autumn", sunday_after(6))


def test_it_has_begun_when_its_first_day_has_begun_somewhere(league):
    season = season_of(league, first=MONDAY)
    begins = datetime(2026, 3, 1, 10, tzinfo=UTC)  # midnight in Kiritimati
    assert has_begun(season, begins)
    assert not has_begun(season, begins - timedelta(microseconds=1))


def test_ending_early_ends_with_the_running_week(league, now):
    season = season_of(league, first=MONDAY - WEEK, weeks=8)
    end_season(season=season, now=now)
    season.refresh_from_db()
    assert season.last_day == date(2026, 3, 8)
    end_season(season=season, now=now + 5 * WEEK)
    season.refresh_from_db()
    assert season.last_day == date(2026, 3, 8)


def test_a_season_that_has_not_begun_is_dropped(league, now):
    end_season(season=season_of(league, first=MONDAY + WEEK), now=now)
    assert not Season.objects.exists()


def test_it_is_over_when_its_last_day_is_over_everywhere(league):
    season = season_of(league, first=MONDAY, weeks=1)
    ends = datetime(2026, 3, 9, 12, 2, tzinfo=UTC)
    assert is_over(season, ends)
    assert not is_over(season, ends - timedelta(microseconds=1))


@pytest.fixture
def ended(now):
    """A season of a week with three classes, the last of which left, and one too small."""
    before = now - timedelta(days=100)
    rooms = [class_of(size, name=f"10 {letter}") for size, letter in ((4, "A"), (3, "B"), (2, "C"))]
    gone = class_of(3)
    season = season_of(league_of([*rooms, gone], joined_at=before), weeks=1)
    for room, points in zip(
        [*rooms, gone], ([40, 41, 42, 43], [1, 2, 3], [9, 9], [99] * 3), strict=True
    ):
        close_week(room, FIRST, points)
    LeagueEntry.objects.filter(classroom=gone).update(left_at=now)
    return season


def test_places_are_stored_at_the_end_once(ended, now):
    assert not close_season(season=ended, now=datetime(2026, 2, 9, tzinfo=UTC))
    assert close_season(season=ended, now=now)
    scores = {one.classroom.name: one for one in SeasonScore.objects.all()}
    assert (scores["10 A"].rank, scores["10 B"].rank, scores["10 C"].rank) == (1, 2, None)
    assert scores["10 A"].low < scores["10 A"].mean < scores["10 A"].high
    assert ended.closed_at == now
    stored = list(SeasonScore.objects.values())
    assert not close_season(season=Season.objects.get(), now=now + WEEK)
    assert close_seasons(now=now + WEEK) == 0
    assert list(SeasonScore.objects.values()) == stored
    assert Season.objects.get().closed_at == now


def test_whoever_left_and_whoever_is_too_few_moves_nobody(ended):
    assert sorted(group.size for group in groups_of(ended)) == [3, 4]


def test_all_seasons_that_are_over_are_closed_by_the_command(ended, league, now):
    running = season_of(league, first=FIRST + WEEK, weeks=4)
    assert close_seasons(now=now) == 1
    running.refresh_from_db()
    ended.refresh_from_db()
    assert (ended.closed_at, running.closed_at) == (now, None)
