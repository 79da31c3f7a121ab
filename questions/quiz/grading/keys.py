"""What the right answer to a typed question is, and how it is stored with the question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class DateKey:
    """A date as year, month or day, or a range of dates where it has an end."""

    start: str
    end: str = ""

    def __post_init__(self) -> None:
        for date in (self.start, self.end or self.start):
            if not _DATE.fullmatch(date):
                raise ValueError(f"not a date: {date!r}")


@dataclass(frozen=True)
class NumberKey:
    """A number in full size, its unit, and how far off an answer may be."""

    number: Decimal
    unit: str
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True)
class NameKey:
    """An entity by all names it goes by; its kind says which rules its names follow."""

    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class TextKey:
    """A few words, in each wording that is right."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class ListKey:
    """Several things, in any order."""

    items: tuple[NameKey | TextKey | DateKey | NumberKey, ...]


Item = NameKey | TextKey | DateKey | NumberKey
Key = DateKey | NumberKey | NameKey | TextKey | ListKey


def key_to_json(key: Key) -> dict[str, Any]:
    """The key as plain JSON types, with nothing lost."""
    match key:
        case DateKey():
            return {"type": "date", "start": key.start, "end": key.end}
        case NumberKey():
            return {
                "type": "number",
                "number": str(key.number),
                "unit": key.unit,
                "tolerance": str(key.tolerance),
            }
        case NameKey():
            return {"type": "name", "kind": key.kind, "names": list(key.names)}
        case TextKey():
            return {"type": "text", "texts": list(key.texts)}
        case ListKey():
            return {"type": "list", "items": [key_to_json(item) for item in key.items]}


def key_from_json(stored: Mapping[str, Any]) -> Key:
    """The key that was stored so; ValueError where it is none."""
    if stored.get("type") == "list":
        return ListKey(tuple(_item(item) for item in stored["items"]))
    return _item(stored)


def _item(stored: Mapping[str, Any]) -> Item:
    match stored.get("type"):
        case "date":
            return DateKey(stored["start"], stored.get("end", ""))
        case "number":
            tolerance = Decimal(stored.get("tolerance", "0"))
            return NumberKey(Decimal(stored["number"]), stored["unit"], tolerance)
        case "name":
            return NameKey(stored["kind"], tuple(stored["names"]))
        case "text":
            return TextKey(tuple(stored["texts"]))
        case unknown:
            raise ValueError(f"no such type of key: {unknown!r}")
