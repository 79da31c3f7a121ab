"""What a browser sends, made safe to ask the database for."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

# A number with more digits than this fits into no id.
_LONGEST_ID = 18


def posted_ids(request: HttpRequest, name: str) -> list[int]:
    """The ids sent under a name, in their order; what is no id is left out."""
    return [number for text in request.POST.getlist(name) if (number := as_id(text)) is not None]


def as_id(text: str) -> int | None:
    """The text as a number of an id, else None."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID:
        return int(text)
    return None


def address(name: str, *args: object, **query: object) -> str:
    """The address of a page of the desk, with those of the query's parts that are not empty."""
    wanted = {key: value for key, value in query.items() if value}
    path = reverse(f"desk:{name}", args=args)
    return f"{path}?{urlencode(wanted)}" if wanted else path
