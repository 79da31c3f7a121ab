"""Rows as a file of one's own data has them: read piece by piece, with names of its own."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet

_CHUNK = 500
Rows = Iterable[dict[str, Any]]


def told(rows: "QuerySet[Any]", *fields: str, **renamed: str) -> Rows:
    """The fields of the rows, the renamed ones under their new names; one query."""
    names = {name: F(path) for name, path in renamed.items()}
    found: Any = rows.values(*fields, **names)
    yield from found.iterator(_CHUNK)


def in_chunks(rows: Rows) -> Iterator[list[dict[str, Any]]]:
    """The rows in lists of at most five hundred, so that no long history fills the memory."""
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk
