"""A question of a file, in whatever format, as one plain record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from questions.exchange.remarks import Remark, remark_from_json
from questions.models import Form

TRUE, FALSE = "true", "false"


@dataclass(frozen=True)
class OptionRecord:
    """One choice, and what is told to who takes it."""

    text: str
    is_key: bool = False
    reason: str = ""


@dataclass(frozen=True)
class PairRecord:
    """One pair of a matching."""

    text: str
    answer: str


@dataclass(frozen=True)
class NumberRecord:
    """A number in figures, its unit, and how far off an answer may be; unsaid is empty."""

    number: str
    tolerance: str = ""
    unit: str = ""


@dataclass(frozen=True)
class CitedSource:
    """The document a question says it stands on."""

    title: str = ""
    authors: str = ""
    year: str = ""
    address: str = ""


@dataclass(frozen=True)
class QuestionRecord:
    """One question; what its form does not use stays empty, and so does what the file leaves open.

    The options of a true-or-false question are TRUE and FALSE, in this order.
    """

    form: str = Form.CHOICE
    stem: str = ""
    line: int = 0
    title: str = ""
    language: str = ""
    topic: str = ""
    options: tuple[OptionRecord, ...] = ()
    accepted: tuple[str, ...] = ()
    number: NumberRecord | None = None
    pairs: tuple[PairRecord, ...] = ()
    items: tuple[str, ...] = ()
    explanation: str = ""
    statement: str = ""
    source: CitedSource = field(default_factory=CitedSource)
    place: str = ""
    importance: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    problems: tuple[Remark, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether it can come in."""
        return not self.problems

    @property
    def keys(self) -> tuple[OptionRecord, ...]:
        """The right options."""
        return tuple(option for option in self.options if option.is_key)

    def content(self) -> "QuestionRecord":
        """The question alone, without where it stood and what was remarked."""
        return QuestionRecord(**(vars(self) | {"line": 0, "notes": (), "problems": ()}))


def true_false(*, is_true: bool, reasons: tuple[str, str] = ("", "")) -> tuple[OptionRecord, ...]:
    """The options of a true-or-false question; the reasons are told on true and on false."""
    return (
        OptionRecord(TRUE, is_key=is_true, reason=reasons[0]),
        OptionRecord(FALSE, is_key=not is_true, reason=reasons[1]),
    )


def record_to_json(record: QuestionRecord) -> dict[str, Any]:
    """The record as plain JSON types, empty fields and remarks left out."""
    stored = asdict(record.content()) | {"form": str(record.form), "line": record.line}
    return {name: value for name, value in stored.items() if value not in ("", (), None)}


def record_from_json(stored: Mapping[str, Any]) -> QuestionRecord:
    """The record that was stored so."""
    made: dict[str, Any] = dict(stored)
    made["options"] = tuple(OptionRecord(**option) for option in stored.get("options", ()))
    made["pairs"] = tuple(PairRecord(**pair) for pair in stored.get("pairs", ()))
    made["source"] = CitedSource(**stored.get("source", {}))
    if number := stored.get("number"):
        made["number"] = NumberRecord(**number)
    for name in ("accepted", "items", "tags"):
        made[name] = tuple(stored.get(name, ()))
    for name in ("notes", "problems"):
        made[name] = tuple(remark_from_json(each) for each in stored.get(name, ()))
    return QuestionRecord(**made)
