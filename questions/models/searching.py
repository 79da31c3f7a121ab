"""Rows whose texts hold a word."""

from django.db.models import Q

from questions.language.searching import spellings


def holding(word: str, *fields: str) -> Q:
    """That one of the fields holds the word, in any case and alphabet on any database."""
    found = Q()
    for field in fields:
        for spelling in spellings(word):
            found |= Q(**{f"{field}__icontains": spelling})
    return found
