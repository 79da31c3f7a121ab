"""Proving the library against the sources' texts: digests, spans, subjects, values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from questions.exchange.library_records import (
    SOURCES_FILE,
    CitationRecord,
    EntityRecord,
    FactRecord,
    Library,
    LibraryProblem,
    SourceRecord,
    ValueRecord,
)
from questions.exchange.source_texts import SourceTextError, read_document
from questions.grounding.citations import CitationError, prove_place
from questions.grounding.documents import Document, Passage
from questions.grounding.spellings import states_date, states_number
from questions.grounding.text import fold

_LONGEST_BORROWED_RUN = 11
# So much of a word is the same in its other forms.
_STEM = 4
_WORD = re.compile(r"\w+")


def proof_problems(library: Library, folder: Path) -> Iterator[LibraryProblem]:
    """Everything that the texts in the folder do not bear out."""
    documents: dict[str, Document] = {}
    for source in library.sources:
        try:
            documents[source.id] = read_document(folder, source.id)
        except SourceTextError as error:
            yield LibraryProblem(SOURCES_FILE, source.id, f"text: {error}")
            continue
        for reason in _shape_problems(source, documents[source.id]):
            yield LibraryProblem(SOURCES_FILE, source.id, reason)
    entities = library.entities_by_id()
    sources = {source.id: source for source in library.sources}
    runs = {id: _runs(document.raw) for id, document in documents.items()}
    for fact in library.facts:
        for reason in _fact_problems(fact, entities, sources, documents):
            yield fact.problem(reason)
        english = fact.text("en")
        for reason in _borrowed(english.texts() if english else (), runs):
            yield fact.problem(reason)
    for each in library.sets:
        for reason in _borrowed(each.texts("en"), runs):
            yield each.problem(reason)


def _shape_problems(source: SourceRecord, document: Document) -> Iterator[str]:
    """Digest, sections and paragraphs of a source against its text."""
    if source.digest != document.digest:
        yield f"digest: the text's digest is {document.digest}"
    starts = {start for start, _ in document.paragraphs}
    for start in source.paragraphs:
        if start not in starts:
            yield f"paragraphs: none starts at {start}"
    for title, start in source.sections:
        if start not in starts:
            yield f"sections: “{title}”: no paragraph starts at {start}"
        elif not fold(document.raw[start : start + 400]).text.startswith(fold(title).text):
            heading = document.raw[start : start + 40].split("\n")[0]
            yield f"sections: “{title}”: at {start} stands “{heading}”"


def _fact_problems(
    fact: FactRecord,
    entities: Mapping[str, EntityRecord],
    sources: Mapping[str, SourceRecord],
    documents: Mapping[str, Document],
) -> Iterator[str]:
    passages: list[tuple[CitationRecord, Passage]] = []
    for citation in fact.citations:
        document = documents.get(citation.place.source)
        if document is None:
            continue
        try:
            prove_place(citation.place, document.raw)
        except CitationError as error:
            yield f"cite: {error}"
            continue
        passages.append((citation, document.around(citation.place)))
        if not _is_counted(citation, sources[citation.place.source], document):
            yield f"cite: {citation.place} stands in a paragraph that sources.toml does not list"
    if len(passages) < len(fact.citations):
        return
    yield from _declared_problems(passages)
    if not _has_subject(fact, entities, passages):
        yield f"subject: “{fact.subject}” is not named in the cited paragraphs"
    for missing in _missing_values(fact, entities, passages):
        yield f"value: {missing} is not stated in the cited paragraphs"
    for foreign in _foreign_items(fact, passages):
        yield f"value: no word of “{foreign}” stands in the cited paragraphs"


def _is_counted(citation: CitationRecord, source: SourceRecord, document: Document) -> bool:
    """Whether the paragraph in which the span starts has a number."""
    start = max((s for s, _ in document.paragraphs if s <= citation.place.start), default=None)
    listed = set(source.paragraphs) | {start for _, start in source.sections}
    return start in listed


def _declared_problems(passages: list[tuple[CitationRecord, Passage]]) -> Iterator[str]:
    for citation, passage in passages:
        for name, words in (
            ("subject", citation.subject_words),
            ("value", citation.value_words),
        ):
            if words and not passage.has(words):
                yield f"cite: {citation.place}: the {name} words “{words}” do not stand there"


def _has_subject(
    fact: FactRecord,
    entities: Mapping[str, EntityRecord],
    passages: list[tuple[CitationRecord, Passage]],
) -> bool:
    if any(citation.subject_words for citation, _ in passages):
        return True
    entity = entities.get(fact.subject)
    # An unknown entity is told elsewhere.
    return entity is None or _is_named(entity, passages)


def _is_named(entity: EntityRecord, passages: list[tuple[CitationRecord, Passage]]) -> bool:
    return any(passage.has(name) for name in entity.all_names() for _, passage in passages)


def _missing_values(
    fact: FactRecord,
    entities: Mapping[str, EntityRecord],
    passages: list[tuple[CitationRecord, Passage]],
) -> Iterator[str]:
    if any(citation.value_words for citation, _ in passages):
        return
    text = " | ".join(passage.folded.text for _, passage in passages)
    for value in fact.values:
        entity = entities.get(value.entity)
        if value.entity and entity is None:
            continue
        if not (_is_named(entity, passages) if entity else _is_stated(value, text)):
            yield _shown(value)
    english = fact.text("en")
    for answer in (english.answer, *english.items) if english and not fact.values else ():
        if answer and not any(passage.has(answer) for _, passage in passages):
            yield f"“{answer}” (nor are its words declared)"


def _foreign_items(
    fact: FactRecord, passages: list[tuple[CitationRecord, Passage]]
) -> Iterator[str]:
    """Items of a list of which not even the beginning of one longer word stands in the passages.

    The words that a citation declares prove one of them, not all.
    """
    english = fact.text("en")
    text = " ".join(passage.folded.text for _, passage in passages)
    for answer in english.items if english else ():
        words = [word for word in _WORD.findall(answer.casefold()) if len(word) >= _STEM]
        if words and not any(word[:_STEM] in text for word in words):
            yield answer


def _is_stated(value: ValueRecord, text: str) -> bool:
    if value.number is not None:
        return states_number(text, value.number, value.unit)
    return states_date(text, value.date_start, value.date_end)


def _shown(value: ValueRecord) -> str:
    if value.number is not None:
        return f"{value.number:f} {value.unit}"
    if value.entity:
        return f"“{value.entity}”"
    return "/".join(date for date in (value.date_start, value.date_end) if date)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words of the text that would be too long to borrow."""
    words = _WORD.findall(fold(text).text)
    length = _LONGEST_BORROWED_RUN + 1
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _borrowed(texts: Iterable[str], runs: Mapping[str, set[tuple[str, ...]]]) -> Iterator[str]:
    for text in texts:
        own = _runs(text)
        for source, theirs in runs.items():
            if own & theirs:
                run = " ".join(min(own & theirs)[:4])
                yield f"en: copies twelve words from {source} (“{run} …”)"
