"""The size of a class does not decide about its place, and hiding the weak gains nothing.

`python -m tests.bench.class_size` prints the figures for more leagues.
"""

from math import sqrt
from random import Random

import pytest

from questions.classrooms.seasons import groups_of
from questions.models import Membership
from tests.classrooms.competing import FIRST, class_of, close_week, league_of, members_of, season_of
from tests.classrooms.competition import (
    gain,
    kept_from_playing,
    removed_after_two_weeks,
    removed_at_once,
    wins,
)

LEAGUES = 500
# Three standard errors of a share of a half.
TOLERANCE = 3 * sqrt(0.25 / LEAGUES)


@pytest.mark.parametrize("spread", [0.0, 0.3], ids=["all equal", "unequal whatever their size"])
def test_classes_of_8_and_of_32_come_first_equally_often(spread):
    found = wins(leagues=LEAGUES, each=5, spread=spread, rng=Random(1))
    assert found.shared == pytest.approx(0.5, abs=TOLERANCE)


def test_equal_classes_are_a_tie():
    found = wins(leagues=LEAGUES, each=5, spread=0.0, rng=Random(2))
    assert found.tied > 0.95
    assert found.alone_count < LEAGUES / 100
    # By plain means small ones would come first far more often.
    assert found.plain > 0.5 + TOLERANCE


@pytest.mark.parametrize("size", [9, 24])
@pytest.mark.parametrize(
    "hiding",
    [kept_from_playing, removed_after_two_weeks, removed_at_once],
    ids=lambda one: one.__name__,
)
def test_hiding_the_weakest_third_gains_nothing(hiding, size):
    won = gain(hiding, leagues=60, size=size, rng=Random(3))
    assert won.ranks <= 3 * won.error
    assert won.points < 0.2  # of 30


def test_whose_points_fall_with_the_weeks_is_kept_at_a_gain_too_small_to_matter():
    """Where all earn half as much in the end, those removed early keep their better weeks."""
    won = gain(removed_after_two_weeks, leagues=60, size=24, rng=Random(4), trend=0.5)
    assert won.ranks < 0.15
    assert won.points < 1


@pytest.mark.django_db
def test_the_database_reckons_hiding_as_the_simulation_does(now):
    """Three of nine play on, are removed after two weeks, or after one."""
    joined = now.replace(year=2025)
    rooms = [class_of(9) for _ in range(3)]
    season = season_of(league_of(rooms, joined_at=joined))
    for room, leaves_after in zip(rooms, (8, 2, 1), strict=True):
        weak = members_of(room)[:3]
        for week in range(4):
            there = [m for m in members_of(room) if week < leaves_after or m not in weak]
            points = {m: 4 if m in weak else 30 for m in there}
            gone = weak if week + 1 == leaves_after else []
            close_week(room, FIRST.replace(day=2 + 7 * week), points, gone=gone)
    assert Membership.objects.count() == 27
    assert [(one.size, one.total) for one in groups_of(season)] == [(9, 192.0)] * 3
