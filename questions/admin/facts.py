"""Facts at the desk: finding them, what proves and what asks them; changing one's own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    governed_fact,
    own_fact,
    teacher_required,
    visible_fact,
)
from questions.admin.finding import places_told, query_of, search_of, texts_told
from questions.authoring.errors import AuthoringError
from questions.authoring.facts import change_fact, restore_facts, withdraw_facts
from questions.authoring.history import history_of, note_edit
from questions.authoring.searching import find_facts
from questions.forms.facts import FactForm, citations_of, place_forms, places_of
from questions.forms.finding import AllFactsForm
from questions.forms.notes import NoteForm
from questions.models import Edit, Fact, FactText, Question
from questions.views.fragments import render_part
from questions.views.library import passage_of
from questions.views.toasts import tell_with_undo

_PAGE = 30
_MOST_QUESTIONS = 50
_EDITS = 30
_PLACE = {"tab": "questions", "nav": "desk"}


@require_safe
@teacher_required
def facts(request: TeacherRequest) -> HttpResponse:
    """The facts that the teacher may read."""
    form = AllFactsForm(request.GET)
    rows = find_facts(request.user, search_of(form)).select_related("topic", "owner")
    asking = Question.objects.visible_to(request.user).filter(status=Question.Status.APPROVED)
    rows = rows.annotate(
        asked=Count("questions", filter=Q(questions__in=asking.values("pk")), distinct=True)
    )
    rows = rows.prefetch_related(
        Prefetch("texts", texts_told()), Prefetch("citations", places_told())
    )
    context = {
        **_PLACE,
        "form": form,
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "query": query_of(request),
    }
    status = 200 if form.is_valid() else 422
    return render_part(request, "desk/facts/list.html", "found", context, status=status)


@require_safe
@teacher_required
def fact(request: TeacherRequest, pk: int) -> HttpResponse:
    """A fact with its places, the questions that ask it, and its history."""
    return _page(request, visible_fact(request, pk), NoteForm())


def _page(
    request: TeacherRequest, found: Fact, form: NoteForm, *, status: int = 200
) -> HttpResponse:
    citations = found.citations.select_related("source")
    questions = Question.objects.visible_to(request.user).filter(
        Q(fact=found) | Q(pk__in=Question.objects.filter(parts__fact=found).values("pk"))
    )
    is_own = found.owner_id == request.user.pk
    is_library = found.owner_id is None
    context = {
        **_PLACE,
        "fact": found,
        "texts": texts_told().filter(fact=found),
        "places": [(citation, passage_of(citation)) for citation in citations],
        "questions": questions.select_related("owner")[:_MOST_QUESTIONS],
        "is_own": is_own,
        "is_library": is_library,
        "may_rule": is_own or (is_library and request.user.is_curator),
        "note_form": form,
        # What a colleague wrote before it was shared is theirs.
        "history": history_of(found)[:_EDITS] if is_own or is_library else (),
    }
    return render(request, "desk/facts/fact.html", context, status=status)


@require_POST
@teacher_required
def fact_status(request: TeacherRequest, pk: int) -> HttpResponse:
    """Withdraw a fact or bring it back: one's own, or as a curator the library's."""
    found = governed_fact(request, pk)
    if request.POST.get("do") == "restore":
        restore_facts([found], actor=request.user, now=timezone.now())
        messages.success(request, _("The fact is back: its approved questions are asked again."))
    else:
        withdraw_facts([found], actor=request.user, now=timezone.now())
        told = _("The fact is withdrawn: nobody is asked it any more.")
        tell_with_undo(request, told, url=request.path, fields={"do": "restore"})
    return redirect("desk:fact", pk)


@require_POST
@teacher_required
def fact_note(request: TeacherRequest, pk: int) -> HttpResponse:
    """Note something on a fact: one's own, or as a curator the library's."""
    found = governed_fact(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    note = form.cleaned_data["note"]
    note_edit(found, Edit.Action.NOTED, actor=request.user, now=timezone.now(), note=note)
    messages.success(request, _("Noted."))
    return redirect("desk:fact", pk)


@require_http_methods(["GET", "POST"])
@teacher_required
def fact_edit(request: TeacherRequest, pk: int) -> HttpResponse:
    """Change a fact of one's own, and the places that prove it."""
    found = own_fact(request, pk)
    data = request.POST if request.method == "POST" else None
    form = FactForm(data, initial=_said_of(found, request.GET.get("language", "")))
    places = place_forms(request.user, found, data)
    # Both are looked at, so that all messages come at once.
    if all([form.is_valid(), places.is_valid()]) and _stored(request, found, form, places):
        messages.success(request, _("Saved."))
        return redirect("desk:fact", pk)
    context: dict[str, Any] = {
        **_PLACE,
        "fact": found,
        "form": form,
        "places": places,
        "citations": citations_of(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/facts/edit.html", context, status=status)


def _said_of(found: Fact, language: str) -> dict[str, object]:
    """The fact as its form shows it, in the language asked for or any that it has."""
    texts = {text.language: text for text in found.texts.order_by("language")}
    text = texts.get(language) or next(iter(texts.values()), FactText(language=language or "en"))
    return {
        "statement": text.statement,
        "explanation": text.explanation,
        "caveat": text.caveat,
        "language": text.language,
        "as_of": found.as_of,
        "topic": found.topic_id,
        "importance": found.importance,
    }


def _stored(request: TeacherRequest, found: Fact, form: FactForm, places: Any) -> bool:
    """Whether the change was taken; if not, the form says why."""
    wish = form.wish(places_of(places))
    try:
        change_fact(found, wish, actor=request.user, now=timezone.now())
    except AuthoringError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return False
    return True
