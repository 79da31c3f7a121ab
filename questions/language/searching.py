"""What somebody looks for, cut into words, and how each of them may be written."""

_MOST_WORDS = 8
_LONGEST_QUERY = 200


def split_words(query: str) -> list[str]:
    """The words that are looked for, each of them once, and no more than a database bears."""
    words = query.replace("\0", " ")[:_LONGEST_QUERY].split()
    return list(dict.fromkeys(words))[:_MOST_WORDS]


def spellings(word: str) -> list[str]:
    """The word as it may be written: SQLite folds the case of no letter but the Latin ones."""
    if word.isascii():
        return [word]
    return sorted({word, word.lower(), word.upper(), word.capitalize()})
