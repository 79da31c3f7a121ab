"""Closed weeks: what they store, and that nothing which happens later changes it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.closing import GRACE, close_weeks
from questions.classrooms.joining import change_classroom, leave
from questions.models import ClassroomWeek, Membership, PastZone, Tally, WeekLine
from questions.progress.tallies import rebuild_tallies
from questions.progress.weeks import calendar_of
from tests.factories import (
    ClassroomFactory,
    FactFactory,
    MembershipFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import play_once, question_of
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
TENTH = timedelta(milliseconds=100)
BEFORE = datetime(2026, 2, 24, tzinfo=UTC)  # the Tuesday before
AFTER = datetime(2026, 3, 10, tzinfo=UTC)  # the Tuesday after


def room(*, zone: str = "Asia/Almaty", learners: int = 2, **more):
    """A classroom as old as the week before, and its learners' memberships."""
    classroom = ClassroomFactory(time_zone=zone, created_at=BEFORE, **more)
    members = [
        MembershipFactory(classroom=classroom, user=UserFactory(), joined_at=BEFORE)
        for _ in range(learners)
    ]
    return classroom, members


def closed_week(classroom, monday: date) -> ClassroomWeek | None:
    return ClassroomWeek.objects.filter(classroom=classroom, first_day=monday).first()


def earn(member, day: date, points: int, *, topic: str = "sco") -> None:
    Tally.objects.create(
        scope="membership",
        scope_id=member.pk,
        day=day,
        topic=TopicFactory(slug=topic),
        points=points,
    )


def stored() -> list:
    """All that is stored of closed weeks, but for when they were closed."""
    weeks = ClassroomWeek.objects.order_by("classroom", "first_day")
    lines = WeekLine.objects.order_by("week__first_day", "membership")
    fields = ("classroom", "first_day", "starts_at", "ends_at", "learners", "points", "kept")
    return [
        *weeks.values_list(*fields),
        *lines.values_list("membership", "points", "by_topic", "stayed", "is_on_board"),
    ]


def test_a_week_is_stored_with_a_line_for_everybody_who_was_there():
    classroom, (anna, boris) = room()
    came_late = MembershipFactory(classroom=classroom, joined_at=AFTER)
    earn(anna, MONDAY, 20)
    earn(anna, MONDAY + 6 * DAY, 10, topic="csto")
    earn(anna, MONDAY + WEEK, 40)
    assert len(close_weeks([classroom], now=AFTER)) == 2
    week = closed_week(classroom, MONDAY)
    assert (week.learners, week.points, week.kept) == (2, 30, None)
    sco, csto = TopicFactory(slug="sco"), TopicFactory(slug="csto")
    lines = {line.membership_id: line for line in week.lines.all()}
    assert lines[anna.pk].points == 30
    assert lines[anna.pk].by_topic == {str(sco.pk): 20, str(csto.pk): 10}
    assert (lines[boris.pk].points, lines[boris.pk].by_topic) == (0, {})
    assert came_late.pk not in lines
    assert close_weeks([classroom], now=AFTER) == []


def test_a_week_is_closed_two_minutes_after_its_end_and_not_before():
    classroom, _ = room()
    end = calendar_of(classroom).end(MONDAY)
    close_weeks([classroom], now=end + GRACE - TENTH)
    assert closed_week(classroom, MONDAY) is None
    close_weeks([classroom], now=end + GRACE)
    assert closed_week(classroom, MONDAY).ends_at == end


@pytest.mark.parametrize("zone", ["UTC", "Asia/Almaty", "America/New_York"])
def test_an_answer_counts_in_the_week_of_its_moment_to_the_tenth_of_a_second(zone):
    """Whatever the learner's own zone is: here their Monday begins long before or after."""
    classroom, (anna, boris) = room(zone=zone)
    for member, own in ((anna, "Pacific/Kiritimati"), (boris, "America/Los_Angeles")):
        member.user.time_zone = own
        member.user.save()
    question = question_of("choice", fact=FactFactory())
    midnight = calendar_of(classroom).end(MONDAY)
    for member, moment in ((anna, midnight - TENTH), (boris, midnight)):
        play_once(member.user, question, now=moment - 4 * DAY)
        play_once(member.user, question, now=moment)
    close_weeks([classroom], now=midnight + WEEK + GRACE)
    lines = WeekLine.objects.filter(points__gt=0)
    assert list(lines.values_list("membership", "points", "week__first_day")) == [
        (anna.pk, 30, MONDAY),
        (boris.pk, 30, MONDAY + WEEK),
    ]
    assert rebuild_tallies(repair=False) == []
    for member in (anna, boris):
        paid = Tally.objects.filter(points=30)
        own = paid.get(scope="learner", scope_id=member.user_id).day
        assert own != paid.get(scope="membership", scope_id=member.pk).day or zone != "UTC"


