"""Orderings and matchings, part by part."""

from dataclasses import dataclass
from itertools import permutations

import pytest

from questions.quiz.grading.sets import matched_right, outcome_of_parts, placed_right


@dataclass(frozen=True)
class Row:
    position: int
    answer: str = ""
    rank: int = 0


def rows(*ranks: int) -> list[Row]:
    return [Row(position, rank=rank) for position, rank in enumerate(ranks)]


@pytest.mark.parametrize("ranks", [(0, 1, 2, 3), (0, 1, 1, 2), (0, 0, 0, 1), (1, 0, 2, 1)])
def test_all_stand_where_they_may_just_where_the_ranks_never_fall(ranks):
    parts = rows(*ranks)
    for places in permutations(range(1, len(ranks) + 1)):
        in_order = [parts[places.index(place)].rank for place in sorted(places)]
        assert all(placed_right(parts, places)) == (in_order == sorted(in_order))


def test_a_part_of_a_tie_is_right_on_any_of_its_places_and_on_no_other():
    parts = rows(0, 1, 1, 2)
    assert placed_right(parts, [1, 3, 2, 4]) == [True] * 4
    assert placed_right(parts, [2, 1, 3, 4]) == [False, False, True, True]
    assert placed_right(parts, [1, 2, 4, 3]) == [True, True, False, False]


def test_a_pair_is_right_with_its_side_or_with_one_that_reads_the_same():
    parts = [Row(0, "A"), Row(1, "B"), Row(2, "A")]
    assert matched_right(parts, [2, 1, 0]) == [True, True, True]
    assert matched_right(parts, [1, 0, None]) == [False, False, False]
    assert matched_right(parts, [0, 9, 2]) == [True, False, True]


@pytest.mark.parametrize(
    ("are_right", "outcome"),
    [
        ([True] * 4, "correct"),
        ([True, True, True, False], "partial"),
        ([True, True, False, False], "partial"),
        ([True, False, False, False], "wrong"),
        ([True, True, False, False, False], "wrong"),
        ([False, False], "wrong"),
    ],
)
def test_half_of_them_is_partly_right(are_right, outcome):
    assert outcome_of_parts(are_right) == outcome
