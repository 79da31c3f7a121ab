"""What somebody looks for, cut into words, and how each of them may stand in a text."""

import re

_MOST_WORDS = 8
_LONGEST_QUERY = 200
_LONGEST_ABBREVIATION = 5
# Endings that a word looked for may have and the text has not, where enough of the word is left:
# English plurals, and the vowels in which Russian and Kazakh cases end.
_ENDING = re.compile(
    r"(?<=[a-z]{4})(?:ies|es|s|y|e)$|(?<=[а-яёәғқңөұүһі]{4})[аеёиоуыэюяіәөұүйь]{1,2}$"
)


def split_words(query: str) -> list[str]:
    """The words that are looked for, each of them once, and no more than a database bears."""
    words = query.replace("\0", " ")[:_LONGEST_QUERY].split()
    return list(dict.fromkeys(words))[:_MOST_WORDS]


def pattern_of(word: str) -> str:
    """A regular expression, for SQLite and PostgreSQL, of words that begin so in any case.

    A word is looked for without its ending. An abbreviation in capitals is looked for whole: who
    types “SCO” means neither scope nor Moscow.
    """
    is_abbreviation = word.isupper() and word.isalpha() and 1 < len(word) <= _LONGEST_ABBREVIATION
    stem = word if is_abbreviation else _ENDING.sub("", word.lower())
    # PostgreSQL folds the case of no letter but the Latin ones where its locale is “C”.
    ways = sorted({stem, stem.lower(), stem.upper(), stem.capitalize()})
    begins = r"(^|\W)" if word[0].isalnum() else ""
    ends = r"(\W|$)" if is_abbreviation else ""
    return f"{begins}({'|'.join(map(re.escape, ways))}){ends}"