def closed_late(change) -> tuple[list, list]:
    """What is stored where a change comes before the closing, and where it comes after it."""
    results = []
    for is_first in (True, False):
        for model in (ClassroomWeek, Tally, Membership, PastZone):
            model.objects.all().delete()
        classroom, members = room()
        members[0].board_since = BEFORE
        members[0].save()
        for member, points in zip(members, (50, 20), strict=True):
            earn(member, MONDAY + DAY, points)
        if is_first:
            close_weeks([classroom], now=AFTER)
        change(classroom, members)
        close_weeks([classroom], now=AFTER + DAY)
        lines = WeekLine.objects.order_by("week__first_day", "membership")
        results.append(list(lines.values_list("points", "by_topic", "stayed", "is_on_board")))
        weeks = ClassroomWeek.objects.order_by("first_day")
        results[-1] += weeks.values_list("first_day", "starts_at", "ends_at", "points", "learners")
    return results[0], results[1]


def moved(classroom, members):
    other, _ = room()
    leave(membership=members[0], now=AFTER)
    MembershipFactory(classroom=other, user=members[0].user, joined_at=AFTER)


def removed(classroom, members):
    leave(membership=members[1], now=AFTER)


def went_east(classroom, members):
    change_classroom(classroom=classroom, name="x", time_zone="Pacific/Kiritimati", now=AFTER)


def went_west(classroom, members):
    change_classroom(classroom=classroom, name="x", time_zone="Pacific/Pago_Pago", now=AFTER)


def answered_late(classroom, members):
    earn(members[0], MONDAY + WEEK, 500)


def joined_late(classroom, members):
    MembershipFactory(classroom=classroom, joined_at=AFTER)


@pytest.mark.parametrize(
    "change", [moved, removed, went_east, went_west, answered_late, joined_late]
)
def test_what_happens_later_changes_no_week_that_is_over_whenever_it_is_closed(change):
    early, late = closed_late(change)
    assert early == late


def test_closing_again_later_changes_nothing():
    classroom, (anna, _) = room()
    earn(anna, MONDAY, 20)
    close_weeks([classroom], now=AFTER)
    before = stored()
    earn(anna, MONDAY + DAY, 999)  # as no answer can
    call_command("close_weeks")
    assert set(map(str, before)) <= set(map(str, stored()))
    assert closed_week(classroom, MONDAY).points == 20


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_another_zone_holds_from_the_next_monday_on(zone):
    classroom, _ = room()
    tuesday = datetime(2026, 3, 3, 6, tzinfo=UTC)
    begins = calendar_of(classroom).start(MONDAY)
    change_classroom(classroom=classroom, name="x", time_zone=zone, now=tuesday)
    change_classroom(classroom=classroom, name="x", time_zone="Asia/Tokyo", now=tuesday + DAY)
    change_classroom(classroom=classroom, name="x", time_zone=zone, now=tuesday + 2 * DAY)
    classroom.refresh_from_db()
    calendar = calendar_of(classroom)
    assert list(calendar.past) == [(MONDAY + 6 * DAY, "Asia/Almaty")]
    assert calendar.start(MONDAY) == begins
    close_weeks([classroom], now=AFTER + 2 * WEEK)
    weeks = list(ClassroomWeek.objects.order_by("first_day"))
    assert [week.first_day for week in weeks] == [MONDAY + n * WEEK for n in range(-1, 3)]
    assert all(one.ends_at == two.starts_at for one, two in pairwise(weeks))


