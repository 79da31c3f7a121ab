"""The desk's first page: what to do next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questions.admin.access import TeacherRequest, teacher_required
from questions.models import Classroom, Deck


def no_short_cut(request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing: rows are reached by pages that know who asks."""
    raise Http404(_("There is no such page."))


@require_safe
@teacher_required
def home(request: TeacherRequest) -> HttpResponse:
    """The teacher's decks and classrooms, and what waits for them."""
    context = {
        "decks": Deck.objects.owned_by(request.user).filter(archived_at=None)[:5],
        "classrooms": Classroom.objects.taught_by(request.user).filter(archived_at=None),
    }
    return render(request, "desk/home.html", context)
