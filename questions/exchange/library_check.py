"""Checking the library: its form always, its proofs where the sources' texts are at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.exchange.coverage_check import CoverageReport, check_coverage
from questions.exchange.coverage_records import CoverageMap, cited_places, is_cited
from questions.exchange.library_files import file_order, read_library
from questions.exchange.library_links import link_problems
from questions.exchange.library_proof import proof_problems
from questions.exchange.library_records import FactRecord, Library, LibraryProblem
from questions.exchange.library_sets import set_problems
from questions.exchange.library_wording import wording_problems


@dataclass(frozen=True)
class TopicFigures:
    """What the library holds of one topic."""

    topic: str
    facts: int
    essential: int
    citations: int
    caveats: int
    lists: int
    sentences: int

    def __str__(self) -> str:
        return (
            f"{self.topic}: {self.facts} facts, {self.essential} of importance 3, "
            f"{self.citations} citations, {self.caveats} caveats, {self.lists} lists, "
            f"{self.sentences} sentences cited"
        )


@dataclass(frozen=True)
class CheckReport:
    """The library as it was read, and everything that is wrong with it.

    What the maps leave open stands in `coverage`: the database knows nothing of it, so it stops no
    import.
    """

    library: Library
    problems: tuple[LibraryProblem, ...]
    figures: tuple[TopicFigures, ...]
    coverage: CoverageReport


def check_library(folder: Path, sources: Path | None = None) -> CheckReport:
    """Read and check the library in the folder, and prove it where texts of sources are given."""
    library = read_library(folder)
    problems = [*library.problems, *link_problems(library), *wording_problems(library)]
    problems += set_problems(library)
    if sources is not None:
        problems += proof_problems(library, sources)
    coverage = check_coverage(library, folder, sources)
    figures = _figures(library, coverage.maps)
    return CheckReport(library, tuple(file_order(problems)), figures, coverage)


def _figures(library: Library, maps: Sequence[CoverageMap]) -> tuple[TopicFigures, ...]:
    rows = []
    for topic in sorted(library.topics, key=lambda topic: topic.position):
        facts = [fact for fact in library.facts if fact.topic == topic.id]
        rows.append(
            TopicFigures(
                topic=topic.id,
                facts=len(facts),
                essential=sum(fact.importance == 3 for fact in facts),
                citations=sum(len(fact.citations) for fact in facts),
                caveats=sum(any(text.caveat for text in fact.texts) for fact in facts),
                lists=sum(_is_list(fact) for fact in facts),
                sentences=sum(_cited_sentences(facts, coverage) for coverage in maps),
            )
        )
    return tuple(rows)


def _is_list(fact: FactRecord) -> bool:
    return len(fact.values) > 1 or any(text.items for text in fact.texts)


def _cited_sentences(facts: Sequence[FactRecord], coverage: CoverageMap) -> int:
    cited = cited_places(facts, coverage.source)
    return sum(is_cited(sentence.place, cited) for sentence in coverage.sentences)
