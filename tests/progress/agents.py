"""Made-up learners of every honest and dishonest kind, who answer under the real rule for points.

What they truly remember follows half-lives that grow with spaced recalls and fade otherwise: a
model that is not the scheduler's. What each response changes is reckoned by the code that does so
for everybody (`change_by`); nothing is stored.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from questions.models import Form, Outcome
from questions.quiz.response import Graded
from questions.quiz.rows import GivenItem
from questions.quiz.storing import change_by
from questions.scheduling.memory import Memory, Rating

DAYS, FACTS, SECONDS = 60, 200, 20
LATER = 30  # days from the end to the delayed test
_BEGIN = datetime(2026, 1, 5, 6, tzinfo=UTC)
_DAY = timedelta(days=1)
_LUCK = {Form.CHOICE: 0.25, Form.TRUE_FALSE: 0.5, Form.TYPED: 0.0}


def _blank_item() -> GivenItem:
    """An item of which only what a policy sets matters."""
    empty = dict.fromkeys(GivenItem.__dataclass_fields__, "")
    numbers = {"pk": 1, "card_id": 1, "fact_id": 1, "topic_id": 1, "session_id": 1}
    nothing = {"answered_at": None, "last_answer": None, "last_put": None, "memory": None}
    several = {"options": (), "parts": (), "rulings": {}, "longest_interval": 0}
    return GivenItem(**{**empty, **numbers, **nothing, **several, "started_at": _BEGIN})


@dataclass
class Known:
    """One fact in one head: what is truly remembered, and what the product has stored of it."""

    half_life: float  # days, at a first meeting
    item: GivenItem = field(default_factory=_blank_item)
    strength: float = 0.0  # the half-life now; 0 before the first meeting

    def recall(self, day: date) -> float:
        """The true chance of recall."""
        if not self.strength or self.item.last_put is None:
            return 0.0
        return 2 ** (-(day - self.item.last_put).days / self.strength)

    def see(self, day: date, *, recalled: bool) -> None:
        """Strengthen the memory: the more, the less likely the recall was."""
        chance = self.recall(day)
        if not self.strength:
            self.strength = self.half_life
        elif recalled:
            self.strength *= 1 + 2.5 * (1 - chance)
        else:
            self.strength = max(self.half_life, self.strength * 0.5)


@dataclass
class Learner:
    """A head with its facts, and what it has earned so far."""

    rng: random.Random
    ability: float = 1.0
    reads: bool = True
    facts: list[Known] = field(default_factory=list)
    answers: int = 0
    right: int = 0
    points: int = 0

    def __post_init__(self) -> None:
        self.facts = [Known(self.ability * self.rng.uniform(0.7, 3.0)) for _ in range(FACTS)]

    def answer(
        self, known: Known, day: date, form: Form, *, on_purpose: bool | None = None
    ) -> bool:
        """One response; right by memory, else by luck, or `on_purpose`. All but guessers learn."""
        recalled = self.rng.random() < known.recall(day)
        is_right = recalled or self.rng.random() < _LUCK[form]
        if on_purpose is not None:
            is_right = on_purpose
        graded = Graded(
            outcome=Outcome.CORRECT if is_right else Outcome.WRONG,
            reason="",
            rating=Rating.GOOD if is_right else Rating.AGAIN,
        )
        item = replace(known.item, form=form)
        change = change_by(item, graded, today=day, now=_moment(day))
        if self.reads:
            known.see(day, recalled=recalled)
        known.item = replace(
            item,
            memory=change.memory or item.memory,
            last_put=day,
            longest_interval=max(item.longest_interval, change.survived),
        )
        self.answers += 1
        self.right += is_right
        self.points += change.points
        return is_right

    def delayed_score(self) -> float:
        """How many facts are expected to be recalled on the delayed test."""
        day = _moment_of(DAYS - 1 + LATER)
        return sum(known.recall(day) for known in self.facts)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def _moment_of(number: int) -> date:
    return (_BEGIN + number * _DAY).date()


def days() -> Iterator[date]:
    """The study days."""
    return (_moment_of(number) for number in range(DAYS))


def _form(memory: Memory | None) -> Form:
    return Form.CHOICE if memory is None or memory.stability < 10 else Form.TYPED


def honest(learner: Learner, *, a_day: int = 20, diligence: float = 1.0) -> None:
    """What is due, and new facts; what was missed comes back until it is right."""
    for day in days():
        if learner.rng.random() > diligence:
            continue
        met = [k for k in learner.facts if k.item.memory]
        due = sorted((k for k in met if k.item.memory.due <= day), key=lambda k: k.item.memory.due)
        new = [k for k in learner.facts if not k.item.memory][: a_day // 2]
        for known in [*due, *new][:a_day]:
            if not learner.answer(known, day, _form(known.item.memory)):
                learner.answer(known, day, Form.CHOICE)


def crammer(learner: Learner) -> None:
    """Everything five times over on the eve of a test, which is every month."""
    for number, day in enumerate(days()):
        if number % 30 == 29:
            for _ in range(5):
                for known in learner.facts:
                    learner.answer(known, day, Form.CHOICE)


def easy_player(learner: Learner) -> None:
    """The ten easiest facts, twice each, on every day."""
    easy = sorted(learner.facts, key=lambda k: -k.half_life)[:10]
    for day in days():
        for known in easy * 2:
            learner.answer(known, day, Form.CHOICE)


def fails_first(learner: Learner) -> None:
    """As the honest one, but each day's first response is wrong on purpose, the next ones right."""
    for day in days():
        due = [k for k in learner.facts if k.item.memory and k.item.memory.due <= day]
        new = [k for k in learner.facts if not k.item.memory][:10]
        for known in [*due, *new][:20]:
            learner.answer(known, day, Form.CHOICE, on_purpose=False)
            learner.answer(known, day, Form.CHOICE, on_purpose=True)


