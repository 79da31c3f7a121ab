"""Which lines of a board one person sees: the top, and those around them.

Nobody can tell from a board that they are last, even if they know these rules: in the lower half
one sees the top three and who is ahead, never who is behind, and no rank of one's own, so that the
board of whoever is last looks the same with somebody behind them. Whoever has no points has no
line, and the line with the fewest points is shown to nobody else.
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
    seen = _seen(entries, own)
    at = next((n for n, place in enumerate(seen) if place.entry.membership_id == own), None)
    last = _last_shown(seen, at)
    top = [n for n, place in enumerate(seen[: last + 1]) if place.rank <= TOP]
    around = [] if at is None else _around(seen, at)
    return Shown(
        lines=_lines(seen, {*top[:_MOST_ALIKE], *around}, at),
        is_cut=len(top) > _MOST_ALIKE,
        to_next=None if at is None else _to_next(seen, at),
    )


def _seen(entries: Sequence[Entry], own: int | None) -> list[_Place]:
    """Best first, equal points with equal ranks, without those that this person does not see."""
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
        places.append(_Place(entry, rank, is_upper=rank == 1 or 2 * rank <= len(rows)))
    fewest = rows[-1].points if rows else 0
    return [
        place
        for place in places
        if place.entry.membership_id == own
        or not (place.entry.is_hidden or (place.entry.points == fewest and place.rank > 1))
    ]


def _last_shown(seen: Sequence[_Place], at: int | None) -> int:
    """Up to where the top may reach: in the lower half nothing behind oneself is shown."""
    return len(seen) - 1 if at is None or seen[at].is_upper else at


def _around(seen: Sequence[_Place], at: int) -> list[int]:
    if seen[at].is_upper:
        return [n for n in (at - 1, at, at + 1) if 0 <= n < len(seen)]
    return [n for n in (at - 2, at - 1, at) if n >= 0]


def _to_next(seen: Sequence[_Place], at: int) -> int | None:
    # Oneself comes before those who have as many, so whoever stands before has more.
    return seen[at - 1].entry.points - seen[at].entry.points if at else None


def _lines(seen: Sequence[_Place], shown: Collection[int], at: int | None) -> list[Line]:
    lines, before = [], -1
    is_upper = at is not None and seen[at].is_upper
    for n in sorted(shown):
        place = seen[n]
        is_ranked = is_upper or (place.rank <= TOP and n != at)
        lines.append(
            Line(
                name=place.entry.name,
                points=place.entry.points,
                rank=place.rank if is_ranked else None,
                is_own=n == at,
                is_after_gap=n > before + 1,
            )
        )
        before = n
    return lines
