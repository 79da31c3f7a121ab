"""Join codes: readable from the back row, typed on any keyboard."""

import unicodedata
from random import Random

# Neither 0 and O nor 1, I and L, which are taken for each other; no vowels, so that no code is a
# word. 27 characters in six places make 387 million codes.
ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"
LENGTH = 6
_LONGEST_TYPED = 40
# Cyrillic capitals that look like the Latin letter or the digit.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХҺІЗҮҰЅЈ", "ABEKMHOPCTYXHI3YYSJ")


def random_code(rng: Random) -> str:
    """Six characters as they are stored, without a dash."""
    return "".join(rng.choices(ALPHABET, k=LENGTH))


def fold_code(typed: str) -> str:
    """What was typed, as codes are stored: without case, spaces, dashes and look-alike letters."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).upper().translate(_LOOKALIKES)
    return "".join(char for char in text if char.isalnum())


def grouped_code(code: str) -> str:
    """The code as it is shown: “KZ7-4PQ”."""
    return f"{code[:3]}-{code[3:]}" if len(code) == LENGTH else code
