"""Slugs of teachers' rows: made from what they say, none twice for one owner."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Manager, Q

from questions.authoring.plain_text import slug_of
from questions.models import User

_MOST_DIGITS = 6
# SQLite takes no thousand of them.
_MOST_CONDITIONS = 100


def hold(owner: User) -> None:
    """Let the owner's rows be made one request after the other, so that no slug is drawn twice.

    Only within a transaction.
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=owner.pk)


def free_slugs(
    texts: Iterable[str], *, rows: "Manager[Any]", owner: User, most: int, otherwise: str
) -> list[str]:
    """A slug for each text that no row of the owner has yet.

    In one statement, and one more for each hundred texts whose slugs are taken.
    """
    bases = [slug_of(text, most=most - _MOST_DIGITS - 1, otherwise=otherwise) for text in texts]
    own = rows.filter(owner=owner)
    taken = set(own.filter(slug__in=set(bases)).values_list("slug", flat=True))
    wanted = Counter(bases)
    contested = [base for base in wanted if base in taken or wanted[base] > 1]
    for some in _in_parts(contested):
        numbered = Q()
        for base in some:
            numbered |= Q(slug__startswith=f"{base}-")
        taken.update(own.filter(numbered).values_list("slug", flat=True))
    return [_free(base, taken) for base in bases]


def _in_parts(bases: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(bases), _MOST_CONDITIONS):
        yield bases[at : at + _MOST_CONDITIONS]


def _free(base: str, taken: set[str]) -> str:
    """The base or, where that is taken, with the first number that is free; taken now."""
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug
