"""Ranks of classrooms by the mean points of their people: pure functions of counts and sums.

The model is the usual one of two levels: the points a week of person i in classroom j are
theta_j + e_ij; the e_ij have the variance sigma^2, the theta_j the mean mu and the variance tau^2.
A small classroom's mean is wilder than a large one's, so that by plain means the first and the last
place mostly go to small ones. Moving each mean towards mu by its reliability,
B_j = tau^2 / (tau^2 + sigma^2 / n_j), would hand the first place to large ones instead. The root of
B_j gives the estimates of all sizes the same spread tau: constrained empirical Bayes (Louis 1984,
JASA 79, 393-398; Ghosh 1992, JASA 87, 533-540).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from questions.classrooms.intervals import Z


@dataclass(frozen=True, slots=True)
class Group:
    """What one classroom's people earned: how many they are, the sum, and the sum of squares."""

    key: int
    size: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        """The plain mean."""
        return self.total / self.size


@dataclass(frozen=True, slots=True)
class Place:
    """Where a classroom stands; equal ranks are a tie."""

    key: int
    rank: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """What the groups have in common: their mean, and the variances within and between them."""

    mean: float
    within: float
    between: float
    mean_variance: float  # of the common mean itself

    def reliability(self, size: int) -> float:
        """B of a group of that size: which part of its mean's variance is its own doing."""
        noise = self.within / size
        return self.between / (self.between + noise) if self.between else 0.0


def spread_of(groups: Sequence[Group]) -> Spread:
    """Estimates by the method of moments for groups of unequal size; ValueError without a group.

    sigma^2 is pooled over the groups; tau^2 is (SSB - (J - 1) sigma^2) / (N - sum n^2 / N), at
    least 0 (Searle, Casella & McCulloch 1992, Variance Components, 3.6). The common mean weighs
    each group by 1 / (tau^2 + sigma^2 / n).
    """
    if not groups:
        raise ValueError("no groups")
    count = sum(group.size for group in groups)
    inside = sum(max(0.0, one.squares - one.total * one.mean) for one in groups)
    # What is left of rounding is no variance.
    inside = inside if inside > 1e-9 * sum(one.squares for one in groups) else 0.0
    within = inside / (count - len(groups)) if count > len(groups) else 0.0
    between = _between(groups, count, within)
    if within == between == 0:
        return Spread(sum(group.total for group in groups) / count, 0.0, 0.0, 0.0)
    weights = [1 / (between + within / group.size) for group in groups]
    mean = sum(w * group.mean for w, group in zip(weights, groups, strict=True)) / sum(weights)
    return Spread(mean, within, between, 1 / sum(weights))


def _between(groups: Sequence[Group], count: int, within: float) -> float:
    if len(groups) < 2 or count == len(groups):
        # Nothing to compare, or no telling what is chance.
        return 0.0
    middle = sum(group.total for group in groups) / count
    squares = sum(group.size * (group.mean - middle) ** 2 for group in groups)
    per_group = count - sum(group.size**2 for group in groups) / count
    excess = squares - (len(groups) - 1) * within
    return excess / per_group if excess > 1e-9 * count * middle * middle else 0.0


def places(groups: Sequence[Group]) -> list[Place]:
    """Where the groups stand, the first one first; a rank is one more than those wholly above.

    The estimate's mean square error is 2 tau^2 (1 - sqrt(B)) plus what is uncertain about mu; the
    variance of theta alone, tau^2 (1 - B), would be too little, as the estimate lies farther out
    than the theta to be expected. One margin is drawn for all: that of the mean of these errors.
    With a margin of its own each, a small group would seldom lie wholly below another one, and
    never wholly above, so that size would decide again; with one for all, ranks follow from the
    estimates alone, whose spread is the same for all sizes.
    """
    if not groups:
        return []
    spread = spread_of(groups)
    if len(groups) == 1:
        estimates, error = [groups[0].mean], spread.within / groups[0].size
    else:
        estimates = [_estimate(group, spread) for group in groups]
        error = sum(_error(group, spread) for group in groups) / len(groups)
    margin = Z * sqrt(error)
    lows = sorted(mean - margin for mean in estimates)
    found = [
        Place(group.key, 1 + len(lows) - bisect_right(lows, mean + margin), mean,
              max(0.0, mean - margin), mean + margin)
        for group, mean in zip(groups, estimates, strict=True)
    ]  # fmt: skip
    return sorted(found, key=lambda place: (place.rank, -place.mean, place.key))


def _estimate(group: Group, spread: Spread) -> float:
    """mu + sqrt(B) (mean - mu), without what rounding makes of equal ones."""
    root = sqrt(spread.reliability(group.size))
    return round(spread.mean + root * (group.mean - spread.mean), 6)


def _error(group: Group, spread: Spread) -> float:
    """The mean square error of the estimate."""
    root = sqrt(spread.reliability(group.size))
    return 2 * spread.between * (1 - root) + (1 - root) ** 2 * spread.mean_variance
