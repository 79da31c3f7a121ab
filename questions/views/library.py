"""The library: browsing and searching facts, a page per fact and per source."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from questions.exchange.searching import entities_called
from questions.grounding.passage import passage
from questions.grounding.text import digest
from questions.language.searching import split_words
from questions.models import Citation, Cue, Fact, FactText, FactValue, SessionItem, Topic, User
from questions.models.searching import holding
from questions.progress.curve import memory_curves
from questions.progress.unrevealed import unrevealed_items
from questions.templatetags.wording import reader_language
from questions.views.access import visible_fact, visible_facts, visible_source, visible_topic
from questions.views.charts import memory_chart
from questions.views.fragments import render_part

_PAGE = 30
_LONGEST_QUERY = 100


@require_safe
def library(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Facts, all or of one topic, narrowed by a search."""
    topic = visible_topic(slug) if slug else None
    query = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_QUERY]
    texts = FactText.objects.filter(fact__in=visible_facts()).told_in(reader_language())
    if topic is not None:
        texts = texts.filter(fact__topic=topic)
    for word in split_words(query):
        texts = texts.filter(_saying(word) | _naming(word))
    texts = texts.select_related("fact__topic").order_by(
        "fact__topic__position", "-fact__importance", "fact__slug"
    )
    page = Paginator(texts, _PAGE).get_page(request.GET.get("page"))
    context = {
        "topic": topic,
        "topics": Topic.objects.annotate(
            count=Count("facts", filter=Q(facts__owner=None, facts__withdrawn_at=None))
        ).order_by("position"),
        "query": query,
        "page": page,
        "has_others": any(text.language != reader_language() for text in page.object_list),
    }
    return render_part(request, "library/library.html", "results", context)


def _saying(word: str) -> Q:
    """Facts that have the word in any language."""
    texts = FactText.objects.filter(holding(word, "statement", "explanation"))
    return Q(fact__in=texts.values("fact"))


def _naming(word: str) -> Q:
    """Facts about what goes by that word, found apart: a join for each word would multiply rows."""
    named = entities_called(word)
    values = FactValue.objects.filter(entity__in=named)
    return Q(fact__subject__in=named) | Q(fact__in=values.values("fact"))


@require_safe
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    """A fact with its statement, its proof and what the reader remembers of it."""
    found = visible_fact(slug)
    citations = list(found.citations.select_related("source"))
    text = FactText.objects.filter(fact=found).told_in(reader_language()).first()
    context = {
        "fact": found,
        "text": text,
        "places": [(citation, passage_of(citation)) for citation in citations],
        "others": _others(found),
        **_own(request, found, text),
    }
    return render(request, "library/fact.html", context)


def passage_of(citation: Citation) -> tuple[str, str, str] | None:
    """The paragraph around the place, cut in three; None where it cannot be shown."""
    text = citation.source.text
    if citation.start is None or citation.end is None:
        return None
    # A text loaded before its source was corrected may differ: then nothing is marked wrongly.
    if not digest(text[citation.start : citation.end]).startswith(citation.span_digest):
        return None
    return passage(text, citation.start, citation.end)


def _others(found: Fact) -> list[FactText]:
    """Other facts about the same subject."""
    if found.subject_id is None:
        return []
    texts = FactText.objects.filter(
        fact__in=visible_facts().filter(subject=found.subject_id)
    ).told_in(reader_language())
    return list(texts.exclude(fact=found).select_related("fact")[:6])


def _own(request: HttpRequest, found: Fact, text: FactText | None) -> dict[str, object]:
    """The learner's memory curves and responses; nothing for a visitor."""
    user = request.user
    if not (isinstance(user, User) and user.is_authenticated):
        return {}
    now = timezone.now()
    today, unrevealed = user.study_day(now), unrevealed_items(user, now=now)
    curves = memory_curves(user, found, today=today, without=unrevealed)
    items = (
        SessionItem.objects.filter(learner=user, fact=found, answered_at__isnull=False)
        .exclude(pk__in=unrevealed)
        .annotate(
            form=F("question__form"), stem=F("question__stem"), language=F("question__language")
        )
    )
    return {
        "today": today,
        "curves": [
            (_asked(text, cue), memory_chart(points, today)) for cue, points in curves.items()
        ],
        "responses": items.order_by("-answered_at")[:20],
    }


def _asked(text: FactText | None, cue: str) -> str:
    """How the fact is asked by that cue."""
    if text is None:
        return ""
    if cue == Cue.VALUE:
        return text.ask_value or text.claim_value.replace("{}", "____")
    return text.ask_subject or text.claim_subject.replace("{}", "____")


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source with the facts that stand on it."""
    found = visible_source(slug)
    texts = (
        FactText.objects.filter(fact__in=visible_facts().filter(citations__source=found).distinct())
        .told_in(reader_language())
        .select_related("fact__topic")
        .order_by("fact__topic__position", "fact__slug")
    )
    return render(request, "library/source.html", {"source": found, "texts": texts})
