"""Made-up terms: whenever weeks are closed, they say the same, and the log proves it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from questions.classrooms.closing import close_weeks
from questions.classrooms.joining import change_classroom, join_classroom, leave
from questions.models import (
    Classroom,
    ClassroomWeek,
    Membership,
    Question,
    ReviewLog,
    Tally,
    User,
    WeekLine,
)
from questions.progress.tallies import rebuild_tallies
from questions.progress.weeks import calendar_of
from tests.factories import ClassroomFactory, FactFactory, TopicFactory, UserFactory
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TENTH = timedelta(milliseconds=100)
BEGIN = datetime(2026, 2, 16, 3, tzinfo=UTC)
MADE = BEGIN - 9 * DAY
ZONES = ["UTC", "Asia/Almaty", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
STEPS = 70


class Term:
    """Three classrooms, four learners, and what happens to them, by one seed always the same."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.now = BEGIN
        self.rooms = [
            ClassroomFactory(time_zone=zone, created_at=MADE, join_code=f"R{seed}{n}")
            for n, zone in enumerate(self.dice.sample(ZONES, 3))
        ]
        zones = self.dice.choices(ZONES, k=4)
        self.learners: list[User] = [UserFactory(time_zone=zone) for zone in zones]
        topics = [TopicFactory(slug=slug) for slug in ("sco", "csto")]
        self.questions: list[Question] = [
            question_of("choice", fact=FactFactory(topic=topics[n % 2])) for n in range(4)
        ]
        for learner in self.learners:
            for question in self.questions:
                play_once(learner, question, now=MADE)
            self.join(learner)

    def go(self, *, between: Callable[[], None]) -> None:
        for _ in range(STEPS):
            self.now = self.later()
            between()
            self.dice.choices([self.answer, self.join, self.leave, self.move], [12, 2, 1, 1])[0]()

    def later(self) -> datetime:
        """Some hours on, and mostly within a second of a midnight in a classroom."""
        now = self.now + timedelta(seconds=self.dice.uniform(1, 30 * 3600))
        room = Classroom.objects.get(pk=self.dice.choice(self.rooms).pk)
        calendar = calendar_of(room)
        monday = calendar.monday_at(now)
        midnights = [calendar.end(monday), calendar.start(monday) + self.dice.randrange(7) * DAY]
        near = self.dice.choice(midnights) + self.dice.randrange(-3, 4) * TENTH
        return near if now < near < now + 3 * DAY and self.dice.random() < 0.8 else now

    def answer(self) -> None:
        learner, question = self.dice.choice(self.learners), self.dice.choice(self.questions)
        play_once(learner, question, now=self.now, right=self.dice.random() < 0.9)

    def join(self, learner: User | None = None) -> None:
        learner = learner or self.dice.choice(self.learners)
        join_classroom(learner=learner, code=self.dice.choice(self.rooms).join_code, now=self.now)

    def leave(self) -> None:
        members = list(Membership.objects.active().order_by("pk"))
        if members:
            leave(membership=self.dice.choice(members), now=self.now)

    def move(self) -> None:
        room, zone = self.dice.choice(self.rooms), self.dice.choice(ZONES)
        change_classroom(classroom=room, name=room.name, time_zone=zone, now=self.now)

    def stored(self) -> list:
        """All that is stored of closed weeks, without ids and times of closing."""
        rooms = {room.pk: place for place, room in enumerate(self.rooms)}
        members = Membership.objects.order_by("pk").values_list("pk", flat=True)
        places = {pk: place for place, pk in enumerate(members)}
        weeks = ClassroomWeek.objects.order_by("classroom_id", "first_day")
        lines = WeekLine.objects.order_by("week__classroom_id", "week__first_day", "membership")
        told = ("first_day", "starts_at", "ends_at", "learners", "points")
        shown = ("week__first_day", "points", "stayed", "is_on_board")
        return [
            *((rooms[row[0]], *row[1:]) for row in weeks.values_list("classroom", *told)),
            *((places[row[0]], *row[1:]) for row in lines.values_list("membership", *shown)),
        ]


