"""The map of a source: each of its sentences, and what becomes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from questions.exchange.library_records import FactRecord, LibraryProblem
from questions.grounding.citations import Place, place_at
from questions.grounding.documents import Document
from questions.grounding.sentences import sentences

COVERAGE_DIR = "coverage"


class Status(StrEnum):
    """What a sentence is; all but `unaccounted` account for it."""

    CITED = "cited"  # a fact cites a span that overlaps it
    CONTEXT = "context"  # background that a cited neighbour carries, or words that only lead over
    OPINION = "opinion"  # a judgement or a wish of the author, or of whom the author reports
    FORECAST = "forecast"  # what was expected when it was written
    PRAISE = "praise"  # lauds somebody or something and says no more
    GARBLED = "garbled"  # too damaged or muddled to be relied on
    REPEATED = "repeated"  # says what another, cited sentence says
    MATTER = "matter"  # front or back matter, a heading, furniture of a page or site
    REFERENCE = "reference"  # an entry of the bibliography
    UNASKED = "unasked"  # could be asked, but a caveat speaks against it
    UNACCOUNTED = "unaccounted"  # nobody has said yet; check_library refuses it


@dataclass(frozen=True)
class SentenceRecord:
    """A sentence's place and status; the status is empty where it could not be read."""

    place: Place
    status: str

    @property
    def name(self) -> str:
        """How problems name it."""
        return f"{self.place.start}-{self.place.end}"


@dataclass(frozen=True)
class CoverageMap:
    """All sentences of a source, as its map lists them."""

    source: str
    sentences: tuple[SentenceRecord, ...]

    @property
    def file(self) -> str:
        """The map's file, as problems name it."""
        return map_file(self.source)

    def problem(self, entry: str, reason: str) -> LibraryProblem:
        """A problem of one entry."""
        return LibraryProblem(self.file, entry, reason)


@dataclass(frozen=True)
class SourceFigures:
    """How many sentences a source has, and how many of each status."""

    source: str
    sentences: int
    counts: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        counts = "".join(f", {count} {status}" for status, count in self.counts if count)
        return f"{self.source}: {self.sentences} sentences{counts}; {self.percent} % accounted for"

    @property
    def percent(self) -> int:
        """The share that is accounted for, rounded down, so that 100 means all."""
        told = sum(count for status, count in self.counts if status != Status.UNACCOUNTED)
        return 100 * told // self.sentences if self.sentences else 100


def map_file(source: str) -> str:
    """The file of a source's map, within the library's folder."""
    return f"{COVERAGE_DIR}/{source}.toml"


def figures(coverage: CoverageMap) -> SourceFigures:
    """The figures of a map."""
    statuses = [sentence.status for sentence in coverage.sentences]
    counts = tuple((status.value, statuses.count(status)) for status in Status)
    return SourceFigures(coverage.source, len(statuses), counts)


def sentence_places(document: Document) -> list[Place]:
    """The places of the text's sentences."""
    return [
        place_at(document.source, document.raw, start, end)
        for start, end in sentences(document.raw)
    ]


def cited_places(facts: Iterable[FactRecord], source: str) -> list[Place]:
    """Every place in the source that a fact cites."""
    places = (citation.place for fact in facts for citation in fact.citations)
    return [place for place in places if place.source == source]


def is_cited(sentence: Place, cited: Sequence[Place]) -> bool:
    """Whether one of the cited places overlaps the sentence."""
    return any(place.start < sentence.end and sentence.start < place.end for place in cited)
