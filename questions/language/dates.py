"""Reading a date or a range of dates as people write them in English, Russian and Kazakh."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from . import number_words
from .amounts import read_amounts
from .months import month_misspelt, month_named, roman_month
from .wordlists import word_set

_JOINED = (
    (re.compile(r"(?<=ty)-(?=[^\W\d_])"), " "),
    (re.compile(r"(\d)\s*-?\s*(?:st|nd|rd|th|го|ое|ого|ое|ой|ші|шы|сі|сы|нші|ншы)(?!\w)"), r"\1 "),
    (re.compile(r"(\d)-(?:е|м|й|я)(?!\w)"), r"\1 "),
    (re.compile(r"(?<!\d)(\d{1,2})-(?=[^\W\d_])"), r"\1 "),
    (re.compile(r"(?<=[^\W\d_])-(?=\d{4}(?!\d))"), " "),
    (re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)"), " "),
    (re.compile(r"(?<!\d)((?:1\d|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)"), r"\1-\2-\3"),
)
_ROMAN = re.compile(r"(?<!\d)(\d{1,2})[ ./-]+([ivx]+|[іхv]+)[ ./-]+(\d{4}|\d\d)(?!\d)")
_TOKEN = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}([-./])\d{1,2}(\2)\d{1,2})"
    r"|(?P<full>\d{1,2}([-./])\d{1,2}(\5)(?:\d{4}|\d\d))"
    r"|(?P<years>\d{4}[-/]\d\d)(?![-./]?\d)"
    r"|(?P<month>\d{1,2}[-./]\d{4})"
    r"|(?P<short>\d{1,2}[./]\d{1,2})"
    r"|(?P<number>\d{1,4}))(?!\d)"
    r"|(?P<word>[^\W\d_]+)|(?P<range>[-/])|(?P<junk>\d+)"
)
# Each token may be read in up to four ways, so the ways multiply.
_MOST_TOKENS = 8
_RANGE_WORDS = word_set(
    "to till until through по до and и және жане мен бен пен жылдан бастап дан ден нан нен тан тен"
)
# The Kazakh ending of "from": 28 маусымнан 3 шілдеге дейін.
_FROM = ("нан", "нен", "дан", "ден", "тан", "тен")
_UNTIL = ("дейін", "дейин")  # stands behind the end of a range; without a start it is a bound
# Words around a date that change nothing; any other unknown word makes the answer a matter of
# opinion.
_FILLERS = word_set("""
    the ға ге қа ке of on in at it was is since from between year years month day date during в
    во с со от год года году годы годов гг г числа месяц месяца между это было жыл жылы жылғы
    жылгы жылдың жылдын жылға жылда ж жж ай айы айында күні signed adopted founded established
    created held approved подписан подписана подписано принят принята принято основан основана
    создан создана monday tuesday wednesday thursday friday saturday sunday
    """)


@dataclass(frozen=True)
class Day:
    """A date of which any part may be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Span:
    """One way to read a text as a date, or as a range with both ends."""

    start: Day
    end: Day | None = None
    is_sure: bool = True
    unknown: tuple[str, ...] = ()
    is_mended: bool = False


@dataclass(frozen=True)
class _Piece:
    """One token's part in a date: what it gives, or that it separates the ends of a range."""

    day: Day = Day()
    number: int | None = None
    end: Day | None = None
    is_range: bool = False
    is_sure: bool = True


def read_dates(tidied: str) -> list[Span]:
    """Every way to read the text as a date or range; none where it is no date."""
    for pattern, joined in _JOINED:
        tidied = pattern.sub(joined, tidied)
    tidied = _ROMAN.sub(_without_roman, tidied)
    reader = _Reader()
    reader.read(tidied)
    if len(reader.choices) > _MOST_TOKENS:
        return []
    spans = (_assemble(pieces) for pieces in product(*reader.choices))
    unknown = tuple(reader.unknown)
    return [replace(span, unknown=unknown, is_mended=reader.is_mended) for span in spans if span]


def _without_roman(match: re.Match[str]) -> str:
    month = roman_month(match[2].translate(str.maketrans("іх", "ix")))
    return f"{match[1]}.{month}.{match[3]}" if month else match[0]


