"""One form for what can be typed in several: case, quotes, dashes, spaces, small words."""

import re
import unicodedata
from functools import lru_cache

from .wordlists import word_set

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʼʹ`´“”„‟″«»‹›"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
# NFKC turns 7½ into 71⁄2, which reads as seventy-one halves; a space must come in between.
_FRACTIONS = {ord(sign): " " + unicodedata.normalize("NFKC", sign) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
_BEFORE = _FRACTIONS | _UNSEEN
_AFTER = _QUOTES | _DASHES | {ord("⁄"): "/"}

_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?!\w))?")
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")
# "co-operation" is one word with a hyphen in it, other hyphens stand between words.
_PREFIX_HYPHEN = re.compile(r"(?<!\w)(co|non|anti|pre|re|multi|inter|анти|контр)-(?=\w)")
_CONTRACTED = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")

_SMALL_WORDS = word_set("""
    a an the this that of in on at for to by from with into and is was it its were are be i
    think called maybe probably в во на о об обо по с со из для к ко от у и а это был была
    было я думаю наверное және жане мен бен пен туралы үшін ушин бұл бул менің менин ойымша
    """)
_SPELLINGS = (
    (re.compile(r"(?<=\w\w)is(?=(?:ations?|e[ds]?|ing)$)"), "iz"),
    (re.compile(r"^(cent|theat)re(?=s?$)"), r"\1er"),
    (re.compile(r"^(def|off)ence"), r"\1ense"),
    (re.compile(r"^programme"), "program"),
)


def tidy(text: str) -> str:
    """The text in one form of characters, case, quotes, dashes and white space."""
    text = unicodedata.normalize("NFKC", text.translate(_BEFORE)).casefold()
    # Folding case can leave a letter apart from its accent, so compose once more.
    text = unicodedata.normalize("NFKC", text).translate(_AFTER)
    visible = (" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join("".join(visible).split())


def is_blank(text: str) -> bool:
    """Whether no letter or digit is in it."""
    return not _WORD.search(text)


@lru_cache(maxsize=16384)
def all_words(tidied: str) -> tuple[str, ...]:
    """Every word of a tidied text, without punctuation; dotted initials as one word."""
    text = _DOTTED.sub(_undotted, tidied)
    text = _PREFIX_HYPHEN.sub(r"\1", _POSSESSIVE.sub("", text))
    return tuple(_WORD.findall(_CONTRACTED.sub("", text)))


@lru_cache(maxsize=16384)
def words(tidied: str) -> tuple[str, ...]:
    """The words that carry meaning, in one English spelling; all words where none carries any."""
    found = all_words(tidied)
    weighty = [word for word in found if word not in _SMALL_WORDS]
    return tuple(_one_spelling(word) for word in weighty or found)


def _undotted(match: re.Match[str]) -> str:
    return " " + "".join(char for char in match.group() if char.isalpha()) + " "


def _one_spelling(word: str) -> str:
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word
