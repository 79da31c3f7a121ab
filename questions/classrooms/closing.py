"""Closing weeks: what stood at the end of a classroom's week, stored once and never changed.

A week is closed two minutes after its end or later, by whoever reads first or by the command, with
the same result: everything it is told from is dated, or changes only after what is due was closed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from questions.classrooms.kept import kept_at_ends, week_end
from questions.classrooms.season_scores import refresh
from questions.models import Classroom, ClassroomWeek, Membership, Tally, WeekLine
from questions.progress.weeks import Calendar, calendars_of, monday_of

# No request lasts longer: whoever answered before midnight is counted by then.
GRACE = timedelta(minutes=2)
_WEEK = timedelta(days=7)
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class _Due:
    """A week that is over and not closed."""

    classroom: Classroom
    monday: date
    starts_at: datetime
    ends_at: datetime


def close_weeks(classrooms: Sequence[Classroom], *, now: datetime) -> list[ClassroomWeek]:
    """Close every week of the classrooms that is over; those that were closed by this call.

    Two queries where nothing is due. As many statements for one classroom as for all, apart from
    batches and from one for each Monday on which a goal of memories kept is counted.
    """
    if not _due(classrooms, now):
        return []
    with transaction.atomic():
        # One after the other, so that each week is written by one of those who read at once.
        rows = Classroom.objects.filter(pk__in=[one.pk for one in classrooms]).order_by("pk")
        locked = list(rows.select_for_update(no_key=True))
        due = _due(locked, now)
        return _close(due, now) if due else []


def _due(classrooms: Sequence[Classroom], now: datetime) -> list[_Due]:
    closed = dict(
        ClassroomWeek.objects.filter(classroom__in=classrooms)
        .order_by()
        .values_list("classroom")
        .annotate(last=Max("first_day"))
    )
    calendars = calendars_of(classrooms)
    return [
        due
        for one in classrooms
        for due in _due_of(one, calendars[one.pk], closed.get(one.pk), now)
    ]


def _due_of(
    classroom: Classroom, calendar: Calendar, closed: date | None, now: datetime
) -> Iterable[_Due]:
    monday = closed + _WEEK if closed else calendar.monday_at(classroom.created_at)
    until = min(now, classroom.archived_at) if classroom.archived_at else now
    while (starts_at := calendar.start(monday)) < until:
        ends_at = calendar.end(monday)
        if ends_at + GRACE > now:
            return
        yield _Due(classroom, monday, starts_at, ends_at)
        monday += _WEEK


def _close(due: Sequence[_Due], now: datetime) -> list[ClassroomWeek]:
    members = _members(due)
    earned = _earned(due)
    kept = _kept(due)
    weeks, lines = [], []
    for one in due:
        here = [m for m in members[one.classroom.pk] if _was_there(m, one)]
        week = ClassroomWeek(
            classroom=one.classroom,
            first_day=one.monday,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            closed_at=now,
            learners=sum(_stayed(m, one) for m in here),
            points=sum(sum(earned[m.pk, one.monday].values()) for m in here),
            kept_goal=one.classroom.kept_goal,
            kept=kept.get((one.classroom.pk, one.monday)),
        )
        weeks.append(week)
        lines += [(week, m, earned[m.pk, one.monday], one) for m in here]
    ClassroomWeek.objects.bulk_create(weeks, batch_size=_BATCH)
    WeekLine.objects.bulk_create((_line(*line) for line in lines), batch_size=_BATCH)
    refresh(weeks)
    return weeks


def _line(week: ClassroomWeek, member: Membership, points: Counter[int], due: _Due) -> WeekLine:
    return WeekLine(
        week=week,
        membership=member,
        points=points.total(),
        by_topic={str(topic): paid for topic, paid in sorted(points.items())},
        stayed=_stayed(member, due),
        is_on_board=_stayed(member, due) and _was_on_board(member, due),
    )


def _members(due: Sequence[_Due]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.learners().filter(classroom__in={one.classroom.pk for one in due})
    for row in rows.order_by("pk"):
        found[row.classroom_id].append(row)
    return found


def _earned(due: Sequence[_Due]) -> dict[tuple[int, date], Counter[int]]:
    """Points by topic, of each membership in each week."""
    mondays = [one.monday for one in due]
    rows = Tally.objects.filter(
        scope=Tally.Scope.MEMBERSHIP,
        scope_id__in=Membership.objects.filter(
            classroom__in={one.classroom.pk for one in due}
        ).values("pk"),
        day__gte=min(mondays),
        day__lt=max(mondays) + _WEEK,
    )
    found: dict[tuple[int, date], Counter[int]] = defaultdict(Counter)
    for pk, day, topic_id, points in rows.values_list("scope_id", "day", "topic", "points"):
        found[pk, monday_of(day)][topic_id] += points
    return found


def _kept(due: Sequence[_Due]) -> dict[tuple[int, date], int]:
    """Memories kept at the end of each week that had a goal."""
    by_monday: dict[date, list[Classroom]] = defaultdict(list)
    for one in due:
        if one.classroom.kept_goal is not None:
            by_monday[one.monday].append(one.classroom)
    found = {}
    for monday, rooms in by_monday.items():
        calendars = calendars_of(rooms)
        ends = [week_end(room, monday=monday, calendar=calendars[room.pk]) for room in rooms]
        kept = kept_at_ends(ends)
        found.update({(room.pk, monday): kept.get(room.pk, 0) for room in rooms})
    return found


def _was_there(member: Membership, due: _Due) -> bool:
    """Whether they learned there at any moment of the week."""
    came = member.joined_at < due.ends_at
    return came and (member.left_at is None or member.left_at > due.starts_at)


def _stayed(member: Membership, due: _Due) -> bool:
    """Whether they were there at its end."""
    return member.left_at is None or member.left_at >= due.ends_at


def _was_on_board(member: Membership, due: _Due) -> bool:
    came = member.board_since is not None and member.board_since < due.ends_at
    return came and (member.board_until is None or member.board_until >= due.ends_at)
