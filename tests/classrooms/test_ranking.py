"""Ranks of classrooms: known sums, ties, and the cases in which there is little to go by."""

from math import sqrt
from random import Random

import pytest

from questions.classrooms.intervals import Z
from questions.classrooms.ranking import Group, places, spread_of


def group(key: int, points: list[float]) -> Group:
    return Group(key, len(points), sum(points), sum(one * one for one in points))


def test_variances_are_those_of_the_textbook():
    # Within: (2 + 2 + 8) / 3 = 4. Between: 2 (7 - 8)^2 + 2 (7 - 8)^2 + 2 (10 - 8)^2 = 12, of
    # which (3 - 1) 4 is chance; (12 - 8) / (6 - 12 / 6) = 1.
    spread = spread_of([group(1, [6, 8]), group(2, [8, 6]), group(3, [8, 12])])
    assert spread.within == pytest.approx(4)
    assert spread.between == pytest.approx(1)
    assert spread.mean == pytest.approx(8)
    assert spread.mean_variance == pytest.approx(3 / 3)
    assert spread.reliability(4) == pytest.approx(0.5)


def test_estimates_move_by_the_root_of_the_reliability_and_share_one_margin():
    found = {p.key: p for p in places([group(1, [6, 8]), group(2, [8, 6]), group(3, [8, 12])])}
    root = sqrt(1 / 3)
    assert found[3].mean == pytest.approx(8 + root * 2, abs=1e-6)
    assert found[1].mean == pytest.approx(8 - root, abs=1e-6)
    half = Z * sqrt(2 * (1 - root) + (1 - root) ** 2)
    for place in found.values():
        assert place.high - place.mean == pytest.approx(half, abs=1e-6)
    assert [place.rank for place in found.values()] == [1, 1, 1]


def test_a_rank_is_one_more_than_those_wholly_above():
    rng = Random(1)
    groups = [
        group(key, [rng.gauss(middle, 2) for _ in range(30)])
        for key, middle in enumerate((100, 50, 50, 10))
    ]
    found = places(groups)
    assert [place.rank for place in found] == [1, 2, 2, 4]
    assert {place.key for place in found[1:3]} == {1, 2}
    for below in found:
        above = sum(other.low > below.high for other in found)
        assert below.rank == 1 + above


def test_the_order_of_ranks_is_that_of_the_figures_whatever_the_sizes():
    rng = Random(2)
    groups = [
        group(key, [max(0, rng.gauss(rng.uniform(20, 60), 15)) for _ in range(rng.randint(3, 60))])
        for key in range(40)
    ]
    found = places(groups)
    assert [p.mean for p in found] == sorted((p.mean for p in found), reverse=True)
    assert [p.rank for p in found] == sorted(p.rank for p in found)


def test_nobody_is_nowhere():
    assert places([]) == []
    with pytest.raises(ValueError, match="no groups"):
        spread_of([])


def test_one_classroom_alone_is_first_with_its_plain_mean():
    [place] = places([group(1, [10, 20, 30])])
    assert (place.rank, place.mean) == (1, 20)
    assert place.high - place.mean == pytest.approx(Z * sqrt(100 / 3))


@pytest.mark.parametrize(
    "points",
    [[[0, 0, 0], [0, 0, 0, 0]], [[7, 7, 7], [7] * 30, [7] * 5], [[0.1] * 3, [0.1] * 7]],
    ids=["nobody played", "all alike", "a rounding trap"],
)
def test_equal_classrooms_are_all_first(points):
    found = places([group(key, one) for key, one in enumerate(points)])
    assert {place.rank for place in found} == {1}
    assert [place.mean for place in found] == pytest.approx([points[0][0]] * len(points))


def test_without_any_variance_inside_means_count_as_they_are():
    found = places([group(1, [10] * 3), group(2, [20] * 30), group(3, [10] * 5)])
    assert [(place.key, place.rank, place.mean) for place in found] == [
        (2, 1, 20), (1, 2, 10), (3, 2, 10),
    ]  # fmt: skip


def test_single_persons_cannot_be_told_apart():
    """With one person each there is no telling a class from chance."""
    found = places([group(1, [10]), group(2, [50])])
    assert [place.rank for place in found] == [1, 1]
    assert {place.mean for place in found} == {30}
    mixed = places([group(1, [34]), *(group(k, [10 + k, 20, 30]) for k in range(2, 9))])
    assert {place.rank for place in mixed} == {1}


def test_where_all_may_be_chance_all_stand_at_the_common_mean():
    found = places([group(1, [0, 10, 20]), group(2, [1, 11, 21])])
    assert {place.mean for place in found} == {10.5}
    assert all(place.low < 10.5 < place.high for place in found)


def test_no_end_of_an_interval_is_below_nothing():
    found = places([group(1, [0, 0, 0, 1]), group(2, [0, 0, 40, 0]), group(3, [90, 60, 80, 99])])
    assert min(place.low for place in found) == 0
    assert all(place.low <= place.mean <= place.high for place in found)
