"""Finding questions: to put them into a deck, or to read what there is and decide on one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from questions.admin.access import TeacherRequest, own_deck, teacher_required
from questions.admin.posted import address, posted_ids
from questions.authoring.decks import add_questions
from questions.authoring.searching import Search, find_questions, one_per_fact
from questions.exchange.searching import entities_called
from questions.forms.finding import DeckSearchForm, QuestionSearchForm
from questions.language.searching import split_words
from questions.models import Citation, Deck, DeckEntry, FactText, Question
from questions.models.questions import QuestionQuerySet
from questions.templatetags.wording import reader_language
from questions.views.fragments import render_part

_PAGE = 25
_MOST_AT_ONCE = 200


def places_told() -> "QuerySet[Citation]":
    """Citations with their sources, but without the sources' texts, which may be long."""
    return Citation.objects.select_related("source").defer(
        "source__text", "source__paragraphs", "source__sections"
    )


def texts_told() -> "QuerySet[FactText]":
    """The wordings of facts, that of the page's language first."""
    return FactText.objects.first_in(reader_language())


def search_of(form: forms.Form) -> Search:
    """What the form asks for; a field that is refused narrows nothing."""
    form.is_valid()
    wanted = form.cleaned_data
    words = wanted.get("q") or ""
    topic = wanted.get("topic")
    return Search(
        words=words,
        topics=(topic.pk,) if topic else (),
        importance=wanted.get("importance"),
        form=wanted.get("form") or "",
        language=wanted.get("language") or "",
        status=wanted.get("status") or "",
        is_withdrawn=bool(wanted.get("withdrawn")),
        whose=wanted.get("whose") or "",
        named={word: entities_called(word) for word in split_words(words)},
    )


def query_of(request: HttpRequest) -> str:
    """The search as it stands in the address, without the page's number."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _results(request: TeacherRequest, rows: QuestionQuerySet) -> Any:
    rows = rows.select_related("fact__topic", "owner").prefetch_related(
        Prefetch("fact__citations", places_told())
    )
    return Paginator(rows, _PAGE).get_page(request.GET.get("page"))


@require_safe
@teacher_required
def questions(request: TeacherRequest) -> HttpResponse:
    """The questions that the teacher may read, with what can be done to their own."""
    form = QuestionSearchForm(request.GET)
    rows = find_questions(request.user, search_of(form))
    context = {
        "tab": "questions",
        "nav": "desk",
        "form": form,
        "page": _results(request, rows),
        "query": query_of(request),
        "is_curator": request.user.is_curator,
        "decks": Deck.objects.owned_by(request.user).filter(archived_at=None)[:_PAGE],
    }
    status = 200 if form.is_valid() else 422
    return render_part(request, "desk/questions/list.html", "found", context, status=status)


@require_http_methods(["GET", "POST"])
@teacher_required
def deck_add(request: TeacherRequest, token: str) -> HttpResponse:
    """Look for questions and put them into a deck."""
    deck = own_deck(request, token)
    form = DeckSearchForm(request.GET or None, initial={"language": deck.language})
    if not form.is_bound:
        form = DeckSearchForm({"language": deck.language})
    rows = find_questions(request.user, search_of(form))
    if form.cleaned_data.get("gaps"):
        rows = one_per_fact(rows, uncovered_by=deck)
    if request.method == "POST":
        return _add(request, deck, rows)
    context = {
        "tab": "decks",
        "nav": "desk",
        "deck": deck,
        "form": form,
        "page": _results(request, rows),
        "query": query_of(request),
        "most": _MOST_AT_ONCE,
        "present": set(DeckEntry.objects.filter(deck=deck).values_list("question", flat=True)),
    }
    status = 200 if form.is_valid() else 422
    return render_part(request, "desk/decks/add.html", "found", context, status=status)


def _add(request: TeacherRequest, deck: Deck, found: QuestionQuerySet) -> HttpResponse:
    """Add the questions ticked, or all that were found."""
    if "all" in request.POST:
        rows = list(found[:_MOST_AT_ONCE])
    else:
        rows = in_order(request, posted_ids(request, "question"))
    tell_added(request, deck, rows)
    if request.POST.get("back") == "deck":
        return redirect("desk:deck", deck.token)
    return redirect(f"{address('deck-add', deck.token)}?{request.GET.urlencode()}")


def in_order(request: TeacherRequest, ids: list[int]) -> list[Question]:
    """The questions of these ids that the teacher may see, in the order of the ids."""
    rows = Question.objects.visible_to(request.user).in_bulk(ids[:_MOST_AT_ONCE])
    return [rows[pk] for pk in ids if pk in rows]


def tell_added(request: TeacherRequest, deck: Deck, rows: list[Question]) -> None:
    """Put these questions into the deck, and say how many were new."""
    if not rows:
        messages.info(request, _("Tick the questions that you want first."))
        return
    count = add_questions(deck, rows, actor=request.user, now=timezone.now())
    said = ngettext(
        "%(count)d question was added to “%(deck)s”.",
        "%(count)d questions were added to “%(deck)s”.",
        count,
    ) % {"count": count, "deck": deck.name}
    if skipped := len(rows) - count:
        more = ngettext(
            "%(count)d was there already, or cannot be added.",
            "%(count)d were there already, or cannot be added.",
            skipped,
        )
        said = f"{said} {more % {'count': skipped}}"
    messages.success(request, said)
