"""Classes with points, for tests of boards."""

from datetime import date, datetime, timedelta

from questions.models import Classroom, ClassroomWeek, Membership, Tally, Topic, WeekLine
from questions.progress.weeks import calendar_of
from tests.factories import MembershipFactory, TopicFactory, UserFactory

JOINED = datetime.fromisoformat("2026-01-05T07:00:00+00:00")
WEDNESDAY = date(2026, 3, 4)  # the day of the fixture `now` in Almaty


def member(classroom: Classroom, name: str, *, on_board: bool = True, **fields) -> Membership:
    """A learner of the class, who came to the board on joining."""
    return MembershipFactory(
        classroom=classroom,
        user=fields.pop("user", None) or UserFactory(),
        name=name,
        joined_at=JOINED,
        board_since=JOINED if on_board else None,
        **fields,
    )


def earn(
    membership: Membership, points: int, *, day: date = WEDNESDAY, topic: Topic | None = None
) -> None:
    """Points of a day, as an answer counts them."""
    Tally.objects.create(
        scope=Tally.Scope.MEMBERSHIP,
        scope_id=membership.pk,
        day=day,
        topic=topic or TopicFactory(),
        points=points,
    )


def class_of(classroom: Classroom, *points: int) -> list[Membership]:
    """Learners on the board, who are called A, B, C ... and have so many points this week."""
    rows = []
    for place, earned in enumerate(points):
        row = member(classroom, chr(65 + place % 26) * (1 + place // 26))
        if earned:
            earn(row, earned)
        rows.append(row)
    return rows


def closed_week(classroom: Classroom, lines: dict[Membership, int], **fields) -> ClassroomWeek:
    """The week before that of Wednesday, closed, all of its learners on the board."""
    monday = date(2026, 2, 23)
    calendar = calendar_of(classroom)
    week = ClassroomWeek.objects.create(
        classroom=classroom,
        first_day=monday,
        starts_at=calendar.start(monday),
        ends_at=calendar.end(monday),
        closed_at=calendar.end(monday) + timedelta(minutes=5),
        learners=len(lines),
        points=sum(lines.values()),
    )
    for row, points in lines.items():
        WeekLine.objects.create(
            week=week,
            membership=row,
            points=points,
            stayed=True,
            **{"is_on_board": True, **fields},
        )
    return week
