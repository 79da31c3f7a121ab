"""Joining a classroom by the code that its teacher shows."""

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from questions.classrooms.codes import fold_code, grouped_code
from questions.classrooms.errors import ClassroomError
from questions.classrooms.joining import join_classroom
from questions.forms.classrooms import CodeForm, JoinForm, show_error
from questions.models import Classroom, Membership
from questions.views.access import (
    LearnerRequest,
    joinable_classroom,
    own_memberships,
    teachers_of,
)
from questions.views.account import guest_of

_PAGE = "join/join.html"
_LONGEST_CODE = 12


@require_http_methods(["GET", "POST"])
@never_cache
def join(request: LearnerRequest) -> HttpResponse:
    """Ask for the code."""
    if not _is_member(request):
        return _account_first(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = fold_code(form.cleaned_data["code"])[:_LONGEST_CODE]
        if code:
            return redirect("questions:join-code", grouped_code(code))
        form.add_error("code", _("Type the code that your teacher shows."))
    return render(request, _PAGE, {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def join_code(request: LearnerRequest, code: str) -> HttpResponse:
    """Say whose classroom it is, and join it."""
    if not _is_member(request):
        return _account_first(request)
    # A look first, since only wrong codes are counted: a whole class joins from one address.
    if (refused := _too_many(request, dry_run=True)) is not None:
        return refused
    try:
        classroom = joinable_classroom(code)
    except ClassroomError as error:
        return _too_many(request) or _wrong_code(request, code, error)
    membership = own_memberships(request).filter(classroom=classroom).first()
    if membership is not None:
        return _told_already(request, membership)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _join(request, code, form.cleaned_data["name"])
        except ClassroomError as error:
            show_error(form, error)
    return _confirm(request, classroom, form)


def _join(request: LearnerRequest, code: str, name: str) -> HttpResponse:
    joining = join_classroom(learner=request.user, code=code, name=name, now=timezone.now())
    if not joining.is_new:
        return _told_already(request, joining.membership)
    messages.success(
        request,
        _("You have joined %(name)s.") % {"name": joining.membership.classroom.name},
    )
    return redirect("questions:home")


def _confirm(request: LearnerRequest, classroom: Classroom, form: JoinForm) -> HttpResponse:
    context = {
        "classroom": classroom,
        "teachers": teachers_of([classroom]).get(classroom.pk, []),
        "form": form,
    }
    return render(request, _PAGE, context, status=422 if form.is_bound else 200)


def _is_member(request: LearnerRequest) -> bool:
    return request.user.is_authenticated and not request.user.is_guest


def _account_first(request: LearnerRequest) -> HttpResponse:
    """The ways to an account, each of which leads back here; nothing is looked up before."""
    context: dict[str, Any] = {"back": request.path, "is_guest": guest_of(request) is not None}
    return render(request, _PAGE, context)


def _too_many(request: LearnerRequest, *, dry_run: bool = False) -> HttpResponse | None:
    """The page for too many tries, where that is so; allauth leaves reading uncounted else."""
    refused: HttpResponse | None = consume_or_429(
        request, action="join", user=request.user, limit_get=True, dry_run=dry_run
    )
    return refused


def _wrong_code(request: LearnerRequest, code: str, error: ClassroomError) -> HttpResponse:
    form = CodeForm({"code": code[:_LONGEST_CODE].replace("\0", "")})
    form.is_valid()
    form.add_error(None if "code" in form.errors else "code", error.message)
    return render(request, _PAGE, {"form": form}, status=422)


def _told_already(request: LearnerRequest, membership: Membership) -> HttpResponse:
    name = {"name": membership.classroom.name}
    if membership.role == Membership.Role.TEACHER:
        messages.info(request, _("You teach %(name)s yourself.") % name)
        return redirect("questions:classrooms")
    messages.info(request, _("You are in %(name)s already.") % name)
    return redirect("questions:home")
