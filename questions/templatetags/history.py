"""What the fields are called in the history of a deck, a fact or a source."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

_NAMES = {
    "about": _("What it is for"),
    "as_of": _("As of"),
    "authors": _("Authors"),
    "caveat": _("Caveat"),
    "explanation": _("Explanation"),
    "identifier": _("DOI or address"),
    "importance": _("Importance"),
    "language": _("Language"),
    "name": _("Name"),
    "order": _("Place"),
    "places": _("Where it stands"),
    "questions": _("Questions"),
    "shared_with": _("Shared with"),
    "short_name": _("Cited as"),
    "statement": _("Statement"),
    "study_link": _("Study link"),
    "text": _("Text"),
    "title": _("Title"),
    "topic": _("Topic"),
    "year": _("Year"),
}
_VALUES = {
    "study_link": {"open": _("open")},
    "shared_with": {"*": _("every teacher")},
}


@register.filter
def field_title(name: str) -> str:
    """What a field is called."""
    return str(_NAMES.get(name, name))


@register.filter
def field_value(text: str, name: str) -> str:
    """What stood in the field, in words where a sign is stored."""
    words = _VALUES.get(name)
    if words is None:
        return text
    return ", ".join(str(words.get(part, part)) for part in text.split(", "))
