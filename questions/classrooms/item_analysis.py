"""What the responses to one question say of it: pure mathematics, without a database.

Shares and correlations come with 95 % intervals, and a verdict is only ever given on the far end of
one. Nothing is said on small numbers; the thresholds stand at the top.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from questions.classrooms.intervals import (
    Interval,
    difference,
    effective_size,
    fisher,
    weighted_correlation,
    wilson,
)

# A learner with fewer responses to other questions is not compared with the rest.
MIN_OTHER_WORK = 10
# Fewer compared learners give no discrimination, no thirds and no verdict.
MIN_LEARNERS = 30
# Fewer rated responses to cards with a memory give no verdict on what was expected.
MIN_EXPECTED = 30
# Whether a distractor works is only seen where that many learners were wrong.
MIN_WRONG = 20
# A distractor works when one in twenty picks it (Tarrant, Ware & Mohammed 2009).
IDLE_SHARE = 0.05
# What is less than ten points off is of no use to a teacher, however sure it is.
FAR = 0.1
# How many other responses count half of what a boundless number would.
_HALF_WEIGHT = 10


class Suspicion(StrEnum):
    """What looks wrong with a question, worst first."""

    NEGATIVE = "negative"  # the better a learner's other work, the worse this goes
    DRAWS_STRONG = "draws-strong"  # a wrong option that stronger learners pick more often
    HARDER = "harder"  # fewer are right than the memory model expects
    EASIER = "easier"  # more are, though it cannot be guessed
    IDLE = "idle"  # a wrong option that nobody picks


@dataclass(frozen=True, slots=True)
class Work:
    """One learner's work: on the question, and on all others."""

    right: int
    responses: int
    picked: tuple[int, ...] = ()  # the options of the first response
    other: float | None = None  # how much better than usual the rest went; none where too little
    other_count: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """How many learners picked an option first, among the thirds and among all."""

    option: int
    is_key: bool
    weaker: int
    stronger: int
    all: int
    suspicion: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the memory model expected of rated responses, and what happened."""

    expected: float
    right: int
    count: int

    @property
    def observed(self) -> Interval | None:
        """The share right."""
        return wilson(self.right, self.count)


@dataclass(frozen=True, slots=True)
class Thirds:
    """How many learners the shares of the choices are of."""

    weaker: int
    stronger: int
    all: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is known of a question."""

    asked: int
    learners: int
    compared: int
    facility: Interval | None
    discrimination: Interval | None
    choices: tuple[Choice, ...]
    thirds: Thirds
    expectation: Expectation | None
    suspicions: tuple[Suspicion, ...]


def analyse(
    works: Sequence[Work],
    *,
    options: Sequence[tuple[int, bool]] = (),
    can_be_guessed: bool = False,
    expectation: Expectation | None = None,
    asked: int | None = None,
) -> Figures:
    """The figures of a question; options are ids with whether each is a key.

    `asked` is how often it was asked where that is more than what could be graded.
    """
    graded = [work for work in works if work.responses]
    compared = [work for work in graded if work.other is not None]
    choices, thirds = _choices(graded, compared, options)
    discrimination = discrimination_of(compared) if len(compared) >= MIN_LEARNERS else None
    wrong = sum(not _picks_key(work, options) for work in graded)
    choices = tuple(
        replace(one, suspicion=_suspicion_of(one, choices, thirds, wrong)) for one in choices
    )
    return Figures(
        asked=sum(work.responses for work in works) if asked is None else asked,
        learners=len(works),
        compared=len(compared),
        facility=facility_of(graded),
        discrimination=discrimination,
        choices=choices,
        thirds=thirds,
        expectation=expectation,
        suspicions=_suspicions(discrimination, choices, expectation, can_be_guessed),
    )


def _suspicions(
    discrimination: Interval | None,
    choices: Sequence[Choice],
    expectation: Expectation | None,
    can_be_guessed: bool,
) -> tuple[Suspicion, ...]:
    """Worst first."""
    options = {one.suspicion for one in choices}
    found = (
        (Suspicion.NEGATIVE, discrimination is not None and discrimination.high < 0),
        (Suspicion.DRAWS_STRONG, Suspicion.DRAWS_STRONG in options),
        (Suspicion.HARDER, is_harder(expectation)),
        (Suspicion.EASIER, not can_be_guessed and is_easier(expectation)),
        (Suspicion.IDLE, Suspicion.IDLE in options),
    )
    return tuple(code for code, is_so in found if is_so)


