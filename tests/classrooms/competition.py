"""Made-up leagues: how often classes of each size come first, and what hiding the weak would give.

A learner's points a week are drawn from a gamma distribution, as skewed as such points are: many
earn little and few a lot. Where classes differ, all of a class's points are so many times as high.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from random import Random
from statistics import mean

from questions.classrooms.ranking import Group, Place, places

SMALL, LARGE = 8, 32
_SHAPE, _SCALE = 1.5, 20.0  # of people: a mean of 30 points a week, a deviation of 24
_WEEK_SHAPE = 4.0  # of the weeks of one person around their own mean
WEEKS = 8


@dataclass(frozen=True)
class Wins:
    """How the first places fell: shares of the small classes, and how often nobody shared it."""

    shared: float  # of the first rank, split evenly among those who tie
    alone: float  # of the leagues in which one class was alone first
    alone_count: int
    plain: float  # of the highest plain means
    figure: float  # of the highest estimates, whether or not they are a tie
    tied: float  # mean share of all classes on the first rank


def group_of(key: int, points: Sequence[float]) -> Group:
    """What a season stores of these people."""
    return Group(key, len(points), sum(points), sum(one * one for one in points))


def league(each: int, spread: float, rng: Random) -> list[Group]:
    """So many classes of each size; `spread` is that of the logarithm of the class means."""
    groups = []
    for key, size in enumerate([SMALL, LARGE] * each):
        level = exp(rng.gauss(0, spread)) if spread else 1.0
        points = [float(round(level * rng.gammavariate(_SHAPE, _SCALE))) for _ in range(size)]
        groups.append(group_of(key, points))
    return groups


def wins(*, leagues: int, each: int, spread: float, rng: Random) -> Wins:
    """The first places of many leagues, ranked by the real code."""
    shared, figure, plain, alone, tied = 0.0, 0.0, 0, [], []
    for _ in range(leagues):
        groups = league(each, spread, rng)
        sizes = [group.size for group in groups]
        standing = places(groups)
        first = [sizes[place.key] == SMALL for place in standing if place.rank == 1]
        highest = [sizes[p.key] == SMALL for p in standing if p.mean == standing[0].mean]
        shared += mean(first)
        figure += mean(highest)
        plain += max(groups, key=lambda group: group.mean).size == SMALL
        tied.append(len(first) / len(groups))
        if len(first) == 1:
            alone.append(first[0])
    return Wins(
        shared / leagues, mean(alone or [0]), len(alone), plain / leagues, figure / leagues,
        mean(tied),
    )  # fmt: skip


People = list[list[float]]  # points by person and week
Hiding = Callable[[People], list[float]]


def honest(weak: People) -> list[float]:
    """They play on, and nobody is hidden."""
    return [mean(weeks) for weeks in weak]


def kept_from_playing(weak: People) -> list[float]:
    """They are in the class and don't play."""
    return [0.0] * len(weak)


def removed_after_two_weeks(weak: People) -> list[float]:
    """They go on counting with what they had by then."""
    return [mean(weeks[:2]) for weeks in weak]


def removed_at_once(weak: People) -> list[float]:
    """They were there in the first week alone, for some days, and earned a part of its points."""
    return [weeks[0] * 0.5 for weeks in weak]


HIDINGS: dict[str, Hiding] = {
    "not playing": kept_from_playing,
    "removed after week 2": removed_after_two_weeks,
    "removed in week 1": removed_at_once,
}


def people(size: int, level: float, rng: Random, *, trend: float = 1.0) -> People:
    """Each person's weeks around a mean of their own; the last week is `trend` times the first."""
    rows = []
    for _ in range(size):
        own = level * rng.gammavariate(_SHAPE, _SCALE)
        rows.append(
            [
                own * trend ** (week / (WEEKS - 1)) * rng.gammavariate(_WEEK_SHAPE, 1 / _WEEK_SHAPE)
                for week in range(WEEKS)
            ]
        )
    return rows


def weakest(row: Sequence[float]) -> float:
    """By it a class's weakest come first."""
    return sum(row)


def luckiest(row: Sequence[float]) -> float:
    """By it those come first who begin best: a class might let them go at their peak."""
    return -sum(row[:2])


@dataclass(frozen=True)
class Gain:
    """What hiding changes for one class, in the mean over leagues; more is better."""

    ranks: float  # ranks won
    order: float  # places won in the order of the estimates
    points: float  # points a learner and week won by the estimate
    error: float  # standard error of `ranks`


def gain(
    hiding: Hiding,
    *,
    leagues: int,
    size: int,
    rng: Random,
    others: int = 19,
    trend: float = 1.0,
    whom: Callable[[Sequence[float]], float] = weakest,
) -> Gain:
    """One class hides a third, its weakest unless said, in otherwise the same league."""
    ranks, order, points = [], [], []
    for _ in range(leagues):
        rest = [
            group_of(key, honest(people(rng.choice((SMALL, 20, LARGE)), level, rng, trend=trend)))
            for key, level in enumerate((exp(rng.gauss(0, 0.3)) for _ in range(others)), start=1)
        ]
        own = sorted(people(size, 1.0, rng, trend=trend), key=whom)
        weak, strong = own[: size // 3], honest(own[size // 3 :])
        plain, hidden = (
            places([group_of(0, how(weak) + strong), *rest]) for how in (honest, hiding)
        )
        before, after = _own(plain), _own(hidden)
        ranks.append(before.rank - after.rank)
        order.append(plain.index(before) - hidden.index(after))
        points.append(after.mean - before.mean)
    deviation = (sum((one - mean(ranks)) ** 2 for one in ranks) / max(1, leagues - 1)) ** 0.5
    return Gain(mean(ranks), mean(order), mean(points), deviation / leagues**0.5)


def _own(standing: list[Place]) -> Place:
    return next(place for place in standing if place.key == 0)
