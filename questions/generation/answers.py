"""What can stand in the slot of a claim: comparing answers and telling which go together."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from questions.generation.records import FactRecord, Thing, Value
from questions.generation.wording import in_sentence, listed, thing_in_sentence, value_words
from questions.language.tidying import tidy, words
from questions.models import Cue, ValueKind


@dataclass(frozen=True)
class Answer:
    """The value or the subject of a fact, as words and as something to compare."""

    kind: str
    # What it must share with a wrong option beside it: a day, a year, a unit, an entity's kind.
    grain: str
    text: str
    slotted: str
    forms: frozenset[tuple[str, ...]]
    order: tuple[str, Decimal]
    values: tuple[Value, ...]
    thing: Thing | None = None
    # The answers of a list one by one; none of a single answer.
    parts: tuple["Answer", ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it is several values together."""
        return len(self.parts) > 1

    @property
    def each(self) -> tuple["Answer", ...]:
        """The answers one by one, be it one or a list."""
        return self.parts or (self,)

    @property
    def is_sorted(self) -> bool:
        """Whether options of this kind stand in their own order."""
        return self.kind in (ValueKind.DATE, ValueKind.NUMBER)


@lru_cache(maxsize=32768)
def normalised(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in one form: texts that differ for nobody are equal."""
    return words(tidy(text))


def answer_of(fact: FactRecord, cue: str, language: str) -> Answer | None:
    """What the cue asks of the fact; None where the fact has none in that language."""
    if cue == Cue.SUBJECT:
        return _subject(fact.subject, language) if fact.subject else None
    wording = fact.wordings.get(language)
    override = wording.answer if wording else ""
    if fact.values:
        return answer_of_values(fact.values, str(fact.value_kind), override, language)
    if wording and wording.items:
        parts = tuple(text_answer(item) for item in wording.items)
        return replace(text_answer(listed(wording.items, language)), parts=parts)
    return text_answer(override) if override else None


def answer_of_values(values: tuple[Value, ...], kind: str, override: str, language: str) -> Answer:
    """The answer that values of one kind are, in their own words or in those given instead."""
    first = values[0]
    text = override or listed([value_words(v, language) for v in values], language)
    slotted = override or listed([in_sentence(v, language) for v in values], language)
    several = [
        answer_of_values((value,), kind, "", language) for value in values if len(values) > 1
    ]
    return Answer(
        kind=kind,
        grain=grain_of(first),
        text=text,
        slotted=slotted,
        forms=_forms(values, text),
        order=(first.start, first.number or Decimal(0)),
        values=values,
        thing=first.thing if len(values) == 1 else None,
        parts=tuple(several),
    )


def _subject(subject: Thing, language: str) -> Answer:
    value = Value(thing=subject)
    return Answer(
        kind=ValueKind.ENTITY,
        grain=grain_of(value),
        text=subject.name(language),
        slotted=thing_in_sentence(subject, language),
        forms=_forms((value,), subject.name(language)),
        order=("", Decimal(0)),
        values=(value,),
        thing=subject,
    )


def text_answer(text: str) -> Answer:
    """The answer that a few words are."""
    return Answer(
        kind=ValueKind.TEXT,
        grain="text",
        text=text,
        slotted=text,
        forms=frozenset({normalised(text)}),
        order=("", Decimal(0)),
        values=(),
    )


def _forms(values: tuple[Value, ...], text: str) -> frozenset[tuple[str, ...]]:
    names = values[0].thing.all_names if len(values) == 1 and values[0].thing else ()
    return frozenset(normalised(name) for name in (text, *names))


def grain_of(value: Value) -> str:
    """Granularity of a date, unit of a number, kind of a thing."""
    if value.thing is not None:
        return value.thing.kind
    if value.start:
        precision = ("year", "month", "day")[value.start.count("-")]
        return f"{precision} range" if value.end else precision
    return value.unit or "number"


def is_range(answer: Answer) -> bool:
    """Whether it goes from one date to another."""
    return any(value.end for value in answer.values)


def are_same(one: Answer, other: Answer) -> bool:
    """Whether two answers mean the same, by any of their names."""
    return bool(one.forms & other.forms) or _share_thing(one, other)


def _share_thing(one: Answer, other: Answer) -> bool:
    return one.thing is not None and other.thing is not None and one.thing.slug == other.thing.slug


def collide(one: Answer, other: Answer) -> bool:
    """Whether both could be right together: the same, dates that overlap, one among the other's."""
    if any(are_same(mine, theirs) for mine in one.each for theirs in other.each):
        return True
    return any(_values_collide(mine, theirs) for mine in one.values for theirs in other.values)


def _values_collide(one: Value, other: Value) -> bool:
    if one.thing and other.thing:
        names = {normalised(name) for name in one.thing.all_names}
        return one.thing.slug == other.thing.slug or any(
            normalised(name) in names for name in other.thing.all_names
        )
    if one.start and other.start:
        return _first_day(one) <= _last_day(other) and _first_day(other) <= _last_day(one)
    if one.number is not None and other.number is not None:
        return one.number == other.number and one.unit == other.unit
    return False


def _first_day(value: Value) -> str:
    return value.start


def _last_day(value: Value) -> str:
    # "2002~" sorts behind every day of 2002, as "2002" sorts before them.
    return (value.end or value.start) + "~"
