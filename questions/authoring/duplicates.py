"""Questions that ask the same: by the words of their stems, or by fact, cue and form."""

from functools import lru_cache

from questions.language.scripts import look_latin
from questions.language.tidying import all_words, tidy


@lru_cache(maxsize=16384)
def fold_stem(text: str) -> str:
    """The words of a text in one case and in letters that look alike, without punctuation."""
    return " ".join(look_latin(word) for word in all_words(tidy(text)))
