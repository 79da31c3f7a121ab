"""Leagues: the list, a new one, coming in by a code, one of them, its settings and its door."""

from collections import Counter
from datetime import timedelta
from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    own_league,
    ruled_entry,
    taught_league,
    taught_leagues,
    teacher_required,
)
from questions.admin.classrooms import RANDOM, new_token, posted
from questions.classrooms.codes import grouped_code
from questions.classrooms.errors import ClassroomError
from questions.classrooms.leagues import (
    bring_back,
    bring_in,
    put_away,
    rename_league,
    renew_code,
    set_open,
    start_league,
    take_out,
)
from questions.classrooms.names import look_of
from questions.classrooms.seasons import has_begun
from questions.forms.classrooms import show_error
from questions.forms.leagues import LeagueForm, LeagueJoinForm
from questions.models import Classroom, LeagueEntry
from questions.views.toasts import tell_with_undo

PLACE = {"tab": "leagues", "nav": "desk"}


@require_safe
@teacher_required
def leagues(request: TeacherRequest) -> HttpResponse:
    """Own ones and those in which own classrooms compete, those put away last."""
    competing = Count("entries", filter=Q(entries__left_at=None))
    rows = list(taught_leagues(request).annotate(classrooms=competing))
    context = {
        **PLACE,
        "leagues": [row for row in rows if row.archived_at is None],
        "away": [row for row in rows if row.archived_at is not None],
    }
    return render(request, "desk/leagues/list.html", context)


def form_page(request: TeacherRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form, 422 where the form was refused."""
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**PLACE, **context}, status=status)


@require_http_methods(["GET", "POST"])
@teacher_required
def league_new(request: TeacherRequest) -> HttpResponse:
    """Start a league."""
    form = LeagueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = start_league(
                **form.cleaned_data,
                owner=request.user,
                now=timezone.now(),
                token=new_token(),
                rng=RANDOM,
            )
        except ClassroomError as error:
            show_error(form, error)
        else:
            return redirect("desk:league", made.token)
    return form_page(request, "desk/leagues/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@teacher_required
def league_join(request: TeacherRequest) -> HttpResponse:
    """Let own classrooms compete in the league that has the code."""
    taught = Classroom.objects.taught_by(request.user).filter(archived_at=None)
    form = LeagueJoinForm(posted(request), classrooms=taught)
    if request.method == "POST":
        # A look first, since only wrong codes are counted.
        if (refused := _too_many(request, dry_run=True)) is not None:
            return refused
        if form.is_valid():
            try:
                return _join(request, form)
            except ClassroomError as error:
                if error.code == "unknown" and (refused := _too_many(request)) is not None:
                    return refused
                show_error(form, error)
    return form_page(request, "desk/leagues/join.html", {"form": form})


def _join(request: TeacherRequest, form: LeagueJoinForm) -> HttpResponse:
    league, number = bring_in(
        code=form.cleaned_data["code"],
        classrooms=form.chosen,
        teacher=request.user,
        now=timezone.now(),
    )
    told = ngettext("%(number)d classroom competes now.", "%(number)d classrooms compete now.",
                    number)  # fmt: skip
    if number:
        messages.success(request, told % {"number": number})
    else:
        messages.info(request, _("They compete there already."))
    return redirect("desk:league", league.token)


def _too_many(request: TeacherRequest, *, dry_run: bool = False) -> HttpResponse | None:
    """The page for too many wrong codes, which count together with those of classrooms."""
    refused: HttpResponse | None = consume_or_429(
        request, action="join", user=request.user, dry_run=dry_run
    )
    return refused


@require_safe
@teacher_required
def league(request: TeacherRequest, token: str) -> HttpResponse:
    """One league: its code, its seasons, and the classrooms in it."""
    row, now = taught_league(request, token), timezone.now()
    is_own = row.owner_id == request.user.pk
    entries = list(LeagueEntry.objects.active().filter(league=row).select_related("classroom"))
    entries.sort(key=lambda entry: (entry.classroom.name.casefold(), entry.pk))
    taught = set(Classroom.objects.taught_by(request.user).values_list("pk", flat=True))
    looks = Counter(look_of(entry.classroom.name) for entry in entries)
    context = {
        **PLACE,
        "league": row,
        "is_own": is_own,
        "code": grouped_code(row.join_code) if is_own else "",
        "entries": [
            (entry, entry.classroom_id in taught, looks[look_of(entry.classroom.name)] > 1)
            for entry in entries
        ],
        "seasons": [
            (one, has_begun(one, now), one.last_day + timedelta(days=1) <= now.date())
            for one in row.seasons.all()
        ],
    }
    return render(request, "desk/leagues/league.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def league_settings(request: TeacherRequest, token: str) -> HttpResponse:
    """Rename the league, or put it away."""
    row = own_league(request, token)
    form = LeagueForm(posted(request), initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_league(league=row, **form.cleaned_data)
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:league", token)
    return form_page(request, "desk/leagues/settings.html", {"league": row, "form": form})


@require_POST
@teacher_required
def league_door(request: TeacherRequest, token: str) -> HttpResponse:
    """Open or close the league to newcomers, or renew its code."""
    row, wish = own_league(request, token), request.POST.get("door", "")
    if wish == "renew":
        renew_code(league=row, rng=RANDOM)
        messages.success(request, _("There is a new code. The old one leads nowhere now."))
    elif wish in ("open", "close"):
        set_open(league=row, is_open=wish == "open")
    return redirect("desk:league", token)


@require_POST
@teacher_required
def league_away(request: TeacherRequest, token: str) -> HttpResponse:
    """Put the league away, or bring it back."""
    row = own_league(request, token)
    if request.POST.get("away") == "back":
        bring_back(league=row)
        messages.success(request, _("The league is back."))
        return redirect("desk:league", token)
    put_away(league=row, now=timezone.now())
    told = _("The league is put away. You find it below the others.")
    tell_with_undo(request, told, url=request.path, fields={"away": "back"})
    return redirect("desk:leagues")


@require_http_methods(["GET", "POST"])
@teacher_required
def league_out(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """Say what taking a classroom out means, and take it out."""
    entry = ruled_entry(request, token, pk)
    if request.method == "POST":
        take_out(entry=entry, now=timezone.now())
        told = _("%(name)s competes there no more.") % {"name": entry.classroom.name}
        messages.success(request, told)
        still = taught_leagues(request).filter(pk=entry.league_id).exists()
        return redirect("desk:league", token) if still else redirect("desk:leagues")
    context = {**PLACE, "league": entry.league, "entry": entry}
    return render(request, "desk/leagues/out.html", context)
