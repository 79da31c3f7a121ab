"""Showing a passage: the paragraph around a span, cut in three."""

from questions.grounding.text import paragraphs

_AROUND = 320


def passage(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before the span in its paragraph, the span, and what stands behind it.

    Page cuts are closed; what is far from the span is left out behind an ellipsis.
    """
    touched = [(s, e) for s, e in paragraphs(text) if s < end and start < e]
    first = touched[0][0] if touched else start
    last = touched[-1][1] if touched else end
    before, span, after = (
        text[min(first, start) : start],
        text[start:end],
        text[end : max(last, end)],
    )
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return before, span, after
