"""The goal of a class: how many memories it wants to keep each week."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questions.admin.access import TeacherRequest, taught_classroom, teacher_required
from questions.admin.classrooms import PLACE, posted
from questions.classrooms.errors import ClassroomError
from questions.classrooms.goals import goal_weeks, set_goal, suggested_goal
from questions.classrooms.kept import Goal, kept_now
from questions.forms.classrooms import GoalForm, show_error


@require_http_methods(["GET", "POST"])
@teacher_required
def classroom_goal(request: TeacherRequest, token: str) -> HttpResponse:
    """Set or clear the goal, and see how the last weeks went."""
    room = taught_classroom(request, token)
    form = GoalForm(posted(request), initial={"kept_goal": room.kept_goal})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["kept_goal"]
        try:
            set_goal(classroom=room, goal=wanted, now=timezone.now())
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(
                request, _("The goal is set.") if wanted else _("The class has no goal now.")
            )
            return redirect("desk:classroom", token)
    kept = kept_now(room, now=timezone.now())
    context = {
        **PLACE,
        "classroom": room,
        "part": "goal",
        "form": form,
        "kept": kept,
        "goal": Goal(kept, room.kept_goal, room) if room.kept_goal else None,
        "suggested": suggested_goal(kept),
        "goal_weeks": goal_weeks(room),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/classrooms/goal.html", context, status=status)
