"""The goal that a class has each week: setting it, and how the last weeks went."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from questions.classrooms.closing import GRACE, close_weeks
from questions.classrooms.errors import ClassroomError
from questions.classrooms.kept import Goal, kept_on
from questions.models import Classroom, ClassroomWeek, User
from questions.progress.weeks import calendar_of, calendars_of

MOST = 100_000
SHOWN_WEEKS = 8


@dataclass(frozen=True, slots=True)
class GoalWeek:
    """A closed week in which the class had a goal."""

    first_day: date
    kept: int
    wanted: int

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.first_day + timedelta(days=6)

    @property
    def shown(self) -> int:
        """How much of the bar is filled."""
        return min(self.kept, self.wanted)

    @property
    def is_reached(self) -> bool:
        """Whether the goal was reached."""
        return self.kept >= self.wanted


def suggested_goal(kept: int) -> int:
    """What the class keeps now and a tenth more, in whole tens."""
    return -(-kept * 11 // 100) * 10 or 10


def set_goal(*, classroom: Classroom, goal: int | None, now: datetime) -> None:
    """Another goal from the running week on, or none."""
    if goal is not None and not 1 <= goal <= MOST:
        raise ClassroomError(
            "kept_goal",
            "range",
            _("A goal is a number from 1 to %(most)d.") % {"most": MOST},
        )
    with transaction.atomic():
        row = Classroom.objects.select_for_update().get(pk=classroom.pk)
        if row.kept_goal == goal:
            return
        _refuse_while_a_week_ends(row, now)
        close_weeks([row], now=now)
        Classroom.objects.filter(pk=row.pk).update(kept_goal=goal)


def _refuse_while_a_week_ends(classroom: Classroom, now: datetime) -> None:
    """A week that is over and cannot be closed yet would get the new goal."""
    calendar = calendar_of(classroom)
    started = calendar.start(calendar.monday_at(now))
    if now < started + GRACE and classroom.created_at < started:
        raise ClassroomError(
            "kept_goal", "ending", _("Last week is just being closed. Try again in two minutes.")
        )


def goals_of(learner: User, *, now: datetime) -> list[Goal]:
    """The goals of the classrooms in which the person learns; at most three queries."""
    rooms = list(Classroom.objects.attended_by(learner).exclude(kept_goal=None))
    if not rooms:
        return []
    kept = kept_on({pk: calendar.day_at(now) for pk, calendar in calendars_of(rooms).items()})
    return [Goal(kept.get(room.pk, 0), room.kept_goal or 0, room) for room in rooms]


def goal_weeks(classroom: Classroom) -> list[GoalWeek]:
    """The last closed weeks in which there was a goal, the newest first."""
    rows = ClassroomWeek.objects.filter(classroom=classroom, kept_goal__isnull=False)
    found = rows.order_by("-first_day").values_list("first_day", "kept", "kept_goal")
    return [GoalWeek(day, kept or 0, goal or 0) for day, kept, goal in found[:SHOWN_WEEKS]]
