"""What the library files say, as plain records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from questions.grounding.citations import Place
from questions.models import Cue, Form

LIBRARY_DIR = Path(__file__).resolve().parent.parent / "library"
SOURCES_FILE, TOPICS_FILE = "sources.toml", "topics.toml"
ENTITIES_FILE, RELATIONS_FILE = "entities.toml", "relations.toml"


@dataclass(frozen=True, order=True)
class LibraryProblem:
    """Something wrong in the library files, and where."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}"


@dataclass(frozen=True)
class TopicRecord:
    """A topic."""

    id: str
    position: int
    names: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class SourceRecord:
    """A source's bibliography and the shape of its text."""

    id: str
    title: str
    authors: str
    short_name: str
    year: str
    publication: str
    identifier: str
    language: str
    note: str
    digest: str
    sections: tuple[tuple[str, int], ...]
    paragraphs: tuple[int, ...]

    def section_at(self, offset: int) -> tuple[str, int]:
        """Title and start of the section that holds the offset; empty and 0 before the first."""
        return next((s for s in reversed(self.sections) if s[1] <= offset), ("", 0))


@dataclass(frozen=True)
class EntityRecord:
    """A thing that facts are about."""

    id: str
    kind: str
    names: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str]
    takes_article: bool

    def all_names(self) -> tuple[str, ...]:
        """Names and aliases in every language."""
        aliases = [alias for some in self.aliases.values() for alias in some]
        return tuple(dict.fromkeys([*self.names.values(), *aliases]))


@dataclass(frozen=True)
class RelationRecord:
    """A kind of statement."""

    id: str
    names: Mapping[str, str]
    value_kind: str
    entity_kinds: tuple[str, ...]
    several: bool


@dataclass(frozen=True)
class ValueRecord:
    """One value: a date or range of dates, a number, or an entity's id."""

    date_start: str = ""
    date_end: str = ""
    number: Decimal | None = None
    unit: str = ""
    bound: str = ""
    tolerance: Decimal | None = None
    entity: str = ""

    @property
    def kind(self) -> str:
        """The kind of value it is, as relations name it."""
        if self.date_start:
            return "date"
        return "entity" if self.entity else "number"


@dataclass(frozen=True)
class CitationRecord:
    """A place in a source, and the words that stand there for subject and value."""

    place: Place
    subject_words: str = ""
    value_words: str = ""


@dataclass(frozen=True)
class WordingRecord:
    """The words of a fact in one language."""

    language: str
    statement: str
    explanation: str = ""
    caveat: str = ""
    answer: str = ""
    items: tuple[str, ...] = ()
    ask_value: str = ""
    ask_subject: str = ""
    ask_items: str = ""
    claim_value: str = ""
    claim_subject: str = ""
    accept: tuple[str, ...] = ()
    accept_subject: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether it asks something; else its statement explains wrong options."""
        return bool(self.ask_value or self.ask_subject)

    def stems(self) -> Iterator[tuple[str, Cue, str]]:
        """Each question and claim with its key in the file and its cue."""
        yield from (
            (name, cue, text)
            for name, cue, text in (
                ("ask.value", Cue.VALUE, self.ask_value),
                ("ask.subject", Cue.SUBJECT, self.ask_subject),
                ("ask.items", Cue.VALUE, self.ask_items),
                ("claim.value", Cue.VALUE, self.claim_value),
                ("claim.subject", Cue.SUBJECT, self.claim_subject),
            )
            if text
        )

    def texts(self) -> tuple[str, ...]:
        """Everything in it that a learner reads."""
        stems = (text for _, _, text in self.stems())
        own = (self.statement, self.explanation, self.caveat, self.answer)
        return (*own, *self.items, *stems)


@dataclass(frozen=True)
class FactRecord:
    """A fact as one entry of a facts file."""

    file: str
    topic: str
    id: str
    subject: str
    relation: str
    values: tuple[ValueRecord, ...]
    importance: int
    citations: tuple[CitationRecord, ...]
    near: tuple[str, ...]
    near_subject: tuple[str, ...]
    untrue: tuple[str, ...]
    never: tuple[str, ...]
    as_of: str
    according_to: str
    skip: tuple[str, ...]
    texts: tuple[WordingRecord, ...]

    def text(self, language: str) -> WordingRecord | None:
        """The words in the language."""
        return next((text for text in self.texts if text.language == language), None)

    def problem(self, reason: str) -> LibraryProblem:
        """A problem of this fact."""
        return LibraryProblem(self.file, self.id, reason)


@dataclass(frozen=True)
class PartRecord:
    """One of the facts that a set asks, and how it is shown there."""

    fact: str
    texts: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class SetRecord:
    """Facts that are asked together: an ordering or a matching."""

    file: str
    topic: str
    id: str
    form: Form
    stems: Mapping[str, str]
    parts: tuple[PartRecord, ...]

    def texts(self, language: str) -> Iterator[str]:
        """Everything in it that a learner reads in the language."""
        for by_language in (self.stems, *(t for p in self.parts for t in (p.texts, p.answers))):
            if language in by_language:
                yield by_language[language]

    def problem(self, reason: str) -> LibraryProblem:
        """A problem of this set."""
        return LibraryProblem(self.file, self.id, reason)


@dataclass(frozen=True)
class Library:
    """Everything the files say, and what is wrong with them."""

    topics: tuple[TopicRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    entities: tuple[EntityRecord, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    sets: tuple[SetRecord, ...] = ()
    problems: tuple[LibraryProblem, ...] = ()
    # Files that could not be read at all; what only they use is not called an orphan.
    unread: frozenset[str] = field(default=frozenset())

    def entities_by_id(self) -> dict[str, EntityRecord]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.entities}

    def relations_by_id(self) -> dict[str, RelationRecord]:
        """The relations by their ids."""
        return {relation.id: relation for relation in self.relations}