def facility_of(works: Sequence[Work]) -> Interval | None:
    """The share right of all responses; several of one learner are not so many witnesses."""
    right = sum(work.right for work in works)
    size = effective_size([(work.right, work.responses) for work in works])
    count = sum(work.responses for work in works)
    return wilson(right / count * size, size) if count else None


def discrimination_of(works: Iterable[Work]) -> Interval | None:
    """How the share right on this question goes with the rest of the learners' work.

    Pearson's correlation, which with one response each is the point-biserial one, of the item with
    the rest and not with a total that holds the item itself (Henrysson 1963, Psychometrika 28).
    A learner weighs n / (n + 10) by the number n of other responses: as the reliability of a mean
    grows with its length (Spearman 1910, Brown 1910). The interval is Fisher's, of the effective
    number of learners (Kish 1965).
    """
    rows = [
        (work.right / work.responses, work.other, _weight(work))
        for work in works
        if work.other is not None and work.responses
    ]
    found = weighted_correlation(rows)
    return None if found is None else fisher(*found)


def _weight(work: Work) -> float:
    return work.other_count / (work.other_count + _HALF_WEIGHT)


def _choices(
    graded: Sequence[Work], compared: Sequence[Work], options: Sequence[tuple[int, bool]]
) -> tuple[tuple[Choice, ...], Thirds]:
    """Each learner counts once, by the first response; the thirds are of equal size."""
    size = len(compared) // 3 if len(compared) >= MIN_LEARNERS else 0
    ranked = sorted(compared, key=lambda work: work.other or 0)
    groups = ranked[:size], ranked[len(ranked) - size :], graded
    counts = [Counter(option for work in group for option in work.picked) for group in groups]
    weaker, stronger, every = counts
    choices = (Choice(pk, is_key, weaker[pk], stronger[pk], every[pk]) for pk, is_key in options)
    return tuple(choices), Thirds(*map(len, groups))


def _picks_key(work: Work, options: Sequence[tuple[int, bool]]) -> bool:
    return set(work.picked) == {pk for pk, is_key in options if is_key}


def _suspicion_of(choice: Choice, choices: Sequence[Choice], thirds: Thirds, wrong: int) -> str:
    if draws_strong(choice, thirds):
        return Suspicion.DRAWS_STRONG
    return Suspicion.IDLE if is_idle(choice, choices, thirds, wrong) else ""


def draws_strong(choice: Choice, thirds: Thirds) -> bool:
    """Whether more of the stronger than of the weaker pick this wrong option, without doubt."""
    if choice.is_key or not thirds.weaker:
        return False
    return difference(choice.stronger, thirds.stronger, choice.weaker, thirds.weaker).low > 0


def is_idle(choice: Choice, choices: Sequence[Choice], thirds: Thirds, wrong: int) -> bool:
    """Whether a wrong option takes in nobody, though there is another and learners do go wrong.

    Without doubt less than one in twenty pick it, and of those who are wrong less than half of what
    would be its even share: in an easy question all wrong options are picked seldom.
    """
    others = sum(not other.is_key for other in choices)
    if choice.is_key or others < 2 or wrong < MIN_WRONG:
        return False
    of_all, of_wrong = wilson(choice.all, thirds.all), wilson(min(choice.all, wrong), wrong)
    return (
        of_all is not None
        and of_wrong is not None
        and of_all.high < IDLE_SHARE
        and of_wrong.high < 0.5 / others
    )


def is_harder(expectation: Expectation | None) -> bool:
    """Whether clearly fewer were right than the memory model expected."""
    observed = _sure(expectation)
    return (
        expectation is not None
        and observed is not None
        and observed.high < expectation.expected
        and observed.share <= expectation.expected - FAR
    )


def is_easier(expectation: Expectation | None) -> bool:
    """Whether clearly more were right; of forms that can be guessed that says nothing."""
    observed = _sure(expectation)
    return (
        expectation is not None
        and observed is not None
        and observed.low > expectation.expected
        and observed.share >= expectation.expected + FAR
    )


def _sure(expectation: Expectation | None) -> Interval | None:
    if expectation is None or expectation.count < MIN_EXPECTED:
        return None
    return expectation.observed
