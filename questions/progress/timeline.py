"""Dates of facts on an axis of years: where each stands, and which must give way to another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DECADE = 10


def decade_of(year: int) -> int:
    """The first year of the year's decade."""
    return year - year % DECADE


def middle_of(date: str) -> float:
    """The middle of the day, month or year that `2002-06-07`, `2002-06` or `2002` names."""
    year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
    if not month:
        return year + 0.5
    in_month = (day - 0.5) / 31 if day else 0.5
    return year + (month - 1 + in_month) / 12


@dataclass(frozen=True)
class Moment:
    """One date of a fact, or a range of dates, as exact as its source."""

    fact_id: int
    topic_id: int
    start: str
    end: str = ""

    @property
    def year(self) -> int:
        """The year in which it is, or begins."""
        return int(self.start[:4])

    @property
    def decade(self) -> int:
        """The decade in which it is, or begins."""
        return decade_of(self.year)


@dataclass(frozen=True)
class Axis:
    """Whole years side by side, `width` in all with a margin at both ends."""

    first: int
    years: int
    width: float
    margin: float

    @property
    def step(self) -> int:
        """How many years lie between two ticks: one, or ten where there are more than a decade."""
        return DECADE if self.years > DECADE else 1

    @property
    def ticks(self) -> list[int]:
        """The first years of what lies between two ticks."""
        return list(range(self.first, self.first + self.years, self.step))

    def x(self, year: float) -> float:
        """Where that point of time stands; what is beyond the ends stands at the end."""
        share = min(1.0, max(0.0, (year - self.first) / self.years))
        return round(self.margin + (self.width - 2 * self.margin) * share, 1)


@dataclass(frozen=True)
class Place:
    """Where a moment stands: from x to until, on a row counted from 0."""

    moment: Moment
    x: float
    until: float
    row: int


def decades_of(moments: Iterable[Moment]) -> list[tuple[int, int]]:
    """The decades in which anything begins, with how much."""
    return sorted(Counter(moment.decade for moment in moments).items())


def axis_of(moments: Sequence[Moment], decade: int | None, *, width: float, margin: float) -> Axis:
    """The decade, or all decades that the moments touch."""
    if decade is not None:
        return Axis(decade, DECADE, width, margin)
    first = min(moment.decade for moment in moments)
    last = max(decade_of(int((moment.end or moment.start)[:4])) for moment in moments)
    return Axis(first, last + DECADE - first, width, margin)


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """The earlier ones first; of one year what is known to the day or month before the rest."""
    return sorted(moments, key=lambda m: (m.year, len(m.start) == 4, m.start, m.end, m.fact_id))


def stacked(moments: Iterable[Moment], axis: Axis, *, apart: float) -> list[Place]:
    """Each on the first row on which it keeps its distance from the one before."""
    ends: list[float] = []
    places = []
    for moment in sorted(moments, key=lambda m: (middle_of(m.start), m.end, m.fact_id)):
        x = axis.x(middle_of(moment.start))
        until = axis.x(middle_of(moment.end)) if moment.end else x
        row = next((n for n, end in enumerate(ends) if x - end >= apart), len(ends))
        if row == len(ends):
            ends.append(until)
        ends[row] = until
        places.append(Place(moment, x, until, row))
    return places
