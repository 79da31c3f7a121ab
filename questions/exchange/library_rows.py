"""What the rows of the library must hold so that the database follows the files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from questions.exchange.library_records import (
    CitationRecord,
    EntityRecord,
    FactRecord,
    RelationRecord,
    SetRecord,
    SourceRecord,
    TopicRecord,
    WordingRecord,
)
from questions.grounding.citations import paragraph_number
from questions.grounding.text import fold_words

Columns = dict[str, Any]
# Ids in the database, by kind of row and slug.
Keys = Mapping[str, Mapping[str, int]]


def topic_columns(record: TopicRecord) -> Columns:
    """The columns of a topic."""
    return {
        "position": record.position,
        "names": dict(record.names),
        "titles": dict(record.titles),
    }


def source_columns(record: SourceRecord) -> Columns:
    """The columns of a source, all but its text."""
    columns = asdict(record) | {
        "sections": [{"title": title, "start": start} for title, start in record.sections],
        "paragraphs": list(record.paragraphs),
    }
    del columns["id"]
    return columns


def entity_columns(record: EntityRecord) -> Columns:
    """The columns of an entity."""
    return {
        "kind": record.kind,
        "names": dict(record.names),
        "aliases": {language: list(names) for language, names in record.aliases.items()},
        "about": dict(record.about),
        "takes_article": record.takes_article,
    }


def relation_columns(record: RelationRecord) -> Columns:
    """The columns of a relation."""
    return {
        "names": dict(record.names),
        "value_kind": record.value_kind,
        "entity_kinds": list(record.entity_kinds),
        "several": record.several,
    }


def fact_columns(record: FactRecord, keys: Keys) -> Columns:
    """The columns of a fact itself."""
    return {
        "topic_id": keys["topic"][record.topic],
        "subject_id": keys["entity"][record.subject],
        "relation_id": keys["relation"][record.relation],
        "triple": triple(record),
        "importance": record.importance,
        "as_of": record.as_of,
        "according_to": record.according_to,
        "near": list(record.near),
        "near_subject": list(record.near_subject),
        "untrue": list(record.untrue),
        "never": list(record.never),
        "skip": list(record.skip),
    }


def set_columns(record: SetRecord, keys: Keys) -> Columns:
    """The columns of an ordering or a matching."""
    return {
        "topic_id": keys["topic"][record.topic],
        "form": record.form,
        "stems": dict(record.stems),
        "parts": [
            {"fact": part.fact, "text": dict(part.texts)}
            | ({"answer": dict(part.answers)} if part.answers else {})
            for part in record.parts
        ],
    }


def answer_words(text: WordingRecord) -> str:
    """What the value of a text relation reads, a list in an order of its own."""
    return text.answer or "; ".join(sorted(text.items))


def triple(record: FactRecord) -> str:
    """Digest of subject, relation and values, whatever the order of a list."""
    english = record.text("en")
    values = sorted(
        [
            value.date_start,
            value.date_end,
            "" if value.number is None else f"{value.number.normalize():f}",
            value.unit,
            value.bound,
            value.entity,
        ]
        for value in record.values
    )
    text = fold_words(answer_words(english)) if english and not values else ""
    written = [record.subject, record.relation, values, text]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def value_columns(record: FactRecord, keys: Keys) -> list[Columns]:
    """The columns of a fact's values, in order."""
    return [
        {
            "position": position,
            "date_start": value.date_start,
            "date_end": value.date_end,
            "number": value.number,
            "unit": value.unit,
            "bound": value.bound,
            "tolerance": value.tolerance,
            "entity_id": keys["entity"][value.entity] if value.entity else None,
        }
        for position, value in enumerate(record.values)
    ]


def text_columns(texts: Iterable[WordingRecord]) -> list[Columns]:
    """The columns of a fact's wordings, by language."""
    return [
        asdict(text)
        | {name: list(getattr(text, name)) for name in ("items", "accept", "accept_subject")}
        for text in sorted(texts, key=lambda text: text.language)
    ]


def citation_columns(
    citations: Iterable[CitationRecord], sources: Mapping[str, SourceRecord], keys: Keys
) -> list[Columns]:
    """The columns of a fact's citations, in order, with section and paragraph worked out."""
    rows = []
    for position, citation in enumerate(citations):
        place = citation.place
        section, paragraph = counted(sources[place.source], place.start)
        rows.append(
            {
                "position": position,
                "source_id": keys["source"][place.source],
                "start": place.start,
                "end": place.end,
                "span_digest": place.span_digest,
                "section": section,
                "paragraph": paragraph,
                "subject_words": citation.subject_words,
                "value_words": citation.value_words,
            }
        )
    return rows


def counted(source: SourceRecord, offset: int) -> tuple[str, int]:
    """Title of the section that holds the offset, and the paragraph's number within it, from 1."""
    title, start = source.section_at(offset)
    return title, paragraph_number([at for at in source.paragraphs if at >= start], offset)
