"""Points: ten each time you double how long you can go without seeing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.progress.points import points_for, survives, worth

days = st.integers(0, 20_000)


@pytest.mark.parametrize(
    ("interval", "points"),
    [(0, 0), (1, 10), (2, 20), (3, 26), (4, 30), (8, 40), (30, 59), (32, 60), (365, 95)],
)
def test_a_card_is_worth_ten_for_one_day_and_ten_more_for_each_doubling(interval, points):
    assert worth(interval) == points


@given(days, days)
def test_a_longer_interval_is_never_worth_less(one, other):
    assert (worth(one) <= worth(other)) or one > other


@given(st.lists(days, max_size=30))
def test_all_that_is_paid_is_what_the_longest_interval_is_worth(intervals):
    """So cramming, repeating and failing first on purpose earn nothing more."""
    longest = paid = 0
    for interval in intervals:
        paid += points_for(interval, longest)
        longest = max(longest, interval)
    assert paid == worth(longest)


@given(days, days)
def test_nobody_loses_points(survived, longest):
    assert points_for(survived, longest) >= 0


@pytest.mark.parametrize("form", ["choice", "cloze", "typed"])
def test_a_right_objective_response_survives_the_days_unseen(form):
    assert survives(form=form, is_right=True, days_unseen=9) == 9


@pytest.mark.parametrize(
    "case",
    [
        {"form": "choice", "is_right": False, "days_unseen": 9},
        {"form": "choice", "is_right": True, "days_unseen": None},
        {"form": "choice", "is_right": True, "days_unseen": 0},
        {"form": "choice", "is_right": True, "days_unseen": -2},
        {"form": "true-false", "is_right": True, "days_unseen": 9},
        {"form": "flashcard", "is_right": True, "days_unseen": 9},
    ],
)
def test_nothing_else_does(case):
    assert survives(**case) == 0
