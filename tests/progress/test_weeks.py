"""Weeks of a classroom: where they begin and end, whatever becomes of its time zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from questions.progress.weeks import Calendar

MONDAY = date(2026, 3, 2)
WEEK = timedelta(days=7)
TENTH = timedelta(milliseconds=100)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("UTC", datetime(2026, 3, 2, tzinfo=UTC)),
        # UTC+5 since 1 March 2024.
        ("Asia/Almaty", datetime(2026, 3, 1, 19, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 2, 5, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 3, 2, 11, tzinfo=UTC)),
    ],
)
def test_a_week_begins_at_midnight_of_its_zone_to_the_tenth_of_a_second(zone, begins):
    calendar = Calendar(zone)
    assert calendar.start(MONDAY) == begins
    assert calendar.monday_at(begins) == calendar.day_at(begins) == MONDAY
    assert calendar.monday_at(begins - TENTH) == MONDAY - WEEK
    assert calendar.day_at(begins - TENTH) == MONDAY - timedelta(days=1)
    assert calendar.monday_at(calendar.end(MONDAY) - TENTH) == MONDAY


def test_almaty_was_an_hour_further_until_march_2024():
    calendar = Calendar("Asia/Almaty")
    assert calendar.start(date(2024, 2, 26)) == datetime(2024, 2, 25, 18, tzinfo=UTC)
    assert calendar.start(date(2024, 3, 4)) == datetime(2024, 3, 3, 19, tzinfo=UTC)


@pytest.mark.parametrize("now", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_weeks_follow_on_each_other_without_a_gap_whatever_zone_comes_next(now):
    calendar = Calendar(now, [(MONDAY - timedelta(days=1), "Asia/Almaty")])
    end = calendar.end(MONDAY - WEEK)
    assert end == calendar.start(MONDAY)
    assert end == datetime.combine(MONDAY, datetime.min.time(), ZoneInfo(now)).astimezone(UTC)
    assert calendar.start(MONDAY - WEEK) == Calendar("Asia/Almaty").start(MONDAY - WEEK)
    moments = [end + timedelta(hours=hour) for hour in range(-30, 31)]
    mondays = [calendar.monday_at(moment) for moment in moments]
    assert mondays == [MONDAY - WEEK] * 30 + [MONDAY] * 31
    days = [calendar.day_at(moment) for moment in moments]
    assert days == sorted(days)
    assert all(day - monday < WEEK for day, monday in zip(days, mondays, strict=True))
