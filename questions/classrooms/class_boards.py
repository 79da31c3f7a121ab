"""The board as its teacher shows it to the class: who is ahead, and the class as a whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from questions.classrooms.board_lines import Shown, lines_for
from questions.classrooms.boards import (
    Days,
    Period,
    counters,
    days_before,
    days_of,
    entries_of,
)
from questions.models import Classroom, Membership, Topic
from questions.progress.weeks import calendar_of

# With fewer, the sum would tell what one of them has who did not come to the board.
FEWEST = 3


@dataclass(frozen=True)
class ClassBoard:
    """A board without anybody's own line."""

    period: Period
    topic: Topic | None
    days: Days | None
    shown: Shown
    learners: int
    total: int | None  # points of the class; None where it has too few learners
    before: int | None  # the week before, up to the same weekday
    is_closed: bool


def class_board(
    classroom: Classroom, *, period: Period, topic: Topic | None, now: datetime
) -> ClassBoard:
    """The top of the board, and the points of all who learn or learned there."""
    calendar = calendar_of(classroom)
    days = days_of(period, classroom, calendar=calendar, now=now)
    entries = entries_of(classroom, period=period, days=days, topic=topic, now=now)
    learners = classroom.memberships.active().learners().count()
    earlier = days_before(period, days, calendar.day_at(now))
    is_told = learners >= FEWEST
    return ClassBoard(
        period=period,
        topic=topic,
        days=days,
        shown=lines_for(entries or [], own=None),
        learners=learners,
        total=_points(classroom, days, topic) if is_told else None,
        before=_points(classroom, earlier, topic) if is_told and earlier else None,
        is_closed=entries is not None,
    )


def _points(classroom: Classroom, days: Days | None, topic: Topic | None) -> int:
    theirs = Membership.objects.learners().filter(classroom=classroom).order_by().values("pk")
    rows = counters(days, topic).filter(scope_id__in=theirs)
    total: int | None = rows.aggregate(total=Sum("points"))["total"]
    return total or 0
