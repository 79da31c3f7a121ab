"""What a typed response is graded against, as the JSON that grading reads."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from questions.generation.answers import Answer
from questions.generation.records import FactRecord, Value
from questions.models import Cue, ValueKind

_LANGUAGE_OF_UNITS = "en"  # facts name them in it
# A figure given as "about" is right within this share of it.
_ABOUT = Decimal("0.05")
# What stands behind the figure of "28 государств".
_BEHIND = re.compile(r"\d\s*(?P<unit>[^\W\d].*)$")


def key_of(fact: FactRecord, cue: str, language: str, answer: Answer) -> dict[str, Any]:
    """The key of a question that asks this cue of the fact."""
    accepted = [text for w in fact.wordings.values() for text in w.accept[Cue(cue)]]
    if answer.is_list and answer.kind == ValueKind.TEXT:
        items = [{"type": "text", "texts": [part.text]} for part in answer.parts]
        return {"type": "list", "items": items}
    if answer.is_list:
        return {"type": "list", "items": [key_of_value(value) for value in answer.values]}
    if answer.kind == ValueKind.TEXT:
        others = [w.answer for w in fact.wordings.values()] if cue == Cue.VALUE else []
        return {"type": "text", "texts": _unique([answer.text, *accepted, *others])}
    key = key_of_value(answer.values[0], accepted)
    if key["type"] == "number" and language != _LANGUAGE_OF_UNITS:
        behind = _BEHIND.search(answer.text)
        key["unit"] = behind["unit"] if behind else key["unit"]
    if key["type"] in ("date", "number") and accepted:
        # Wordings that no rule reads as the value, such as a day where the source has the month.
        key["accepted"] = _unique(accepted)
    return key


def key_of_value(value: Value, accepted: Iterable[str] = ()) -> dict[str, Any]:
    """The key of a single date, number or thing; further texts count as names of a thing."""
    if value.thing is not None:
        names = _unique([*value.thing.all_names, *accepted])
        return {"type": "name", "kind": value.thing.kind, "names": names}
    if value.start:
        return {"type": "date", "start": value.start, "end": value.end}
    number = value.number or Decimal(0)
    tolerance = value.tolerance
    if tolerance is None:
        tolerance = abs(number) * _ABOUT if value.bound == "about" else Decimal(0)
    return {
        "type": "number",
        "number": plain(number),
        "unit": value.unit,
        "tolerance": plain(tolerance),
    }


def plain(number: Decimal) -> str:
    """The number in figures without an exponent or idle noughts, whatever database it came from."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def accepted_texts(key: dict[str, Any]) -> list[str]:
    """Every text that the key takes as right word by word."""
    match key["type"]:
        case "name":
            return list(key["names"])
        case "text":
            return list(key["texts"])
        case "list":
            return [text for item in key["items"] for text in accepted_texts(item)]
    return list(key.get("accepted", []))


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
