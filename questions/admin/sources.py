"""Sources at the desk: what there is, what stands on each, and changing one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questions.admin.access import (
    TeacherRequest,
    own_source,
    teacher_required,
    visible_source,
)
from questions.admin.finding import texts_told
from questions.authoring.errors import AuthoringError
from questions.authoring.history import history_of
from questions.authoring.source_changes import change_source
from questions.forms.sources import SourceForm, said_of
from questions.language.searching import split_words
from questions.models import Fact, Source
from questions.models.searching import holding

_PAGE = 30
_LONGEST_QUERY = 100
_EDITS = 30
_PLACE = {"tab": "questions", "nav": "desk"}


@require_safe
@teacher_required
def sources(request: TeacherRequest) -> HttpResponse:
    """The sources that the teacher may cite."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_QUERY]
    rows = Source.objects.visible_to(request.user)
    for word in split_words(query):
        rows = rows.filter(holding(word, "title", "authors", "short_name"))
    facts = Fact.objects.visible_to(request.user).published()
    counted = Count(
        "citations__fact", filter=Q(citations__fact__in=facts.values("pk")), distinct=True
    )
    rows = rows.select_related("owner").defer("text", "paragraphs", "sections")
    rows = rows.annotate(fact_count=counted).order_by("owner", "slug", "pk")
    context = {
        **_PLACE,
        "query": query,
        "paging": urlencode({"q": query}),
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/sources/list.html", context)


@require_safe
@teacher_required
def source(request: TeacherRequest, pk: int) -> HttpResponse:
    """A source with the facts that stand on it."""
    found = visible_source(request, pk)
    rows = Fact.objects.visible_to(request.user).filter(citations__source=found).distinct()
    rows = rows.select_related("topic").prefetch_related(Prefetch("texts", texts_told()))
    is_own = found.owner_id == request.user.pk
    context = {
        **_PLACE,
        "source": found,
        "is_own": is_own,
        "page": Paginator(rows.order_by("topic__position", "slug", "pk"), _PAGE).get_page(
            request.GET.get("page")
        ),
        "history": history_of(found)[:_EDITS] if is_own or found.owner_id is None else (),
    }
    return render(request, "desk/sources/source.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def source_edit(request: TeacherRequest, pk: int) -> HttpResponse:
    """Change what is said of a source of one's own; load its text while it has none."""
    found = own_source(request, pk)
    data = request.POST if request.method == "POST" else None
    form = SourceForm(data, source=found, initial=said_of(found))
    if form.is_valid():
        try:
            change_source(found, form.wish(), actor=request.user, now=timezone.now())
        except AuthoringError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:source", pk)
    status = 422 if form.is_bound else 200
    context = {**_PLACE, "source": found, "form": form}
    return render(request, "desk/sources/edit.html", context, status=status)
