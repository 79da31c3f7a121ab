"""Rows whose texts hold a word."""

from django.db.models import Q

from questions.language.searching import pattern_of


def holding(word: str, *fields: str) -> Q:
    """That a word of one of the fields begins so, in any case and alphabet on any database."""
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__iregex": pattern_of(word)})
    return found
