"""Who belongs to what: countries against organisations, as far as the library's facts say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from questions.language.alphabet import by_alphabet
from questions.models import Entity, Fact, FactText, FactValue, Topic
from questions.progress.belonging import (
    MARK_OF_RELATION,
    ORGANISATIONS,
    Mark,
    Tie,
    organisation_of,
    without_repeats,
    year_said,
)
from questions.progress.statements import texts_in
from questions.templatetags.wording import reader_language
from questions.views.access import visible_facts

# Short words for the table, and what they mean below it.
_WORDS: dict[Mark, tuple[str | Promise, str | Promise]] = {
    Mark.FOUNDER: (_("founder"), _("one of the states that founded it, in that year")),
    Mark.JOINED: (_("joined"), _("admitted as a member in that year")),
    Mark.MEMBER: (_("member"), _("a member as of that year")),
    Mark.OBSERVER: (_("observer"), _("admitted as an observer in that year")),
    Mark.PARTNER: (_("partner"), _("made a dialogue partner in that year")),
    Mark.JOINING: (_("joining"), _("its admission as a member was begun in that year")),
    Mark.APPLICANT: (
        _("applicant"),
        _("backed as a future dialogue partner in that year"),
    ),
    Mark.MEMORANDUM: (_("memorandum"), _("a memorandum was signed with it in that year")),
}


@dataclass(frozen=True)
class Sign:
    """One mark in a cell."""

    mark: Mark
    word: str | Promise
    meaning: str | Promise
    year: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A country with the marks in each column."""

    name: str
    cells: list[list[Sign]]


@dataclass(frozen=True)
class Column:
    """An organisation with the words of the facts that its marks lead to."""

    topic: Topic
    texts: list[FactText]


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The table, what its marks mean, and the facts that they stand on."""
    values = _values()
    texts = texts_in(reader_language(), {value.fact_id for value in values})
    ties = without_repeats(_ties(values, texts))
    names = {value.entity_id: value.entity.name for value in values if value.entity}
    topics = Topic.objects.filter(slug__in=ORGANISATIONS)
    columns = [Column(topic, _texts(topic.slug, ties, texts)) for topic in topics]
    told = [column.topic.slug for column in columns if column.texts]
    ids = sorted({tie.country_id for tie in ties}, key=lambda pk: by_alphabet(names[pk]))
    used = {tie.mark for tie in ties}
    context = {
        "rows": [Row(names[pk], [_cell(pk, slug, ties, texts) for slug in told]) for pk in ids],
        "columns": [column for column in columns if column.texts],
        "legend": [Sign(mark, *_WORDS[mark]) for mark in Mark if mark in used],
        "silent": [column.topic.name for column in columns if not column.texts],
    }
    return render(request, "library/members.html", context)


def _values() -> list[FactValue]:
    """The countries that the facts name, those of the weightiest facts first."""
    rows = FactValue.objects.filter(
        fact__in=visible_facts(),
        fact__relation__slug__in=MARK_OF_RELATION,
        entity__kind=Entity.Kind.COUNTRY,
    ).select_related("entity", "fact__subject", "fact__relation", "fact__topic")
    return list(rows.order_by("-fact__importance", "fact__slug", "position"))


def _ties(values: Sequence[FactValue], texts: dict[int, FactText]) -> list[Tie]:
    ties = []
    for value in values:
        organisation = _organisation(value.fact)
        if organisation and value.fact_id in texts and value.fact.relation and value.entity_id:
            mark = MARK_OF_RELATION[value.fact.relation.slug]
            year = year_said(mark, value.fact.as_of, texts[value.fact_id].statement)
            ties.append(Tie(value.entity_id, organisation, mark, value.fact_id, year))
    return ties


def _organisation(fact: Fact) -> str:
    if fact.subject is None:
        return ""
    return organisation_of(fact.subject.slug, fact.subject.kind, fact.topic.slug)


def _cell(
    country_id: int, slug: str, ties: Sequence[Tie], texts: dict[int, FactText]
) -> list[Sign]:
    return [
        Sign(tie.mark, *_WORDS[tie.mark], tie.year, texts[tie.fact_id].fact.get_absolute_url())
        for tie in ties
        if (tie.country_id, tie.organisation) == (country_id, slug)
    ]


def _texts(slug: str, ties: Sequence[Tie], texts: dict[int, FactText]) -> list[FactText]:
    """What the column's marks stand on, each fact once."""
    ids = dict.fromkeys(tie.fact_id for tie in ties if tie.organisation == slug)
    return [texts[fact_id] for fact_id in ids]
