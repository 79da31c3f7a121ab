"""How facts read in a learner's lists, with a link to those that have a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from questions.models import FactText


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in words."""

    slug: str  # empty where it is a teacher's, which has no page
    text: str
    language: str


def statements_of(fact_ids: Iterable[int]) -> dict[int, Statement]:
    """The facts in the reader's language, else in English, else in any, in one query."""
    rows = FactText.objects.filter(fact__in=fact_ids).values_list(
        "fact_id", "fact__slug", "fact__owner_id", "statement", "language"
    )
    wanted = (get_language() or "")[:2]
    # What comes last stays: the wanted language, before it English.
    return {
        fact_id: Statement("" if owner_id else slug, text, language)
        for fact_id, slug, owner_id, text, language in sorted(
            rows, key=lambda row: (row[4] == wanted, row[4] == "en", row[4])
        )
    }


def texts_in(language: str, fact_ids: Iterable[int]) -> dict[int, FactText]:
    """The facts' words in the language, else in English, else in any, in one query."""
    rows = FactText.objects.filter(fact__in=fact_ids).select_related("fact")
    # What is wanted most comes last and stays.
    return {
        row.fact_id: row
        for row in sorted(
            rows, key=lambda row: (row.language == language, row.language == "en", row.language)
        )
    }
