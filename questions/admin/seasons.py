"""Seasons of an own league: a new one, its name and dates, ending it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questions.admin.access import TeacherRequest, own_league, own_season, teacher_required
from questions.admin.classrooms import posted
from questions.admin.leagues import form_page
from questions.classrooms.errors import ClassroomError
from questions.classrooms.seasons import (
    add_season,
    change_season,
    end_season,
    has_begun,
    newest_day,
)
from questions.forms.classrooms import show_error
from questions.forms.leagues import SeasonForm
from questions.progress.weeks import monday_of

_USUAL_WEEKS = 10


@require_http_methods(["GET", "POST"])
@teacher_required
def season_new(request: TeacherRequest, token: str) -> HttpResponse:
    """Add a season; proposed are ten weeks from next Monday on."""
    league, now = own_league(request, token), timezone.now()
    monday = monday_of(newest_day(now)) + timedelta(weeks=1)
    sunday = monday + timedelta(weeks=_USUAL_WEEKS, days=-1)
    form = SeasonForm(posted(request), initial={"first_day": monday, "last_day": sunday})
    if request.method == "POST" and form.is_valid():
        try:
            add_season(league=league, now=now, **form.cleaned_data)
        except ClassroomError as error:
            show_error(form, error)
        else:
            return redirect("desk:league", token)
    return form_page(request, "desk/leagues/season.html", {"league": league, "form": form})


@require_http_methods(["GET", "POST"])
@teacher_required
def season(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """Change a season's name, and its dates as long as it has not begun."""
    row, now = own_season(request, token, pk), timezone.now()
    initial = {"name": row.name, "first_day": row.first_day, "last_day": row.last_day}
    form = SeasonForm(posted(request), initial=initial)
    begun = has_begun(row, now)
    if begun:
        form.fields["first_day"].disabled = form.fields["last_day"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            change_season(season=row, now=now, **form.cleaned_data)
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:league", token)
    context = {"league": row.league, "season": row, "form": form, "has_begun": begun}
    return form_page(request, "desk/leagues/season.html", context)


@require_POST
@teacher_required
def season_end(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """End a season with the running week, or drop it before it has begun."""
    row, now = own_season(request, token, pk), timezone.now()
    begun = has_begun(row, now)
    end_season(season=row, now=now)
    told = _("The season ends with this week.") if begun else _("The season is dropped.")
    messages.success(request, told)
    return redirect("desk:league", token)
