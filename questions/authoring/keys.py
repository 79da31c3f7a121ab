"""Keys of hand-written questions: what a typed response will be graded against."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from questions.authoring.meaning import Meaning, Things, meaning_of
from questions.authoring.records import OptionWish, QuestionWish
from questions.generation.answers import answer_of, are_same
from questions.generation.keys import key_of, key_of_value
from questions.generation.records import FactRecord
from questions.models import Form, ValueKind

WRITTEN_FORMS = (Form.TYPED, Form.CLOZE, Form.NUMBER)
MOST_LISTED = 8
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_SORTED: tuple[set[str], ...] = ({ValueKind.DATE}, {ValueKind.NUMBER})

Key = dict[str, Any]


def key_of_wish(wish: QuestionWish, things: Things, record: FactRecord | None = None) -> Key | None:
    """The key as it is stored; none where the form needs none, or the answer gives none.

    With the library's fact, all that it accepts is accepted here too.
    """
    if wish.form == Form.CHOICE:
        return _sorting_key(wish.options, things)
    if wish.form not in WRITTEN_FORMS or not wish.answer.strip():
        return None
    items = listed_items(wish)
    if items:
        parts = [_key(meaning_of(item, things), ()) for item in items]
        return {"type": "list", "items": parts}
    meaning = meaning_of_wish(wish, things)
    if wish.form == Form.NUMBER and meaning.value is None:
        return None
    return _of_fact(wish, meaning, record) or _key(meaning, wish.accepted)


def meaning_of_wish(wish: QuestionWish, things: Things) -> Meaning:
    """What the answer of a written form says, with unit and tolerance as they were given."""
    is_number = wish.form == Form.NUMBER
    meaning = meaning_of(wish.answer, things, unit=wish.unit, is_number=is_number)
    value = meaning.value
    if value is None or value.number is None:
        return meaning
    return replace(meaning, value=replace(value, tolerance=tolerance_of(wish, value.number)))


def listed_items(wish: QuestionWish) -> list[str]:
    """The items of a typed list, which semicolons part; none where it is a single answer."""
    items = [item.strip() for item in wish.answer.split(";") if item.strip()]
    is_list = wish.form == Form.TYPED and 2 <= len(items) <= MOST_LISTED and not wish.accepted
    return items if is_list else []


def tolerance_of(wish: QuestionWish, number: Decimal) -> Decimal | None:
    """How far off is right: a number, or a share such as “5%”; none where nothing was given.

    ValueError where it is neither.
    """
    written = " ".join(wish.tolerance.split())
    if not written:
        return None
    share = _SHARE.fullmatch(written)
    is_share = share is not None and "%" not in wish.unit
    try:
        figure = Decimal((share[1] if share else written).replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise ValueError(written) from None
    if not figure.is_finite() or figure < 0 or figure >= 10**15:
        raise ValueError(written)
    return abs(number) * figure / 100 if is_share else figure


def _sorting_key(options: Sequence[OptionWish], things: Things) -> Key | None:
    """The key of a choice whose options are dates or numbers in their order, which they keep.

    All others are shown mixed, so that where the key stands says nothing.
    """
    key = next((option for option in options if option.is_key), None)
    meanings = [meaning_of(option.text, things) for option in options]
    if key is None or {meaning.kind for meaning in meanings} not in _SORTED:
        return None
    orders = [meaning.answer("en").order for meaning in meanings]
    if any(one > other for one, other in pairwise(orders)):
        return None
    return _key(meaning_of(key.text, things), ())


def _of_fact(wish: QuestionWish, meaning: Meaning, record: FactRecord | None) -> Key | None:
    """The key that generation would give, where the answer is the fact's."""
    asked = answer_of(record, wish.cue, wish.language) if record and wish.cue else None
    if record is None or asked is None or asked.is_list:
        return None
    if not are_same(asked, meaning.answer(wish.language)):
        return None
    key = key_of(record, wish.cue, wish.language, asked)
    if key["type"] == "number":
        return _key(meaning, [*wish.accepted, *key.get("accepted", [])])
    return _with_accepted(key, wish.accepted)


def _key(meaning: Meaning, accepted: Iterable[str]) -> Key:
    if meaning.value is None:
        return {"type": "text", "texts": _unique([meaning.text, *accepted])}
    return _with_accepted(key_of_value(meaning.value), accepted)


def _with_accepted(key: Key, accepted: Iterable[str]) -> Key:
    """The key with further texts that are right."""
    names = {"name": "names", "text": "texts"}.get(key["type"], "accepted")
    texts = _unique([*key.get(names, []), *accepted])
    return key | {names: texts} if texts else key


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
