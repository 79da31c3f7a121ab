"""The desk's first page: what to do next."""

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questions.admin.access import (
    TeacherRequest,
    governed_facts,
    governed_questions,
    teacher_required,
)
from questions.classrooms.queue import queue_of
from questions.models import Classroom, Deck, Question, User

_LATEST = 5


def no_short_cut(request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing: rows are reached by pages that know who asks."""
    raise Http404(_("There is no such page."))


@require_safe
@teacher_required
def home(request: TeacherRequest) -> HttpResponse:
    """The teacher's decks and classrooms, and what waits for them."""
    teacher = request.user
    waiting = queue_of(
        teacher, questions=governed_questions(request), facts=governed_facts(request)
    )
    context = {
        "decks": _decks(teacher),
        "classrooms": _classrooms(teacher),
        "waiting": len(waiting.entries),
        "drafts": Question.objects.owned_by(teacher).filter(status=Question.Status.DRAFT).count(),
        "tab": "home",
        "nav": "desk",
    }
    return render(request, "desk/home.html", context)


def _decks(teacher: User) -> QuerySet[Deck]:
    """The decks that were changed last, each with how many questions it has."""
    drafts = Count("entries", filter=Q(entries__question__status=Question.Status.DRAFT))
    decks = Deck.objects.owned_by(teacher).filter(archived_at=None)
    return decks.annotate(size=Count("entries"), drafts=drafts)[:_LATEST]


def _classrooms(teacher: User) -> QuerySet[Classroom]:
    """The classrooms, each with its learners and the next exam."""
    # A day of yesterday in the west of a zone: nobody misses an exam that is today somewhere.
    today = timezone.now().date()
    learners = Count(
        "memberships",
        filter=Q(memberships__left_at=None, memberships__role="learner"),
        distinct=True,
    )
    exam = Min(
        "assignments__exam_day",
        filter=Q(assignments__withdrawn_at=None, assignments__exam_day__gte=today),
    )
    rooms = Classroom.objects.taught_by(teacher).filter(archived_at=None)
    return rooms.annotate(learners=learners, next_exam=exam)
