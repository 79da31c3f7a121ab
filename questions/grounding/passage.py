"""Showing a passage: the paragraph around a span, cut in three."""

from questions.grounding.text import paragraphs


def passage(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before the span in its paragraph, the span, and what stands behind it."""
    touched = [(s, e) for s, e in paragraphs(text) if s < end and start < e]
    first = touched[0][0] if touched else start
    last = touched[-1][1] if touched else end
    return text[min(first, start) : start], text[start:end], text[end : max(last, end)]
