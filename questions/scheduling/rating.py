"""From a response to a rating: graded from what was answered, not from how it felt."""

from questions.models.quiz import Outcome
from questions.scheduling.memory import Rating

INCOMPLETE_LIST = "missing-items"
INCOMPLETE_CHOICE = "part-chosen"


def rating_of(outcome: str, reason: str = "") -> Rating | None:
    """The rating of a graded response; None where a person has to decide first.

    Right is Good and wrong is Again; a coarser value (the year alone) is Hard; an incomplete list
    is Again, and so is an incomplete choice of all that apply.
    """
    if outcome == Outcome.CORRECT:
        return Rating.GOOD
    if outcome == Outcome.PARTIAL:
        is_incomplete = reason in (INCOMPLETE_LIST, INCOMPLETE_CHOICE)
        return Rating.AGAIN if is_incomplete else Rating.HARD
    if outcome == Outcome.REVIEW:
        return None
    return Rating.AGAIN
