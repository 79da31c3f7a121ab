"""Dates and numbers as texts spell them, looked for in a folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from questions.language.months import month_named

_WORD = r"(?P<month>[^\W\d_]{3,})"
_TH = r"(?:st|nd|rd|th)?"
_DAYS = rf"(?<![\d.,])(?P<day>\d{{1,2}}){_TH}(?:\s?(?:-|to|and)\s?(?P<last>\d{{1,2}}){_TH})?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_MAY = 5
_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{_DAYS}\s(?:of\s)?{_WORD}\.?(?:,?\s{_YEAR})?",
        rf"{_WORD}\.?\s{_DAYS}(?!\d)(?:[.,]?\s?{_YEAR})?",
        rf"{_WORD}\.?,?\s(?:of\s)?{_YEAR}",
        rf"(?<!\d){_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}",
        rf"(?<![\d/])(?P<day>\d{{1,2}})/(?P<number>\d{{1,2}})/{_YEAR}",
        rf"(?<!\w){_WORD}(?!\w)",
    )
]
_LAST_WORD = re.compile(r"([^\W\d_]{3,})\.? (?:\d{1,2} ?- ?)?$")
_NEXT_WORD = re.compile(r"(?: ?- ?\d{1,2})? (?:of )?([^\W\d_]{3,})")
_FULL_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?:-(\d{2})(?!\d))?(?!\d)")


@dataclass(frozen=True)
class StatedDate:
    """A month that a text names, with what it says of day and year there."""

    month: int
    days: tuple[int, ...] = ()
    year: str = ""


def states_date(folded: str, start: str, end: str = "") -> bool:
    """Whether the text gives the date `2002-06-07`, `2002-06` or `2002`, or both ends of a range.

    A month and day that stand without a year take any year named in the text.
    """
    return all(_states_one(folded, date) for date in (start, end) if date)


def _states_one(folded: str, date: str) -> bool:
    year, month, day = [*date.split("-"), "", ""][:3]
    years = _years(folded)
    if not month:
        return year in years
    return any(
        stated.month == int(month)
        and (not day or int(day) in stated.days)
        and (stated.year == year or (not stated.year and year in years))
        for stated in _dates(folded)
    )


@lru_cache(maxsize=1024)
def _years(folded: str) -> frozenset[str]:
    """The years the text names, those written short in a range (2009-11) too."""
    years = set[str]()
    for match in _FULL_YEAR.finditer(folded):
        years.add(match[1])
        if match[2] and match[2] > match[1][2:]:
            years.add(match[1][:2] + match[2])
    return frozenset(years)


@lru_cache(maxsize=1024)
def _dates(folded: str) -> tuple[StatedDate, ...]:
    return tuple(_read_dates(folded))


def _read_dates(folded: str) -> Iterator[StatedDate]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(folded):
            groups = match.groupdict()
            month = int(groups["number"]) if "number" in groups else month_named(match["month"])
            # Alone, "may" is more often no month.
            if month is None or (month == _MAY and not groups.keys() & {"day", "year"}):
                continue
            # What was read as a full date is not read again as a month without a day or year.
            if any(start <= match.start() < end for start, end in taken):
                continue
            if groups.get("year"):
                taken.append(match.span())
            days = tuple(int(groups[name]) for name in ("day", "last") if groups.get(name))
            yield StatedDate(month, days, groups.get("year") or "")


_SCALES = (
    (Decimal(10**12), r"trillions?|trln|trn|tn|трлн|триллион\w*"),
    (Decimal(10**9), r"billions?|bln|bn|milliards?|млрд|миллиард\w*"),
    (Decimal(10**6), r"millions?|mln|mn|млн|миллион\w*"),
    (Decimal(10**3), r"thousands?|тыс\.?|тысяч\w*|мың"),
)
_ANY_SCALE = "|".join(names for _, names in _SCALES) + r"|%"
_PERCENT_UNITS = frozenset({"%", "percent", "per cent"})
_PERCENT = r"\s?(?:%|percent(?!\w)|per cent(?!\w)|процент\w*|пайыз\w*)"
_FRACTIONS = {
    Decimal(25): "quarter",
    Decimal(50): "half",
    Decimal(75): "three quarters",
    Decimal(20): "fifth",
    Decimal(33): "third",
    Decimal("33.3"): "third",
}
_UNITS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def states_number(folded: str, number: Decimal, unit: str = "") -> bool:
    """Whether the text gives the number: in figures, in English words, with a scale, as a share."""
    matches = _number_pattern(number, unit).finditer(folded)
    return any(not _is_day(folded, match.start(), match.end()) for match in matches)


def _is_day(folded: str, start: int, end: int) -> bool:
    """Whether the figures are a day beside its month: 7 members are not proved by 7 June."""
    if not folded[start].isdigit():
        return False
    before = _LAST_WORD.search(folded, max(0, start - 20), start)
    after = _NEXT_WORD.match(folded, end)
    words = [match[1] for match in (before, after) if match]
    return any(month_named(word) is not None for word in words)


@lru_cache(maxsize=1024)
def _number_pattern(number: Decimal, unit: str) -> re.Pattern[str]:
    if unit in _PERCENT_UNITS:
        return re.compile("|".join(_shares(number)))
    bare = rf"{_figures(number)}(?:st|nd|rd|th)?(?!\w)(?![.,]\d)(?!\s?(?:{_ANY_SCALE})(?!\w))"
    ways = [bare, *_in_words(number)]
    for size, names in _SCALES:
        if abs(number) >= size:
            shown = [_figures(number / size), *_in_words(number / size)]
            ways += [rf"(?:{'|'.join(shown)})\s?(?:{names})(?!\w)"]
    return re.compile("|".join(ways))


def _shares(number: Decimal) -> Iterator[str]:
    for way in (_figures(number), *_in_words(number)):
        yield way + _PERCENT
    if number in _FRACTIONS:
        yield rf"(?<!\w){_FRACTIONS[number]}(?!\w)"


def _figures(number: Decimal) -> str:
    whole, _, rest = f"{number:f}".partition(".")
    groups = [re.escape(f"{int(whole):,}").replace(",", "[ ,.']?")]
    if rest.rstrip("0"):
        groups.append(rest.rstrip("0") + "0*")
    return r"(?<!\d)(?<!\d[.,])" + "[.,]".join(groups)


def _in_words(number: Decimal) -> list[str]:
    if number != int(number) or not 0 <= number < 1000:
        return []
    return [rf"(?<!\w){_english(int(number))}(?!\w)"]


def _english(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens = _TENS[number // 10 - 2]
        return tens + (rf"\s?{_UNITS[number % 10]}" if number % 10 else "")
    hundreds = rf"(?:{_UNITS[number // 100]}|a) hundred"
    return hundreds + (rf"(?: and)? {_english(number % 100)}" if number % 100 else "")
