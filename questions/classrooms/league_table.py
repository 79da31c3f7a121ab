"""What a league's page shows: the first three, the asker's own classrooms and their neighbours."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Sum

from questions.classrooms.ranking import Place, places
from questions.classrooms.seasons import LEAST, groups_of
from questions.models import (
    Classroom,
    ClassroomWeek,
    Membership,
    Season,
    SeasonScore,
    Tally,
)
from questions.progress.weeks import calendars_of

_TOP = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One classroom, as it is shown; without a rank it is an own one that has none to show."""

    classroom: Classroom
    is_own: bool
    rank: int | None = None
    is_tie: bool = False
    mean: float | None = None
    low: float = 0.0
    high: float = 0.0
    week: float | None = None  # points a learner in the running week so far
    is_after_gap: bool = False  # others stand between this row and the one above


@dataclass(frozen=True, slots=True)
class Table:
    """The rows in their order, and what holds for all of them."""

    rows: list[Row]
    as_of: date | None  # the Sunday of the newest closed week; None before the first
    firsts: int  # classrooms that share the first rank
    is_level: bool  # whether all share it

    @property
    def most(self) -> float:
        """The end of the scale on which the intervals are drawn."""
        return max((row.high for row in self.rows), default=0.0)


@dataclass(frozen=True, slots=True)
class Achievement:
    """What one classroom did in a season, in whole numbers."""

    weeks: int
    points: int
    goals: int  # weeks in which the class reached its goal


def running_table(season: Season, own: Collection[int], *, now: datetime) -> Table:
    """Places by the closed weeks of a season that is not over; own classrooms by their ids."""
    standing = places(groups_of(season))
    shown = _shown([place.key for place in standing], _below(standing), own)
    ids = {standing[index].key for index in shown} | set(own)
    rooms = list(Classroom.objects.filter(pk__in=ids))
    return _table(season, standing, shown, own, rooms, _week_so_far(rooms, now))


def closed_table(season: Season, own: Collection[int]) -> Table:
    """The places that a closed season stored."""
    scores = SeasonScore.objects.filter(season=season, rank__isnull=False)
    stored = scores.values_list("classroom_id", "rank", "mean", "low", "high")
    standing = sorted(
        # The four are stored together.
        (
            Place(key, rank or 1, mean or 0.0, low or 0.0, high or 0.0)
            for key, rank, mean, low, high in stored
        ),
        key=lambda place: (place.rank, -place.mean, place.key),
    )
    shown = _shown([place.key for place in standing], _below(standing), own)
    ids = {standing[index].key for index in shown}
    return _table(season, standing, shown, own, list(Classroom.objects.filter(pk__in=ids)), {})


def _below(standing: Sequence[Place]) -> int:
    """Where the last rank begins, which is nobody's to be shown."""
    last = standing[-1].rank if standing else 1
    if last == 1:
        return len(standing)
    return next(index for index, place in enumerate(standing) if place.rank == last)


def _shown(keys: Sequence[int], below: int, own: Collection[int]) -> list[int]:
    """The indexes of the rows to show: top three, own ones, neighbours; no last ones but own."""
    mine = {index for index, key in enumerate(keys) if key in own}
    near = {index + step for index in mine for step in (-1, 1)} | set(range(_TOP))
    return sorted(mine | {index for index in near if 0 <= index < below})


def _table(
    season: Season,
    standing: Sequence[Place],
    shown: Sequence[int],
    own: Collection[int],
    rooms: Sequence[Classroom],
    weeks: dict[int, float],
) -> Table:
    named = {room.pk: room for room in rooms}
    counts, below = Counter(place.rank for place in standing), _below(standing)
    rows = []
    for before, index in zip([-1, *shown], shown, strict=False):
        place = standing[index]
        rows.append(
            Row(
                classroom=named[place.key],
                is_own=place.key in own,
                rank=place.rank if index < below else None,
                is_tie=counts[place.rank] > 1,
                mean=place.mean,
                low=place.low,
                high=place.high,
                week=weeks.get(place.key),
                is_after_gap=index > before + 1,
            )
        )
    placed = {place.key for place in standing}
    rows += [
        Row(room, is_own=True, week=weeks.get(room.pk)) for room in rooms if room.pk not in placed
    ]
    return Table(rows, _as_of(season, rooms), counts[1], len(counts) == 1)


def _as_of(season: Season, rooms: Sequence[Classroom]) -> date | None:
    closed = ClassroomWeek.objects.filter(
        classroom__in=rooms, first_day__range=(season.first_day, season.last_day)
    )
    monday = closed.aggregate(latest=Max("first_day"))["latest"]
    return monday + timedelta(days=6) if monday else None


def _week_so_far(rooms: Sequence[Classroom], now: datetime) -> dict[int, float]:
    """Points a learner in each classroom's running week; three queries, of these rooms alone."""
    mondays = {pk: one.monday_at(now) for pk, one in calendars_of(rooms).items()}
    if not mondays:
        return {}
    learners = dict(
        Membership.objects.active()
        .learners()
        .filter(classroom__in=rooms)
        .values_list("classroom")
        .annotate(number=Count("pk"))
        .order_by()
    )
    points: Counter[int] = Counter()
    for room, day, earned in _points_since(list(mondays), min(mondays.values())):
        if day >= mondays[room]:
            points[room] += earned
    return {room: points[room] / size for room, size in learners.items() if size >= LEAST}


def _points_since(rooms: Sequence[int], day: date) -> list[tuple[int, date, int]]:
    """Points by classroom and day, of everybody who learnt there."""
    members = dict(
        Membership.objects.learners().filter(classroom__in=rooms).values_list("pk", "classroom_id")
    )
    sums = (
        Tally.objects.filter(
            scope=Tally.Scope.MEMBERSHIP, scope_id__in=members, day__gte=day, points__gt=0
        )
        .values_list("scope_id", "day")
        .annotate(earned=Sum("points"))
        .order_by()
    )
    return [(members[scope_id], when, earned) for scope_id, when, earned in sums]


def achievements_of(season: Season, classrooms: Sequence[Classroom]) -> dict[int, Achievement]:
    """What classrooms did in the season's closed weeks, by their ids; one query."""
    weeks = ClassroomWeek.objects.filter(
        classroom__in=classrooms, first_day__range=(season.first_day, season.last_day)
    )
    done: dict[int, Achievement] = {}
    for room, points, kept, goal in weeks.values_list(
        "classroom_id", "points", "kept", "kept_goal"
    ):
        so_far = done.get(room, Achievement(0, 0, 0))
        reached = bool(goal and kept is not None and kept >= goal)
        done[room] = Achievement(
            so_far.weeks + 1, so_far.points + points, so_far.goals + int(reached)
        )
    return done
