"""Reading a text as a person does, without losing where each character stands.

Texts come out of PDF files with words hyphenated across columns, sentences cut by page ends,
escapes, mixed quotes. Matching is done on a folded form; every offset that leaves this module is a
code point of the raw text in which only line ends were unified, so that a better way of folding
never moves a stored citation.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_QUOTES = dict.fromkeys("‘’‚‛“”„‟«»‹›\"'`´ʼ", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_DROPPED = set("*\u00ad\u200b\u200c\u200d\u2060\ufeff")
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
    """A text in the form it is compared in, and the raw offset of each of its characters."""

    text: str
    origins: tuple[int, ...]

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """Raw spans (start, end) where the words stand, whole words only."""
        needle = fold(words).text.strip()
        if not needle:
            return []
        pattern = re.compile(rf"(?<!\w){re.escape(needle)}(?!\w)")
        return [
            (self.origins[m.start()], self.origins[m.end() - 1] + 1)
            for m in pattern.finditer(self.text)
        ]


def fold(raw: str) -> Folded:
    """Fold case, quotes, dashes, escapes, white space and hyphenation away.

    A hyphen between two letters vanishes, with any white space and line ends behind it: then it
    makes no difference whether it joined a compound or broke a word at a column's edge.
    """
    chars: list[str] = []
    origins: list[int] = []
    i, size = 0, len(raw)
    while i < size:
        char = raw[i]
        if char in _DROPPED or (char == "\\" and i + 1 < size and not raw[i + 1].isalnum()):
            i += 1
            continue
        char = _DASHES.get(char, _QUOTES.get(char, char))
        if char == "-" and chars and chars[-1].isalpha():
            after = _after_hyphen(raw, i + 1)
            if after is not None:
                i = after
                continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                origins.append(i)
            i += 1
            continue
        for folded in unicodedata.normalize("NFKC", char).casefold():
            chars.append(folded)
            origins.append(i)
        i += 1
    return Folded("".join(chars), tuple(origins))


def _after_hyphen(raw: str, i: int) -> int | None:
    """Where the word goes on behind a hyphen that ends at i; None where no letter follows."""
    end = i
    while end < len(raw) and raw[end].isspace():
        end += 1
    if end < len(raw) and raw[end].isalpha() and (end == i or "\n" in raw[i:end]):
        return end
    return None


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
