"""Seasons of a league: their dates, and the end at which places are stored."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from questions.classrooms.closing import close_weeks
from questions.classrooms.errors import ClassroomError
from questions.classrooms.names import check_title
from questions.classrooms.ranking import Group, places
from questions.models import Classroom, League, LeagueEntry, Season, SeasonScore
from questions.progress.weeks import monday_of

LEAST = 3  # A class of fewer learners has no figure: it would be that of somebody.
MOST_WEEKS = 52
_WEEK = timedelta(days=7)
# The first and the last zone on Earth: UTC+14 and UTC-12.
_EASTMOST, _WESTMOST = timedelta(hours=14), timedelta(hours=12)
_GRACE = timedelta(minutes=2)  # as closed weeks have it


def newest_day(now: datetime) -> date:
    """The day that has begun where days begin first."""
    return (now.astimezone(UTC) + _EASTMOST).date()


def is_over(season: Season, now: datetime) -> bool:
    """Whether its last day has ended in every time zone, and its last week can be closed."""
    end = datetime.combine(season.last_day + timedelta(days=1), time(), UTC)
    return now >= end + _WESTMOST + _GRACE


def has_begun(season: Season, now: datetime) -> bool:
    """Whether its first day has begun somewhere."""
    return newest_day(now) >= season.first_day


def add_season(
    *, league: League, name: str, first_day: date, last_day: date, now: datetime
) -> Season:
    """A season, from the running week on at the earliest."""
    season = Season(league=league, name=check_title(name), first_day=first_day, last_day=last_day)
    with transaction.atomic():
        _check_days(season, now)
        season.save()
    return season


def change_season(
    *, season: Season, name: str, first_day: date, last_day: date, now: datetime
) -> None:
    """Another name at any time; other dates only before it begins."""
    title = check_title(name)
    with transaction.atomic():
        row = Season.objects.select_for_update().get(pk=season.pk)
        if (row.first_day, row.last_day) != (first_day, last_day):
            if has_begun(row, now):
                raise ClassroomError(
                    "first_day",
                    "begun",
                    _("This season has begun, so its dates stay. You can end it early."),
                )
            row.first_day, row.last_day = first_day, last_day
            _check_days(row, now)
        row.name = title
        row.save(update_fields=["name", "first_day", "last_day"])


def end_season(*, season: Season, now: datetime) -> None:
    """Let it end with the running week; one that has not begun is dropped."""
    with transaction.atomic():
        row = Season.objects.select_for_update().get(pk=season.pk)
        if not has_begun(row, now):
            row.delete()
            return
        sunday = monday_of(newest_day(now)) + timedelta(days=6)
        Season.objects.filter(pk=row.pk, closed_at=None, last_day__gt=sunday).update(
            last_day=sunday
        )


def _check_days(season: Season, now: datetime) -> None:
    """Raise ClassroomError where the dates cannot be; the league is locked from here on."""
    League.objects.select_for_update().get(pk=season.league_id)
    if season.first_day.weekday() != 0:
        raise ClassroomError("first_day", "no-monday", _("A season begins on a Monday."))
    if season.last_day.weekday() != 6:
        raise ClassroomError("last_day", "no-sunday", _("A season ends on a Sunday."))
    if season.last_day < season.first_day:
        raise ClassroomError("last_day", "backwards", _("It ends before it begins."))
    if season.last_day - season.first_day > MOST_WEEKS * _WEEK:
        raise ClassroomError("last_day", "too-long", _("A season has at most 52 weeks."))
    if season.first_day < monday_of(newest_day(now)):
        raise ClassroomError(
            "first_day", "past", _("A season begins with the running week at the earliest.")
        )
    others = Season.objects.filter(
        league=season.league_id, first_day__lte=season.last_day, last_day__gte=season.first_day
    ).exclude(pk=season.pk)
    if (other := others.first()) is not None:
        raise ClassroomError(
            "first_day",
            "overlap",
            _("It overlaps with the season “%(name)s”.") % {"name": other.name},
        )


def close_season(*, season: Season, now: datetime) -> bool:
    """Store the places of a season that is over; False where it is not, or was stored before.

    Weeks of its classrooms that nobody has closed are closed first, so that the result is the same
    whoever comes first and whenever.
    """
    if season.closed_at is not None or not is_over(season, now):
        return False
    close_weeks(_classrooms_in([season]), now=now)
    with transaction.atomic():
        row = Season.objects.select_for_update().get(pk=season.pk)
        is_first = row.closed_at is None
        if is_first:
            _store_places(row)
            row.closed_at = now
            row.save(update_fields=["closed_at"])
    season.closed_at = row.closed_at
    return is_first


def close_seasons(*, now: datetime) -> int:
    """Close every season that is over, and give their number."""
    due = [one for one in Season.objects.filter(closed_at=None) if is_over(one, now)]
    close_weeks(_classrooms_in(due), now=now)
    return sum(close_season(season=season, now=now) for season in due)


def _classrooms_in(seasons: Sequence[Season]) -> list[Classroom]:
    leagues = [season.league_id for season in seasons]
    there = LeagueEntry.objects.active().filter(league__in=leagues).values("classroom")
    return list(Classroom.objects.filter(pk__in=there)) if leagues else []


def groups_of(season: Season) -> list[Group]:
    """The classrooms that compete, with what their people earned; one query, no rows built."""
    scores = SeasonScore.objects.filter(
        season=season,
        learners__gte=LEAST,
        classroom__in=LeagueEntry.objects.active()
        .filter(league=season.league_id)
        .values("classroom"),
    )
    rows = scores.values_list("classroom_id", "learners", "total", "squares")
    return [Group(*row) for row in rows]


def _store_places(season: Season) -> None:
    """Write where each classroom stands to its score; one that has left loses its row."""
    there = {place.key: place for place in places(groups_of(season))}
    scores = list(SeasonScore.objects.filter(season=season))
    for score in scores:
        place = there.get(score.classroom_id)
        if place is not None:
            score.rank, score.mean = place.rank, place.mean
            score.low, score.high = place.low, place.high
    SeasonScore.objects.bulk_update(scores, ["rank", "mean", "low", "high"], batch_size=100)
