"""From a response to a rating."""

import pytest

from questions.scheduling.memory import Rating
from questions.scheduling.rating import rating_of


@pytest.mark.parametrize(
    ("outcome", "reason", "rating"),
    [
        ("correct", "", Rating.GOOD),
        ("correct", "spelling", Rating.GOOD),
        ("wrong", "", Rating.AGAIN),
        ("wrong", "gave-up", Rating.AGAIN),
        ("partial", "coarser", Rating.HARD),
        ("partial", "missing-items", Rating.AGAIN),
        ("partial", "part-chosen", Rating.AGAIN),
        ("review", "ambiguous-date", None),
    ],
)
def test_right_is_good_wrong_is_again_and_between_them_it_depends(outcome, reason, rating):
    assert rating_of(outcome, reason) == rating