@dataclass
class _Reader:
    """For each token that matters the pieces it may be, and the words that say nothing of dates."""

    choices: list[Sequence[_Piece]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    is_mended: bool = False

    def read(self, text: str) -> None:
        for token in _TOKEN.finditer(text):
            word = token["word"]
            if word and _is_spoken(word, self.spoken):
                self.spoken.append(word)
                continue
            self._end_speech()
            if word:
                self._take_word(word)
            else:
                self.choices.append(_figures(token) or [_Piece(number=-1)])
        self._end_speech()

    def _has_range(self) -> bool:
        return any(pieces[0].is_range for pieces in self.choices)

    def _end_speech(self) -> None:
        if self.spoken:
            self.choices.append([_Piece(number=_spoken_number(self.spoken))])
            self.spoken.clear()

    def _take_word(self, word: str) -> None:
        if month := month_named(word):
            self.choices.append([_Piece(Day(month=month))])
            if word.endswith(_FROM):
                self.choices.append([_Piece(is_range=True)])
        elif word in _RANGE_WORDS and self.choices:
            self.choices.append([_Piece(is_range=True)])
        elif word in _FILLERS or (word in _UNTIL and self._has_range()):
            return
        elif month := month_misspelt(word):
            self.choices.append([_Piece(Day(month=month))])
            self.is_mended = True
        else:
            self.unknown.append(word)


def _is_spoken(word: str, spoken: Sequence[str]) -> bool:
    if word == "and":
        return bool(spoken) and number_words.scale(spoken[-1]) is not None
    is_number = number_words.cardinal(word) is not None or bool(number_words.ordinal(word))
    return is_number or number_words.scale(word) == 1000 or word in number_words.HUNDRED


def _spoken_number(spoken: Sequence[str]) -> int:
    """The number that the words make, the last perhaps an ordinal; -1 where they make none."""
    last = number_words.ordinal(spoken[-1]) or 0
    words = spoken[:-1] if last else spoken
    if not words:
        return last
    amounts = read_amounts(" ".join(words))[0].amounts
    values = [int(amount.value) for amount in amounts if amount.value.denominator == 1]
    if len(values) == 2 and 10 <= values[0] < 30 and 10 <= values[1] < 100:
        values = [values[0] * 100 + values[1]]  # nineteen ninety-four
    if len(values) != 1:
        return -1
    first = values[0]
    is_free = not last or first % (10 if last < 10 else 100) == 0
    return first + last if is_free else -1


def _figures(token: re.Match[str]) -> list[_Piece]:
    if token["range"]:
        return [_Piece(is_range=True)]
    if token["junk"]:
        return []
    if token["number"]:
        return _numbers(token["number"])
    parts = re.split(r"[-./]", token[0])
    numbers = [int(part) for part in parts]
    if token["iso"]:
        return _dated([Day(*numbers)])
    if token["years"]:
        return _month_or_years(numbers)
    if token["month"]:
        return _dated([Day(numbers[1], numbers[0])])
    years = _centuries(parts[2]) if token["full"] else [None]
    first, second = numbers[:2]
    return _dated(
        [Day(year, second, first) for year in years],
        [Day(year, first, second) for year in years] if first != second else [],
        is_plain="." in token[0],
    )


def _dated(
    days: Iterable[Day], others: Iterable[Day] = (), *, is_plain: bool = True
) -> list[_Piece]:
    """Pieces for the possible days; with points the day comes first, else either may."""
    likely = [day for day in days if _is_possible(day)]
    swapped = [day for day in others if _is_possible(day)]
    is_clear = is_plain or not (likely and swapped)
    return [
        *(_Piece(day, is_sure=is_clear) for day in likely),
        *(_Piece(day, is_sure=not likely) for day in swapped),
    ]


def _numbers(figures: str) -> list[_Piece]:
    """A day or a year; two figures may also be a year without its century."""
    pieces = [_Piece(number=int(figures))]
    if len(figures) == 2:
        years = _centuries(figures)
        pieces += [_Piece(Day(year), is_sure=False) for year in years]
    return pieces


def _month_or_years(numbers: Sequence[int]) -> list[_Piece]:
    year, tail = numbers
    pieces = _dated([Day(year, tail)])
    later = year - year % 100 + tail
    if later > year:
        pieces.append(_Piece(Day(year), end=Day(later)))
    return pieces


def _centuries(year: str) -> list[int | None]:
    return [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]


def _is_possible(day: Day) -> bool:
    return 1 <= (day.month or 1) <= 12 and 1 <= (day.day or 1) <= 31


def _assemble(pieces: Sequence[_Piece]) -> Span | None:
    """The pieces as a date, or as the two ends of a range, each lent what only the other names."""
    ends = list(_ends(pieces))
    is_sure = all(piece.is_sure for piece in pieces)
    whole = [piece for piece in pieces if piece.end]
    if whole:
        return Span(whole[0].day, whole[0].end, is_sure) if len(pieces) == 1 else None
    if not 1 <= len(ends) <= 2 or None in ends:
        return None
    days = [day for day in ends if day is not None]
    if len(days) == 1:
        return Span(days[0], None, is_sure)
    start, end = days
    return Span(_lend(start, end), _lend(end, start), is_sure)


def _ends(pieces: Sequence[_Piece]) -> Iterator[Day | None]:
    """The day that each run of pieces between range marks makes; None where they clash."""
    run: list[_Piece] = []
    for piece in (*pieces, _Piece(is_range=True)):
        if not piece.is_range:
            run.append(piece)
        elif run:
            yield _join(run)
            run = []


def _join(run: Sequence[_Piece]) -> Day | None:
    joined = Day()
    for piece in run:
        day = piece.day if piece.number is None else _from_number(piece.number)
        if day is None or any(
            getattr(joined, part) is not None and getattr(day, part) is not None
            for part in ("year", "month", "day")
        ):
            return None
        joined = _lend(joined, day)
    return joined


def _from_number(number: int) -> Day | None:
    if 1000 <= number <= 2999:
        return Day(year=number)
    return Day(day=number) if 1 <= number <= 31 else None


def _lend(day: Day, other: Day) -> Day:
    return Day(day.year or other.year, day.month or other.month, day.day or other.day)
