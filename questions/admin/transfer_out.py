"""In and out: questions that teachers take out, told beforehand what the format loses."""

from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from questions.admin.access import TeacherRequest, teacher_required, visible_deck
from questions.admin.posted import as_id
from questions.admin.transfer import PLACE
from questions.exchange.exports import (
    MOST_EXPORTED,
    deck_questions,
    losses_of,
    own_questions,
    part_of,
    records_of,
    written,
)
from questions.exchange.file_formats import FORMATS
from questions.forms.transfer import OWN, ExportForm
from questions.models import Question


@require_safe
@teacher_required
def export(request: TeacherRequest) -> HttpResponse:
    """Choose questions and a format, and see what the format cannot hold."""
    is_asked = "what" in request.GET
    form = ExportForm(request.GET if is_asked else None, teacher=request.user)
    context = {**PLACE, "form": form, "most": MOST_EXPORTED}
    if is_asked and form.is_valid():
        wanted = form.cleaned_data
        questions, _name = _chosen(request, wanted["what"])
        count = questions.count()
        part = _part(request)
        records = records_of(part_of(questions, part), teacher=request.user)
        context |= {
            **wanted,
            "name": FORMATS[wanted["format"]].name,
            "count": count,
            "part": part,
            "parts": range(1, -(-count // MOST_EXPORTED) + 1),
            "losses": losses_of(records, wanted["format"]),
        }
    status = 422 if is_asked and form.errors else 200
    return render(request, "desk/transfer/export.html", context, status=status)


@require_safe
@teacher_required
def export_file(request: TeacherRequest) -> HttpResponse:
    """The file."""
    form = ExportForm(request.GET, teacher=request.user)
    if not form.is_valid():
        return redirect("desk:export")
    wanted = form.cleaned_data
    questions, name = _chosen(request, wanted["what"])
    part = _part(request)
    records = records_of(part_of(questions, part), teacher=request.user)
    chosen = FORMATS[wanted["format"]]
    response = HttpResponse(written(records, chosen.slug), content_type=chosen.content_type)
    number = f"-{part}" if part > 1 else ""
    file_name = f"{name}{number}.{chosen.ending}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return response


def _chosen(request: TeacherRequest, what: str) -> tuple[QuerySet[Question], str]:
    """The questions, and what their file is called."""
    if what == OWN:
        return own_questions(request.user), "kazquiz"
    deck = visible_deck(request, what)
    seen = Question.objects.visible_to(request.user).values("pk")
    return deck_questions(deck).filter(pk__in=seen), deck.name


def _part(request: TeacherRequest) -> int:
    return max(as_id(request.GET.get("part", "")) or 1, 1)
