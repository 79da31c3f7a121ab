"""Citations: a place in a source, written as `source@start-end:digest`."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from questions.grounding.text import Folded, digest, fold

_DIGEST_DIGITS = 12
_FORM = re.compile(
    r"(?P<source>[a-z0-9][a-z0-9-]*)@(?P<start>\d{1,9})-(?P<end>\d{1,9}):(?P<digest>[0-9a-f]{12})",
    re.ASCII,
)
_GAP = " ... "


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
    """Every place in the text where the words stand, read through hyphenation and page cuts.

    `first words ... last words` finds the spans from the first words to the next last words.
    """
    folded = fold(raw)
    first, gap, last = words.partition(_GAP)
    spans = folded.find_all(first)
    if gap:
        spans = _joined(spans, folded.find_all(last))
    return [place_at(source, raw, start, end) for start, end in spans]


def _joined(
    firsts: Sequence[tuple[int, int]], lasts: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Each first span drawn out to the end of the next last span behind it."""
    joined = []
    for start, end in firsts:
        behind = next((last for last in lasts if last[0] >= end), None)
        if behind is not None:
            joined.append((start, behind[1]))
    return joined


def paragraph_number(starts: Sequence[int], offset: int) -> int:
    """The number, from 1, of the paragraph that holds the offset; starts are sorted."""
    return max(1, bisect_right(starts, offset))


def surroundings(raw: str, spans: Sequence[tuple[int, int]], place: Place) -> Folded:
    """The folded text of the paragraphs that the place touches, with offsets of the raw text."""
    touched = [(s, e) for s, e in spans if s < place.end and place.start < e]
    start = min([place.start, *(s for s, _ in touched)])
    end = max([place.end, *(e for _, e in touched)])
    folded = fold(raw[start:end])
    return Folded(
        folded.text,
        tuple(start + origin for origin in folded.origins),
        tuple(start + origin for origin in folded.ends),
        folded.joints,
    )
