"""Who may do what at the teacher's desk: the only way in which its views fetch rows."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from questions.classrooms.live_results import with_progress
from questions.models import (
    Assignment,
    Citation,
    Classroom,
    Deck,
    DeckEntry,
    Fact,
    Import,
    League,
    LeagueEntry,
    LiveRound,
    Membership,
    Question,
    Season,
    Source,
    User,
)
from questions.models.facts import FactQuerySet
from questions.models.questions import QuestionQuerySet
from questions.views.access import LearnerRequest, to_login


class TeacherRequest(LearnerRequest):
    """A request of somebody to whom the desk is open."""

    user: User


View = Callable[Concatenate[TeacherRequest, ...], HttpResponse]


def teacher_required(view: View) -> Callable[..., HttpResponse]:
    """Let in teachers; send visitors to the log-in page; to anybody else there is no such page."""

    @wraps(view)
    @never_cache
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        if not request.user.is_teacher:
            raise Http404(_("There is no such page for you."))
        return view(request, *args, **kwargs)

    return guarded


def curator_required(view: View) -> Callable[..., HttpResponse]:
    """Let in curators; to other teachers there is no such page."""

    @wraps(view)
    def guarded(request: TeacherRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_curator:
            raise Http404(_("There is no such page for you."))
        return view(request, *args, **kwargs)

    return teacher_required(guarded)


def visible_deck(request: TeacherRequest, token: str) -> Deck:
    """A deck that the teacher may read: the library's, own or shared with them; else 404."""
    return get_object_or_404(Deck.objects.visible_to(request.user), token=_plain(token))


def own_deck(request: TeacherRequest, token: str) -> Deck:
    """A deck that the teacher may change, else 404."""
    return get_object_or_404(Deck.objects.owned_by(request.user), token=_plain(token))


def own_entry(request: TeacherRequest, token: str, pk: int) -> DeckEntry:
    """An entry of a deck that the teacher may change, else 404."""
    rows = DeckEntry.objects.select_related("deck", "question__fact__topic")
    return get_object_or_404(rows, pk=pk, deck__token=_plain(token), deck__owner=request.user)


def own_source(request: TeacherRequest, pk: int) -> Source:
    """A source that the teacher may change, else 404."""
    return get_object_or_404(Source.objects.owned_by(request.user), pk=pk)


def governed_fact(request: TeacherRequest, pk: int) -> Fact:
    """A fact on which the asker rules: their own, or as a curator the library's; else 404."""
    rows = Fact.objects.owned_by(request.user)
    if request.user.is_curator:
        rows = rows | Fact.objects.library()
    return get_object_or_404(rows.select_related("topic"), pk=pk)


def governed_facts(request: TeacherRequest) -> FactQuerySet:
    """The facts on which the asker rules: their own, and for a curator the library's."""
    rows = Fact.objects.owned_by(request.user)
    return rows | Fact.objects.library() if request.user.is_curator else rows


def governed_questions(request: TeacherRequest) -> QuestionQuerySet:
    """The questions on which the asker rules: their own, and for a curator the library's."""
    rows = Question.objects.owned_by(request.user)
    return rows | Question.objects.library() if request.user.is_curator else rows


def governed_question(request: TeacherRequest, pk: int) -> Question:
    """One of them, else 404."""
    return get_object_or_404(governed_questions(request).select_related("fact__topic"), pk=pk)


def measured_question(request: TeacherRequest, pk: int) -> Question:
    """A question whose figures the teacher may see: their own or the library's, else 404."""
    rows = Question.objects.owned_by(request.user) | Question.objects.library()
    return get_object_or_404(rows.select_related("fact__topic", "statistic"), pk=pk)


def visible_question(request: TeacherRequest, pk: int) -> Question:
    """A question that the teacher may read, else 404."""
    rows = Question.objects.visible_to(request.user).select_related("fact__topic")
    return get_object_or_404(rows, pk=pk)


def own_question(request: TeacherRequest, pk: int) -> Question:
    """A question that the teacher may change, else 404."""
    rows = Question.objects.owned_by(request.user).select_related("fact__topic")
    return get_object_or_404(rows, pk=pk)


def visible_fact(request: TeacherRequest, pk: int) -> Fact:
    """A fact that the teacher may read, else 404."""
    return get_object_or_404(Fact.objects.visible_to(request.user).select_related("topic"), pk=pk)


def own_fact(request: TeacherRequest, pk: int) -> Fact:
    """A fact that the teacher may change, else 404."""
    return get_object_or_404(Fact.objects.owned_by(request.user).select_related("topic"), pk=pk)


def visible_source(request: TeacherRequest, pk: int) -> Source:
    """A source that the teacher may cite, else 404."""
    return get_object_or_404(Source.objects.visible_to(request.user), pk=pk)


