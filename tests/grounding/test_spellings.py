from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.grounding.spellings import states_date, states_number
from questions.grounding.text import fold


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on June 7, 2002", "2002-06-07", ""),
        ("on 7 June 2002", "2002-06-07", ""),
        ("on the 7th of June 2002", "2002-06-07", ""),
        ("on June 7th, 2002", "2002-06-07", ""),
        ("on Jun. 7, 2002", "2002-06-07", ""),
        ("on 7.06.2002", "2002-06-07", ""),
        ("on 07/06/2002", "2002-06-07", ""),
        ("on 2002-06-07", "2002-06-07", ""),
        ("7 июня 2002 года", "2002-06-07", ""),
        ("2002 жылы 7 маусымда", "2002-06-07", ""),
        ("on 15 May 1992", "1992-05-15", ""),
        ("since July 2008", "2008-07", ""),
        ("on 3 July 2008", "2008-07", ""),
        ("in 2002.", "2002", ""),
        ("on 7 June 2002", "2002", ""),
        ("from June 28 to July 3, 2008", "2008-06-28", "2008-07-03"),
        ("on May 29 – June 2, 2006", "2006-05-29", "2006-06-02"),
        ("on May 17, 2006 and then June 12–13", "2006-06-12", "2006-06-13"),
        ("12-13 June 2006", "2006-06-12", "2006-06-13"),
        ("in 2009–2011", "2009", "2011"),
        ("in 2009–11", "2009", "2011"),
    ],
)
def test_a_date_is_read_in_its_usual_spellings(text, start, end):
    assert states_date(fold(text).text, start, end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("on June 8, 2002", "2002-06-07"),
        ("on June 17, 2002", "2002-06-07"),
        ("on June 7, 2003", "2002-06-07"),
        ("June 7, 2003, in 2002", "2002-06-07"),
        ("December 21, 2015 and December 26, 2016", "2015-12-26"),
        ("it may help in 2010", "2010-05"),
        ("in June 2003", "2002-06"),
        ("no. 12002", "2002"),
        ("20021", "2002"),
        ("nothing", "2002"),
    ],
)
def test_another_date_is_not_taken_for_it(text, start):
    assert not states_date(fold(text).text, start)


def test_a_range_needs_both_its_ends():
    assert not states_date(fold("since June 28, 2008").text, "2008-06-28", "2008-07-03")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_found_in_english(day):
    text = fold(f"It was on {day.strftime('%B')} {day.day}, {day.year}.").text

    assert states_date(text, day.isoformat())
    assert states_date(text, day.isoformat()[:7])


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("25,000 personnel", "25000", "personnel"),
        ("25 000 personnel", "25000", "personnel"),
        ("25.000 personnel", "25000", "personnel"),
        ("25 thousand", "25000", ""),
        ("worth \\$10bn", "10000000000", "US dollars"),
        ("(\\$7.5bn)", "7500000000", "US dollars"),
        ("7,5 млрд", "7500000000", "US dollars"),
        ("more than \\$23 trillion", "23000000000000", "US dollars"),
        ("57 million people", "57000000", "people"),
        ("ten million people", "10000000", "people"),
        ("six states", "6", "states"),
        ("Twenty-five states", "25", "states"),
        ("a hundred and twelve", "112", ""),
        ("a 28th member", "28", "members"),
        ("up to 26% of GDP", "26", "%"),
        ("26 per cent", "26", "%"),
        ("forty percent", "40", "%"),
        ("a quarter of the land", "25", "%"),
        ("56 states.", "56", "states"),
        ("2.5 km", "2.50", "km"),
    ],
)
def test_a_number_is_read_in_its_usual_spellings(text, number, unit):
    assert states_number(fold(text).text, Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("25,000", "25", ""),
        ("25,000", "0", ""),
        ("2,500", "500", ""),
        ("10bn", "10", ""),
        ("7.5", "5", ""),
        ("7.5", "7", ""),
        ("560 states", "56", "states"),
        ("156 states", "56", "states"),
        ("26 states", "26", "%"),
        ("26%", "26", "states"),
        ("sixteen", "6", ""),
        ("on 7 June", "7", "members"),
        ("on June 7, with", "7", "members"),
        ("from 7–9 June", "7", "members"),
        ("on 15 May", "15", "members"),
    ],
)
def test_another_number_is_not_taken_for_it(text, number, unit):
    assert not states_number(fold(text).text, Decimal(number), unit)


@given(st.integers(min_value=0, max_value=10**15))
def test_every_number_is_found_in_figures(number):
    assert states_number(fold(f"There are {number:,} of them.").text, Decimal(number))
