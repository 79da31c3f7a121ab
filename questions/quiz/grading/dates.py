"""Grading a typed date against a date that may be as coarse as a year, or a range."""

import enum
import re
from collections.abc import Iterator

from questions.language.dates import Day, Span, read_dates

from .keys import DateKey
from .outcome import Grade, Outcome, Reason, best, correct, partial, review, wrong

_DECADE = re.compile(r"(?<!\d)(\d{3})0(?:'?s|-?[хе])(?!\w)")


class _Fit(enum.IntEnum):
    """How a typed day fits the key's, the worst last."""

    EXACT = 0
    COARSER = 1
    FINER = 2
    INCOMPLETE = 3
    CONFLICT = 4


_GRADES = {
    _Fit.EXACT: correct(Reason.EXACT),
    _Fit.COARSER: partial(Reason.COARSER),
    _Fit.FINER: review(Reason.FINER),
    _Fit.INCOMPLETE: review(Reason.INCOMPLETE),
    _Fit.CONFLICT: wrong(Reason.CONFLICT),
}


def grade_date(tidied: str, key: DateKey) -> Grade:
    """Any conflicting part is wrong; coarser than the key is partial, finer is for review."""
    start, end = _day(key.start), _day(key.end) if key.end else None
    grades = [_grade_span(span, start, end) for span in read_dates(tidied)]
    hedged = _grade_hedged(tidied, start, end, is_unread=not grades)
    return best([*grades, *hedged, *_grade_decade(tidied, start)])


def _grade_decade(tidied: str, start: Day) -> Iterator[Grade]:
    decade = _DECADE.search(tidied)
    if decade and str(start.year).startswith(decade[1]):
        yield review(Reason.COARSER)


def _day(stored: str) -> Day:
    return Day(*(int(part) for part in stored.split("-")))


def _grade_span(span: Span, start: Day, end: Day | None) -> Grade:
    grade = _compare(span, start, end)
    if grade.outcome is Outcome.WRONG:
        return grade
    if span.unknown:
        return review(Reason.EXTRA_WORDS)
    if not span.is_sure:
        return review(Reason.AMBIGUOUS_DATE)
    if span.is_mended and grade.outcome is Outcome.CORRECT:
        return correct(Reason.SPELLING)
    return grade


def _compare(span: Span, start: Day, end: Day | None) -> Grade:
    if span.end and end:
        return _GRADES[max(_fit(span.start, start), _fit(span.end, end))]
    if span.end:
        return _range_for_day(span.start, span.end, start)
    if end:
        return _day_for_range(span.start, start, end)
    return _GRADES[_fit(span.start, start)]


def _fit(typed: Day, key: Day) -> _Fit:
    pairs = [(typed.year, key.year), (typed.month, key.month), (typed.day, key.day)]
    if any(one and other and one != other for one, other in pairs):
        return _Fit.CONFLICT
    if not typed.year:
        # A day of an unnamed month tells nothing.
        return _Fit.INCOMPLETE if typed.month and key.month else _Fit.CONFLICT
    if typed.day and not typed.month and key.month:
        return _Fit.INCOMPLETE
    if (typed.month and not key.month) or (typed.day and not key.day):
        return _Fit.FINER
    is_coarser = (key.month and not typed.month) or (key.day and not typed.day)
    return _Fit.COARSER if is_coarser else _Fit.EXACT


def _range_for_day(start: Day, end: Day, key: Day) -> Grade:
    """A range where one date is asked: both ends inside it are finer, one end right is a hedge."""
    fits = (_fit(start, key), _fit(end, key))
    if max(fits) <= _Fit.FINER:
        return review(Reason.FINER)
    return review(Reason.SEVERAL) if _Fit.EXACT in fits else wrong(Reason.CONFLICT)


def _day_for_range(typed: Day, start: Day, end: Day) -> Grade:
    fits = (_fit(typed, start), _fit(typed, end))
    if _Fit.EXACT in fits:
        return partial(Reason.ONE_END)
    if _Fit.COARSER in fits:
        return partial(Reason.COARSER)
    if min(fits) < _Fit.CONFLICT:
        return _GRADES[min(fits)]
    return review(Reason.FINER) if _is_between(typed, start, end) else wrong(Reason.CONFLICT)


def _is_between(typed: Day, start: Day, end: Day) -> bool:
    def place(day: Day) -> tuple[int, int, int]:
        return (day.year or 0, day.month or 0, day.day or 0)

    return place(start) < place(typed) < place(end)


def _grade_hedged(tidied: str, start: Day, end: Day | None, *, is_unread: bool) -> Iterator[Grade]:
    """Several days named for one: for review where any of them is right."""
    if end:
        return
    for word in (" or ", " или ", " немесе ", *([","] if is_unread else [])):
        if word in tidied:
            for span in read_dates(tidied.replace(word, " - ")):
                if span.end and _Fit.EXACT in (_fit(span.start, start), _fit(span.end, start)):
                    yield review(Reason.SEVERAL)
