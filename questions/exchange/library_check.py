"""Checking the library: its form always, its proofs where the sources' texts are at hand."""

from dataclasses import dataclass
from pathlib import Path

from questions.exchange.library_files import file_order, read_library
from questions.exchange.library_links import link_problems
from questions.exchange.library_proof import proof_problems
from questions.exchange.library_records import Library, LibraryProblem
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


@dataclass(frozen=True)
class CheckReport:
    """The library as it was read, and everything that is wrong with it."""

    library: Library
    problems: tuple[LibraryProblem, ...]
    figures: tuple[TopicFigures, ...]


def check_library(folder: Path, sources: Path | None = None) -> CheckReport:
    """Read and check the library in the folder, and prove it where texts of sources are given."""
    library = read_library(folder)
    problems = [*library.problems, *link_problems(library), *wording_problems(library)]
    problems += set_problems(library)
    if sources is not None:
        problems += proof_problems(library, sources)
    return CheckReport(library, tuple(file_order(problems)), _figures(library))


def _figures(library: Library) -> tuple[TopicFigures, ...]:
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
            )
        )
    return tuple(rows)
