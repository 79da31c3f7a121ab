"""Reading the library files: TOML into records, with every fault named."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from questions.exchange.library_records import (
    ENTITIES_FILE,
    RELATIONS_FILE,
    SOURCES_FILE,
    TOPICS_FILE,
    CitationRecord,
    EntityRecord,
    FactRecord,
    Library,
    LibraryProblem,
    RelationRecord,
    SourceRecord,
    TopicRecord,
    WordingRecord,
)
from questions.exchange.library_sets import read_matching, read_ordering
from questions.exchange.library_values import read_values
from questions.exchange.toml_table import LANGUAGES, Table, UnreadableFileError, read_toml
from questions.grounding.citations import CitationError, parse_place
from questions.models import Entity, Form, ValueKind

_HEX_DIGITS = set("0123456789abcdef")
_LARGEST_POSITION = 10**8
# Declared words say what a thing is called in the source; longer ones would copy it.
_MOST_DECLARED_WORDS = 8
_SETS = {"ordering": read_ordering, "matching": read_matching}


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Record = TypeVar("_Record", bound=_Identified)
_Build = Callable[[Table], _Record]


@dataclass
class _Reading:
    """The problems found so far."""

    problems: list[LibraryProblem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def entries(self, path: Path, file: str, kind: str, build: "_Build[_Record]") -> list[_Record]:
        """The entries of one file that have an id; what is wrong with them is kept."""
        return self.entries_of(path, file, {kind: build})

    def entries_of(
        self, path: Path, file: str, builds: "Mapping[str, _Build[_Record]]"
    ) -> list[_Record]:
        """The same for a file with entries of several kinds."""
        try:
            content = read_toml(path)
        except UnreadableFileError as error:
            self.problems.append(LibraryProblem(file, "file", str(error)))
            self.unread.add(file)
            return []
        top = Table(content, lambda reason: self._tell(file, "file", reason))
        written = {kind: top.take(kind) or [] for kind in builds}
        top.close()
        read = []
        for kind, entries in written.items():
            if not isinstance(entries, list):
                self._tell(file, "file", f"{kind}: must be written [[{kind}]]")
                continue
            for number, entry in enumerate(entries, 1):
                read.append(self._entry(file, kind, number, entry, builds[kind]))
        return [record for record in read if record.id]

    def _entry(
        self, file: str, kind: str, number: int, entry: Any, build: "_Build[_Record]"
    ) -> _Record:
        written = entry.get("id") if isinstance(entry, dict) else None
        name = written if isinstance(written, str) and written else f"{kind} {number}"
        table = Table(entry, lambda reason: self._tell(file, name, reason))
        record = build(table)
        table.close()
        return record

    def _tell(self, file: str, entry: str, reason: str) -> None:
        self.problems.append(LibraryProblem(file, entry, reason))

    def once(self, records: Iterable[_Record], file_of: Callable[[_Record], str]) -> list[_Record]:
        """The first of the records of each id; a second one is a problem."""
        kept: dict[str, _Record] = {}
        for record in records:
            if record.id in kept:
                self._tell(file_of(record), record.id, "the id stands twice")
            kept.setdefault(record.id, record)
        return list(kept.values())


def read_library(folder: Path) -> Library:
    """Everything in the library's folder; faults are in `problems`, nothing is raised."""
    reading = _Reading()
    topics = reading.entries(folder / TOPICS_FILE, TOPICS_FILE, "topic", _topic)
    sources = reading.entries(folder / SOURCES_FILE, SOURCES_FILE, "source", _source)
    entities = reading.entries(folder / ENTITIES_FILE, ENTITIES_FILE, "entity", _entity)
    relations = reading.entries(folder / RELATIONS_FILE, RELATIONS_FILE, "relation", _relation)
    facts = [
        replace(fact, file=file, topic=path.stem)
        for path in sorted((folder / "facts").glob("*.toml"))
        for file in [f"facts/{path.name}"]
        for fact in reading.entries(path, file, "fact", _fact)
    ]
    sets = [
        replace(each, file=file, topic=path.stem)
        for path in sorted((folder / "sets").glob("*.toml"))
        for file in [f"sets/{path.name}"]
        for each in reading.entries_of(path, file, _SETS)
    ]
    return Library(
        topics=tuple(reading.once(topics, lambda _: TOPICS_FILE)),
        sources=tuple(reading.once(sources, lambda _: SOURCES_FILE)),
        entities=tuple(reading.once(entities, lambda _: ENTITIES_FILE)),
        relations=tuple(reading.once(relations, lambda _: RELATIONS_FILE)),
        facts=tuple(reading.once(facts, lambda fact: fact.file)),
        sets=tuple(reading.once(sets, lambda each: each.file)),
        problems=tuple(reading.problems),
        unread=frozenset(reading.unread),
    )


def _topic(table: Table) -> TopicRecord:
    return TopicRecord(
        id=table.slug("id", required=True, limit=50),
        position=table.integer("position", 1, 1000),
        names=table.by_language("name", required=True),
        titles=table.by_language("title", required=True),
    )