def taught_classroom(request: TeacherRequest, token: str) -> Classroom:
    """A classroom in which the asker is a teacher now, else 404."""
    return get_object_or_404(Classroom.objects.taught_by(request.user), token=_plain(token))


def changeable_question(request: TeacherRequest, pk: int) -> Question:
    """A question that the asker may approve or withdraw: own, or the library's for a curator."""
    rows = Question.objects.filter(owner=request.user)
    if request.user.is_curator:
        rows = Question.objects.filter(Q(owner=None) | Q(owner=request.user))
    return get_object_or_404(rows.select_related("fact__topic"), pk=pk)


def may_change(request: TeacherRequest, question: Question) -> bool:
    """Whether `changeable_question` gives it."""
    if question.owner_id is None:
        return request.user.is_curator
    return question.owner_id == request.user.pk


def deck_questions(request: TeacherRequest, deck: Deck) -> "QuerySet[Question]":
    """The questions of a deck in its order, those left out that the teacher may not read."""
    rows = Question.objects.visible_to(request.user).filter(deck_entries__deck=deck)
    return rows.order_by("deck_entries__position", "deck_entries__pk")


def facts_among(request: TeacherRequest, pks: Collection[int]) -> dict[int, Fact]:
    """Those facts of the ids that the teacher may read, with their texts and citations."""
    if not pks:
        return {}
    rows = Fact.objects.visible_to(request.user).filter(pk__in=pks).select_related("topic")
    cited = Prefetch("citations", Citation.objects.with_names())
    return {fact.pk: fact for fact in rows.prefetch_related("texts", cited)}


def source_among(request: TeacherRequest, pk: int) -> Source | None:
    """The source of that id if the teacher may cite it."""
    return Source.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def classroom_member(request: TeacherRequest, classroom: Classroom, pk: int) -> Membership:
    """Somebody who is in the taught classroom now, else 404."""
    rows = Membership.objects.active().filter(classroom=classroom).select_related("user")
    return get_object_or_404(rows, pk=pk)


def own_membership(request: TeacherRequest, classroom: Classroom) -> Membership:
    """The asker's own place in the taught classroom."""
    rows = Membership.objects.active().filter(classroom=classroom, user=request.user)
    return get_object_or_404(rows)


def taught_assignment(
    request: TeacherRequest, token: str, *, with_withdrawn: bool = False
) -> Assignment:
    """An assignment, not taken back, of a classroom in which the asker teaches, else 404."""
    rows = Assignment.objects.filter(classroom__in=Classroom.objects.taught_by(request.user))
    if not with_withdrawn:
        rows = rows.filter(withdrawn_at=None)
    return get_object_or_404(rows.select_related("classroom", "deck"), token=_plain(token))


def taught_leagues(request: TeacherRequest) -> "QuerySet[League]":
    """Leagues that the asker started, or in which a classroom competes that they teach."""
    taught = Classroom.objects.taught_by(request.user)
    return League.objects.owned_by(request.user) | League.objects.with_classrooms(taught)


def taught_league(request: TeacherRequest, token: str) -> League:
    """One of them, else 404."""
    return get_object_or_404(taught_leagues(request), token=_plain(token))


def own_league(request: TeacherRequest, token: str) -> League:
    """A league that the asker started, else 404."""
    return get_object_or_404(League.objects.owned_by(request.user), token=_plain(token))


def own_season(request: TeacherRequest, token: str, pk: int) -> Season:
    """A season, not closed, of a league that the asker started, else 404."""
    rows = Season.objects.filter(league__owner=request.user, closed_at=None)
    return get_object_or_404(rows.select_related("league"), pk=pk, league__token=_plain(token))


def ruled_entry(request: TeacherRequest, token: str, pk: int) -> LeagueEntry:
    """A classroom's part in a league that the asker may end: theirs the league or the classroom."""
    rows = LeagueEntry.objects.active().filter(
        Q(league__owner=request.user) | Q(classroom__in=Classroom.objects.taught_by(request.user))
    )
    rows = rows.select_related("league", "classroom")
    return get_object_or_404(rows, pk=pk, league__token=_plain(token))


def taught_round(request: TeacherRequest, token: str) -> LiveRound:
    """A live round of a classroom in which the asker teaches, with its progress, else 404."""
    rows = with_progress(LiveRound.objects.taught_by(request.user))
    return get_object_or_404(rows.select_related("classroom", "deck"), token=_plain(token))


def own_import(request: TeacherRequest, token: str) -> Import:
    """An import that the teacher began, else 404; its file is read only where it is wanted."""
    rows = Import.objects.filter(owner=request.user).defer("body")
    return get_object_or_404(
        rows.select_related("owner", "source", "deck", "topic"), token=_plain(token)
    )


def _plain(text: str) -> str:
    # NUL would upset a database.
    return text.replace("\0", "")
