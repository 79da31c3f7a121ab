"""Reading the values of a fact as the library files write them."""

import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal

from questions.exchange.library_records import ValueRecord
from questions.exchange.toml_table import Table
from questions.models import FactValue

_DATE_LIKE = re.compile(r"[\d/-]+", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_BOUNDS = tuple(bound for bound in FactValue.Bound.values if bound)
# What every database keeps exactly in a column with four places behind the point.
_MOST_DIGITS, _MOST_PLACES = 15, 4


def read_values(written: object, report: Callable[[str], None]) -> tuple[ValueRecord, ...]:
    """The values of a fact; what cannot be read is reported and left out."""
    if written is None:
        return ()
    items = written if isinstance(written, list) else [written]
    if not items:
        report("value: the list is empty")
    read = [_read_value(item, report) for item in items]
    values = tuple(value for value in read if value is not None)
    if len(set(values)) < len(values):
        report("value: a value stands twice")
    if len({value.kind for value in values}) > 1:
        report("value: the list mixes kinds of value")
    return values


def _read_value(item: object, report: Callable[[str], None]) -> ValueRecord | None:
    if isinstance(item, dict):
        return _read_number(item, report)
    if isinstance(item, str) and _DATE_LIKE.fullmatch(item):
        return _read_date(item, report)
    if isinstance(item, str) and _SLUG.fullmatch(item):
        return ValueRecord(entity=item)
    if isinstance(item, int | Decimal) and not isinstance(item, bool):
        report(f'value: write the number as {{ number = {item}, unit = "..." }}')
    else:
        report(f"value: “{str(item)[:60]}” is no date in quotes, no number table, no entity id")
    return None


def _read_date(written: str, report: Callable[[str], None]) -> ValueRecord | None:
    start, slash, end = written.partition("/")
    for date in (start, end) if slash else (start,):
        if not is_date(date):
            report(f"value: “{written}” is no date (2002-06-07, 2002-06, 2002, or two with /)")
            return None
    if slash and (len(start) != len(end) or start >= end):
        report(f"value: the range “{written}” must run forward between dates of one precision")
        return None
    return ValueRecord(date_start=start, date_end=end)


def is_date(written: str) -> bool:
    """Whether it is a year, month or day that exists."""
    match = _DATE.fullmatch(written)
    if match is None:
        return False
    # What is not given counts as the first.
    year, month, day = (int(part or 1) for part in match.groups())
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _read_number(item: dict[str, object], report: Callable[[str], None]) -> ValueRecord | None:
    table = Table(item, report, "value.")
    number = table.take("number", required=True)
    unit = table.text("unit", required=True, limit=40)
    bound = table.one_of("bound", _BOUNDS)
    tolerance = table.take("tolerance")
    table.close()
    if number is None:
        return None
    fault = _number_fault(number)
    if fault:
        report(f"value.number: {fault}")
        return None
    fault = _number_fault(tolerance) if tolerance is not None else ""
    if fault or (tolerance is not None and tolerance < 0):
        report(f"value.tolerance: {fault or 'must not be negative'}")
        return None
    exact = None if tolerance is None else Decimal(tolerance)
    return ValueRecord(number=Decimal(number), unit=unit, bound=bound, tolerance=exact)


def _number_fault(number: object) -> str:
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        return "must be a number"
    exact = Decimal(number)
    if not exact.is_finite():
        return "must be a number"
    if exact.adjusted() >= _MOST_DIGITS:
        return "is too large"
    digits = len(exact.normalize().as_tuple().digits)
    places = -int(exact.normalize().as_tuple().exponent)
    if digits > _MOST_DIGITS or places > _MOST_PLACES:
        return f"has more than {_MOST_PLACES} places behind the point or {_MOST_DIGITS} digits"
    return ""
