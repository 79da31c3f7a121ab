"""Which lines of a board one person sees: the top, and those around them.

Nobody can tell from a board that they are last. Whoever has no points has no line. Ranks are told
in the upper half alone; in the lower half one sees who is ahead and never who is behind, and the
top three end where the upper half does, so that a board of three does not show its last as third.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

TOP = 3
_MOST_ALIKE = 6  # of those who share the first three ranks


@dataclass(frozen=True, slots=True)
class Entry:
    """The points of one learner; who is hidden keeps the rank, which leaves a gap."""

    membership_id: int
    name: str
    points: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a board as it is shown; there may be some between it and the one before."""

    name: str
    points: int
    rank: int | None
    is_own: bool = False
    is_after_gap: bool = False


@dataclass(frozen=True)
class Shown:
    """What one person sees of the lines."""

    lines: list[Line]
    is_cut: bool = False  # more share the last rank of the top than are shown
    to_next: int | None = None  # points up to whoever is ahead


@dataclass(frozen=True, slots=True)
class _Place:
    entry: Entry
    rank: int
    is_upper: bool


def lines_for(entries: Sequence[Entry], *, own: int | None) -> Shown:
    """The top and what is around the membership `own`; the top alone where that is None."""
    places = _places(entries, own)
    seen = [place for place in places if not place.entry.is_hidden]
    top = [n for n, place in enumerate(seen) if place.rank <= TOP and place.is_upper]
    at = next((n for n, place in enumerate(seen) if place.entry.membership_id == own), None)
    around = [] if at is None else _around(seen, at)
    return Shown(
        lines=_lines(seen, {*top[:_MOST_ALIKE], *around}, own),
        is_cut=len(top) > _MOST_ALIKE,
        to_next=None if at is None else _to_next(seen, at),
    )


def _places(entries: Sequence[Entry], own: int | None) -> list[_Place]:
    """Best first, equal points with equal ranks, oneself before those who have as many."""
    rows = sorted(
        (entry for entry in entries if entry.points > 0),
        key=lambda one: (
            -one.points, one.membership_id != own, one.name.casefold(), one.membership_id
        ),
    )  # fmt: skip
    places: list[_Place] = []
    for ahead, entry in enumerate(rows):
        is_tie = bool(places) and places[-1].entry.points == entry.points
        rank = places[-1].rank if is_tie else ahead + 1
        places.append(_Place(entry, rank, is_upper=2 * (rank - 1) < len(rows)))
    return places


def _around(seen: Sequence[_Place], at: int) -> list[int]:
    if seen[at].is_upper:
        return [n for n in (at - 1, at, at + 1) if 0 <= n < len(seen)]
    return [n for n in (at - 2, at - 1, at) if n >= 0]


def _to_next(seen: Sequence[_Place], at: int) -> int | None:
    # Oneself comes before those who have as many, so whoever stands before has more.
    return seen[at - 1].entry.points - seen[at].entry.points if at else None


def _lines(seen: Sequence[_Place], shown: Collection[int], own: int | None) -> list[Line]:
    lines, before = [], -1
    for n in sorted(shown):
        place = seen[n]
        lines.append(
            Line(
                name=place.entry.name,
                points=place.entry.points,
                rank=place.rank if place.is_upper else None,
                is_own=place.entry.membership_id == own,
                is_after_gap=n > before + 1,
            )
        )
        before = n
    return lines
