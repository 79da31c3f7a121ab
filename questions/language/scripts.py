"""One skeleton for a name in Latin or Cyrillic letters, however it was transliterated."""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
        "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "ә": "a", "ғ": "gh", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
        "є": "ye", "ї": "yi", "ґ": "g", "ў": "u",
        "ş": "sh", "ç": "ch", "ı": "i", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
    }
)  # fmt: skip
_KAZAKH_PLAIN = str.maketrans("қңәіүұөғһ", "кнаиууогх")
# Small letters of one script that look like the other's capitals, typed from the wrong keyboard.
_LOOKALIKES = str.maketrans("авекмнорстухі", "abekmhopctyxi")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HAS_LATIN = re.compile(r"[a-z]")

_FOLDS = tuple(
    (re.compile(pattern), fold)
    for pattern, fold in (
        (r"dzh|dj", "j"),
        (r"zh", "j"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"ck|q|c(?!h)(?=[aouklrt]|$)", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"^ye|(?<=[^aeiou])ye(?=.)", "e"),
        (r"y", "i"),
        (r"(?<=[aeou])i+(?=[aeou])", ""),
        (r"(.)\1+", r"\1"),
    )
)


def is_cyrillic(word: str) -> bool:
    """Whether a letter of it is Cyrillic."""
    return bool(_HAS_CYRILLIC.search(word))


@lru_cache(maxsize=16384)
def romanise(word: str) -> str:
    """The tidied word in plain Latin letters, letter by letter."""
    latin = word.translate(_CYRILLIC)
    if latin.isascii():
        return latin
    apart = unicodedata.normalize("NFD", latin)
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """What is left of a tidied word once the differences of transliteration are folded away."""
    latin = romanise(word)
    for pattern, fold in _FOLDS:
        latin = pattern.sub(fold, latin)
    return latin


def without_kazakh_letters(word: str) -> str:
    """The word as typed on a phone without a Kazakh keyboard, in the nearest Russian letters."""
    return word.translate(_KAZAKH_PLAIN)


def unmix(word: str) -> str:
    """A word that mixes both scripts, in look-alike Latin letters; any other word as it is."""
    if _HAS_CYRILLIC.search(word) and _HAS_LATIN.search(word):
        return look_latin(word)
    return word


def look_latin(word: str) -> str:
    """The word with every Cyrillic letter that looks like a Latin one replaced by it."""
    return word.translate(_LOOKALIKES)
