"""The axis of the timeline, and how its dots give way to one another."""

import pytest

from questions.progress.timeline import (
    Axis,
    Moment,
    axis_of,
    decade_of,
    decades_of,
    in_order,
    middle_of,
    stacked,
)

AXIS = Axis(2000, 10, 110, 5)


def moments(*dates: str) -> list[Moment]:
    """A moment for each date or range."""
    return [Moment(n, 1, *date.split("/")) for n, date in enumerate(dates)]


@pytest.mark.parametrize(("year", "decade"), {1990: 1990, 1999: 1990, 2000: 2000}.items())
def test_a_decade_begins_with_the_year_that_ends_in_nought(year, decade):
    assert decade_of(year) == decade


def test_a_date_stands_in_the_middle_of_what_it_names():
    assert middle_of("2002") == 2002.5
    assert middle_of("2002-07") == pytest.approx(2002 + 6.5 / 12)
    dates = ["2002-01-01", "2002-01-31", "2002-02-01", "2002-12-31"]
    places = [middle_of(date) for date in dates]
    assert places == sorted(places)
    assert 2002 < places[0] < places[-1] < 2003


def test_the_axis_holds_whole_decades_and_the_ends_of_ranges():
    axis = axis_of(moments("1996", "2015/2021"), None, width=100, margin=0)
    assert (axis.first, axis.years, axis.ticks) == (1990, 40, [1990, 2000, 2010, 2020])
    assert (axis.x(1990), axis.x(2010), axis.x(2030)) == (0, 50, 100)


def test_a_decade_has_a_tick_for_each_year():
    axis = axis_of(moments("2002"), 2000, width=110, margin=5)
    assert axis == AXIS
    assert axis.ticks == list(range(2000, 2010))
    assert axis.x(2005) == 55


def test_what_goes_beyond_the_axis_stops_at_its_end():
    (place,) = stacked(moments("2008/2015"), AXIS, apart=10)
    assert (place.x, place.until) == (90, 105)


def test_decades_count_what_begins_in_them():
    assert decades_of(moments("1999/2003", "1996", "2010-05")) == [(1990, 2), (2010, 1)]
    assert decades_of([]) == []


def test_dots_that_are_near_stand_on_rows_of_their_own():
    places = stacked(moments("2001", "2001", "2001-08", "2004"), AXIS, apart=10)
    assert [place.row for place in places] == [0, 1, 2, 0]


def test_nothing_stands_on_a_line_that_still_lasts():
    places = stacked(moments("2001/2005", "2003", "2007"), AXIS, apart=10)
    assert [place.row for place in places] == [0, 1, 0]


@pytest.mark.parametrize("apart", [4, 10, 30])
def test_no_two_on_a_row_are_nearer_than_asked(apart):
    dates = [f"200{n % 10}-{1 + n % 12:02d}" for n in range(60)]
    rows: dict[int, float] = {}
    for place in stacked(moments(*dates), AXIS, apart=apart):
        assert place.x - rows.get(place.row, -1000) >= apart
        rows[place.row] = place.until


def test_of_one_year_what_is_known_more_exactly_comes_first():
    ordered = in_order(moments("2002", "2002-06", "2001", "2002-06-07"))
    assert [moment.start for moment in ordered] == ["2001", "2002-06", "2002-06-07", "2002"]
