"""Weeks and classrooms while answers come in: real threads and connections."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from questions.classrooms.closing import GRACE, close_weeks
from questions.classrooms.joining import change_classroom, join_classroom, leave
from questions.models import Classroom, ClassroomWeek, Membership, PastZone, Tally, WeekLine
from questions.progress.tallies import rebuild_tallies
from questions.progress.weeks import calendar_of
from tests.factories import ClassroomFactory, MembershipFactory, UserFactory
from tests.playing import next_item, plan, play_once, question_of
from tests.quiz.test_races import at_once, posting

pytestmark = pytest.mark.django_db(transaction=True)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TENTH = timedelta(milliseconds=100)
MADE = datetime(2026, 2, 23, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def room_of(number: int) -> tuple[Classroom, list[Membership]]:
    room = ClassroomFactory(time_zone="Asia/Almaty", created_at=MADE)
    learners = [UserFactory() for _ in range(number)]
    return room, [MembershipFactory(classroom=room, user=one, joined_at=MADE) for one in learners]


def paying(learner, question, now) -> Callable[[], object]:
    """A response that earns 30 points, to an item that was read before the others begin."""
    play_once(learner, question, now=now - 4 * DAY)
    return posting(next_item(plan(learner, question, now=now)), learner, now)


def paid(member: Membership) -> int:
    return sum(
        Tally.objects.filter(scope="membership", scope_id=member.pk).values_list(
            "points", flat=True
        )
    )


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_who_leaves_waits_for_the_own_response_that_is_being_stored(alice, now, seconds):
    """Pressed before the response, at it or after it: it counts, because it was stored first."""
    room, _ = room_of(0)
    member = MembershipFactory(classroom=room, user=alice, joined_at=MADE)
    respond = paying(alice, question_of("choice"), now)
    is_stored = threading.Event()

    def storing() -> None:
        with transaction.atomic():
            respond()
            is_stored.set()
            threading.Event().wait(0.4)

    def leaving() -> None:
        is_stored.wait(10)
        leave(membership=member, now=now + timedelta(seconds=seconds))

    at_once(storing, leaving)
    member.refresh_from_db()
    assert member.left_at > now
    assert paid(member) == 30
    assert rebuild_tallies(repair=False) == []


def test_a_response_and_a_removal_at_once_end_as_the_log_says(alice, now):
    question = question_of("choice")
    for number in range(6):
        room, _ = room_of(0)
        later = now + number * 20 * DAY
        member = MembershipFactory(classroom=room, user=alice, joined_at=later - 5 * DAY)
        respond = paying(alice, question, later)

        def leaving(member=member, at=later) -> None:
            leave(membership=member, now=at)

        at_once(respond, leaving)
        assert rebuild_tallies(repair=False) == []


def test_two_who_close_early_and_two_who_close_late_leave_one_result():
    room, members = room_of(3)
    question = question_of("choice")
    end = calendar_of(room).end(MONDAY)
    for member in members:
        paying(member.user, question, end - TENTH)()
    moments = [end + GRACE, end + GRACE + DAY, end + WEEK + GRACE, end + 5 * WEEK]
    closed = at_once(*[lambda at=at: close_weeks([room], now=at) for at in moments])
    weeks = ClassroomWeek.objects.order_by("first_day")
    assert sum(len(one) for one in closed) == weeks.count() == 6
    assert list(weeks.values_list("points", flat=True)) == [0, 90, 0, 0, 0, 0]
    assert WeekLine.objects.count() == 6 * 3


def test_classrooms_closed_in_any_order_at_once_do_not_wait_for_each_other_forever():
    rooms = [room_of(2)[0] for _ in range(4)]
    orders = [Random(seed).sample(rooms, 4) for seed in range(4)]
    closed = at_once(*[lambda rows=rows: close_weeks(rows, now=MADE + WEEK) for rows in orders])
    assert sorted(len(one) for one in closed) == [0, 0, 0, 4]


def test_whatever_happens_at_midnight_at_once_the_weeks_say_what_the_log_says():
    """Answers around a midnight, readers who close, somebody leaves, comes, and the zone moves."""
    room, members = room_of(6)
    newcomer = UserFactory()
    questions = [question_of("choice") for _ in range(2)]
    end = calendar_of(room).end(MONDAY)
    responses = [
        paying(member.user, questions[n % 2], end + (n - 3) * TENTH)
        for n, member in enumerate(members)
    ]
    at_once(
        *responses,
        lambda: close_weeks([room], now=end + TENTH),
        lambda: close_weeks([room], now=end - WEEK + GRACE),
        lambda: leave(membership=members[0], now=end - 5 * TENTH),
        lambda: leave(membership=members[5], now=end + TENTH),
        lambda: join_classroom(learner=newcomer, code=room.join_code, now=end),
        lambda: change_classroom(classroom=room, name="x", time_zone="UTC", now=end + TENTH),
    )
    assert rebuild_tallies(repair=False) == []
    assert PastZone.objects.get().until == MONDAY + 13 * DAY
    close_weeks([room], now=end + WEEK + DAY)
    lines = WeekLine.objects.filter(week__first_day=MONDAY)
    early = dict(lines.values_list("membership", "points"))
    # Three before midnight earned; the one who left before all of them only if they were stored.
    assert [early[one.pk] for one in members[1:3]] == [30, 30]
    assert early[members[0].pk] in (0, 30)
    assert [early[one.pk] for one in members[3:]] == [0, 0, 0]
    assert rebuild_tallies(repair=False) == []
