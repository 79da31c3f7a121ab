"""How the library's records fit together: ids that exist, values of the right kind, no orphans."""

from collections import defaultdict
from collections.abc import Iterator

from questions.exchange.library_records import (
    ENTITIES_FILE,
    RELATIONS_FILE,
    EntityRecord,
    FactRecord,
    Library,
    LibraryProblem,
    RelationRecord,
    WordingRecord,
)
from questions.models import ValueKind


def link_problems(library: Library) -> Iterator[LibraryProblem]:
    """Every id that leads nowhere, every value of the wrong kind, every broken promise."""
    entities, relations = library.entities_by_id(), library.relations_by_id()
    topics = {topic.id for topic in library.topics}
    sources = {source.id for source in library.sources}
    facts = {fact.id for fact in library.facts}
    for fact in library.facts:
        if fact.topic not in topics:
            yield fact.problem(f"the file is named after no topic of topics.toml: “{fact.topic}”")
        yield from _value_problems(fact, entities, relations)
        for citation in fact.citations:
            if citation.place.source not in sources:
                yield fact.problem(f"cite: unknown source “{citation.place.source}”")
        yield from _neighbour_problems(fact, facts)
    yield from _promise_problems(library)
    yield from _orphans(library)


def _value_problems(
    fact: FactRecord, entities: dict[str, EntityRecord], relations: dict[str, RelationRecord]
) -> Iterator[LibraryProblem]:
    if fact.subject and fact.subject not in entities:
        yield fact.problem(f"subject: unknown entity “{fact.subject}”")
    for value in fact.values:
        if value.entity and value.entity not in entities:
            yield fact.problem(f"value: unknown entity “{value.entity}”")
    relation = relations.get(fact.relation)
    if relation is None:
        if fact.relation:
            yield fact.problem(f"relation: unknown relation “{fact.relation}”")
        return
    yield from _kind_problems(fact, relation, entities)
    if len(fact.values) > 1 and not relation.several:
        yield fact.problem(f"value: a list, but “{relation.id}” promises one value (several)")


def _kind_problems(
    fact: FactRecord, relation: RelationRecord, entities: dict[str, EntityRecord]
) -> Iterator[LibraryProblem]:
    if relation.value_kind == ValueKind.TEXT:
        if fact.values:
            yield fact.problem(f"value: “{relation.id}” is answered by a text, given as answer")
        for text in fact.texts:
            yield from _text_problems(fact, relation, text)
        return
    if not fact.values:
        yield fact.problem(f"value: is missing or unreadable (a {relation.value_kind} is wanted)")
    for value in fact.values:
        entity = entities.get(value.entity)
        if value.kind != relation.value_kind:
            yield fact.problem(
                f"value: a {value.kind} where “{relation.id}” wants a {relation.value_kind}"
            )
        elif entity and entity.kind and entity.kind not in relation.entity_kinds:
            kinds = ", ".join(relation.entity_kinds)
            yield fact.problem(
                f"value: “{entity.id}” is a {entity.kind}, “{relation.id}” wants {kinds}"
            )


def _text_problems(
    fact: FactRecord, relation: RelationRecord, text: WordingRecord
) -> Iterator[LibraryProblem]:
    """A text value is one answer, or a list of at least two items."""
    if not (text.answer or text.items):
        yield fact.problem(f"{text.language}.answer: is missing (the value is a text)")
    elif text.answer and text.items:
        yield fact.problem(f"{text.language}.items: stand beside an answer; give one of the two")
    elif len(text.items) == 1:
        yield fact.problem(f"{text.language}.items: one item is no list; give it as answer")
    elif text.items and not relation.several:
        yield fact.problem(f"items: a list, but “{relation.id}” promises one value (several)")


def _neighbour_problems(fact: FactRecord, facts: set[str]) -> Iterator[LibraryProblem]:
    for name in ("near", "near_subject", "untrue", "never"):
        ids: tuple[str, ...] = getattr(fact, name)
        for other in ids:
            if other == fact.id:
                yield fact.problem(f"{name}: names the fact itself")
            elif other not in facts:
                yield fact.problem(f"{name}: unknown fact “{other}”")
    for name in ("near", "near_subject", "untrue"):
        for other in getattr(fact, name):
            if other in fact.never:
                yield fact.problem(f"{name}: “{other}” stands in never too")


def _promise_problems(library: Library) -> Iterator[LibraryProblem]:
    """Facts of one subject and relation that say the same, or more than one thing."""
    relations = library.relations_by_id()
    groups: dict[tuple[str, str], list[FactRecord]] = defaultdict(list)
    for fact in library.facts:
        if fact.subject and fact.relation in relations:
            groups[fact.subject, fact.relation].append(fact)
    for (_, relation), facts in groups.items():
        seen: dict[object, str] = {}
        for fact in facts:
            known = seen.setdefault(answer_of(fact), fact.id)
            if known != fact.id:
                yield fact.problem(f"says the same as “{known}” (subject, relation and value)")
        if len(seen) > 1 and not relations[relation].several:
            yield from _dispute_problems(facts)


def _dispute_problems(facts: list[FactRecord]) -> Iterator[LibraryProblem]:
    """Several answers to a question that has one: each must say whose or of when, and warn."""
    for fact in facts:
        others = ", ".join(f"“{other.id}”" for other in facts if other is not fact)
        if not (fact.as_of or fact.according_to):
            yield fact.problem(
                f"relation: “{fact.relation}” promises one value, but {others} gives another; "
                "say as_of or according_to, or choose another subject or relation"
            )
        elif not all(text.caveat for text in fact.texts if text.is_asked):
            yield fact.problem(f"is disputed by {others} and has no caveat")


def answer_of(fact: FactRecord) -> object:
    """What the fact says of its subject, comparable between facts; texts by their English words."""
    english = fact.text("en")
    if fact.values or english is None:
        return fact.values
    return frozenset(map(str.casefold, english.items)) or english.answer.casefold()


def _orphans(library: Library) -> Iterator[LibraryProblem]:
    if any(file.startswith("facts/") for file in library.unread):
        return
    used = {fact.subject for fact in library.facts}
    used |= {value.entity for fact in library.facts for value in fact.values}
    for entity in library.entities:
        if entity.id not in used:
            yield LibraryProblem(ENTITIES_FILE, entity.id, "no fact uses the entity")
    related = {fact.relation for fact in library.facts}
    for relation in library.relations:
        if relation.id not in related:
            yield LibraryProblem(RELATIONS_FILE, relation.id, "no fact uses the relation")
