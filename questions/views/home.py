"""The first page, and the pages about KazQuiz itself."""

from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from questions.classrooms.goals import goals_of
from questions.classrooms.kept import Goal
from questions.classrooms.live_rounds import rounds_for
from questions.classrooms.own_weeks import OwnWeek, own_weeks
from questions.models import SET_FORMS, Fact, Question, Source, Topic, User
from questions.progress.assigned import deck_shelf
from questions.progress.today import study_plan
from questions.progress.weekly import own_week
from questions.templatetags.wording import reader_language


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What a learner does now; what KazQuiz is for a visitor."""
    user = request.user
    if isinstance(user, User) and user.is_authenticated and not user.is_guest:
        topics, now = list(_topics()), timezone.now()
        context = {
            "plan": study_plan(user, now=now),
            "rounds": rounds_for(user, now),
            "decks": deck_shelf(user, now=now),
            "week": own_week(user, today=user.study_day(now)),
            "classrooms": _classrooms(user, now),
            "topics": topics,
            "topics_with_sets": [topic for topic in topics if topic.has_sets],  # type: ignore[attr-defined]
        }
        return render(request, "home/learner.html", context)
    return render(request, "home/visitor.html", _bank())


def _classrooms(learner: User, now: datetime) -> list[tuple[OwnWeek, Goal | None]]:
    """Where the learner learns: the own points of the week, and the class's goal if it has one."""
    goals = {goal.classroom.token: goal for goal in goals_of(learner, now=now)}
    return [(week, goals.get(week.token)) for week in own_weeks(learner, now=now)]


def _topics() -> "QuerySet[Topic]":
    """All topics, each with whether there is something to put in order or to match."""
    sets = Question.objects.library().approved().sets().filter(fact__topic=OuterRef("pk"))
    return Topic.objects.annotate(has_sets=Exists(sets))


def _bank() -> dict[str, int]:
    """How much there is, and how many facts are asked in the reader's language."""
    questions = Question.objects.library().approved()
    # What is put in order or matched tells several facts, none of which it asks.
    own = questions.filter(language=reader_language()).exclude(form__in=SET_FORMS)
    told = own.aggregate(n=Count("fact", distinct=True))
    return {
        "facts": Fact.objects.library().published().count(),
        "questions": questions.count(),
        "sources": Source.objects.filter(owner=None).count(),
        "told": told["n"],
    }


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the questions come from and how sure they are."""
    return render(request, "home/about.html", _bank())


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
