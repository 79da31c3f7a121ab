"""Scores of a season: who counts, how often, and since when."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.season_scores import count_in, forget, rebuild, refresh
from questions.models import ClassroomWeek, LeagueEntry, Membership, SeasonScore
from tests.classrooms.competing import (
    FIRST,
    class_of,
    close_week,
    league_of,
    members_of,
    season_of,
)
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def before(now):
    """Long before the season."""
    return now - timedelta(days=100)


def score_of(classroom) -> tuple[int, int, float, float]:
    row = SeasonScore.objects.get(classroom=classroom)
    return row.weeks, row.learners, row.total, row.squares


def user_who_left(membership: Membership):
    Membership.objects.filter(pk=membership.pk).update(left_at=membership.joined_at + WEEK)
    return membership.user


def test_everybody_counts_once_with_their_points_a_week(before):
    room = class_of(3)
    season_of(league_of([room], joined_at=before))
    close_week(room, FIRST, [10, 20, 0])
    close_week(room, FIRST + WEEK, [20, 0, 0])
    # 15, 10 and 0 a week.
    assert score_of(room) == (2, 3, 25, 325)


def test_who_left_keeps_the_mean_of_the_weeks_they_were_there(before):
    room = class_of(3)
    season_of(league_of([room], joined_at=before))
    stays, also, leaves = members_of(room)
    close_week(room, FIRST, {stays: 10, also: 10, leaves: 4}, gone=[leaves])
    close_week(room, FIRST + WEEK, {stays: 10, also: 10})
    close_week(room, FIRST + 2 * WEEK, {stays: 10, also: 10})
    assert score_of(room) == (3, 3, 24, 216)


def test_who_came_back_is_one_person(before, now):
    room = class_of(3)
    season_of(league_of([room], joined_at=before))
    one, two, first = members_of(room)
    again = MembershipFactory(classroom=room, user=user_who_left(first))
    # Left and came back within one week: two lines, one week.
    close_week(room, FIRST, {one: 0, two: 0, first: 8, again: 2}, gone=[first])
    close_week(room, FIRST + WEEK, {one: 0, two: 0, again: 30})
    assert score_of(room) == (2, 3, 20, 400)


def test_weeks_count_from_the_entry_on(before, now):
    room = class_of(3)
    league = league_of([room], joined_at=before)
    season_of(league)
    ends = close_week(room, FIRST, [90, 90, 90]).ends_at
    close_week(room, FIRST + WEEK, [6, 6, 6])
    LeagueEntry.objects.update(joined_at=ends)
    count_in([room])
    assert score_of(room) == (1, 3, 18, 108)
    # Within the first week is early enough.
    LeagueEntry.objects.update(joined_at=ends - timedelta(microseconds=1))
    count_in([room])
    assert score_of(room)[0] == 2


def test_leaving_before_a_bad_week_and_coming_back_hides_nothing(before):
    room = class_of(3)
    league = league_of([room], joined_at=before)
    season_of(league)
    good = close_week(room, FIRST, [10, 10, 10])
    LeagueEntry.objects.update(left_at=good.ends_at)
    forget(league_id=league.pk, classroom_id=room.pk)
    assert not SeasonScore.objects.exists()
    bad = close_week(room, FIRST + WEEK, [0, 0, 0])
    assert not SeasonScore.objects.exists()
    LeagueEntry.objects.create(league=league, classroom=room, joined_at=bad.ends_at)
    count_in([room])
    assert score_of(room) == (2, 3, 15, 75)


def test_a_part_in_the_league_that_ended_before_the_season_is_no_entry_into_it(before):
    room = class_of(3)
    league = league_of([room], joined_at=before)
    LeagueEntry.objects.update(left_at=before)
    season_of(league)
    ends = close_week(room, FIRST, [9, 9, 9]).ends_at
    LeagueEntry.objects.create(league=league, classroom=room, joined_at=ends)
    close_week(room, FIRST + WEEK, [1, 1, 1])
    assert score_of(room) == (1, 3, 3, 3)


def test_a_week_counts_in_each_league_and_in_no_season_beside_it(before):
    room, other = class_of(3), class_of(3)
    one = season_of(league_of([room, other], joined_at=before), weeks=2)
    two = season_of(league_of([room], joined_at=before), first=FIRST + WEEK)
    later = season_of(league_of([room], joined_at=before), first=FIRST + 4 * WEEK)
    for week in range(3):
        close_week(room, FIRST + week * WEEK, [week, 0, 0])
    weeks = {score.season_id: score.weeks for score in SeasonScore.objects.all()}
    assert weeks == {one.pk: 2, two.pk: 2}
    assert not later.scores.exists()
    assert not SeasonScore.objects.filter(classroom=other).exists()


def test_a_closed_season_stays_as_it_is(before, now):
    room = class_of(3)
    season = season_of(league_of([room], joined_at=before))
    close_week(room, FIRST, [10, 20, 0])
    kept = score_of(room)
    season.closed_at = now
    season.save()
    close_week(room, FIRST + WEEK, [90, 90, 90])
    assert score_of(room) == kept
    assert rebuild(repair=True) == []


def test_a_class_without_anybody_has_its_weeks(before):
    room = class_of(0)
    season_of(league_of([room], joined_at=before))
    close_week(room, FIRST, [])
    assert score_of(room) == (1, 0, 0, 0)


def test_statements_do_not_grow_with_classrooms(before):
    def statements(number: int) -> int:
        rooms = [class_of(1) for _ in range(number)]
        season_of(league_of(rooms, joined_at=before))
        weeks = [close_week(room, FIRST, [5]) for room in rooms]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            refresh(weeks)
        return len(captured)

    assert statements(1) == statements(12)
    assert SeasonScore.objects.count() == 13


def test_nothing_closed_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        refresh([])
        count_in([])


def test_rebuilding_finds_and_mends_what_differs(before):
    rooms = [class_of(3) for _ in range(3)]
    season = season_of(league_of(rooms, joined_at=before))
    for room in rooms:
        close_week(room, FIRST, [1, 2, 3])
        close_week(room, FIRST + WEEK, [0, 0, 1])
    assert rebuild(repair=False) == []
    wrong, gone, _fine = SeasonScore.objects.order_by("classroom")
    SeasonScore.objects.filter(pk=wrong.pk).update(total=99)
    gone.delete()
    stray = class_of(3)
    SeasonScore.objects.create(
        season=season, classroom=stray, weeks=1, learners=3, total=9, squares=27
    )
    differing = rebuild(repair=False)
    assert [one.classroom_id for one in differing] == [rooms[0].pk, rooms[1].pk, stray.pk]
    assert SeasonScore.objects.get(pk=wrong.pk).total == 99
    rebuild(repair=True)
    assert rebuild(repair=False) == []
    assert score_of(rooms[0]) == (2, 3, 3.5, 5.25)
    assert SeasonScore.objects.count() == 3


def test_refreshing_twice_changes_nothing(before):
    room = class_of(3)
    season_of(league_of([room], joined_at=before))
    close_week(room, FIRST, [1, 2, 3])
    kept = list(SeasonScore.objects.values())
    refresh(list(ClassroomWeek.objects.all()))
    assert list(SeasonScore.objects.values()) == kept


def test_the_command_tells_what_differs_and_mends_it_if_asked(before, capsys):
    room = class_of(3)
    season_of(league_of([room], joined_at=before))
    close_week(room, FIRST, [1, 2, 3])
    SeasonScore.objects.update(total=99)
    with pytest.raises(SystemExit):
        call_command("rebuild_seasons")
    call_command("rebuild_seasons", repair=True)
    call_command("rebuild_seasons")
    assert capsys.readouterr().out.splitlines() == [
        "1 scores differ from their weeks", "1 scores set right", "0 scores differ from their weeks"
    ]  # fmt: skip
