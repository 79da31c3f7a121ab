"""Intervals, against published examples and figures worked out by hand."""

from math import sqrt
from random import Random

import pytest

from questions.classrooms.intervals import (
    difference,
    effective_size,
    fisher,
    weighted_correlation,
    wilson,
)


class TestWilson:
    def test_a_share_in_the_middle(self):
        # 7 of 10 with z = 1.96: middle (0.7 + 0.19207) / 1.38415 = 0.64449,
        # half 1.96 * sqrt(0.021 + 0.009604) / 1.38415 = 0.24772.
        found = wilson(7, 10)
        assert (found.share, found.low, found.high) == pytest.approx(
            (0.7, 0.3968, 0.8922), abs=1e-4
        )

    def test_newcombes_example_of_81_in_263(self):
        # Newcombe (1998, Statistics in Medicine 17, 857-872), table I, method 3.
        found = wilson(81, 263)
        assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)

    @pytest.mark.parametrize(("right", "count"), [(0, 20), (0, 1), (5, 5)])
    def test_the_ends_are_ends(self, right, count):
        found = wilson(right, count)
        assert 0 <= found.low <= found.share <= found.high <= 1
        assert (found.low == 0) == (right == 0)
        assert (found.high == 1) == (right == count)

    def test_none_of_twenty_may_still_be_sixteen_in_a_hundred(self):
        # z² / (20 + z²) = 3.8415 / 23.8415.
        assert wilson(0, 20).high == pytest.approx(0.1611, abs=1e-4)

    def test_of_nothing_there_is_no_share(self):
        assert wilson(0, 0) is None

    @pytest.mark.parametrize("true", [0.1, 0.5, 0.9])
    def test_it_holds_the_true_share_as_often_as_it_says(self, true):
        rng = Random(4)
        held = 0
        for _ in range(2_000):
            found = wilson(sum(rng.random() < true for _ in range(40)), 40)
            held += found.low <= true <= found.high
        assert held / 2_000 > 0.93


class TestDifference:
    def test_newcombes_example_of_56_in_70_and_48_in_80(self):
        # Newcombe (1998, Statistics in Medicine 17, 873-890), table II, method 10, row a.
        found = difference(56, 70, 48, 80)
        assert (found.share, found.low, found.high) == pytest.approx(
            (0.2, 0.0524, 0.3339), abs=1e-4
        )

    def test_nothing_cannot_be_compared(self):
        with pytest.raises(ValueError, match="nothing"):
            difference(1, 2, 0, 0)


class TestEffectiveSize:
    def test_with_one_response_each_it_is_their_number(self):
        assert effective_size([(1, 1), (0, 1), (1, 1), (0, 1)]) == pytest.approx(4)

    def test_learners_who_always_answer_alike_count_once_each(self):
        # Four learners, five responses each, all right or all wrong: share 1/2, plain 5,
        # between 4 * 2.5² = 25, so a design effect of 5 and 20 / 5 = 4.
        assert effective_size([(5, 5), (0, 5), (5, 5), (0, 5)]) == pytest.approx(4)

    def test_it_is_never_more_than_there_are(self):
        assert effective_size([(1, 2)] * 6) == pytest.approx(12)

    @pytest.mark.parametrize(("groups", "size"), [([], 0), ([(3, 5)], 1), ([(5, 5), (4, 4)], 2)])
    def test_of_one_learner_or_of_all_alike_it_is_the_learners(self, groups, size):
        assert effective_size(groups) == size


class TestCorrelation:
    def test_a_point_biserial_by_hand(self):
        # Right: rest 3, 4, 5. Wrong: rest 1, 2, 3. Covariance 3 / 6, deviations 1/2 and
        # sqrt(10 / 6), so 0.5 / (0.5 * 1.29099) = 0.7746.
        rows = [(1, 3, 1), (1, 4, 1), (1, 5, 1), (0, 1, 1), (0, 2, 1), (0, 3, 1)]
        found, size = weighted_correlation(rows)
        assert (found, size) == pytest.approx((0.5 / (0.5 * sqrt(10 / 6)), 6))

    def test_a_weight_of_two_is_a_row_twice(self):
        rows = [(1, 3, 1), (0, 1, 2), (1, 2, 1), (0, 4, 1)]
        twice = [(1, 3, 1), (0, 1, 1), (0, 1, 1), (1, 2, 1), (0, 4, 1)]
        assert weighted_correlation(rows)[0] == pytest.approx(weighted_correlation(twice)[0])

    def test_unequal_weights_make_fewer(self):
        # (1 + 3)² / (1 + 9) = 1.6
        assert weighted_correlation([(1, 3, 1), (0, 1, 3)])[1] == pytest.approx(1.6)

    @pytest.mark.parametrize(
        "rows", [[], [(1, 2, 1)], [(1, 2, 1), (1, 5, 1)], [(1, 0.1, 1), (0, 0.1, 1)]]
    )
    def test_what_does_not_vary_goes_with_nothing(self, rows):
        assert weighted_correlation(rows) is None


class TestFisher:
    def test_a_half_among_thirty(self):
        # atanh 0.5 = 0.5493, half 1.96 / sqrt(27) = 0.3772: tanh 0.1721 and tanh 0.9265.
        found = fisher(0.5, 30)
        assert (found.low, found.high) == pytest.approx((0.1704, 0.7289), abs=1e-4)

    def test_three_learners_say_nothing(self):
        assert (fisher(0.9, 3).low, fisher(0.9, 3).high) == (-1, 1)

    def test_a_whole_correlation_stays(self):
        assert fisher(-1.0, 10).high == -1
