"""How many slips of the finger lie between two words."""


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
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > bound:
        return bound + 1
    # A slip brings at most one new letter; most words that differ are told apart here, cheaply.
    letters = set(other)
    if bound < len(letters) and len(letters.difference(one)) > bound:
        return bound + 1
    one, other = _without_shared_ends(one, other)
    if not one:
        return len(other)
    return _measure(one, other, bound)


def _without_shared_ends(one: str, other: str) -> tuple[str, str]:
    start, shortest = 0, len(one)
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _measure(one: str, other: str, bound: int) -> int:
    """Damerau and Levenshtein's distance, row by row, given up once two rows exceed the bound.

    Only cells within the bound of the diagonal can matter; the others count as too far.
    """
    far, size = bound + 1, len(other)
    before: list[int] = []
    previous = [min(place, far) for place in range(size + 1)]
    was_far = False
    for i, char in enumerate(one, 1):
        row = [far] * (size + 1)
        row[0] = min(i, far)
        least = row[0]
        for j in range(max(1, i - bound), min(size, i + bound) + 1):
            facing = other[j - 1]
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (char != facing))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
            least = min(least, cost)
        # A swap reaches over one row, so two rows must be beyond the bound.
        if least > bound and was_far:
            return far
        was_far = least > bound
        before, previous = previous, row
    return min(previous[size], far)
