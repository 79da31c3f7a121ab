"""Cutting a text into sentences, so that each can be accounted for.

Offsets are those of citations: code points of the raw text with line ends unified. Every character
that is no white space stands in exactly one sentence.
"""

import re
from collections.abc import Iterator

from questions.grounding.sentence_ends import ends_sentence

_LINE = re.compile(r"\S[^\n\f]*")
_CLOSERS = "\"'`“”’»›)]}>*_"
_STOP = re.compile(rf"([.!?…]+)[{re.escape(_CLOSERS)}¹²³]*(?=\s)")
_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\)){0,300}\)")
_BULLET = re.compile(r"[-*+•·▪●◦‣]\s")
_COUNTER = re.compile(r"(?:\d{1,3}\\?[.)]|[–—]|\(?[a-z]\)|[ivx]{1,4}\))\s")
_MARK = re.compile(rf"(?:{_BULLET.pattern}|{_COUNTER.pattern})\s*")
_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*$")
# An entry of a bibliography: author with initial, year in brackets, then titles with full stops.
_ENTRY = re.compile(r"(?:\w+:\s)?[^.()]{2,60}\b[^\W\d_]\. \((?:19|20)\d\d[a-z]?\)\.")
_ENDED = tuple(".!?…")
_SPACE = re.compile(r"\s*")
# So much of the text around a stop tells whether it ends a sentence.
_AROUND = 80

Span = tuple[int, int]


def sentences(raw: str) -> list[Span]:
    """Raw spans (start, end) of the sentences, in order, without white space around them.

    A heading and a list's item are sentences of their own; a sentence goes on across hyphenation,
    and across blank lines and page cuts where it stopped without an end.
    """
    return [span for passage in _passages(raw) for span in _cut(raw, *passage)]


def _passages(raw: str) -> list[Span]:
    """Spans of lines that belong together: headings, items, and paragraphs joined across cuts."""
    joined: list[Span] = []
    last = (0, 0)
    for start, end in _lines(raw):
        if joined and _goes_on(raw, joined[-1], last, (start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = (start, end)
    return joined


def _lines(raw: str) -> Iterator[Span]:
    for match in _LINE.finditer(raw):
        yield match.start(), match.start() + len(match[0].rstrip())


def _goes_on(raw: str, passage: Span, last: Span, line: Span) -> bool:
    """Whether the line continues the passage, whose last line is given."""
    above, text = raw[slice(*last)], raw[slice(*line)]
    gap = raw[last[1] : line[0]]
    is_blank = gap.count("\n") > 1 or "\f" in gap
    if not _is_wordy(above) or not _is_wordy(text) or _HEADING.match(above) or _HEADING.match(text):
        return False
    if _is_item(text, above, is_blank=is_blank):
        return False
    if above.endswith("-") and text[0].isalpha():
        return True
    ended = above.rstrip(_CLOSERS)
    if ended.endswith(";"):
        # Where semicolons part a list within a line, the one at the line's end is one of them.
        return text[0].islower() and ";" in raw[passage[0] : last[1]].rstrip(_CLOSERS + ";")
    if not is_blank:
        return not (ended.endswith(":") and text.endswith(";"))
    if ended.endswith(","):
        return True
    return text[0].islower() and not ended.endswith((*_ENDED, ":"))


def _is_wordy(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _is_item(text: str, above: str, *, is_blank: bool) -> bool:
    """Whether the line is a list's item: a number or dash may also have been wrapped there."""
    if _BULLET.match(text):
        return True
    may_be = is_blank or above.rstrip(_CLOSERS).endswith((*_ENDED, ":", ";")) or _MARK.match(above)
    return bool(may_be and _COUNTER.match(text))


def _cut(raw: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one passage."""
    text = raw[start:end]
    mark = _MARK.match(text)
    brackets = [match.span() for match in _BRACKET.finditer(text)]
    begun, searched = 0, mark.end() if mark else 0
    is_whole = _HEADING.match(text) or _ENTRY.match(text)
    for stop in () if is_whole else _STOP.finditer(text, searched):
        holding = next((b for b in brackets if b[0] < stop.start() < b[1]), None)
        if holding and not (holding[0] == begun and holding[1] == stop.end()):
            continue
        before = text[max(begun, stop.start() - _AROUND) : stop.start()]
        after = text[stop.end() : stop.end() + _AROUND].lstrip()
        if ends_sentence(before, stop[1], after):
            yield start + begun, start + stop.end()
            space = _SPACE.match(text, stop.end())
            begun = space.end() if space else stop.end()
    yield start + begun, end
