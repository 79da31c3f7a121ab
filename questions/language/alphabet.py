"""Sorting names as a reader looks for them."""

import re

# The order of both Cyrillic alphabets, whose code points are not in it; other letters keep theirs.
_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {letter: chr(ord("а") + place) for place, letter in enumerate(_ALPHABET)}
# Digits come before letters, as in a telephone book, and no part is a larger number than this.
_LETTERS = 10**9
_PARTS = re.compile(r"[0-9]{1,9}|[^0-9]+")


def by_alphabet(name: str) -> list[tuple[int, str]]:
    """A key that sorts names as the reader's alphabet does, and learner 2 before learner 10."""
    parts = _PARTS.findall("".join(_PLACES.get(letter, letter) for letter in name.casefold()))
    return [(int(part), "") if part.isdecimal() else (_LETTERS, part) for part in parts]
