"""Citations: a place in a source, written as `source@start-end:digest`."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from questions.grounding.text import Folded, digest, fold

_DIGEST_DIGITS = 12
_FORM = re.compile(
    r"(?P<source>[a-z0-9][a-z0-9-]*)@(?P<start>\d+)-(?P<end>\d+):(?P<digest>[0-9a-f]{12})"
)


class CitationError(ValueError):
    """A citation that cannot be read or does not hold; the message says why."""


@dataclass(frozen=True)
class Place:
    """A span of a source's raw text, end excluded, with the first digits of the span's digest."""

    source: str
    start: int
    end: int
    span_digest: str

    def __str__(self) -> str:
        return f"{self.source}@{self.start}-{self.end}:{self.span_digest}"


def parse_place(written: str) -> Place:
    """Read `source@start-end:digest`; CitationError where it has another form."""
    match = _FORM.fullmatch(written.strip())
    if match is None:
        raise CitationError(f"“{written}” is not of the form source@start-end:digest (12 digits)")
    place = Place(match["source"], int(match["start"]), int(match["end"]), match["digest"])
    if place.start >= place.end:
        raise CitationError(f"{written}: the span is empty")
    return place


def place_at(source: str, raw: str, start: int, end: int) -> Place:
    """The citation of a span of the raw text."""
    return Place(source, start, end, digest(raw[start:end])[:_DIGEST_DIGITS])


def prove_place(place: Place, raw: str) -> None:
    """CitationError unless the span lies in the text and its digest matches."""
    if place.end > len(raw):
        raise CitationError(f"{place}: the span ends after the text ({len(raw)} code points)")
    found = digest(raw[place.start : place.end])[:_DIGEST_DIGITS]
    if found != place.span_digest:
        raise CitationError(f"{place}: the span's digest is {found}")


def find_places(source: str, raw: str, words: str) -> list[Place]:
    """Every place in the text where the words stand, read through hyphenation and page cuts."""
    return [place_at(source, raw, start, end) for start, end in fold(raw).find_all(words)]


def paragraph_number(starts: Sequence[int], offset: int) -> int:
    """The number, from 1, of the paragraph that holds the offset; starts are sorted."""
    return max(1, bisect_right(starts, offset))


def surroundings(raw: str, spans: Sequence[tuple[int, int]], place: Place) -> Folded:
    """The folded text of all the paragraphs that the place touches."""
    touched = [(s, e) for s, e in spans if s < place.end and place.start < e]
    if not touched:
        return fold(raw[place.start : place.end])
    return fold(raw[touched[0][0] : touched[-1][1]])
