"""What a short text says: a date, a number with its unit, a thing that is known, or just words."""

import json
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db import connection

from questions.generation.answers import Answer, answer_of_values, normalised, text_answer
from questions.generation.records import Thing, Value, thing_of
from questions.language.amounts import read_amounts
from questions.language.dates import Day, read_dates
from questions.language.tidying import tidy
from questions.models import Entity, User, ValueKind

_LARGEST = 10**15
_MOST_UNIT_WORDS = 4
_MOST_UNIT = 40
# As short as "US", a name must not be found in a pronoun.
_LONGEST_ABBREVIATION = 5
_BOUNDS = {
    **dict.fromkeys(("about", "approximately", "around", "roughly"), "about"),
    **dict.fromkeys(("около", "примерно", "приблизительно", "шамамен"), "about"),
    **dict.fromkeys(("over", "более", "свыше", "астам"), "over"),
}
_UNITS = {"percent": "%", "dollars": "US dollars"}
_ORDINAL = re.compile(r"\d\s*-?(st|nd|rd|th|й|я|е|го|ші|шы)(?!\w)")
# Beside other words it is a year: the 2024 summit.
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
_BEGINS_WITH_FIGURE = re.compile(r"(?:[^\W\d_]+ )?[$€£₽₸~≈-]?\s?\d")


@dataclass(frozen=True)
class Meaning:
    """A text and what it says; no value where it is just words."""

    text: str
    value: Value | None = None

    @property
    def kind(self) -> str:
        """The kind of value."""
        if self.value is None:
            return ValueKind.TEXT
        if self.value.thing:
            return ValueKind.ENTITY
        return ValueKind.DATE if self.value.start else ValueKind.NUMBER

    def answer(self, language: str) -> Answer:
        """The same as what the checks of generated questions compare."""
        if self.value is None:
            return text_answer(self.text)
        return answer_of_values((self.value,), self.kind, self.text, language)


# Read as plain rows: making models of all entities would cost more than all that follows.
_ENTITIES = """
SELECT slug, kind, names, aliases, takes_article FROM questions_entity
 WHERE owner_id IS NULL OR owner_id = %s ORDER BY id
"""
_Row = tuple[str, str, str, str, bool]
_ByName = dict[tuple[str, ...], dict[str, Thing]]


class Things:
    """The entities by all their names."""

    def __init__(self, by_name: _ByName) -> None:
        self._by_name = by_name

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> "Things":
        """These entities."""
        return cls(_by_name(thing for entity in entities if (thing := thing_of(entity))))

    @classmethod
    def known_to(cls, owner: User | int | None) -> "Things":
        """The library's entities and the owner's, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(_ENTITIES, [owner.pk if isinstance(owner, User) else owner])
            return cls(_index(tuple(cursor.fetchall())))

    def named(self, text: str) -> Thing | None:
        """The one thing of that name; none where several go by it."""
        found = [
            thing
            for thing in self._by_name.get(normalised(text), {}).values()
            if any(_is_written_so(name, text) for name in thing.all_names)
        ]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=16)
def _index(rows: tuple[_Row, ...]) -> _ByName:
    """The names of these rows, worked out once as long as no entity changes."""
    entities = (
        Entity(
            slug=slug,
            kind=kind,
            names=json.loads(names),
            aliases=json.loads(aliases),
            takes_article=takes_article,
        )
        for slug, kind, names, aliases, takes_article in rows
    )
    return _by_name(thing for entity in entities if (thing := thing_of(entity)))


def _by_name(things: Iterable[Thing]) -> _ByName:
    found: _ByName = defaultdict(dict)
    for thing in things:
        for name in thing.all_names:
            found[normalised(name)][thing.slug] = thing
    return dict(found)


def _is_written_so(name: str, text: str) -> bool:
    if normalised(name) != normalised(text):
        return False
    is_abbreviation = name.isupper() and len(name) <= _LONGEST_ABBREVIATION
    return not is_abbreviation or any(char.isupper() for char in text)


def meaning_of(text: str, things: Things, *, unit: str = "", is_number: bool = False) -> Meaning:
    """What the text says: a known thing, a date, a number or words; a number alone if so wished."""
    text = " ".join(text.split())
    if is_number or unit:
        return Meaning(text, _number(text, unit, is_wished=True))
    if thing := things.named(text):
        return Meaning(text, Value(thing=thing))
    return Meaning(text, _date(text) or _number(text, ""))


@lru_cache(maxsize=8192)
def _date(text: str) -> Value | None:
    """The one date or range that the text can be read as; it has a year, and no other words."""
    spans = {
        (span.start, span.end)
        for span in read_dates(tidy(text))
        if span.is_sure and not span.unknown and not span.is_mended
    }
    if len(spans) != 1:
        return None
    (start, end) = spans.pop()
    first, last = _written(start), _written(end) if end else ""
    if not first or (end and not last) or (last and last < first):
        return None
    return Value(start=first, end=last)


def _written(day: Day) -> str:
    """The date as it is stored; empty where there is no such date."""
    if not day.year or not 1 <= day.year <= 9999 or (day.day and not day.month):
        return ""
    if not day.month:
        return f"{day.year:04}"
    if not day.day:
        return f"{day.year:04}-{day.month:02}"
    is_possible = day.day <= monthrange(day.year, day.month)[1]
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if is_possible else ""


@lru_cache(maxsize=8192)
def _number(text: str, unit: str, *, is_wished: bool = False) -> Value | None:
    """The one number that the text is, with its unit; none where words are more of it than that."""
    tidied = tidy(text)
    reading = read_amounts(tidied)[0]
    if len(reading.amounts) != 1 or not reading.amounts[0].is_sure or reading.is_mended:
        return None
    if not is_wished and not _is_mostly_number(text, tidied, reading.others):
        return None
    number = _decimal(reading.amounts[0].value)
    if number is None:
        return None
    if tidied.startswith(("-", "minus ", "минус ")):
        number = -number
    bound = next((_BOUNDS[word] for word in reading.others if word in _BOUNDS), "")
    words = (_UNITS.get(word, word) for word in reading.others if word not in _BOUNDS)
    return Value(number=number, unit=(unit or " ".join(words))[:_MOST_UNIT].strip(), bound=bound)


def _is_mostly_number(text: str, tidied: str, others: tuple[str, ...]) -> bool:
    if not others:
        return True
    is_named = any(word[:1].isupper() for word in text.split()[1:])
    is_dated = any(span.start.month for span in read_dates(tidied))
    begins = _BEGINS_WITH_FIGURE.match(tidied) and (
        tidied[:1] in "$€£₽₸~≈-0123456789" or tidied.split()[0] in _BOUNDS
    )
    is_dated = is_dated or bool(_YEAR.search(tidied))
    is_plain = not is_named and not is_dated and not _ORDINAL.search(tidied)
    return bool(begins) and is_plain and len(others) <= _MOST_UNIT_WORDS


def _decimal(value: Fraction) -> Decimal | None:
    """The value in figures with at most four decimals, as the database holds them."""
    if abs(value) >= _LARGEST or (value * 10_000).denominator != 1:
        return None
    return Decimal(int(value * 10_000)) / Decimal(10_000)
