"""Word lists as they read best in the code: running text."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a running text, in order."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """The words of a running text."""
    return frozenset(text.split())
