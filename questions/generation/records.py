"""The published facts of the library as plain values, read in a constant number of queries.

Nothing in here holds a database id or depends on the order of rows, so that the same library gives
the same questions in every database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from questions.models import (
    Citation,
    Cue,
    Entity,
    Fact,
    FactSet,
    FactText,
    FactValue,
    ValueKind,
)


@dataclass(frozen=True)
class Thing:
    """An entity."""

    slug: str
    kind: str
    names: Mapping[str, str] = field(hash=False)
    all_names: tuple[str, ...]
    takes_article: bool = False

    def name(self, language: str) -> str:
        """The name in the language, else in English."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.all_names), "")


@dataclass(frozen=True)
class Value:
    """One value of a fact: a date, a number or a thing."""

    start: str = ""
    end: str = ""
    number: Decimal | None = None
    unit: str = ""
    bound: str = ""
    tolerance: Decimal | None = None
    thing: Thing | None = None


@dataclass(frozen=True)
class Wording:
    """The words of a fact in one language."""

    statement: str
    answer: str
    ask: Mapping[str, str] = field(hash=False)
    claim: Mapping[str, str] = field(hash=False)
    accept: Mapping[str, tuple[str, ...]] = field(hash=False)
    items: tuple[str, ...] = ()
    ask_items: str = ""


@dataclass(frozen=True)
class FactRecord:
    """A published fact with all that questions are made from."""

    slug: str
    topic: str
    subject: Thing | None
    relation: str
    value_kind: str
    several: bool
    values: tuple[Value, ...]
    as_of: str
    according_to: str
    # Facts whose answers make good wrong options, by cue.
    near: Mapping[str, tuple[str, ...]] = field(hash=False)
    # Facts whose values make the claim plainly false.
    untrue: tuple[str, ...]
    never: frozenset[str]
    skip: frozenset[str]
    is_cited: bool
    wordings: Mapping[str, Wording] = field(hash=False)


@dataclass(frozen=True)
class SetPart:
    """A fact in a set, with the words it has there by language; no answer means the fact's."""

    fact: str
    texts: Mapping[str, str] = field(hash=False)
    answers: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class SetRecord:
    """Facts that are asked together, and the stem by language."""

    slug: str
    form: str
    stems: Mapping[str, str] = field(hash=False)
    parts: tuple[SetPart, ...]


def load_sets() -> list[SetRecord]:
    """Every set of the library that was not withdrawn, in the order of the slugs."""
    rows = FactSet.objects.filter(owner=None, withdrawn_at=None)
    records = [
        SetRecord(
            slug=row.slug,
            form=row.form,
            stems=row.stems,
            parts=tuple(
                SetPart(part["fact"], part["text"], part.get("answer", {})) for part in row.parts
            ),
        )
        for row in rows
    ]
    return sorted(records, key=lambda record: record.slug)


def load_facts() -> dict[str, FactRecord]:
    """Every published fact of the library by its slug, in the order of the slugs."""
    facts = _with_all(Fact.objects.library().published())
    records = [record_of(fact) for fact in facts]
    return {record.slug: record for record in sorted(records, key=lambda record: record.slug)}


def records_by_id(ids: Iterable[int]) -> dict[int, FactRecord]:
    """These facts by their row's id, whoever owns them, in a constant number of queries."""
    facts = _with_all(Fact.objects.filter(pk__in=set(ids)))
    return {fact.pk: record_of(fact) for fact in facts}


def _with_all(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """The facts with all that their records are made of."""
    values = FactValue.objects.select_related("entity").order_by("position")
    return facts.select_related("topic", "subject", "relation").prefetch_related(
        "texts",
        Prefetch("values", queryset=values),
        Prefetch("citations", queryset=Citation.objects.only("fact_id")),
    )


def record_of(fact: Fact) -> FactRecord:
    """The fact as a plain value; its texts, values and citations are best at hand."""
    relation = fact.relation
    texts = sorted(fact.texts.all(), key=lambda text: text.language)
    return FactRecord(
        slug=fact.slug,
        topic=fact.topic.slug,
        subject=thing_of(fact.subject),
        relation=relation.slug if relation else "",
        value_kind=relation.value_kind if relation else ValueKind.TEXT,
        several=relation.several if relation else True,
        values=tuple(_value(value) for value in fact.values.all()),
        as_of=fact.as_of,
        according_to=fact.according_to,
        near={
            Cue.VALUE: tuple(fact.near),
            Cue.SUBJECT: tuple(fact.near_subject or fact.near),
        },
        untrue=tuple(fact.untrue),
        never=frozenset(fact.never),
        skip=frozenset(fact.skip),
        is_cited=bool(fact.citations.all()),
        wordings={text.language: _wording(text) for text in texts},
    )


def thing_of(entity: Entity | None) -> Thing | None:
    """The entity as a plain value."""
    if entity is None:
        return None
    return Thing(
        slug=entity.slug,
        kind=entity.kind,
        names=entity.names,
        all_names=tuple(_all_names(entity)),
        takes_article=entity.takes_article,
    )


def _all_names(entity: Entity) -> Iterable[str]:
    """Its names, the English one first, and its aliases, whatever order the database keeps."""
    names = [entity.names.get("en", ""), *(name for _, name in sorted(entity.names.items()))]
    names += [alias for _, aliases in sorted(entity.aliases.items()) for alias in aliases]
    return dict.fromkeys(name for name in names if name)


def _value(value: FactValue) -> Value:
    return Value(
        start=value.date_start,
        end=value.date_end,
        number=value.number,
        unit=value.unit,
        bound=value.bound,
        tolerance=value.tolerance,
        thing=thing_of(value.entity),
    )


def _wording(text: FactText) -> Wording:
    return Wording(
        statement=text.statement,
        answer=text.answer,
        ask={Cue.VALUE: text.ask_value, Cue.SUBJECT: text.ask_subject},
        claim={Cue.VALUE: text.claim_value, Cue.SUBJECT: text.claim_subject},
        accept={Cue.VALUE: tuple(text.accept), Cue.SUBJECT: tuple(text.accept_subject)},
        items=tuple(text.items),
        ask_items=text.ask_items,
    )
