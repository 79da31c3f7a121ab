"""Points: ten each time you double how long you can go without seeing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from questions.models.questions import Form

_UNPAID_FORMS = {Form.TRUE_FALSE, Form.FLASHCARD}


def worth(interval: int) -> int:
    """What a card is worth whose longest survived interval is so many days: 10 for 1, 20 for 2."""
    return round(10 * (1 + log2(interval))) if interval > 0 else 0


def survives(*, form: str, is_right: bool, days_unseen: int | None) -> int:
    """The survived interval in days; 0 for what pays nothing.

    Nothing survives a wrong response, a first meeting, or a form that can be guessed or is rated
    by the learner.
    """
    if not is_right or form in _UNPAID_FORMS or days_unseen is None:
        return 0
    return max(0, days_unseen)


def points_for(survived: int, longest_before: int) -> int:
    """What a response pays: the rise of the card's worth."""
    return max(0, worth(survived) - worth(longest_before))


@dataclass(frozen=True, slots=True)
class Paid:
    """One response of an example: on which day, after how many unseen, and what it pays."""

    day: int
    unseen: int | None
    is_right: bool
    points: int


def example(responses: Iterable[tuple[int, bool]]) -> list[Paid]:
    """What responses to one fact pay, each given as the day and whether it was right."""
    rows: list[Paid] = []
    longest = 0
    for day, is_right in responses:
        unseen = day - rows[-1].day if rows else None
        survived = survives(form=Form.TYPED, is_right=is_right, days_unseen=unseen)
        rows.append(Paid(day, unseen, is_right, points_for(survived, longest)))
        longest = max(longest, survived)
    return rows
