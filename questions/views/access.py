"""Who may see what: the only way in which a view fetches rows."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from questions.classrooms.joining import find_by_code
from questions.classrooms.live_answers import is_told
from questions.classrooms.live_players import Seat, find_seat
from questions.models import (
    Classroom,
    Deck,
    Fact,
    League,
    LeagueEntry,
    Membership,
    QuizSession,
    Season,
    Source,
    Topic,
    User,
)
from questions.progress.unrevealed import unrevealed_items
from questions.quiz.answer import find_item
from questions.quiz.rows import GivenItem


class LearnerRequest(HttpRequest):
    """A request of somebody who is logged in, guest or member."""

    user: User
    htmx: Any


View = Callable[Concatenate[LearnerRequest, ...], HttpResponse]


def to_login(request: LearnerRequest) -> HttpResponse:
    """The log-in page, and from there back to what was asked for, or home if that is no page."""
    if request.htmx:
        # A redirect would be followed by htmx, and the whole page put where a part belongs.
        login = redirect_to_login(request.htmx.current_url_abs_path or "/")
        return HttpResponseClientRedirect(login.url)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def learner_required(view: View) -> Callable[..., HttpResponse]:
    """Let in guests and members; send anybody else to the log-in page."""

    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return guarded


def from_its_learner(view: View) -> Callable[..., HttpResponse]:
    """Refuse what a device kept for somebody who is not logged in now; it says whose it is."""

    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        learner = request.headers.get("X-Learner")
        if learner is not None and learner != str(request.user.pk):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def member_required(view: View) -> Callable[..., HttpResponse]:
    """Let in members; invite guests to sign up."""

    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        if request.user.is_guest:
            messages.info(request, _("Sign up to go on. What you have answered stays yours."))
            return redirect("account_signup")
        return view(request, *args, **kwargs)

    return guarded


def after_reveal(view: View) -> Callable[..., HttpResponse]:
    """Show no figures that tell whether one's response to the open live question is right."""

    @wraps(view)
    def guarded(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        items = unrevealed_items(request.user, now=timezone.now())
        held = items.values_list("session__live_player__round__token").first()
        if held is None:
            return view(request, *args, **kwargs)
        if request.htmx:
            # A part of a page cannot say it; the whole page does.
            return HttpResponseClientRefresh()
        return render(request, "live/held.html", {"round": held[0]})

    return guarded


def _own_sessions(request: LearnerRequest) -> "QuerySet[QuizSession]":
    """The asker's sessions but those of live rounds, which have doors of their own."""
    return QuizSession.objects.filter(learner=request.user).exclude(mode=QuizSession.Mode.LIVE)


def own_session(request: LearnerRequest, token: str) -> QuizSession:
    """The asker's own session, else 404."""
    return get_object_or_404(_own_sessions(request).select_related("topic", "deck"), token=token)


def latest_unfinished(request: LearnerRequest) -> QuizSession | None:
    """The asker's session that was left last, if one is unfinished."""
    return _own_sessions(request).filter(finished_at=None).order_by("-started_at").first()


def own_trial(request: LearnerRequest) -> QuizSession | None:
    """A guest's first questions; None for anybody else."""
    if not request.user.is_guest:
        return None
    return QuizSession.objects.filter(learner=request.user, mode=QuizSession.Mode.TRY).first()


def own_item(request: LearnerRequest, session_token: str, token: str) -> GivenItem:
    """The asker's own item of that session, which is none of a live round, else 404."""
    item = _own_item(request, session_token, token)
    if item.mode == QuizSession.Mode.LIVE:
        raise Http404(_("There is no such question in your session."))
    return item


def _own_item(request: LearnerRequest, session_token: str, token: str) -> GivenItem:
    item = None
    # A token is 32 hexadecimal digits; anything else cannot be one, and NUL would upset a database.
    if len(token) == 32 and token.isalnum():
        item = find_item(token=token, session_token=session_token, learner_id=request.user.pk)
    if item is None:
        raise Http404(_("There is no such question in your session."))
    return item


def own_told_item(request: LearnerRequest, session_token: str, token: str) -> GivenItem:
    """The same, or one of a live round whose key was shown or whose round is over, else 404."""
    item = _own_item(request, session_token, token)
    if item.mode == QuizSession.Mode.LIVE and not is_told(item):
        raise Http404(_("There is no such question in your session."))
    return item


def own_seat(request: LearnerRequest, token: str, now: datetime) -> Seat:
    """Where the asker is in a live round of a classroom in which they learn now, else 404."""
    seat = find_seat(token=token, learner_id=request.user.pk, now=now)
    if seat is None:
        raise Http404(_("There is no such round in your classrooms."))
    return seat


def own_seat_item(request: LearnerRequest, seat: Seat, token: str) -> GivenItem:
    """The asker's own item of the round, of which nothing may be told yet, else 404."""
    return _own_item(request, seat.session_token, token)


def visible_facts() -> "QuerySet[Fact]":
    """The library's published facts, which everybody may read."""
    return Fact.objects.library().published()


def visible_fact(slug: str) -> Fact:
    """One of them, else 404."""
    return get_object_or_404(
        visible_facts().select_related("topic", "subject", "relation"), slug=slug
    )


def visible_topic(slug: str) -> Topic:
    """A topic, else 404."""
    # A slug out of a form may be anything, and NUL would upset a database.
    return get_object_or_404(Topic, slug=slug.replace("\0", ""))


def visible_source(slug: str) -> Source:
    """A source of the library, else 404."""
    return get_object_or_404(Source.objects.filter(owner=None), slug=slug)


def joinable_classroom(code: str) -> Classroom:
    """The classroom that whoever knows the code may join; ClassroomError where there is none."""
    return find_by_code(code)


def own_memberships(request: LearnerRequest) -> "QuerySet[Membership]":
    """Where the asker learns or teaches now, classrooms that are put away left out."""
    rows = Membership.objects.active().filter(user=request.user, classroom__archived_at=None)
    return rows.select_related("classroom").order_by("classroom__name", "pk")


def learned_in(request: LearnerRequest, token: str) -> Membership:
    """The asker's place as a learner in the classroom, else 404."""
    rows = Membership.objects.active().learners().filter(user=request.user)
    rows = rows.select_related("classroom", "user")
    return get_object_or_404(rows, classroom__token=token.replace("\0", ""))


def visible_league(request: LearnerRequest, token: str) -> League:
    """A league in which a classroom of the asker competes, or that they started; else 404."""
    rows = League.objects.visible_to(request.user)
    return get_object_or_404(rows, token=token.replace("\0", ""))


def visible_season(request: LearnerRequest, token: str, pk: int) -> Season:
    """A season of such a league, else 404."""
    league = visible_league(request, token)
    season = get_object_or_404(Season, pk=pk, league=league)
    season.league = league
    return season


def own_classrooms_in(request: LearnerRequest, league: League) -> list[Classroom]:
    """The classrooms of the league in which the asker learns or teaches now."""
    there = LeagueEntry.objects.active().filter(league=league).values("classroom")
    theirs = Classroom.objects.taught_by(request.user) | Classroom.objects.attended_by(request.user)
    return list(theirs.filter(pk__in=there).distinct())


def teachers_of(classrooms: Iterable[Classroom]) -> dict[int, list[str]]:
    """The names of the teachers by classroom, for those who learn there or are about to."""
    rows = Membership.objects.active().filter(
        classroom__in=classrooms, role=Membership.Role.TEACHER
    )
    names: dict[int, list[str]] = {}
    for row in rows.select_related("user"):
        names.setdefault(row.classroom_id, []).append(row.shown_name)
    return names


def studied_deck(request: LearnerRequest, token: str) -> Deck:
    """A deck that the asker was assigned or took up by its link, else 404."""
    # A token out of a form may be anything, and NUL would upset a database.
    return get_object_or_404(Deck.objects.studied_by(request.user), token=token.replace("\0", ""))


def may_study(asker: User | AnonymousUser, deck: Deck | None) -> bool:
    """Whether the asker may begin a session of the deck."""
    if deck is None or not isinstance(asker, User) or asker.is_guest:
        return False
    return Deck.objects.studied_by(asker).filter(pk=deck.pk).exists()


def taken_deck(request: LearnerRequest, token: str) -> Deck:
    """A deck that the asker took up by its link, else 404."""
    return get_object_or_404(request.user.taken_decks.all(), token=token.replace("\0", ""))


def deck_by_link(study_token: str) -> Deck | None:
    """The deck that a link leads to; None where there is none, or none any more."""
    decks = Deck.objects.filter(study_token=study_token, archived_at=None)
    return decks.select_related("owner").first()
