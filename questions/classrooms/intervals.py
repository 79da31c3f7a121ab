"""Shares and correlations with their 95 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

Z = 1.959963984540054  # of 95 %


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the 95 % interval in which the true one lies."""

    share: float
    low: float
    high: float


def wilson(right: float, count: float) -> Interval | None:
    """A share by Wilson (1927, JASA 22, 209-212); none of nothing.

    The counts may be fractions: those of an effective sample size.
    """
    if count <= 0:
        return None
    share, z2 = right / count, Z * Z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z * sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count)
    # At the ends the formula gives them, and rounding must not go beyond.
    low = 0.0 if right <= 0 else max(0.0, middle - half)
    high = 1.0 if right >= count else min(1.0, middle + half)
    return Interval(share, low, high)


def difference(first: int, of_first: int, second: int, of_second: int) -> Interval:
    """The first share less the second by Newcombe (1998, Statistics in Medicine 17, method 10).

    ValueError where either is a share of nothing.
    """
    one, two = wilson(first, of_first), wilson(second, of_second)
    if one is None or two is None:
        raise ValueError("a share of nothing")
    gap = one.share - two.share
    low = gap - sqrt((one.share - one.low) ** 2 + (two.high - two.share) ** 2)
    high = gap + sqrt((one.high - one.share) ** 2 + (two.share - two.low) ** 2)
    return Interval(gap, low, high)


def effective_size(groups: Sequence[tuple[int, int]]) -> float:
    """How many independent responses tell as much as these, given as (right, responses) of each.

    The number of responses by the design effect, the variance of a ratio between groups over that
    of a plain share (Kish 1965; for Wilson's interval Dean & Pagano 2015, Journal of Survey
    Statistics and Methodology 3). Never more than there are.
    """
    count = sum(responses for _, responses in groups)
    if len(groups) < 2:
        return float(len(groups))
    share = sum(right for right, _ in groups) / count
    plain = share * (1 - share) * count
    if plain <= 0:
        # All alike: as many as there are learners is the careful reading.
        return float(len(groups))
    between = sum((right - share * responses) ** 2 for right, responses in groups)
    return count / max(1.0, between / plain)


def weighted_correlation(rows: Sequence[tuple[float, float, float]]) -> tuple[float, float] | None:
    """Pearson's correlation of (x, y, weight) and the effective number of rows (Kish 1965).

    None where one of the two does not vary.
    """
    total = sum(weight for _, _, weight in rows)
    if total <= 0:
        return None
    mean_x = sum(x * weight for x, _, weight in rows) / total
    mean_y = sum(y * weight for _, y, weight in rows) / total
    xx = sum(weight * (x - mean_x) ** 2 for x, _, weight in rows)
    yy = sum(weight * (y - mean_y) ** 2 for _, y, weight in rows)
    xy = sum(weight * (x - mean_x) * (y - mean_y) for x, y, weight in rows)
    # What is left of rounding is no variance.
    if xx <= 1e-12 * total or yy <= 1e-12 * total:
        return None
    size = total * total / sum(weight * weight for _, _, weight in rows)
    return max(-1.0, min(1.0, xy / sqrt(xx * yy))), size


def fisher(correlation: float, size: float) -> Interval:
    """A correlation by Fisher's z (1921, Metron 1, 3-32): atanh r, with variance 1 / (n - 3)."""
    if size <= 3:
        return Interval(correlation, -1.0, 1.0)
    if abs(correlation) >= 1:
        return Interval(correlation, correlation, correlation)
    middle, half = atanh(correlation), Z / sqrt(size - 3)
    return Interval(correlation, tanh(middle - half), tanh(middle + half))
