"""Classrooms: the list, a new one, one of them, its code on the projector, its settings."""

import secrets
from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import TeacherRequest, taught_classroom, teacher_required
from questions.admin.qr_codes import qr_svg
from questions.classrooms.assigning import day_in
from questions.classrooms.codes import grouped_code
from questions.classrooms.enrolling import add_teacher
from questions.classrooms.errors import ClassroomError
from questions.classrooms.goals import goal_weeks
from questions.classrooms.joining import (
    bring_back,
    change_classroom,
    make_classroom,
    put_away,
    renew_code,
    set_open,
)
from questions.classrooms.kept import goal_of
from questions.classrooms.leagues import leagues_of
from questions.classrooms.members import roster_of
from questions.forms.boards import BoardForm
from questions.forms.classrooms import ClassroomForm, ColleagueForm, show_error
from questions.models import Assignment, Classroom
from questions.views.fragments import render_part
from questions.views.toasts import tell_with_undo

RANDOM = SystemRandom()
PLACE = {"tab": "classrooms", "nav": "desk"}


def new_token() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


def posted(request: TeacherRequest) -> QueryDict | None:
    """What a form was sent with, even where that is nothing."""
    return request.POST if request.method == "POST" else None


@require_safe
@teacher_required
def classrooms(request: TeacherRequest) -> HttpResponse:
    """Those in which the asker teaches, those put away last."""
    is_learner = Q(memberships__left_at=None, memberships__role="learner")
    is_given = Q(assignments__withdrawn_at=None)
    rows = Classroom.objects.taught_by(request.user).annotate(
        learners=Count("memberships", filter=is_learner, distinct=True),
        given=Count("assignments", filter=is_given, distinct=True),
    )
    context = {
        **PLACE,
        "classrooms": [row for row in rows if row.archived_at is None],
        "away": [row for row in rows if row.archived_at is not None],
    }
    return render(request, "desk/classrooms/list.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def classroom_new(request: TeacherRequest) -> HttpResponse:
    """Make a classroom."""
    form = ClassroomForm(posted(request), initial={"time_zone": request.user.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            made = make_classroom(
                **form.cleaned_data,
                teacher=request.user,
                now=timezone.now(),
                token=new_token(),
                rng=RANDOM,
            )
        except ClassroomError as error:
            show_error(form, error)
        else:
            return redirect("desk:classroom", made.token)
    return _form(request, "desk/classrooms/new.html", {"form": form})


def _form(request: TeacherRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form, 422 where the form was refused."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**PLACE, **context}, status=status)


@require_safe
@teacher_required
def classroom(request: TeacherRequest, token: str) -> HttpResponse:
    """One classroom: its code, what it is given, its teachers and learners."""
    room = taught_classroom(request, token)
    given = Assignment.objects.filter(classroom=room, withdrawn_at=None).select_related("deck")
    now = timezone.now()
    context = {
        **PLACE,
        "classroom": room,
        "part": "overview",
        "code": grouped_code(room.join_code),
        "roster": roster_of(room),
        "assignments": given,
        "today": day_in(room, now),
        "goal": goal_of(room, now=now),
        "goal_weeks": goal_weeks(room),
        "leagues": leagues_of(room),
    }
    return render(request, "desk/classrooms/classroom.html", context)


@require_safe
@teacher_required
def classroom_code(request: TeacherRequest, token: str) -> HttpResponse:
    """The join code for the projector; as a part, only how many have joined."""
    room = taught_classroom(request, token)
    context = {
        **PLACE,
        "classroom": room,
        "code": grouped_code(room.join_code),
        "joined": room.memberships.active().learners().count(),
        "address": f"{request.get_host()}{reverse('questions:join').rstrip('/')}",
        "qr": qr_svg(join_address(request, room)),
    }
    return render_part(request, "desk/classrooms/code.html", "joined-count", context)


def join_address(request: TeacherRequest, room: Classroom) -> str:
    """The address behind the classroom's QR code."""
    path = reverse("questions:join-code", args=[grouped_code(room.join_code)])
    return request.build_absolute_uri(path)


@require_POST
@teacher_required
def classroom_door(request: TeacherRequest, token: str) -> HttpResponse:
    """Open or close the classroom to newcomers, or renew its code."""
    room = taught_classroom(request, token)
    wish = request.POST.get("door", "")
    if wish == "renew":
        renew_code(classroom=room, rng=RANDOM)
        messages.success(request, _("There is a new code. The old one leads nowhere now."))
    elif wish in ("open", "close"):
        set_open(classroom=room, is_open=wish == "open")
    if request.POST.get("back") == "code":
        return redirect("desk:classroom-code", token)
    return redirect("desk:classroom", token)


@require_http_methods(["GET", "POST"])
@teacher_required
def classroom_settings(request: TeacherRequest, token: str) -> HttpResponse:
    """Name and time zone, colleagues, and putting the classroom away."""
    room = taught_classroom(request, token)
    initial = {"name": room.name, "time_zone": room.time_zone}
    form = ClassroomForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_classroom(classroom=room, now=timezone.now(), **form.cleaned_data)
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:classroom-settings", token)
    return settings_page(request, room, form=form)


def settings_page(
    request: TeacherRequest,
    room: Classroom,
    *,
    form: ClassroomForm | None = None,
    colleague: ColleagueForm | None = None,
    board: BoardForm | None = None,
) -> HttpResponse:
    """The page of all settings, with the form among them that was refused."""
    days = {
        "has_board": room.has_board,
        "first_day": room.term_first_day,
        "last_day": room.term_last_day,
    }
    named = {"name": room.name, "time_zone": room.time_zone}
    context = {
        "classroom": room,
        "part": "settings",
        "form": form or ClassroomForm(initial=named),
        "colleague": colleague or ColleagueForm(),
        "board": board or BoardForm(initial=days),
        "teachers": roster_of(room).teachers,
    }
    return _form(request, "desk/classrooms/settings.html", context)


@require_POST
@teacher_required
def classroom_teachers(request: TeacherRequest, token: str) -> HttpResponse:
    """Let a colleague teach along."""
    room = taught_classroom(request, token)
    colleague = ColleagueForm(request.POST)
    if colleague.is_valid():
        username = colleague.cleaned_data["username"]
        try:
            row = add_teacher(classroom=room, username=username, now=timezone.now())
        except ClassroomError as error:
            show_error(colleague, error)
        else:
            told = _("%(name)s teaches here now.") % {"name": row.shown_name}
            messages.success(request, told)
            return redirect("desk:classroom-settings", token)
    return settings_page(request, room, colleague=colleague)


@require_POST
@teacher_required
def classroom_away(request: TeacherRequest, token: str) -> HttpResponse:
    """Put the classroom away, or bring it back."""
    room = taught_classroom(request, token)
    if request.POST.get("away") == "back":
        bring_back(classroom=room)
        messages.success(request, _("The classroom is back."))
        return redirect("desk:classroom", token)
    put_away(classroom=room, now=timezone.now())
    told = _("The classroom is put away. You find it below the others.")
    tell_with_undo(request, told, url=request.path, fields={"away": "back"})
    return redirect("desk:classrooms")