def _source(table: Table) -> SourceRecord:
    return SourceRecord(
        id=table.slug("id", required=True),
        title=table.text("title", required=True, limit=300),
        authors=table.text("authors", limit=300),
        short_name=table.text("short_name", required=True, limit=80),
        year=table.text("year", limit=20),
        publication=table.text("publication", limit=300),
        identifier=table.text("identifier", limit=300),
        language=table.text("language", required=True, limit=10),
        note=table.text("note"),
        digest=_digest(table),
        sections=_sections(table),
        paragraphs=table.positions("paragraphs"),
    )


def _digest(table: Table) -> str:
    written = table.text("digest", required=True)
    if written and (len(written) != 64 or not set(written) <= _HEX_DIGITS):
        table.tell("digest", "must be the 64 hexadecimal digits of a SHA-256")
        return ""
    return written


def _sections(table: Table) -> tuple[tuple[str, int], ...]:
    sections = []
    for section in table.tables("sections"):
        title = section.text("title", required=True, limit=200)
        sections.append((title, section.integer("start", 0, _LARGEST_POSITION)))
        section.close()
    if [start for _, start in sections] != sorted({start for _, start in sections}):
        table.tell("sections", "must stand in the text's order")
    return tuple(sections)


def _entity(table: Table) -> EntityRecord:
    return EntityRecord(
        id=table.slug("id", required=True),
        kind=table.one_of("kind", tuple(Entity.Kind.values), required=True),
        names=table.by_language("name", required=True),
        aliases=table.lists_by_language("aliases"),
        about=table.by_language("about"),
        takes_article=table.flag("the"),
    )


def _relation(table: Table) -> RelationRecord:
    relation = RelationRecord(
        id=table.slug("id", required=True),
        names=table.by_language("name", required=True),
        value_kind=table.one_of("value", tuple(ValueKind.values), required=True),
        entity_kinds=table.some_of("kinds", tuple(Entity.Kind.values)),
        several=table.flag("several"),
    )
    is_entity = relation.value_kind == ValueKind.ENTITY
    if relation.value_kind and is_entity != bool(relation.entity_kinds):
        table.tell("kinds", "must be given for entity values, and for no others")
    return relation


def _fact(table: Table) -> FactRecord:
    texts = [_wording(code, table.table(code)) for code in LANGUAGES if code in table]
    if not any(text.language == "en" for text in texts):
        table.tell("en", "is missing")
    return FactRecord(
        file="",
        topic="",
        id=table.slug("id", required=True, limit=100),
        subject=table.slug("subject", required=True),
        relation=table.slug("relation", required=True),
        values=read_values(table.take("value"), table.tell_plainly),
        importance=table.integer("importance", 1, 3),
        citations=_citations(table),
        near=table.slugs("near"),
        near_subject=table.slugs("near_subject"),
        untrue=table.slugs("untrue"),
        never=table.slugs("never"),
        as_of=table.text("as_of", limit=20),
        according_to=table.text("according_to", limit=120),
        skip=table.some_of("skip", tuple(Form.values)),
        texts=tuple(texts),
    )


def _citations(table: Table) -> tuple[CitationRecord, ...]:
    written = table.take("cite")
    if not isinstance(written, list) or not written:
        table.tell("cite", "must be a list of at least one citation")
        return ()
    read = [_citation(table, number, item) for number, item in enumerate(written, 1)]
    citations = [citation for citation in read if citation is not None]
    for place, count in Counter(str(citation.place) for citation in citations).items():
        if count > 1:
            table.tell("cite", f"{place} stands twice")
    return tuple(citations)


def _citation(table: Table, number: int, item: object) -> CitationRecord | None:
    if isinstance(item, str):
        item = {"at": item}
    entry = Table(item, table.tell_plainly, f"cite.{number}.")
    at = entry.text("at", required=True)
    words = [_declared(entry, key) for key in ("subject", "value")]
    entry.close()
    try:
        return CitationRecord(parse_place(at), *words) if at else None
    except CitationError as error:
        table.tell("cite", str(error))
        return None


def _declared(entry: Table, key: str) -> str:
    words = entry.text(key, limit=120)
    if len(words.split()) > _MOST_DECLARED_WORDS:
        entry.tell(key, f"declare at most {_MOST_DECLARED_WORDS} words of the source")
    return words


def _wording(language: str, table: Table) -> WordingRecord:
    ask, claim = table.table("ask"), table.table("claim")
    wording = WordingRecord(
        language=language,
        statement=table.text("statement", required=True),
        explanation=table.text("explanation"),
        caveat=table.text("caveat"),
        answer=table.text("answer", limit=200),
        items=table.texts("items", limit=120),
        ask_value=ask.text("value"),
        ask_subject=ask.text("subject"),
        ask_items=ask.text("items"),
        claim_value=claim.text("value"),
        claim_subject=claim.text("subject"),
        accept=table.texts("accept"),
        accept_subject=table.texts("accept_subject"),
    )
    for part in (ask, claim, table):
        part.close()
    return wording


def file_order(problems: Sequence[LibraryProblem]) -> list[LibraryProblem]:
    """Problems by file and entry, each once."""
    return sorted(set(problems))
