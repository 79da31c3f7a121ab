"""Grading an ordering and a matching, part by part.

A part of an ordering is right where it stands on a place that it may have: parts of one rank share
their places, so all are right just where the ranks never fall. A part of a matching is right with
its own right side, or with one that reads the same. Either is right when all parts are, partly
right when at least half of them are, else wrong.
"""

from collections.abc import Sequence
from typing import Protocol

from .outcome import Outcome


class Part(Protocol):
    """What a part is graded by."""

    @property
    def position(self) -> int:
        """Its place among the parts, which says nothing of the order."""

    @property
    def answer(self) -> str:
        """The right side."""

    @property
    def rank(self) -> int:
        """Its place in the order, the same for parts that may change places."""


def placed_right(parts: Sequence[Part], places: Sequence[int | None]) -> list[bool]:
    """Which of the parts stand where they may; the places are counted from 1."""
    return [
        place is not None
        and sum(other.rank < part.rank for other in parts)
        < place
        <= sum(other.rank <= part.rank for other in parts)
        for part, place in zip(parts, places, strict=True)
    ]


def matched_right(parts: Sequence[Part], chosen: Sequence[int | None]) -> list[bool]:
    """Which of the parts have their right side, chosen by the position of a part that has it."""
    answers = {part.position: part.answer for part in parts}
    return [
        position is not None and answers.get(position) == part.answer
        for part, position in zip(parts, chosen, strict=True)
    ]


def outcome_of_parts(are_right: Sequence[bool]) -> Outcome:
    """Right when all are, partly right from half of them on, else wrong."""
    if all(are_right):
        return Outcome.CORRECT
    return Outcome.PARTIAL if 2 * sum(are_right) >= len(are_right) else Outcome.WRONG
