"""A guess at the shape of a text, so that nobody counts code points."""

from dataclasses import dataclass

from questions.grounding.text import digest, paragraphs

_LONGEST_HEADING = 80
_ENDS = tuple(".!?:;,…”’)>")


@dataclass(frozen=True)
class Outline:
    """Digest of a text, what look like headings, and where all other paragraphs start."""

    digest: str
    headings: tuple[tuple[str, int], ...]
    paragraphs: tuple[int, ...]


def outline(raw: str) -> Outline:
    """The shape of the text; a heading is a short line of its own that ends no sentence."""
    headings, starts = [], []
    for start, end in paragraphs(raw):
        text = raw[start:end]
        if _is_heading(text):
            headings.append((text.strip("#* "), start))
        else:
            starts.append(start)
    return Outline(digest(raw), tuple(headings), tuple(starts))


def _is_heading(text: str) -> bool:
    is_short = len(text) <= _LONGEST_HEADING and "\n" not in text
    # "(OSCE)" ends a heading, "(2008)." a sentence; a list's item is no heading.
    ends_open = text.endswith(")") or not text.rstrip("*").endswith(_ENDS)
    return is_short and ends_open and text[0] not in "-•0123456789"