def lived(seed: int, *, chance: float) -> tuple[Term, list]:
    """A term in which weeks are closed at some moments, by that chance each time."""
    for model in (Classroom, User, Tally):
        model.objects.all().delete()
    term, closer = Term(seed), Random(seed)

    def between() -> None:
        if closer.random() < chance:
            close_weeks(closer.sample(term.rooms, 2), now=term.now)

    term.go(between=between)
    close_weeks(term.rooms, now=term.now + WEEK)
    return term, term.stored()


# The second one moves east on a Sunday that is Monday there.
@pytest.mark.parametrize("seed", range(4))
def test_weeks_say_the_same_whenever_they_are_closed(seed):
    _, late = lived(seed, chance=0)
    _, early = lived(seed, chance=1)
    assert lived(seed, chance=0.2)[1] == late == early
    assert rebuild_tallies(repair=False) == []


@pytest.mark.parametrize("seed", range(4, 6))
def test_closed_weeks_add_up_to_the_points_in_the_log(seed):
    term, _ = lived(seed, chance=0.3)
    close_weeks(term.rooms, now=term.now + 2 * WEEK)
    for room in term.rooms:
        weeks = list(ClassroomWeek.objects.filter(classroom=room).order_by("first_day"))
        assert all(one.ends_at == two.starts_at for one, two in pairwise(weeks))
        for week in weeks:
            assert week.points == earned_in(week)
            assert sum(line.points for line in week.lines.all()) == week.points
            assert all(sum(line.by_topic.values()) == line.points for line in week.lines.all())
    assert ClassroomWeek.objects.filter(points__gt=0).count() > 3


def earned_in(week: ClassroomWeek) -> int:
    """What the log says that learners of the classroom earned there between two moments."""
    paid = 0
    for member in week.classroom.memberships.all():
        rows = ReviewLog.objects.filter(
            learner=member.user_id,
            at__gte=max(week.starts_at, member.joined_at),
            at__lt=min(week.ends_at, member.left_at or week.ends_at),
        )
        paid += sum(rows.values_list("points", flat=True))
    return paid


@pytest.mark.parametrize(
    ("zone", "own", "moment", "own_days", "room_days"),
    [
        # Midnight of Sunday to Monday in Almaty: still Sunday, two in the afternoon, in New York.
        ("Asia/Almaty", "America/New_York", "2026-03-01T19:00", (1, 1), (1, 2)),
        # Midnight in New York: ten in the morning of Monday in Almaty.
        ("Asia/Almaty", "America/New_York", "2026-03-02T05:00", (1, 2), (2, 2)),
        ("UTC", "America/New_York", "2026-03-02T00:00", (1, 1), (1, 2)),
        ("UTC", "Asia/Almaty", "2026-03-02T00:00", (2, 2), (1, 2)),
        ("UTC", "Asia/Almaty", "2026-03-01T19:00", (1, 2), (1, 1)),
        ("America/New_York", "Asia/Almaty", "2026-03-02T05:00", (2, 2), (1, 2)),
        # Clocks go forward there in that night: the week begins four hours after midnight in UTC.
        ("America/New_York", "UTC", "2026-03-09T04:00", (9, 9), (8, 9)),
    ],
)
def test_a_tenth_of_a_second_before_and_after_a_midnight(zone, own, moment, own_days, room_days):
    """The study day is the learner's, the week the classroom's."""
    midnight = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    room = ClassroomFactory(time_zone=zone, created_at=MADE)
    question = question_of("choice")
    learners = [UserFactory(time_zone=own) for _ in range(2)]
    for learner, at in zip(learners, (midnight - TENTH, midnight), strict=True):
        join_classroom(learner=learner, code=room.join_code, now=MADE)
        play_once(learner, question, now=midnight - 6 * DAY)
        play_once(learner, question, now=at)
    days = {
        scope: tuple(
            Tally.objects.filter(scope=scope, points__gt=0)
            .order_by("pk")
            .values_list("day", flat=True)
        )
        for scope in ("learner", "membership")
    }
    assert days["learner"] == tuple(date(2026, 3, day) for day in own_days)
    assert days["membership"] == tuple(date(2026, 3, day) for day in room_days)
    close_weeks([room], now=midnight + 2 * WEEK)
    weeks = WeekLine.objects.filter(points__gt=0).order_by("membership")
    assert list(weeks.values_list("week__first_day", flat=True)) == [
        date(2026, 3, day) - timedelta(days=date(2026, 3, day).weekday()) for day in room_days
    ]
    assert rebuild_tallies(repair=False) == []
