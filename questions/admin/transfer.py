"""In and out: files of questions that teachers bring, check and let in."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import TeacherRequest, own_import, teacher_required
from questions.admin.decks import new_token
from questions.admin.uploads import BoundedUpload
from questions.authoring.errors import AuthoringError
from questions.exchange.file_formats import FORMATS, MOST_BYTES
from questions.exchange.imports import (
    begin,
    cancel,
    choose,
    drop,
    error_of,
    figures,
    is_busy,
    lines_of,
    progress,
    step,
)
from questions.exchange.question_template import template
from questions.exchange.remarks import FileRefusedError, remark, remark_from_json
from questions.forms.transfer import ChoiceForm, UploadForm, first_choice
from questions.models import Import, ImportLine
from questions.views.fragments import render_part, wants_fragment

PLACE = {"tab": "transfer", "nav": "desk"}
_LATEST = 10
_PAGE = 50
# A step is short, because others wait meanwhile; without JavaScript each takes a click.
_SECONDS, _SECONDS_BY_HAND = 0.05, 2.0


@csrf_exempt  # only until the handler is in place, which must be before the body is read
@require_http_methods(["GET", "POST"])
@teacher_required
def transfer(request: TeacherRequest) -> HttpResponse:
    """Bring a file; the files brought last; the way to taking questions out."""
    handler = BoundedUpload(request, limit=MOST_BYTES)
    request.upload_handlers = [handler]
    return _transfer(request, handler)


@csrf_protect
def _transfer(request: TeacherRequest, handler: BoundedUpload) -> HttpResponse:
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent:
        if handler.is_too_big:
            form.errors.pop("file", None)
            form.add_error("file", remark("too-big", limit=MOST_BYTES // 1024 // 1024).text)
        elif form.is_valid() and (made := _begin(request, form)):
            return redirect("desk:import", made.token)
    context = {
        **PLACE,
        "form": form,
        "formats": FORMATS.values(),
        "imports": Import.objects.filter(owner=request.user).defer("body")[:_LATEST],
    }
    status = 422 if is_sent else 200
    return render(request, "desk/transfer/transfer.html", context, status=status)


def _begin(request: TeacherRequest, form: UploadForm) -> Import | None:
    file = form.cleaned_data["file"]
    try:
        return begin(
            data=file.read(),
            name=file.name,
            owner=request.user,
            token=new_token(),
            now=timezone.now(),
        )
    except FileRefusedError as error:
        form.add_error("file", str(error))
        return None


@require_safe
@teacher_required
def transfer_template(request: TeacherRequest) -> HttpResponse:
    """The table to fill in."""
    ending = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    response = HttpResponse(template(ending), content_type=FORMATS[ending].content_type)
    response["Content-Disposition"] = f'attachment; filename="kazquiz-questions.{ending}"'
    return response


@require_safe
@teacher_required
def import_page(request: TeacherRequest, token: str) -> HttpResponse:
    """How far the file is, what was found in it, and what can be done."""
    return _page(request, own_import(request, token))


@require_POST
@teacher_required
def import_step(request: TeacherRequest, token: str) -> HttpResponse:
    """Do the next piece of work on the file."""
    row = own_import(request, token)
    seconds = _SECONDS if wants_fragment(request) else _SECONDS_BY_HAND
    step(row, now=timezone.now(), is_over=_timer(seconds))
    if wants_fragment(request):
        return _page(request, row)
    return redirect("desk:import", token)


def _timer(seconds: float) -> Callable[[], bool]:
    end = monotonic() + seconds
    return lambda: monotonic() > end


@require_POST
@teacher_required
def import_begin(request: TeacherRequest, token: str) -> HttpResponse:
    """Let the good questions in."""
    row = own_import(request, token)
    form = ChoiceForm(request.POST, figures=figures(row))
    if not form.is_valid():
        return _page(request, row, form)
    try:
        choose(row, form.choice(deck_token=new_token()), now=timezone.now())
    except AuthoringError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, row, form)
    return redirect("desk:import", token)


@require_POST
@teacher_required
def import_cancel(request: TeacherRequest, token: str) -> HttpResponse:
    """End it; nothing of it is kept."""
    cancel(own_import(request, token), now=timezone.now())
    return redirect("desk:import", token)


@require_POST
@teacher_required
def import_drop(request: TeacherRequest, token: str) -> HttpResponse:
    """Delete the report of an import that is over; its questions stay."""
    if not drop(own_import(request, token)):
        return redirect("desk:import", token)
    messages.success(request, _("The report is deleted."))
    return redirect("desk:transfer")


def _page(request: TeacherRequest, row: Import, form: ChoiceForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        **PLACE,
        "import": row,
        "busy": is_busy(row),
        "name": FORMATS[row.format].name,
    }
    counted = figures(row)
    context["figures"] = counted
    if context["busy"]:
        done, size = progress(row)
        context |= {"done": done, "size": size}
    else:
        context |= _report(request, row)
        if row.status == Import.Status.CHECKED:
            context["form"] = form or ChoiceForm(figures=counted, initial=first_choice(row))
    status = 422 if form is not None else 200
    page = "desk/transfer/import.html"
    return render_part(request, page, "import-state", context, status=status)


def _report(request: TeacherRequest, row: Import) -> dict[str, Any]:
    show = request.GET.get("show", "")
    show = show if show in ImportLine.Status.values else ""
    page = Paginator(lines_of(row, show), _PAGE).get_page(request.GET.get("page"))
    told = [(line, [remark_from_json(m) for m in line.messages]) for line in page]
    error = error_of(row)
    return {"show": show, "page": page, "lines": told, "error": error}
