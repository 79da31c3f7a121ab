"""Pictures: the places of the marks in an inline SVG, so that templates only draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from questions.classrooms.league_table import Row
from questions.progress.curve import Point
from questions.progress.history import StudiedDay
from questions.progress.topics import Week

WIDTH, HEIGHT = 320, 120
_TOP, _BASE = 20, 100
_LABEL = 30  # half the width of a word


@dataclass(frozen=True)
class Bar:
    """One bar, in units of the picture."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class BarChart:
    """Bars with what they add up to."""

    bars: list[Bar]
    total: int
    base: int = _BASE
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(counts: Sequence[tuple[date, int]]) -> BarChart:
    """One bar per day, the highest as high as the picture allows."""
    most = max((count for _, count in counts), default=0) or 1
    step = WIDTH / max(1, len(counts))
    bars = []
    for place, (day, count) in enumerate(counts):
        height = round((_BASE - _TOP) * count / most, 1)
        bars.append(
            Bar(day, count, round(place * step + 2, 1), _BASE - height, round(step - 4, 1), height)
        )
    return BarChart(bars, sum(count for _, count in counts))


@dataclass(frozen=True)
class Mark:
    """One point of a line."""

    day: date
    share: float  # 0 to 1
    x: float
    y: float
    is_rating: bool = True
    is_right: bool = True


@dataclass(frozen=True)
class LineChart:
    """A line through its marks, from 0 to 100 %."""

    marks: list[Mark]
    today_x: float | None = None
    base: int = _BASE
    top: int = _TOP
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def today_anchor(self) -> str:
        """On which side of today's line its word stands, so that no edge cuts it."""
        place = self.today_x or 0.0
        if place < _LABEL:
            return "start"
        return "end" if place > self.width - _LABEL else "middle"

    @property
    def points(self) -> str:
        """The line, as SVG writes it."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def ratings(self) -> list[Mark]:
        """The marks that are responses."""
        return [mark for mark in self.marks if mark.is_rating]


def _y(share: float) -> float:
    return round(_BASE - (_BASE - _TOP) * share, 1)


def share_chart(weeks: Sequence[Week]) -> LineChart:
    """The share of right responses by week, each where its date stands."""
    first = weeks[0].start
    step = (WIDTH - 20) / max(1, (weeks[-1].start - first).days)
    return LineChart(
        [
            Mark(
                week.start,
                week.share,
                round(10 + (week.start - first).days * step, 1),
                _y(week.share),
            )
            for week in weeks
        ]
    )


def memory_chart(points: Sequence[Point], today: date) -> LineChart:
    """The chance of recall over time, with today marked."""
    first, last = points[0].day, points[-1].day
    days = max(1, (last - first) // timedelta(days=1))

    def x(day: date) -> float:
        return round(10 + (WIDTH - 20) * ((day - first) / timedelta(days=1)) / days, 1)

    marks = [Mark(p.day, p.recall, x(p.day), _y(p.recall), p.is_rating, p.is_right) for p in points]
    return LineChart(marks, today_x=x(today))


@dataclass(frozen=True)
class AmountChart:
    """A line through amounts, from nothing to the highest."""

    marks: list[Mark]
    most: int
    base: int = _BASE
    top: int = _TOP
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def points(self) -> str:
        """The line, as SVG writes it."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def area(self) -> str:
        """The line with the base below it."""
        first, last = self.marks[0].x, self.marks[-1].x
        return f"{first},{self.base} {self.points} {last},{self.base}"

    @property
    def ends(self) -> list[Mark]:
        """The first and the last mark, which get their figures."""
        return [self.marks[0], self.marks[-1]]


def amount_chart(amounts: Sequence[tuple[date, float]]) -> AmountChart | None:
    """The amounts over time; None where there are fewer than two days."""
    if len(amounts) < 2:
        return None
    most = max(amount for _, amount in amounts) or 1.0
    step = (WIDTH - 40) / (len(amounts) - 1)
    marks = [
        Mark(day, amount, round(20 + n * step, 1), _y(amount / most))
        for n, (day, amount) in enumerate(amounts)
    ]
    return AmountChart(marks, round(most))


@dataclass(frozen=True)
class Square:
    """One day of the calendar, in units of the picture."""

    day: StudiedDay
    x: int
    y: int
    level: int  # 0 to 4


@dataclass(frozen=True)
class Calendar:
    """A square a day, a column a week."""

    squares: list[Square]
    months: list[tuple[date, int]]  # the first Monday of a month, and where its column begins
    studied: list[StudiedDay]
    width: int
    height: int = 8 * 15 + 4


_LEVELS = (1, 10, 25, 50)  # from so many responses on


def calendar_chart(weeks: Sequence[Sequence[StudiedDay]]) -> Calendar:
    """The weeks from left to right; days to come have no square."""
    squares = [
        Square(day, 15 * column, 15 * (row + 1), sum(day.responses >= one for one in _LEVELS))
        for column, week in enumerate(weeks)
        for row, day in enumerate(week)
        if not day.is_to_come
    ]
    months = [
        (week[0].day, 15 * column) for column, week in enumerate(weeks) if week[0].day.day <= 7
    ]
    studied = [day for week in weeks for day in week if day.responses]
    return Calendar(squares, months, studied[::-1], 15 * len(weeks))


@dataclass(frozen=True)
class IntervalBar:
    """An interval and the figure in it, on a scale of 0 to 100."""

    low: float
    width: float
    middle: float


def interval_bars(rows: Sequence[Row]) -> list[IntervalBar]:
    """One for each row, on the same scale from nothing to the highest end."""
    most = max((row.high for row in rows), default=0.0) or 1.0

    def x(number: float) -> float:
        return round(100 * number / most, 1)

    return [
        IntervalBar(x(row.low), round(x(row.high) - x(row.low), 1), x(row.mean or 0.0))
        for row in rows
    ]
