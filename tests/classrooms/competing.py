"""Classrooms with closed weeks, as tests of leagues need them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from questions.classrooms.season_scores import refresh
from questions.models import (
    Classroom,
    ClassroomWeek,
    League,
    LeagueEntry,
    Membership,
    Season,
    Tally,
    User,
    WeekLine,
)
from questions.progress.weeks import calendar_of
from tests.factories import ClassroomFactory, TopicFactory, UserFactory

FIRST = date(2026, 2, 2)  # a Monday, three weeks before that of the fixture `now`


def league_of(
    classrooms: Sequence[Classroom], *, owner: User | None = None, joined_at: datetime
) -> League:
    """A league in which the classrooms compete."""
    number = League.objects.count()
    league = League.objects.create(
        token=f"f{number:031x}",
        name=f"Alices league {number}",
        join_code=f"LEAG{number:04d}",
        owner=owner,
        created_at=joined_at,
    )
    LeagueEntry.objects.bulk_create(
        LeagueEntry(league=league, classroom=room, joined_at=joined_at) for room in classrooms
    )
    return league


def season_of(league: League, *, first: date = FIRST, weeks: int = 8) -> Season:
    """A season from that Monday on."""
    last = first + timedelta(weeks=weeks, days=-1)
    return Season.objects.create(league=league, name="Spring", first_day=first, last_day=last)


def class_of(size: int, **kwargs: object) -> Classroom:
    """A classroom with so many learners."""
    return ClassroomFactory(learners=UserFactory.create_batch(size), **kwargs)


def close_week(
    classroom: Classroom,
    monday: date,
    points: Mapping[Membership, int] | Sequence[int],
    *,
    gone: Sequence[Membership] = (),
) -> ClassroomWeek:
    """A closed week with a line for each member, by its scores refreshed."""
    if not isinstance(points, Mapping):
        points = dict(zip(members_of(classroom), points, strict=True))
    calendar = calendar_of(classroom)
    week = ClassroomWeek.objects.create(
        classroom=classroom,
        first_day=monday,
        starts_at=calendar.start(monday),
        ends_at=calendar.end(monday),
        closed_at=calendar.end(monday) + timedelta(minutes=3),
        learners=len(points) - len(gone),
        points=sum(points.values()),
    )
    WeekLine.objects.bulk_create(
        WeekLine(
            week=week,
            membership=membership,
            points=earned,
            stayed=membership not in gone,
            is_on_board=False,
        )
        for membership, earned in points.items()
    )
    refresh([week])
    return week


def members_of(classroom: Classroom) -> list[Membership]:
    """Its learners in the order in which they came."""
    return list(classroom.memberships.learners().order_by("pk"))


def earn(membership: Membership, day: date, points: int) -> None:
    """Points in the running week."""
    Tally.objects.create(
        scope=Tally.Scope.MEMBERSHIP,
        scope_id=membership.pk,
        day=day,
        topic=TopicFactory(),
        points=points,
    )
