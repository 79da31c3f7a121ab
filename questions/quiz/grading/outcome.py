"""What grading a typed answer gives."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """How good a typed answer is; review means that a teacher decides."""

    CORRECT = "correct"
    PARTIAL = "partial"
    REVIEW = "review"
    WRONG = "wrong"


class Reason(enum.StrEnum):
    """Why it is so, in one machine word that the view turns into a sentence."""

    EXACT = "exact"
    ALIAS = "alias"
    SPELLING = "spelling"
    TRANSLITERATION = "transliteration"
    ROUNDED = "rounded"
    COARSER = "coarser"
    FINER = "finer"
    ONE_END = "one-end"
    INCOMPLETE = "incomplete"
    AMBIGUOUS_DATE = "ambiguous-date"
    MAGNITUDE = "magnitude"
    UNIT = "unit"
    NEAR_OTHER = "near-other"
    NEGATION = "negation"
    SEVERAL = "several"
    CONFLICT = "conflict"
    PART_OF_NAME = "part-of-name"
    EXTRA_WORDS = "extra-words"
    MISSING_ITEMS = "missing-items"
    EXTRA_ITEMS = "extra-items"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_MATCH = "no-match"


@dataclass(frozen=True)
class Grade:
    """An outcome with its reason."""

    outcome: Outcome
    reason: Reason


_BEST_FIRST = (Outcome.CORRECT, Outcome.PARTIAL, Outcome.REVIEW, Outcome.WRONG)


def correct(reason: Reason) -> Grade:
    """The answer counts in full."""
    return Grade(Outcome.CORRECT, reason)


def partial(reason: Reason) -> Grade:
    """Right as far as it goes."""
    return Grade(Outcome.PARTIAL, reason)


def review(reason: Reason) -> Grade:
    """A teacher decides."""
    return Grade(Outcome.REVIEW, reason)


def wrong(reason: Reason) -> Grade:
    """The answer does not count."""
    return Grade(Outcome.WRONG, reason)


def best(grades: Iterable[Grade]) -> Grade:
    """The grade kindest to the learner; no match where there is none."""
    return min(grades, key=lambda grade: _BEST_FIRST.index(grade.outcome), default=_NO_MATCH)


_NO_MATCH = wrong(Reason.NO_MATCH)
