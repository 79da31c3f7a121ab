"""The memory model: FSRS through py-fsrs, on whole study days.

FSRS is given 12:00 UTC of a study day, because py-fsrs counts whole 24-hour spans: a review twenty
hours after the last would otherwise count as the same day. Learning and relearning steps are empty
and fuzz is off, so that folding a log always gives the same card.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum

import fsrs

DESIRED_RETENTION = 0.9
MEMORY_VERSION = "fsrs-6/0.90"
MATURE_DAYS = 21

_SCHEDULER = fsrs.Scheduler(
    desired_retention=DESIRED_RETENTION,
    learning_steps=(),
    relearning_steps=(),
    enable_fuzzing=False,
)
_NOON = time(12, tzinfo=UTC)
# The curve by which py-fsrs forgets, for where there are too many cards to make objects of.
_DECAY = -_SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Memory:
    """What a learner remembers of a card after its last rating."""

    stability: float  # days until recall falls to 90 %
    difficulty: float  # 1 to 10
    last_day: date
    due: date


def remembered(
    stability: float | None, difficulty: float | None, last_day: date | None, due: date | None
) -> Memory | None:
    """The memory that a card's columns hold; None where the card was never rated."""
    if stability is None or difficulty is None or last_day is None or due is None:
        return None
    return Memory(stability, difficulty, last_day, due)


def rate(memory: Memory | None, rating: Rating, day: date) -> Memory:
    """The memory after a rating on a study day; ValueError unless it is later than the last."""
    if memory is not None and day <= memory.last_day:
        raise ValueError(f"{day} is not later than {memory.last_day}")
    card, _ = _SCHEDULER.review_card(_card(memory, day), fsrs.Rating(rating), _noon(day))
    if card.stability is None or card.difficulty is None:
        raise ValueError("the scheduler left the card without a memory")
    return Memory(card.stability, card.difficulty, day, card.due.date())


def soon_after(day: date) -> date:
    """The study day on which a card is due at the latest that is to be asked again soon."""
    return day + timedelta(days=1)


def asked_soon(memory: Memory | None, day: date) -> Memory | None:
    """The memory of a card that was brought forward on a study day: due soon, and as strong."""
    if memory is None:
        return None
    return replace(memory, due=min(memory.due, soon_after(day)))


def recall(memory: Memory | None, day: date) -> float:
    """The chance, 0 to 1, of recall on a study day; 0 for what was never rated."""
    if memory is None:
        return 0.0
    return _SCHEDULER.get_card_retrievability(_card(memory, day), _noon(max(day, memory.last_day)))


def recall_after(stability: float, days: int) -> float:
    """The chance, 0 to 1, of recall so many days after a card's last rating, as `recall` has it."""
    chance: float = (1 + _FACTOR * days / stability) ** _DECAY
    return chance if days > 0 else 1.0


def expected_rise(memory: Memory | None, today: date, target: date) -> float:
    """How much asking now raises the chance of recall on the target day, 0 to 1.

    The right and the wrong branch are weighed by today's chance of recall.
    """
    chance = recall(memory, today)
    wrong = recall(rate(memory, Rating.AGAIN, today), target)
    right = recall(rate(memory, Rating.GOOD, today), target) if chance else 0.0
    return chance * right + (1 - chance) * wrong - recall(memory, target)


def _noon(day: date) -> datetime:
    return datetime.combine(day, _NOON)


def _card(memory: Memory | None, day: date) -> fsrs.Card:
    if memory is None:
        return fsrs.Card(card_id=0, due=_noon(day))
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        step=None,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due),
        last_review=_noon(memory.last_day),
    )