def true_false(learner: Learner) -> None:
    """Sixty true/false items a day, by guessing."""
    for day in days():
        for known in learner.rng.sample(learner.facts, 60):
            learner.answer(known, day, Form.TRUE_FALSE, on_purpose=learner.rng.random() < 0.5)


def script(learner: Learner) -> None:
    """Random options, 50 a second for twenty seconds each day, every fact among them."""
    for day in days():
        for known in learner.rng.choices(learner.facts, k=50 * 20):
            learner.answer(known, day, Form.CHOICE, on_purpose=learner.rng.random() < 0.25)


def forger(learner: Learner) -> None:
    """A short script that sends points, ratings and times along, which nobody reads."""
    for day in days():
        for known in learner.facts * 3:
            learner.answer(known, day, Form.CHOICE, on_purpose=learner.rng.random() < 0.25)


def patient_guesser(learner: Learner) -> None:
    """Meets everything once and guesses it once more two months later: the rule's known limit."""
    first, *_, last = days()
    for day in (first, last):
        for known in learner.facts:
            learner.answer(known, day, Form.CHOICE, on_purpose=learner.rng.random() < 0.25)


AGENTS: dict[str, tuple[Callable[[Learner], None], float]] = {
    # With the seconds that one answer takes.
    "honest": (honest, SECONDS),
    "crammer": (crammer, 5),
    "easy facts": (easy_player, 5),
    "fails first": (fails_first, SECONDS / 2),
    "true or false": (true_false, 2),
    "script": (script, 0.02),
    "forger": (forger, 0.02),
    "patient guesser": (patient_guesser, 1),
}


GUESSERS = ("true or false", "script", "forger", "patient guesser")


@dataclass(frozen=True)
class Played:
    """What one agent has to show."""

    name: str
    learner: Learner
    seconds: float

    @property
    def per_answer(self) -> float:
        """Points per answer."""
        return self.learner.points / self.learner.answers

    @property
    def per_hour(self) -> float:
        """Points per hour of answering."""
        return self.learner.points / (self.learner.answers * self.seconds) * 3600

    @property
    def per_recall(self) -> float | None:
        """Points per fact that is recalled a month later; None where not even one is."""
        known = self.learner.delayed_score()
        return self.learner.points / known if known >= 1 else None


def play(name: str, seed: int) -> Played:
    """One agent through all days."""
    policy, seconds = AGENTS[name]
    learner = Learner(random.Random(seed))
    learner.reads = name not in GUESSERS
    policy(learner)
    return Played(name, learner, seconds)


def population(size: int, seed: int) -> Iterator[Learner]:
    """Learners of mixed ability, diligence and habits, a third of them with a weak one."""
    dice = random.Random(seed)
    habits = (honest, honest, honest, honest, crammer, easy_player)
    for number in range(size):
        learner = Learner(random.Random(seed * 1_000 + number), ability=dice.uniform(0.4, 2.0))
        habit = habits[number % len(habits)]
        if habit is honest:
            honest(learner, a_day=dice.randint(6, 30), diligence=dice.uniform(0.2, 1.0))
        else:
            habit(learner)
        yield learner


def rank_correlation(xs: Iterable[float], ys: Iterable[float]) -> float:
    """Spearman's: Pearson's of the ranks, equal values sharing the mean of theirs."""
    a, b = _ranks(list(xs)), _ranks(list(ys))
    mean = (len(a) + 1) / 2
    top = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    return top / (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    count = {value: ordered.count(value) for value in first}
    return [first[value] + (count[value] - 1) / 2 for value in values]
