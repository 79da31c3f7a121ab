"""How many slips of the finger lie between two words."""

from collections.abc import Sequence


def typo_budget(length: int) -> int:
    """Slips allowed in a name of so many letters; none in one as short as an acronym."""
    if length <= 5:
        return 0
    if length <= 9:
        return 1
    return 2 if length <= 16 else 3


def edit_distance(one: str, other: str, bound: int) -> int:
    """Letters added, dropped, changed or swapped with a neighbour; bound + 1 for any more."""
    if one == other:
        return 0
    one, other = _without_shared_ends(one, other)
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > bound:
        return bound + 1
    if not one:
        return len(other)
    return _measure(one, other, bound)


def _without_shared_ends(one: str, other: str) -> tuple[str, str]:
    shortest = min(len(one), len(other))
    start = 0
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _measure(one: str, other: str, bound: int) -> int:
    """Damerau and Levenshtein's distance, row by row, given up once a row exceeds the bound."""
    before: Sequence[int] = ()
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        previous, row = row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (char != facing))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        # A swap reaches over one row, so two rows must be beyond the bound.
        if min(row) > bound and min(previous) > bound:
            return bound + 1
        before = previous
    return min(row[-1], bound + 1)
