"""A league as its classes see it: the running season, and what seasons that are over gave."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from questions.classrooms.closing import close_weeks
from questions.classrooms.league_table import Row, achievements_of, closed_table, running_table
from questions.classrooms.seasons import LEAST, close_season, has_begun, is_over
from questions.models import League, Season
from questions.views.access import (
    LearnerRequest,
    after_reveal,
    member_required,
    own_classrooms_in,
    visible_league,
    visible_season,
)
from questions.views.charts import IntervalBar, interval_bars

_TOP = 3


@require_safe
@never_cache
@member_required
@after_reveal
def league(request: LearnerRequest, token: str) -> HttpResponse:
    """The running season's places by closed weeks, and the week so far; else what comes next."""
    row, now = visible_league(request, token), timezone.now()
    own = own_classrooms_in(request, row)
    close_weeks(own, now=now)
    seasons = _seasons(row, now)
    running = next((one for one in seasons if one.closed_at is None and has_begun(one, now)), None)
    coming = [one for one in seasons if one.closed_at is None and not has_begun(one, now)]
    table = running_table(running, {room.pk for room in own}, now=now) if running else None
    context = {
        "nav": "classrooms",
        "league": row,
        "season": running,
        "coming": coming[-1] if coming else None,
        "archive": [one for one in seasons if one.closed_at is not None],
        "table": table,
        "lines": _drawn(table.rows) if table else [],
        "least": LEAST,
    }
    return render(request, "leagues/league.html", context)


def _drawn(rows: list[Row]) -> list[tuple[Row, IntervalBar]]:
    return list(zip(rows, interval_bars(rows), strict=True))


def _seasons(league: League, now: datetime) -> list[Season]:
    """The newest first; one that is over is closed by its first reader."""
    seasons = list(Season.objects.filter(league=league))
    for one in seasons:
        if one.closed_at is None and is_over(one, now):
            close_season(season=one, now=now)
    return seasons


@require_safe
@never_cache
@member_required
def season(request: LearnerRequest, token: str, pk: int) -> HttpResponse:
    """What a season that is over gave: own classrooms first, then the first places."""
    row, now = visible_season(request, token, pk), timezone.now()
    close_season(season=row, now=now)
    if row.closed_at is None:
        return redirect("questions:league", token)
    own = own_classrooms_in(request, row.league)
    table = closed_table(row, {room.pk for room in own})
    mine = [one for one in table.rows if one.is_own]
    top = [one for one in table.rows if one.rank is not None and one.rank <= _TOP][:_TOP]
    done = achievements_of(row, own)
    context = {
        "nav": "classrooms",
        "league": row.league,
        "season": row,
        "mine": [(one, done.get(one.classroom.pk)) for one in mine],
        "top": _drawn(top),
        "table": table,
    }
    return render(request, "leagues/season.html", context)
