"""Grading a typed answer: pure functions from a text and a key to one of four outcomes."""

import re
from collections.abc import Sequence

from questions.language.tidying import all_words, is_blank, tidy
from questions.language.wordlists import word_set

from .dates import grade_date
from .keys import (
    DateKey,
    Item,
    Key,
    ListKey,
    NameKey,
    NumberKey,
    TextKey,
    key_from_json,
    key_to_json,
)
from .lists import grade_list
from .names import TEXT, grade_name
from .numbers import grade_number
from .outcome import Grade, Outcome, Reason, correct, review, wrong
from .persons import grade_person

__all__ = [
    "MAX_TYPED",
    "DateKey",
    "Grade",
    "Key",
    "ListKey",
    "NameKey",
    "NumberKey",
    "Outcome",
    "Reason",
    "TextKey",
    "grade",
    "key_from_json",
    "key_to_json",
]

MAX_TYPED = 300
PERSON = "person"

_OR = re.compile(r"(?<!\w)(?:or|или|либо|немесе|әлде)(?!\w)")
_ALTERNATIVES = re.compile(rf"[/()\[\]]|{_OR.pattern}")
_WORD = re.compile(r"[^\W_]+")
_NEGATIONS = word_set("""
    not no never neither nor except without isnt wasnt не нет ни кроме без емес жоқ жок
    """)


def grade(typed: str, key: Key, *, rivals: Sequence[str] = ()) -> Grade:
    """Grade a typed text; rivals are the names of other known entities of the key's kind."""
    if len(typed) > MAX_TYPED:
        return wrong(Reason.TOO_LONG)
    if is_blank(tidy(typed)):
        return wrong(Reason.EMPTY)
    if isinstance(key, ListKey):
        return _hedged(tidy(typed), grade_list(typed, key, rivals, _grade_item))
    return _grade_item(typed, key, rivals)


def _hedged(tidied: str, given: Grade) -> Grade:
    """A list with a "not" or an "or" in it that is not right as it stands is for review."""
    if given.outcome is not Outcome.PARTIAL:
        return given
    if _negations(tidied):
        return review(Reason.NEGATION)
    return review(Reason.SEVERAL) if _OR.search(tidied) else given


def _grade_item(typed: str, key: Item, rivals: Sequence[str]) -> Grade:
    tidied = tidy(typed)
    given = _grade_plain(tidied, key, rivals)
    negations = _negations(tidied)
    if not negations or negations <= _negations_of(key):
        return given
    return _grade_negated(tidied, key, rivals)


def _negations(tidied: str) -> frozenset[str]:
    return _NEGATIONS.intersection(all_words(tidied))


def _negations_of(key: Item) -> frozenset[str]:
    """The negations that the key's own names hold, which deny nothing when typed."""
    match key:
        case NameKey():
            named = key.names
        case TextKey():
            named = key.texts
        case _:
            named = ()
    return frozenset[str]().union(*(_negations(tidy(name)) for name in named))


def _grade_negated(tidied: str, key: Item, rivals: Sequence[str]) -> Grade:
    """For review where what is negated would have been anything but wrong."""
    rest = _WORD.sub(lambda word: "" if word[0] in _NEGATIONS else word[0], tidied)
    rest = " ".join(rest.split())
    given = wrong(Reason.NO_MATCH) if is_blank(rest) else _grade_plain(rest, key, rivals)
    return given if given.outcome is Outcome.WRONG else review(Reason.NEGATION)


def _grade_plain(tidied: str, key: Item, rivals: Sequence[str]) -> Grade:
    match key:
        case DateKey():
            return grade_date(tidied, key)
        case NumberKey():
            return grade_number(tidied, key)
        case NameKey() | TextKey():
            return _grade_alternatives(tidied, key, rivals)


def _grade_alternatives(tidied: str, key: NameKey | TextKey, rivals: Sequence[str]) -> Grade:
    """A or B is for review where one of them is right; two names of the key are just right."""
    whole = _grade_words(tidied, key, rivals)
    parts = [part for part in _ALTERNATIVES.split(tidied) if not is_blank(part)]
    if whole.outcome is Outcome.CORRECT or len(parts) < 2:
        return whole
    grades = [_grade_words(part, key, rivals) for part in parts]
    if all(one.outcome is Outcome.CORRECT for one in grades):
        return correct(Reason.ALIAS)
    if any(one.outcome is not Outcome.WRONG for one in grades):
        return review(Reason.SEVERAL)
    return whole


def _grade_words(tidied: str, key: NameKey | TextKey, rivals: Sequence[str]) -> Grade:
    if isinstance(key, TextKey):
        return grade_name(tidied, TEXT, key.texts, rivals)
    if key.kind == PERSON:
        return grade_person(tidied, key.names, rivals)
    return grade_name(tidied, key.kind, key.names, rivals)
