"""Reading and writing the maps of the sources, `coverage/<source>.toml`."""

from collections.abc import Callable
from pathlib import Path

from questions.exchange.coverage_records import (
    COVERAGE_DIR,
    CoverageMap,
    SentenceRecord,
    Status,
    map_file,
)
from questions.exchange.library_records import SOURCES_FILE, Library, LibraryProblem
from questions.exchange.toml_table import Table, UnreadableFileError, read_toml
from questions.grounding.citations import CitationError, Place, parse_place

_HEADER = """\
# Every sentence of {source} and what becomes of it: docs/library.md says what the words mean.
# `manage.py map_sentences {source}` keeps places and "cited"; all else is a person's to say.
"""
_Tell = Callable[[str, str], None]


def read_maps(folder: Path, library: Library) -> tuple[list[CoverageMap], list[LibraryProblem]]:
    """The map of each of the library's sources, and everything that is wrong in the files."""
    problems: list[LibraryProblem] = []
    sources = [source.id for source in library.sources]
    maps = [read_map(folder, source, problems) for source in sources]
    # Where sources.toml cannot be read, no map is said to be of an unknown source.
    for path in sorted((folder / COVERAGE_DIR).glob("*.toml")):
        if path.stem not in sources and SOURCES_FILE not in library.unread:
            reason = "the file is named after no source of sources.toml"
            problems.append(LibraryProblem(map_file(path.stem), "file", reason))
    return [read for read in maps if read is not None], problems


def read_map(folder: Path, source: str, problems: list[LibraryProblem]) -> CoverageMap | None:
    """The source's map, or None where there is no such file; faults are added to the problems."""
    file = map_file(source)

    def tell(entry: str, reason: str) -> None:
        problems.append(LibraryProblem(file, entry, reason))

    try:
        content = read_toml(folder / file)
    except UnreadableFileError as error:
        tell("file", str(error))
        return None
    top = Table(content, lambda reason: tell("file", reason))
    entries = top.take("sentences", required=True)
    top.close()
    if entries is not None and not isinstance(entries, list):
        tell("file", "sentences: must be a list of tables")
        entries = None
    read = [_entry(source, number, entry, tell) for number, entry in enumerate(entries or [], 1)]
    return CoverageMap(source, tuple(record for record in read if record is not None))


def _entry(source: str, number: int, entry: object, tell: _Tell) -> SentenceRecord | None:
    written = entry.get("at") if isinstance(entry, dict) else None
    place = _place(source, written) if isinstance(written, str) else None
    name = f"{place.start}-{place.end}" if place else f"sentence {number}"
    table = Table(entry, lambda reason: tell(name, reason))
    at = table.text("at", required=True)
    status = table.one_of("is", tuple(Status), required=True)
    table.close()
    if at and place is None:
        table.tell("at", f"“{at}” is not of the form start-end:digest (12 digits)")
    return SentenceRecord(place, status) if place else None


def _place(source: str, written: str) -> Place | None:
    try:
        return parse_place(f"{source}@{written}")
    except CitationError:
        return None


def written_map(coverage: CoverageMap) -> str:
    """The map as its file holds it."""
    lines = [
        f'    {{ at = "{str(sentence.place).partition("@")[2]}", is = "{sentence.status}" }},\n'
        for sentence in coverage.sentences
    ]
    return f"{_HEADER.format(source=coverage.source)}sentences = [\n{''.join(lines)}]\n"
