"""Checking the maps: against themselves, against the facts, and against the sources' texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from questions.exchange.coverage_files import read_maps
from questions.exchange.coverage_records import (
    CoverageMap,
    SourceFigures,
    Status,
    cited_places,
    figures,
    is_cited,
    sentence_places,
)
from questions.exchange.library_records import Library, LibraryProblem
from questions.exchange.source_texts import SourceTextError, read_document


@dataclass(frozen=True)
class CoverageReport:
    """The maps as they were read, and every sentence that is not accounted for as it should be."""

    maps: tuple[CoverageMap, ...]
    problems: tuple[LibraryProblem, ...]
    figures: tuple[SourceFigures, ...]


def check_coverage(library: Library, folder: Path, sources: Path | None) -> CoverageReport:
    """Read and check the map of each source, against its text too where a folder is given."""
    maps, problems = read_maps(folder, library)
    for coverage in maps:
        problems += [*_order_problems(coverage), *_status_problems(coverage, library)]
        problems += _text_problems(coverage, sources) if sources else []
    return CoverageReport(
        maps=tuple(maps),
        problems=tuple(dict.fromkeys(problems)),
        figures=tuple(figures(coverage) for coverage in maps),
    )


def _order_problems(coverage: CoverageMap) -> Iterator[LibraryProblem]:
    for above, sentence in pairwise(coverage.sentences):
        if sentence.place.end <= above.place.start:
            yield coverage.problem(sentence.name, f"must stand above {above.name}")
        elif sentence.place.start < above.place.end:
            yield coverage.problem(sentence.name, f"overlaps {above.name}")


def _status_problems(coverage: CoverageMap, library: Library) -> Iterator[LibraryProblem]:
    # What a file cites that could not be read, nobody knows.
    is_known = not any(file.startswith("facts/") for file in library.unread)
    cited = cited_places(library.facts, coverage.source)
    for sentence in coverage.sentences:
        if is_known and is_cited(sentence.place, cited) != (sentence.status == Status.CITED):
            if sentence.status == Status.CITED:
                yield coverage.problem(sentence.name, "is: no fact cites it")
            elif sentence.status:
                reason = f"is: “{sentence.status}”, but a fact cites it (map_sentences --write)"
                yield coverage.problem(sentence.name, reason)
        elif sentence.status == Status.UNACCOUNTED:
            reason = "account for it: cite it in a fact, or say what else it is"
            yield coverage.problem(sentence.name, reason)


def _text_problems(coverage: CoverageMap, folder: Path) -> Iterator[LibraryProblem]:
    """Whether the map's sentences are those of the text."""
    try:
        places = sentence_places(read_document(folder, coverage.source))
    except SourceTextError:
        # A missing text is told where its source is proved.
        return
    digests = {(place.start, place.end): place.span_digest for place in places}
    for sentence in coverage.sentences:
        found = digests.pop((sentence.place.start, sentence.place.end), None)
        if found is None:
            yield coverage.problem(sentence.name, "no sentence there")
        elif found != sentence.place.span_digest:
            yield coverage.problem(sentence.name, f"at: the sentence's digest is {found}")
    for start, end in digests:
        yield coverage.problem("sentences", f"unaccounted sentence at {start}-{end}")
