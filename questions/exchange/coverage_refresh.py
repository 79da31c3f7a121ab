"""Making the map of a source, and bringing it up to date with its text and the facts."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.exchange.coverage_files import read_map, written_map
from questions.exchange.coverage_records import (
    CoverageMap,
    SentenceRecord,
    Status,
    cited_places,
    figures,
    is_cited,
    sentence_places,
)
from questions.exchange.library_files import read_library
from questions.exchange.library_records import LibraryProblem
from questions.exchange.source_texts import SourceTextError, document_at_hand
from questions.grounding.citations import Place
from questions.grounding.documents import Document


class CoverageMapError(ValueError):
    """A map that cannot be made or brought up to date; the message says why."""


@dataclass(frozen=True)
class RefreshedMap:
    """A source's map as it should be, and as the file has it."""

    path: Path
    document: Document
    old: CoverageMap
    new: CoverageMap

    def write(self) -> None:
        """Make the file say so."""
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(written_map(self.new), encoding="utf-8")

    def lines(self) -> Iterator[str]:
        """Figures of the map, and of what is new in it."""
        yield str(figures(self.new))
        was = {sentence.place: sentence.status for sentence in self.old.sentences}
        known = [sentence for sentence in self.new.sentences if sentence.place in was]
        added = len(self.new.sentences) - len(known)
        changed = sum(was[sentence.place] != sentence.status for sentence in known)
        gone = len(was) - len(known)
        yield f"places: {added} added, {gone} gone; {changed} with another status"

    def open_sentences(self) -> Iterator[str]:
        """Place and words of each sentence that nobody has accounted for."""
        for sentence in self.new.sentences:
            if sentence.status == Status.UNACCOUNTED:
                place = sentence.place
                words = " ".join(self.document.raw[place.start : place.end].split())
                yield f"{sentence.name}  {words}"


def refresh_map(*, folder: Path, source: str, sources: Path | None) -> RefreshedMap:
    """The source's map brought up to date; nothing is written.

    CoverageMapError where the text is another than the library's, or library files cannot be read:
    what stands in them would be lost.
    """
    library = read_library(folder)
    problems = list(library.problems)
    record = next((record for record in library.sources if record.id == source), None)
    if record is None:
        raise CoverageMapError(f"{source}: the library has no such source")
    try:
        document = document_at_hand(source, sources)
    except SourceTextError as error:
        raise CoverageMapError(str(error)) from None
    if document.digest != record.digest:
        raise CoverageMapError(f"{source}: the text's digest is {document.digest}")
    old = _old_map(folder, source, problems)
    if problems:
        raise CoverageMapError("\n".join(["mend this first:", *map(str, problems)]))
    cited = cited_places(library.facts, source)
    new = CoverageMap(source, _refreshed(old.sentences, sentence_places(document), cited))
    return RefreshedMap(folder / old.file, document, old, new)


def _old_map(folder: Path, source: str, problems: list[LibraryProblem]) -> CoverageMap:
    empty = CoverageMap(source, ())
    if not (folder / empty.file).exists():
        return empty
    return read_map(folder, source, problems) or empty


def _refreshed(
    old: Sequence[SentenceRecord], places: Sequence[Place], cited: Sequence[Place]
) -> tuple[SentenceRecord, ...]:
    """Each sentence with the status it had, wherever it stood, and as the facts want it."""
    kept = {sentence.place: sentence.status for sentence in old}
    moved: dict[str, deque[str]] = defaultdict(deque)
    stayed = set(places)
    for place, status in kept.items():
        if place not in stayed:
            moved[place.span_digest].append(status)
    return tuple(_accounted(place, kept, moved, cited) for place in places)


def _accounted(
    place: Place,
    kept: dict[Place, str],
    moved: dict[str, deque[str]],
    cited: Sequence[Place],
) -> SentenceRecord:
    status = kept.get(place)
    if status is None and moved[place.span_digest]:
        status = moved[place.span_digest].popleft()
    if is_cited(place, cited):
        status = Status.CITED
    elif status is None or status == Status.CITED:
        status = Status.UNACCOUNTED
    return SentenceRecord(place, status)
