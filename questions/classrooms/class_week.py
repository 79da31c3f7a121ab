"""What a class earned on each day of the running week."""

from datetime import date, datetime, timedelta

from django.db.models import Sum

from questions.models import Classroom, Membership, Tally
from questions.progress.weeks import calendar_of

# In a smaller class a day's points could be somebody's alone.
LEAST_LEARNERS = 5


def class_week(classroom: Classroom, *, now: datetime) -> list[tuple[date, int]]:
    """The points of each day from Monday on, by the classroom's calendar; three queries.

    Empty where the class is small, or nobody has earned anything yet.
    """
    learners = Membership.objects.learners().filter(classroom=classroom)
    if learners.filter(left_at=None).count() < LEAST_LEARNERS:
        return []
    monday = calendar_of(classroom).monday_at(now)
    days = [monday + timedelta(days=n) for n in range(7)]
    rows = Tally.objects.filter(
        scope=Tally.Scope.MEMBERSHIP,
        scope_id__in=learners.values("pk"),
        day__range=(days[0], days[-1]),
    )
    points = dict(rows.values_list("day").annotate(all=Sum("points")).order_by())
    return [(day, points.get(day, 0)) for day in days] if any(points.values()) else []
