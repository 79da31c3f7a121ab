"""The words a fact is asked with in each form, and which forms its answer allows."""

import re

from questions.generation.answers import Answer
from questions.generation.records import FactRecord, Thing, Wording
from questions.generation.wording import GAP, SLOT, fill
from questions.models import Cue, Form, ValueKind

_MOST_TYPED_WORDS = 4
_MOST_LISTED = 5
# What an event is called is mostly a description, of which no two people write the same.
_MOST_NAME_WORDS = {"event": 2, "document": 6, "body": 6, "organisation": 6}
_DATE_LABELS = {
    "en": {
        "day": "day, month and year",
        "month": "month and year",
        "year": "year",
        "day range": "from which day to which",
        "month range": "from which month to which",
        "year range": "from which year to which",
    }
}
_KIND_LABELS = {
    "en": {
        "force": "troops",
        "community": "group of states",
        "office": "post",
        "organisation": "organisation or forum",
        "concept": "",
    }
}
_UNIT_LABELS = {"en": {"%": "per cent"}}
_UNIT_PATTERNS = {"en": "number of {}"}
_MONEY = frozenset({"US dollars", "euros"})


def question_stem(fact: FactRecord, cue: str, language: str) -> str:
    """The question that asks the cue; empty where the fact has none."""
    return _wording(fact, language).ask[Cue(cue)]


def items_stem(fact: FactRecord, language: str) -> str:
    """The stem that asks for all items of the value among others; empty where there is none."""
    return _wording(fact, language).ask_items


def claim_frame(fact: FactRecord, cue: str, language: str) -> str:
    """The sentence with a slot; empty where the fact has none."""
    claim = _wording(fact, language).claim[Cue(cue)]
    return claim if SLOT in claim else ""


def cloze_stem(fact: FactRecord, cue: str, language: str, answer: Answer) -> str:
    """The claim with a gap that says what is wanted, so that it has one reading."""
    frame = claim_frame(fact, cue, language)
    if not frame:
        return ""
    label = gap_label(answer, language)
    # A sentence that speaks of a body anyway needs no second “body”.
    is_told = bool(label) and re.search(rf"\b{re.escape(label)}\b", frame, re.I)
    return fill(frame, f"{GAP} ({label})" if label and not is_told else GAP)


def gap_label(answer: Answer, language: str) -> str:
    """What is wanted in a gap: year, city, number of states; nothing for a text."""
    if language not in _DATE_LABELS or answer.kind == ValueKind.TEXT:
        return ""
    if answer.kind == ValueKind.DATE:
        return _DATE_LABELS[language].get(answer.grain, "")
    if answer.kind == ValueKind.NUMBER:
        unit = answer.grain
        if unit in _MONEY:
            return unit
        return _UNIT_LABELS[language].get(unit) or _UNIT_PATTERNS[language].format(unit)
    return _KIND_LABELS[language].get(answer.grain, answer.grain)


def can_be_typed(answer: Answer, form: str) -> bool:
    """Whether the answer is short and plain enough to be typed in that form."""
    if answer.is_list and (form != Form.TYPED or not 0 < len(answer.values) <= _MOST_LISTED):
        return False
    if answer.kind == ValueKind.TEXT:
        return len(answer.text.split()) <= _MOST_TYPED_WORDS
    return all(value.thing is None or _has_short_name(value.thing) for value in answer.values)


def _has_short_name(thing: Thing) -> bool:
    shortest = min(len(name.split()) for name in thing.all_names)
    return shortest <= _MOST_NAME_WORDS.get(thing.kind, _MOST_TYPED_WORDS)


def _wording(fact: FactRecord, language: str) -> Wording:
    return fact.wordings[language]
