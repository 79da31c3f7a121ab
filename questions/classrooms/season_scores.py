"""What the closed weeks of a season gave each classroom, recomputed from their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from typing import Any

from django.db import connection, transaction

from questions.models import Classroom, ClassroomWeek, SeasonScore

# A week counts from the classroom's first entry on that reaches into the season: who leaves before
# a bad week is over and comes back finds it there. A date compares with a moment as its midnight
# in UTC, in both databases.
_SCORES = """
WITH competing AS (
    SELECT season.id AS season_id, season.first_day, season.last_day, entry.classroom_id,
           MIN(entry.joined_at) AS since
    FROM questions_season season
    JOIN questions_leagueentry entry ON entry.league_id = season.league_id
    WHERE season.closed_at IS NULL {narrowed}
      AND (entry.left_at IS NULL OR entry.left_at >= season.first_day)
      AND EXISTS (SELECT 1 FROM questions_leagueentry now
                  WHERE now.league_id = season.league_id
                    AND now.classroom_id = entry.classroom_id AND now.left_at IS NULL)
    GROUP BY season.id, season.first_day, season.last_day, entry.classroom_id
), counted AS (
    SELECT competing.season_id, competing.classroom_id, week.id AS week_id
    FROM competing
    JOIN questions_classroomweek week ON week.classroom_id = competing.classroom_id
     AND week.first_day >= competing.first_day AND week.first_day <= competing.last_day
     AND week.ends_at > competing.since
), person AS (
    SELECT counted.season_id, counted.classroom_id, membership.user_id,
           SUM(line.points) * 1.0 / COUNT(DISTINCT counted.week_id) AS rate
    FROM counted
    JOIN questions_weekline line ON line.week_id = counted.week_id
    JOIN questions_membership membership ON membership.id = line.membership_id
    GROUP BY counted.season_id, counted.classroom_id, membership.user_id
), summed AS (
    SELECT season_id, classroom_id, COUNT(*) AS learners, SUM(rate) AS total,
           SUM(rate * rate) AS squares
    FROM person GROUP BY season_id, classroom_id
)
SELECT counted.season_id, counted.classroom_id, COUNT(*), COALESCE(MAX(summed.learners), 0),
       COALESCE(MAX(summed.total), 0), COALESCE(MAX(summed.squares), 0)
FROM counted
LEFT JOIN summed ON summed.season_id = counted.season_id
                AND summed.classroom_id = counted.classroom_id
GROUP BY counted.season_id, counted.classroom_id
ORDER BY counted.season_id, counted.classroom_id
"""
_STORED = ["weeks", "learners", "total", "squares"]


@dataclass(frozen=True, slots=True)
class Differing:
    """A score that is not what its weeks give; None for no row."""

    season_id: int
    classroom_id: int
    stored: SeasonScore | None
    wanted: SeasonScore | None


def refresh(weeks: Sequence[ClassroomWeek]) -> None:
    """Recompute the scores of the open seasons in which these closed weeks fall.

    As many statements for one classroom as for all, apart from batches.
    """
    if not weeks:
        return
    days = [week.first_day for week in weeks]
    rooms = sorted({week.classroom_id for week in weeks})
    with transaction.atomic():
        _wait_for(rooms)
        _store(_computed(rooms, min(days), max(days)))


def count_in(classrooms: Sequence[Classroom]) -> None:
    """Compute what classrooms that have just come in have from weeks closed before."""
    if not classrooms:
        return
    rooms = sorted(room.pk for room in classrooms)
    with transaction.atomic():
        _wait_for(rooms)
        _store(_computed(rooms))


def forget(*, league_id: int, classroom_id: int) -> None:
    """Drop the scores of a classroom that has left from seasons that are not over."""
    SeasonScore.objects.filter(
        season__league=league_id, season__closed_at=None, classroom=classroom_id
    ).delete()


def rebuild(*, repair: bool) -> list[Differing]:
    """Scores of open seasons that differ from the lines of their weeks; set right if asked.

    What a closed season stored is its archive, and stays.
    """
    with transaction.atomic():
        wanted = {(row.season_id, row.classroom_id): row for row in _computed(None)}
        rows = SeasonScore.objects.filter(season__closed_at=None)
        stored = {(row.season_id, row.classroom_id): row for row in rows}
        differing = [
            Differing(*key, stored.get(key), wanted.get(key))
            for key in sorted(wanted.keys() | stored.keys())
            if not _is_same(stored.get(key), wanted.get(key))
        ]
        if repair:
            gone = [one.stored.pk for one in differing if one.stored and not one.wanted]
            SeasonScore.objects.filter(pk__in=gone).delete()
            _store([one.wanted for one in differing if one.wanted])
    return differing


def _wait_for(classrooms: Sequence[int]) -> None:
    """Let whoever closes other weeks of these classrooms finish, so that both are counted."""
    rows = Classroom.objects.filter(pk__in=classrooms).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _computed(
    classrooms: Sequence[int] | None, first: date | None = None, last: date | None = None
) -> list[SeasonScore]:
    """What the scores should be: of these classrooms, in seasons that touch the days."""
    narrowed, values = "", list[Any]()
    if classrooms is not None:
        marks = ", ".join(["%s"] * len(classrooms))
        narrowed, values = f"AND entry.classroom_id IN ({marks})", list(classrooms)
    if first is not None and last is not None:
        narrowed += " AND season.last_day >= %s AND season.first_day <= %s"
        values += [connection.ops.adapt_datefield_value(day) for day in (first, last)]
    with connection.cursor() as cursor:
        cursor.execute(_SCORES.format(narrowed=narrowed), values)
        rows = cursor.fetchall()
    return [
        SeasonScore(
            season_id=season_id,
            classroom_id=classroom_id,
            weeks=weeks,
            learners=learners,
            total=float(total),
            squares=float(squares),
        )
        for season_id, classroom_id, weeks, learners, total, squares in rows
    ]


def _store(rows: Sequence[SeasonScore]) -> None:
    SeasonScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["season", "classroom"],
        update_fields=_STORED,
    )


def _is_same(stored: SeasonScore | None, wanted: SeasonScore | None) -> bool:
    """Whether the figures agree, but for the order in which a database adds them up."""
    if stored is None or wanted is None:
        return stored is wanted
    counts = (stored.weeks, stored.learners) == (wanted.weeks, wanted.learners)
    return counts and all(
        isclose(getattr(stored, name), getattr(wanted, name), rel_tol=1e-9, abs_tol=1e-9)
        for name in ("total", "squares")
    )
