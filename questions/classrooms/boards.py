"""Boards: the points of the learners of one classroom, in a week, in the term, or ever.

Points are sums of counters, one of each membership, day of the classroom and topic; the week that
is over is read from its stored lines. Only who came to the board is on it, and only they see it.
All time is that of the present membership: whoever left and came back begins anew, since what was
earned before belongs to the weeks of another row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from questions.classrooms.board_lines import Entry, Line, Shown, lines_for
from questions.classrooms.closing import close_weeks
from questions.models import Card, Classroom, Membership, Tally, Topic, WeekLine
from questions.models.classrooms import MembershipQuerySet
from questions.progress.weeks import Calendar, calendar_of

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
Days = tuple[date, date]  # the first and the last one


class Period(StrEnum):
    """Of which time a board is."""

    WEEK = "week"
    LAST = "last-week"
    TERM = "term"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Own:
    """What the learner has in the period, and memories kept today."""

    points: int
    before: int | None  # the week before, up to the same weekday; None where there is none
    kept: int

    @property
    def more(self) -> int:
        """How many points more than in the week before; 0 where it is not more."""
        return max(0, self.points - self.before) if self.before is not None else 0


@dataclass(frozen=True)
class Board:
    """A board as one learner sees it."""

    period: Period
    topic: Topic | None
    days: Days | None  # None for all time
    own: Own
    shown: Shown
    is_open: bool  # the teacher lets the class have a board
    is_on_board: bool
    is_closed: bool = True  # whether a week that is over has been closed yet

    @property
    def lines(self) -> list[Line]:
        """The lines that the learner sees."""
        return self.shown.lines


def periods_of(classroom: Classroom) -> list[Period]:
    """Those that the classroom has a board for: without dates there is no term."""
    return [one for one in Period if one != Period.TERM or classroom.term_first_day is not None]


def days_of(
    period: Period, classroom: Classroom, *, calendar: Calendar, now: datetime
) -> Days | None:
    """The days of the period, in the classroom's calendar; None for all time."""
    if period == Period.ALL:
        return None
    if period == Period.TERM and classroom.term_first_day and classroom.term_last_day:
        return classroom.term_first_day, classroom.term_last_day
    monday = calendar.monday_at(now) - (_WEEK if period == Period.LAST else timedelta())
    return monday, monday + _WEEK - _DAY


def board_of(
    membership: Membership, *, period: Period, topic: Topic | None, now: datetime
) -> Board:
    """What the learner sees of the board, in the same number of queries for any class and log."""
    classroom = membership.classroom
    calendar = calendar_of(classroom)
    days = days_of(period, classroom, calendar=calendar, now=now)
    own = own_progress(
        membership, period=period, days=days, topic=topic, calendar=calendar, now=now
    )
    entries: Sequence[Entry] | None = []
    if classroom.has_board and membership.is_on_board:
        entries = entries_of(classroom, period=period, days=days, topic=topic, now=now)
    return Board(
        period=period,
        topic=topic,
        days=days,
        own=own,
        shown=lines_for(entries or [], own=membership.pk),
        is_open=classroom.has_board,
        is_on_board=membership.is_on_board,
        is_closed=entries is not None,
    )


def on_board(classroom: Classroom) -> MembershipQuerySet:
    """The learners whom the classroom's board shows now."""
    rows = Membership.objects.active().learners()
    return rows.filter(
        classroom=classroom, board_since__isnull=False, board_until=None, user__erased_at=None
    )


def name_of(membership: Membership) -> str:
    """What the board shows: never a user name, which is half of what one logs in with."""
    return membership.name_on_board or _("Somebody")


def entries_of(
    classroom: Classroom,
    *,
    period: Period,
    days: Days | None,
    topic: Topic | None,
    now: datetime,
) -> list[Entry] | None:
    """The points of those on the board; None where the week that is over is not closed yet."""
    if period == Period.LAST and days is not None:
        close_weeks([classroom], now=now)
        return closed_entries(classroom, first_day=days[0], topic=topic)
    points = Coalesce(
        Subquery(
            counters(days, topic)
            .filter(scope_id=OuterRef("pk"))
            .values("scope_id")
            .annotate(total=Sum("points"))
            .values("total")
        ),
        0,
    )
    rows = on_board(classroom).annotate(earned=points)
    return [Entry(row.pk, name_of(row), getattr(row, "earned", 0)) for row in rows]


def closed_entries(
    classroom: Classroom, *, first_day: date, topic: Topic | None
) -> list[Entry] | None:
    """The lines of a closed week; whoever was on the board then and is not now is hidden."""
    rows = WeekLine.objects.filter(week__classroom=classroom, week__first_day=first_day)
    lines = list(rows.select_related("membership__user"))
    if not lines and not classroom.weeks.filter(first_day=first_day).exists():
        return None
    return [
        Entry(
            membership_id=line.membership_id,
            name=name_of(line.membership),
            points=points_of(line, topic),
            is_hidden=not line.membership.is_on_board or line.membership.user.erased_at is not None,
        )
        for line in lines
        if line.is_on_board
    ]


def points_of(line: WeekLine, topic: Topic | None) -> int:
    """What the line says of the topic, or of all of them."""
    return line.points if topic is None else int(line.by_topic.get(str(topic.pk), 0))


def counters(days: Days | None, topic: Topic | None) -> QuerySet[Tally]:
    """The counters of memberships in the days and the topic."""
    rows = Tally.objects.filter(scope=Tally.Scope.MEMBERSHIP).order_by()
    if days is not None:
        rows = rows.filter(day__range=days)
    return rows if topic is None else rows.filter(topic=topic)


def own_progress(
    membership: Membership,
    *,
    period: Period,
    days: Days | None,
    topic: Topic | None,
    calendar: Calendar,
    now: datetime,
) -> Own:
    """The learner's points in the period and in the week before it, and what they keep today."""
    today = calendar.day_at(now)
    earlier = days_before(period, days, today)
    if earlier is not None and calendar.day_at(membership.joined_at) > earlier[0]:
        earlier = None  # there was no such week for them
    summed = (
        counters(None, topic)
        .filter(scope_id=membership.pk)
        .aggregate(
            earned=Sum("points", filter=_within(days)),
            earlier=Sum("points", filter=_within(earlier)),
        )
    )
    return Own(
        points=summed["earned"] or 0,
        before=None if earlier is None else summed["earlier"] or 0,
        kept=own_kept(membership, topic=topic, today=today),
    )


def days_before(period: Period, days: Days | None, today: date) -> Days | None:
    """The week before, for the running week up to the same weekday; None of term and all time."""
    if days is None or period not in (Period.WEEK, Period.LAST):
        return None
    last = min(days[1], today)
    return days[0] - _WEEK, last - _WEEK


def _within(days: Days | None) -> Q | None:
    return None if days is None else Q(day__range=days)


def own_kept(membership: Membership, *, topic: Topic | None, today: date) -> int:
    """How many memories the learner keeps: survived a day, and recalled with 90 % or more."""
    rows = Card.objects.filter(learner=membership.user_id, longest_interval__gt=0, stability__gte=1)
    if topic is not None:
        rows = rows.filter(fact__topic=topic)
    kept = rows.values_list("stability", "last_study_day")
    return sum((stability or 0) >= (today - (day or today)).days for stability, day in kept)
