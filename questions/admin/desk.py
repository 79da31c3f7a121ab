"""The desk's first page: what to do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.admin.access import TeacherRequest, teacher_required
from questions.models import Classroom, Deck


@require_safe
@teacher_required
def home(request: TeacherRequest) -> HttpResponse:
    """The teacher's decks and classrooms, and what waits for them."""
    context = {
        "decks": Deck.objects.owned_by(request.user).filter(archived_at=None)[:5],
        "classrooms": Classroom.objects.taught_by(request.user).filter(archived_at=None),
    }
    return render(request, "desk/home.html", context)
