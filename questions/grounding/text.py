"""Reading a text as a person does, without losing where each character stands.

Texts come out of PDF files with words hyphenated across columns, sentences cut by page ends,
escapes, mixed quotes. Matching is done on a folded form; every offset that leaves this module is a
code point of the raw text in which only line ends were unified, so that a better way of folding
never moves a stored citation.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

_QUOTES = dict.fromkeys("‘’‚‛“”„‟«»‹›\"'`´ʼ", "'")
_HYPHENS = frozenset("-‐‑‒–−")
# A long dash stands between words, so it never joins the letters beside it.
_LONG_DASHES = frozenset("—―")
_SOFT_HYPHEN = "\u00ad"
_DROPPED = frozenset("*\u200b\u200c\u200d\u2060\ufeff")
_SENTENCE_ENDS = tuple(".!?:;…")
_BLOCK = re.compile(r"\S(?:.|\n(?!\s*\n))*", re.UNICODE)


def unify_line_ends(raw: str) -> str:
    """The text with every line end as one line feed and no byte order mark."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Folded:
    """A text in the form it is compared in, and the raw span that each of its characters is of."""

    text: str
    origins: tuple[int, ...]
    ends: tuple[int, ...]
    # Where a hyphen inside a word was folded away: a word's edge for whoever looks for a part.
    joints: frozenset[int] = frozenset()

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """Raw spans (start, end) where the words stand, whole words only."""
        needle = fold_words(words)
        if not needle:
            return []
        spans = []
        at = self.text.find(needle)
        while at >= 0:
            end = at + len(needle)
            is_whole = self._is_edge(at) and self._is_edge(end)
            if is_whole:
                spans.append((self.origins[at], self.ends[end - 1]))
            at = self.text.find(needle, end if is_whole else at + 1)
        return spans

    def _is_edge(self, at: int) -> bool:
        """Whether no word, and no single raw character, goes on across the position."""
        if at in (0, len(self.text)) or at in self.joints:
            return True
        if self.origins[at - 1] == self.origins[at]:
            return False
        return not (_is_wordy(self.text[at - 1]) and _is_wordy(self.text[at]))


@dataclass
class _Folding:
    """The folded form as it grows."""

    chars: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    joints: set[int] = field(default_factory=set)

    @property
    def last(self) -> str:
        return self.chars[-1] if self.chars else ""

    def put(self, text: str, start: int, end: int) -> None:
        for char in text:
            self.chars.append(char)
            self.origins.append(start)
            self.ends.append(end)


def fold(raw: str) -> Folded:
    """Fold case, quotes, dashes, escapes, white space and hyphenation away.

    A hyphen between two letters vanishes, with any white space and line ends behind it: then it
    makes no difference whether it joined a compound or broke a word at a column's edge.
    """
    folding = _Folding()
    i, size = 0, len(raw)
    while i < size:
        i = _fold_at(raw, i, size, folding)
    return Folded(
        "".join(folding.chars),
        tuple(folding.origins),
        tuple(folding.ends),
        frozenset(folding.joints),
    )


@lru_cache(maxsize=4096)
def fold_words(words: str) -> str:
    """The folded form of a few words, without space around them."""
    return fold(words).text.strip()


def _fold_at(raw: str, i: int, size: int, folding: _Folding) -> int:
    """Fold what stands at i; where to go on."""
    char = raw[i]
    if char in _DROPPED or (char == "\\" and i + 1 < size and not raw[i + 1].isalnum()):
        return i + 1
    if char in _HYPHENS or char == _SOFT_HYPHEN:
        return _fold_hyphen(raw, i, folding)
    if char.isspace():
        if folding.last not in ("", " "):
            folding.put(" ", i, i + 1)
        return i + 1
    end = i + 1
    while end < size and unicodedata.combining(raw[end]):
        end += 1
    plain = "-" if char in _LONG_DASHES else _QUOTES.get(char, char)
    folding.put(unicodedata.normalize("NFKC", plain + raw[i + 1 : end]).casefold(), i, end)
    return end


def _fold_hyphen(raw: str, i: int, folding: _Folding) -> int:
    after = _next_word(raw, i + 1)
    if folding.last.isalpha() and raw[after : after + 1].isalpha():
        # Behind a line's end nobody can tell a compound from a broken word: no edge there.
        if after == i + 1 and raw[i] != _SOFT_HYPHEN:
            folding.joints.add(len(folding.chars))
        return after
    if raw[i] == _SOFT_HYPHEN:
        return i + 1
    folding.put("-", i, i + 1)
    between_figures = raw[i - 1 : i].isdigit() and raw[after : after + 1].isdigit()
    return after if between_figures else i + 1


def _next_word(raw: str, i: int) -> int:
    """Where the text goes on behind a hyphen: across a line's end, but not across a mere space."""
    end = i
    while end < len(raw) and raw[end].isspace():
        end += 1
    return end if "\n" in raw[i:end] else i


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) > 0


def paragraphs(raw: str) -> list[tuple[int, int]]:
    """Raw spans (start, end) of the paragraphs, joined across page and column cuts.

    A block goes on in the next one where it ends in the middle of a sentence: with a hyphen, or
    without a sentence's end before a small letter.
    """
    joined: list[tuple[int, int]] = []
    for match in _BLOCK.finditer(raw):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        if joined and _is_cut(raw[joined[-1][0] : joined[-1][1]], raw[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_cut(before: str, after: str) -> bool:
    if before.endswith("-") and after[0].isalpha():
        return True
    return after[0].islower() and not before.rstrip("'\"”’)").endswith(_SENTENCE_ENDS)