def test_a_zone_in_which_it_is_monday_already_holds_from_the_monday_after():
    """What was answered this Sunday stays in its week; further changes do not bring it back."""
    classroom, (anna, _) = room(zone="America/New_York")
    sunday = datetime(2026, 3, 8, 20, tzinfo=UTC)  # Monday in Kiritimati since ten o'clock
    question = question_of("choice")
    play_once(anna.user, question, now=sunday - 4 * DAY)
    play_once(anna.user, question, now=sunday)
    for zone in ("Pacific/Kiritimati", "Asia/Tokyo", "America/New_York"):
        change_classroom(classroom=classroom, name="x", time_zone=zone, now=sunday + TENTH)
        classroom.refresh_from_db()
        assert rebuild_tallies(repair=False) == []
        assert list(calendar_of(classroom).past) == [
            (MONDAY + 13 * DAY, "America/New_York"),
        ]
    close_weeks([classroom], now=AFTER)
    assert closed_week(classroom, MONDAY).points == 30


def test_who_leaves_keeps_what_was_answered_in_the_same_moment(alice, now):
    classroom = ClassroomFactory(created_at=now - 30 * DAY)
    member = MembershipFactory(classroom=classroom, user=alice, joined_at=now - 30 * DAY)
    question = question_of("choice")
    play_once(alice, question, now=now - 4 * DAY)
    play_once(alice, question, now=now)
    leave(membership=member, now=now - TENTH)  # pressed before, stored after
    assert Tally.objects.get(scope_id=member.pk, scope="membership").points == 30
    assert rebuild_tallies(repair=False) == []


def test_weeks_before_the_classroom_and_after_it_was_put_away_are_not_closed():
    classroom, _ = room(archived_at=BEFORE + WEEK)
    close_weeks([classroom], now=AFTER + 5 * WEEK)
    weeks = ClassroomWeek.objects.filter(classroom=classroom)
    assert sorted(weeks.values_list("first_day", flat=True)) == [MONDAY - WEEK, MONDAY]


def test_as_many_statements_for_twelve_classrooms_as_for_two():
    counts = []
    for number in (2, 12):
        rooms = []
        for _ in range(number):
            classroom, members = room(learners=3, kept_goal=5)
            for member in members:
                earn(member, MONDAY, 10)
            rooms.append(classroom)
        with CaptureQueriesContext(connection) as captured:
            assert len(close_weeks(rooms, now=AFTER)) == 2 * number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_two_queries_where_nothing_is_due(django_assert_num_queries):
    classroom, _ = room()
    close_weeks([classroom], now=AFTER)
    with django_assert_num_queries(2):
        assert close_weeks([classroom], now=AFTER) == []


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_who_read_at_once_close_a_week_once(self):
        classroom, (anna, _) = room()
        earn(anna, MONDAY, 20)
        results = at_once(*[lambda: close_weeks([classroom], now=AFTER)] * 4)
        assert sorted(len(weeks) for weeks in results) == [0, 0, 0, 2]
        assert WeekLine.objects.filter(week__first_day=MONDAY).count() == 2

    def test_answers_that_come_while_a_week_is_closed_and_read_are_all_counted(self):
        """Of one moment before midnight all, of one after it none."""
        classroom, members = room(learners=6)
        end = calendar_of(classroom).end(MONDAY)
        questions = [question_of("choice") for _ in range(3)]
        for member in members:
            for question in questions:
                play_once(member.user, question, now=end - 4 * DAY)
        works = [
            lambda m=member, n=number: play_once(
                m.user, questions[n % 3], now=end + (n - 3) * TENTH
            )
            for number, member in enumerate(members)
        ]
        reads = [lambda: close_weeks([classroom], now=end + timedelta(seconds=1))] * 2
        failed = [one for one in at_once(*works, *reads) if isinstance(one, Exception)]
        assert failed == []
        close_weeks([classroom], now=end + GRACE)
        close_weeks([classroom], now=end + WEEK + GRACE)
        by_week = dict(ClassroomWeek.objects.values_list("first_day", "points"))
        assert by_week[MONDAY] == 26 * 3  # three days unseen by then
        assert by_week[MONDAY + WEEK] == 30 * 3
        assert rebuild_tallies(repair=False) == []
