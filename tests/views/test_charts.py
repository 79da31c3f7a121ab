"""Pictures: where things stand in them."""

from datetime import date, timedelta

import pytest

from questions.progress.topics import Week
from questions.views.charts import share_chart

MONDAY = date(2026, 3, 2)


def test_a_long_pause_is_as_wide_as_it_was_long() -> None:
    weeks = [Week(MONDAY + timedelta(weeks=n), 4, 3) for n in (0, 1, 11)]
    first, second, last = (mark.x for mark in share_chart(weeks).marks)
    assert (last - second) / (second - first) == pytest.approx(10, abs=0.1)


def test_one_week_alone_is_drawn() -> None:
    (mark,) = share_chart([Week(MONDAY, 4, 3)]).marks
    assert (mark.day, mark.share) == (MONDAY, 0.75)
