"""What the feedback tells where a single key says too little, from what is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from questions.models import Form
from questions.quiz.rows import GivenItem
from questions.quiz.several import by_position, parts_right


@dataclass(frozen=True, slots=True)
class ToldOption:
    """An option, whether it is a key, and whether it was chosen."""

    text: str
    is_key: bool
    is_chosen: bool
    reason: str
    fact: str  # the fact it is true of; empty where that is the one asked, or has no page


@dataclass(frozen=True, slots=True)
class ToldOptions:
    """The options of an item that asks for all that apply, in the order shown."""

    rows: list[ToldOption]

    @property
    def keys(self) -> int:
        """How many there were to find."""
        return sum(row.is_key for row in self.rows)

    @property
    def found(self) -> int:
        """How many of them were chosen."""
        return sum(row.is_key and row.is_chosen for row in self.rows)

    @property
    def extra(self) -> int:
        """How many were chosen that are none."""
        return sum(row.is_chosen and not row.is_key for row in self.rows)


@dataclass(frozen=True, slots=True)
class ToldPart:
    """A part with where it belongs and what it was given."""

    text: str
    answer: str
    fact: str | None  # its slug, where it has a page
    is_right: bool
    place: int | None  # of an ordering, from 1
    other: str  # of a matching: the right side it was given


@dataclass(frozen=True, slots=True)
class ToldParts:
    """The parts of an ordering, as they belong, or of a matching."""

    rows: list[ToldPart]
    is_answered: bool

    @property
    def right(self) -> int:
        """How many were placed or matched rightly."""
        return sum(row.is_right for row in self.rows)


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """What belongs to a number that is the key; the unit only where the key as shown lacks it."""

    unit: str
    tolerance: str


def told_options(item: GivenItem, chosen: Sequence[int | None] | None) -> ToldOptions:
    """The options with what was chosen of them."""
    return ToldOptions(
        [
            ToldOption(o.text, o.is_key, o.pk in (chosen or ()), o.reason, o.true_of or "")
            for o in item.options
        ]
    )


def told_parts(item: GivenItem, chosen: Sequence[int | None] | None) -> ToldParts:
    """The parts in their right order; those of one rank as they were placed."""
    parts = by_position(item.parts)
    given = list(chosen) if chosen is not None else [None] * len(parts)
    are_right = parts_right(item.form, parts, given)
    is_order = item.form == Form.ORDER
    answers = {part.position: part.answer for part in parts}
    rows = sorted(
        zip(parts, given, are_right, strict=True),
        key=lambda row: (row[0].rank, row[1] or 0) if is_order else (row[0].position, 0),
    )
    told = [
        ToldPart(
            part.text,
            part.answer,
            part.fact,
            is_right,
            place=place if is_order else None,
            other=answers.get(place, "") if place is not None and not is_order else "",
        )
        for part, place, is_right in rows
    ]
    return ToldParts(told, is_answered=chosen is not None)


def told_number(item: GivenItem) -> ToldNumber:
    """The key's unit and how far off is still right, in figures without idle noughts."""
    key = json.loads(item.key or "{}")
    unit = str(key.get("unit", ""))
    tolerance = Decimal(key.get("tolerance") or 0)
    figures = f"{tolerance:,f}"
    return ToldNumber(
        unit="" if unit.casefold() in item.answer.casefold() else unit,
        tolerance=(figures.rstrip("0").rstrip(".") if "." in figures else figures)
        if tolerance
        else "",
    )
