"""Reaching into a list by a place that only the template knows."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def at(texts: Sequence[str] | None, place: int) -> str:
    """The text on that place, from 0; nothing where there is none."""
    return texts[place] if texts and place < len(texts) else ""
