"""Assignments: giving a deck to a classroom, changing its days, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questions.admin.access import (
    TeacherRequest,
    taught_assignment,
    taught_classroom,
    teacher_required,
)
from questions.admin.classrooms import PLACE, new_token, posted
from questions.classrooms.assigning import (
    assign_deck,
    change_assignment,
    day_in,
    give_again,
    withdraw_assignment,
)
from questions.classrooms.errors import ClassroomError
from questions.forms.classrooms import AssignForm, DaysForm, decks_to_assign, show_error
from questions.views.toasts import tell_with_undo


@require_http_methods(["GET", "POST"])
@teacher_required
def assignment_new(request: TeacherRequest, token: str) -> HttpResponse:
    """Give a deck to the classroom."""
    room = taught_classroom(request, token)
    form = AssignForm(
        posted(request),
        decks=decks_to_assign(request.user),
        initial={"deck": request.GET.get("deck", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            assign_deck(
                classroom=room,
                deck=form.decks[form.cleaned_data["deck"]],
                due_day=form.cleaned_data["due_day"],
                exam_day=form.cleaned_data["exam_day"],
                note=form.cleaned_data["note"],
                actor=request.user,
                now=timezone.now(),
                token=new_token(),
            )
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Assigned. Learners find it first on their page."))
            return redirect("desk:classroom", token)
    context = {
        **PLACE,
        "classroom": room,
        "part": "assign",
        "form": form,
        "today": day_in(room, timezone.now()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/classrooms/assign.html", context, status=status)


@require_http_methods(["GET", "POST"])
@teacher_required
def assignment(request: TeacherRequest, token: str) -> HttpResponse:
    """The days of an assignment, and taking it back."""
    row = taught_assignment(request, token)
    initial = {"due_day": row.due_day, "exam_day": row.exam_day, "note": row.note}
    form = DaysForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_assignment(assignment=row, **form.cleaned_data, now=timezone.now())
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:classroom", row.classroom.token)
    context = {
        **PLACE,
        "classroom": row.classroom,
        "part": "assign",
        "assignment": row,
        "form": form,
        "today": day_in(row.classroom, timezone.now()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/classrooms/assignment.html", context, status=status)


@require_POST
@teacher_required
def assignment_withdraw(request: TeacherRequest, token: str) -> HttpResponse:
    """Take it back, or undo that."""
    row = taught_assignment(request, token, with_withdrawn=True)
    if request.POST.get("do") == "undo":
        try:
            give_again(assignment=row, actor=request.user)
        except ClassroomError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("It is assigned again."))
    else:
        withdraw_assignment(assignment=row, now=timezone.now())
        told = _("Taken back. What learners have answered stays theirs.")
        tell_with_undo(request, told, url=request.path, fields={"do": "undo"})
    return redirect("desk:classroom", row.classroom.token)
