"""Orderings and matchings of the library files: reading them, and what can be wrong with them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from questions.exchange.library_records import (
    EntityRecord,
    FactRecord,
    Library,
    LibraryProblem,
    PartRecord,
    SetRecord,
)
from questions.exchange.toml_table import Table
from questions.grounding.spellings import states_date
from questions.grounding.text import fold, fold_words
from questions.models import Form

_WORD = re.compile(r"\w+")
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "on", "in", "to", "and", "for", "by", "with"})
_FEWEST_PARTS, _MOST_PARTS = 3, 6
# With fewer, most of what could be given is right, or is told by the rest.
_FEWEST_DIFFERENT = 3


def read_ordering(table: Table) -> SetRecord:
    """Events to be put in order."""
    return _read(table, Form.ORDER)


def read_matching(table: Table) -> SetRecord:
    """Things to be matched with their answers."""
    return _read(table, Form.MATCH)


def _read(table: Table, form: Form) -> SetRecord:
    return SetRecord(
        file="",
        topic="",
        id=table.slug("id", required=True, limit=100),
        form=form,
        stems=table.by_language("stem", required=True),
        parts=tuple(_part(part) for part in table.tables("parts")),
    )


def _part(table: Table) -> PartRecord:
    part = PartRecord(
        fact=table.slug("fact", required=True, limit=100),
        texts=table.by_language("text", required=True),
        answers=table.by_language("answer", required="answer" in table),
    )
    table.close()
    return part


def set_problems(library: Library) -> Iterator[LibraryProblem]:
    """Everything wrong with every ordering and matching."""
    facts = {fact.id: fact for fact in library.facts}
    topics = {topic.id for topic in library.topics}
    entities = library.entities_by_id()
    for each in library.sets:
        reasons = [
            *_place_problems(each, topics, facts),
            *_part_problems(each, facts),
            *_text_problems(each),
        ]
        if each.form == Form.ORDER:
            reasons += _ordering_problems(each, facts)
        else:
            reasons += _matching_problems(each, facts, entities)
        yield from (each.problem(reason) for reason in reasons)


def _place_problems(
    each: SetRecord, topics: set[str], facts: Mapping[str, FactRecord]
) -> Iterator[str]:
    if each.topic not in topics:
        yield f"the file is named after no topic of topics.toml: “{each.topic}”"
    if each.id in facts:
        yield "id: a fact has it already"
    first = facts.get(each.parts[0].fact) if each.parts else None
    if first is not None and first.topic != each.topic:
        yield f"parts.1.fact: “{first.id}” is of another topic ({first.topic})"


def _part_problems(each: SetRecord, facts: Mapping[str, FactRecord]) -> Iterator[str]:
    if not _FEWEST_PARTS <= len(each.parts) <= _MOST_PARTS:
        yield f"parts: {len(each.parts)} of them; {_FEWEST_PARTS} to {_MOST_PARTS} are wanted"
    for number, part in enumerate(each.parts, 1):
        if part.fact and part.fact not in facts:
            yield f"parts.{number}.fact: unknown fact “{part.fact}”"
    for fact, count in Counter(part.fact for part in each.parts if part.fact).items():
        if count > 1:
            yield f"parts: the fact “{fact}” stands twice"


def _text_problems(each: SetRecord) -> Iterator[str]:
    """Each language of the set must be whole, and no two texts the same."""
    for language, stem in each.stems.items():
        if not stem.endswith("."):
            yield f"stem.{language}: does not end in a full stop"
        shown = [fold_words(part.texts.get(language, "")) for part in each.parts]
        for text, count in Counter(text for text in shown if text).items():
            if count > 1:
                yield f"parts: the text “{text}” stands twice ({language})"
    for number, part in enumerate(each.parts, 1):
        for name, texts in (("text", part.texts), ("answer", part.answers)):
            # What is missing in English was told when it was read.
            missing = each.stems.keys() - texts.keys() - {"en"} if texts else set()
            for language in sorted(missing):
                yield f"parts.{number}.{name}.{language}: is missing"
            for language in sorted(texts.keys() - each.stems.keys()):
                yield f"parts.{number}.{name}.{language}: the set has no stem in that language"


def _ordering_problems(each: SetRecord, facts: Mapping[str, FactRecord]) -> Iterator[str]:
    """The rank of an event is its year, so that nothing depends on the order within one year."""
    years = set[str]()
    for number, part in enumerate(each.parts, 1):
        if part.answers:
            yield f"parts.{number}.answer: an event's answer is its date"
        fact = facts.get(part.fact)
        if fact is None:
            continue
        year = _year(fact)
        if not year:
            yield f"parts.{number}.fact: “{fact.id}” has not one date within one year"
            continue
        years.add(year)
        for language, text in part.texts.items():
            if _tells_date(text, fact):
                yield f"parts.{number}.text.{language}: contains its own date"
    if len(years) < _FEWEST_DIFFERENT:
        yield f"parts: their dates are of {len(years)} years; {_FEWEST_DIFFERENT} are wanted"


def _year(fact: FactRecord) -> str:
    """The year of the fact's one date; empty where it has none, several or a range of years."""
    if len(fact.values) != 1:
        return ""
    start, end = fact.values[0].date_start[:4], fact.values[0].date_end[:4]
    return "" if end and end != start else start


def _tells_date(text: str, fact: FactRecord) -> bool:
    folded, value = fold(text).text, fact.values[0]
    return states_date(folded, value.date_start[:4]) or states_date(
        folded, value.date_start, value.date_end
    )


def _matching_problems(
    each: SetRecord, facts: Mapping[str, FactRecord], entities: Mapping[str, EntityRecord]
) -> Iterator[str]:
    different = set[object]()
    for number, part in enumerate(each.parts, 1):
        fact = facts.get(part.fact)
        answer = part.answers.get("en") or (_answer(fact, entities) if fact else "")
        different.add(fold_words(answer) if isinstance(answer, str) else answer)
        for language, text in part.texts.items():
            words = part.answers.get(language) or (answer if language == "en" else "")
            if isinstance(words, str) and words and fold(text).find_all(words):
                yield f"parts.{number}.text.{language}: contains its own answer"
        given = part.answers.get("en", "")
        if fact and given and not _says(fact, given, entities):
            yield f"parts.{number}.answer.en: “{fact.id}” says nothing of “{given}”"
    different -= {"", ()}
    if len(different) < _FEWEST_DIFFERENT:
        yield f"parts: {len(different)} different answers; {_FEWEST_DIFFERENT} are wanted"


def _says(fact: FactRecord, answer: str, entities: Mapping[str, EntityRecord]) -> bool:
    """Whether the fact's own words hold a word of the answer, be it only its beginning.

    A date or a number can be put in words that no rule reads.
    """
    if any(not value.entity for value in fact.values):
        return True
    english = fact.text("en")
    names = [
        name
        for value in fact.values
        if value.entity in entities
        for name in entities[value.entity].all_names()
    ]
    own = fold(" ".join([*(english.texts() if english else ()), *names])).text
    words = [word for word in _WORD.findall(answer.casefold()) if word not in _SMALL_WORDS]
    return any(word[:4] in own for word in words)


def _answer(fact: FactRecord, entities: Mapping[str, EntityRecord]) -> object:
    """What the fact itself answers in English: its words, else its values, comparable."""
    english = fact.text("en")
    if english and (english.answer or english.items):
        return english.answer or "; ".join(sorted(english.items))
    named = [entities[value.entity] for value in fact.values if value.entity in entities]
    if named and len(named) == len(fact.values):
        return " and ".join(entity.names.get("en", entity.id) for entity in named)
    return fact.values
