"""What an edit of a fact means to whoever has learned it.

The key of a cue is what answers it: the value of the value cue, the subject of the subject cue. An
edit keeps memory where both ends still say the same. Where the key is another one, what was learned
is wrong, and the cue is learned anew. Where a date or a number was corrected, or what the stem
gives is another now, much of it still holds, and the cue is asked again soon.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

from questions.exchange.library_records import FactRecord
from questions.exchange.library_rows import Columns
from questions.language.tidying import all_words, tidy, words
from questions.models import Cue, Entity, Fact, ValueKind

_ARTICLES = frozenset({"a", "an", "the"})


class Effect(IntEnum):
    """What becomes of the memory of a cue."""

    KEPT = 0
    ASKED_SOON = 1
    RESET = 2


EffectByCue = Mapping[Cue, Effect]


class _Value(NamedTuple):
    date_start: str
    date_end: str
    number: Decimal | None
    unit: str
    bound: str
    tolerance: Decimal | None
    entity_id: int | None

    @property
    def kind(self) -> ValueKind:
        if self.date_start:
            return ValueKind.DATE
        return ValueKind.NUMBER if self.entity_id is None else ValueKind.ENTITY


@dataclass(frozen=True)
class Said:
    """What a fact says: its two ends, and the English words of a text value."""

    subject_id: int | None
    relation_id: int | None
    values: tuple[_Value, ...]
    answer: str
    items: tuple[str, ...]
    accept: tuple[str, ...]

    @classmethod
    def by_fact(cls, fact: Fact) -> "Said":
        """What the rows say, values and texts at hand."""
        values = [_value(vars(value)) for value in fact.values.all()]
        english = next((text for text in fact.texts.all() if text.language == "en"), None)
        return cls._by(fact.subject_id, fact.relation_id, values, english)

    @classmethod
    def by_record(cls, record: FactRecord, columns: Columns, values: Iterable[Columns]) -> "Said":
        """What the files say, with the ids that stand in the columns."""
        ids = columns["subject_id"], columns["relation_id"]
        return cls._by(*ids, [_value(value) for value in values], record.text("en"))

    @classmethod
    def _by(
        cls, subject: int | None, relation: int | None, values: Iterable[_Value], english: Any
    ) -> "Said":
        return cls(
            subject_id=subject,
            relation_id=relation,
            values=tuple(values),
            answer=english.answer if english else "",
            items=tuple(english.items) if english else (),
            accept=tuple(english.accept) if english else (),
        )

    @property
    def kind(self) -> ValueKind:
        """The kind of its value."""
        return self.values[0].kind if self.values else ValueKind.TEXT

    @property
    def is_list(self) -> bool:
        """Whether several values together are the answer."""
        return len(self.values) > 1 or bool(self.items and not self.values)


def _value(columns: Mapping[str, Any]) -> _Value:
    return _Value(*(columns[name] for name in _Value._fields))


class Things:
    """The library's entities, to tell whether two ids mean one thing."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._names = {
            entity.pk: {plain(name) for name in entity.all_names()} for entity in entities
        }

    def are_one(self, one: int | None, other: int | None) -> bool:
        """Whether it is the same entity, or another entry that goes by one of its names."""
        if one == other:
            return True
        if one is None or other is None:
            return False
        return bool(self._names.get(one, set()) & self._names.get(other, set()))


def plain(text: str) -> tuple[str, ...]:
    """The words of a text in one case and English spelling, without articles and punctuation."""
    return tuple(words(word)[0] for word in all_words(tidy(text)) if word not in _ARTICLES)


def effects(before: Said, after: Said, things: Things) -> EffectByCue:
    """What the edit does to the memory of each cue of the fact."""
    same_subject = things.are_one(before.subject_id, after.subject_id)
    value = _value_effect(before, after, things)
    if value == Effect.ASKED_SOON and (not same_subject or before.relation_id != after.relation_id):
        value = Effect.RESET
    subject = Effect.KEPT if same_subject else Effect.RESET
    if value == subject == Effect.KEPT:
        return {Cue.VALUE: Effect.KEPT, Cue.SUBJECT: Effect.KEPT}
    # The stem of either cue gives the other end, which is another one now.
    return {
        Cue.VALUE: max(value, Effect.ASKED_SOON),
        Cue.SUBJECT: max(subject, Effect.ASKED_SOON),
    }


def _value_effect(before: Said, after: Said, things: Things) -> Effect:
    if before.kind != after.kind or before.is_list != after.is_list:
        return Effect.RESET
    if before.kind == ValueKind.TEXT:
        same = _same_items if before.is_list else _same_words
        return Effect.KEPT if same(before, after) else Effect.RESET
    if before.is_list or before.kind == ValueKind.ENTITY:
        return Effect.KEPT if _same_members(before, after, things) else Effect.RESET
    return _figure_effect(before.values[0], after.values[0])


def _same_words(before: Said, after: Said) -> bool:
    """Whether the words are the same, or one answer was or is accepted for the other."""
    old, new = plain(before.answer), plain(after.answer)
    return old == new or old in map(plain, after.accept) or new in map(plain, before.accept)


def _same_items(before: Said, after: Said) -> bool:
    return sorted(map(plain, before.items)) == sorted(map(plain, after.items))


def _same_members(before: Said, after: Said, things: Things) -> bool:
    """Whether both lists have the same members, in whatever order."""
    left = list(after.values)
    for value in before.values:
        same = (other for other in left if _are_one(value, other, things))
        match = next(same, None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _are_one(value: _Value, other: _Value, things: Things) -> bool:
    if value.kind == ValueKind.ENTITY:
        return things.are_one(value.entity_id, other.entity_id)
    return _figure_effect(value, other) == Effect.KEPT


def _figure_effect(before: _Value, after: _Value) -> Effect:
    """A date or a number is corrected by whatever may make a right answer of before wrong."""
    if _figure(before) != _figure(after):
        return Effect.ASKED_SOON
    narrower = (after.tolerance or 0) < (before.tolerance or 0)
    return Effect.ASKED_SOON if narrower else Effect.KEPT


def _figure(value: _Value) -> tuple[object, ...]:
    return value.date_start, value.date_end, value.number, plain(value.unit), value.bound
