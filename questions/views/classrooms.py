"""The classrooms that a person is in, and leaving them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from questions.classrooms.joining import leave as leave_classroom
from questions.language.alphabet import by_alphabet
from questions.views.access import (
    LearnerRequest,
    learned_in,
    member_required,
    own_memberships,
    teachers_of,
)


@require_safe
@never_cache
@member_required
def classrooms(request: LearnerRequest) -> HttpResponse:
    """Each classroom with its teachers; classmates are not shown."""
    rows = sorted(own_memberships(request), key=lambda row: by_alphabet(row.classroom.name))
    teachers = teachers_of([row.classroom for row in rows])
    lines = [(row, teachers.get(row.classroom_id, [])) for row in rows]
    return render(request, "join/classrooms.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@never_cache
@member_required
def leave(request: LearnerRequest, token: str) -> HttpResponse:
    """Say what leaving means, and leave."""
    membership = learned_in(request, token)
    if request.method == "POST":
        leave_classroom(membership=membership, now=timezone.now())
        name = membership.classroom.name
        messages.success(request, _("You have left %(name)s.") % {"name": name})
        return redirect("questions:classrooms")
    is_made_here = request.user.made_in_id == membership.classroom_id
    context = {"classroom": membership.classroom, "is_made_here": is_made_here}
    return render(request, "join/leave.html", context)
