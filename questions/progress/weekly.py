"""A learner's own week: on which days they studied, and the goal they set for themselves.

Days are study days, as tallies have them. Days that may be missed come by themselves, and nothing
is lost by missing more: weeks in which the goal was met only become more.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from questions.models import Tally, User
from questions.progress.weeks import monday_of

_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week that is running."""

    day: date
    is_studied: bool
    is_today: bool


@dataclass(frozen=True)
class OwnWeek:
    """The week that is running."""

    days: tuple[Day, ...]  # from Monday to Sunday
    goal: int | None  # days of study
    weeks_met: int  # weeks with as many days of study as the goal has, this one among them

    @property
    def studied(self) -> int:
        """On how many days the learner studied so far."""
        return sum(day.is_studied for day in self.days)

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        return self.goal is not None and self.studied >= self.goal

    @property
    def free_left(self) -> int:
        """How many of the days to come may be missed; today is to come until it is studied."""
        if self.goal is None:
            return 0
        today = next(n for n, day in enumerate(self.days) if day.is_today)
        to_come = _DAYS - today - self.days[today].is_studied
        return max(0, min(to_come, self.studied + to_come - self.goal))


def own_week(learner: User, *, today: date) -> OwnWeek:
    """The learner's week so far, in one query."""
    rows = Tally.objects.filter(scope=Tally.Scope.LEARNER, scope_id=learner.pk, day__lte=today)
    monday, goal = monday_of(today), learner.weekly_goal
    if goal is None:
        rows = rows.filter(day__gte=monday)
    found = set(rows.order_by().values_list("day", flat=True).distinct())
    by_week = Counter(map(monday_of, found))
    week = (monday + timedelta(days=n) for n in range(_DAYS))
    return OwnWeek(
        days=tuple(Day(day, day in found, day == today) for day in week),
        goal=goal,
        weeks_met=sum(count >= goal for count in by_week.values()) if goal else 0,
    )
