"""Boards of a classroom: whose points of which days and topic, seen by whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.boards import Period, board_of, periods_of
from questions.classrooms.class_boards import class_board
from questions.classrooms.own_weeks import own_weeks
from questions.models import Card, Membership, PastZone
from tests.classrooms.boarding import WEDNESDAY, class_of, closed_week, earn, member
from tests.factories import ClassroomFactory, FactFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LAST_WEEK = WEDNESDAY - 7 * DAY


@pytest.fixture
def room():
    return ClassroomFactory(time_zone="Asia/Almaty")


def lines(membership, now, period=Period.WEEK, topic=None):
    # as a view fetches it, without what an earlier look left on the row
    row = Membership.objects.select_related("classroom", "user").get(pk=membership.pk)
    board = board_of(row, period=period, topic=topic, now=now)
    return [(line.rank, line.name, line.points) for line in board.lines]


def own(membership, now, period=Period.WEEK, topic=None):
    return board_of(membership, period=period, topic=topic, now=now).own


class TestPeriods:
    def test_points_of_the_running_week_in_the_classrooms_zone(self, room, now):
        row = member(room, "A")
        earn(row, 10, day=date(2026, 3, 1))  # Sunday
        earn(row, 20, day=date(2026, 3, 2))  # Monday
        earn(row, 40, day=date(2026, 3, 8))  # Sunday
        assert lines(row, now) == [(1, "A", 60)]
        # an hour before midnight of Sunday in Almaty, which is UTC+5
        edge = datetime(2026, 3, 8, 18, 59, 59, 900_000, tzinfo=UTC)
        assert own(row, edge).points == 60
        assert own(row, edge + timedelta(milliseconds=100)).points == 0

    def test_the_term_has_the_days_that_the_teacher_set(self, room, now):
        assert Period.TERM not in periods_of(room)
        room.term_first_day, room.term_last_day = date(2026, 2, 1), date(2026, 3, 2)
        room.save()
        row = member(room, "A")
        for points, day in ((1, date(2026, 1, 31)), (2, date(2026, 2, 1)), (4, date(2026, 3, 2))):
            earn(row, points, day=day)
        earn(row, 8, day=date(2026, 3, 3))
        assert Period.TERM in periods_of(room)
        assert lines(row, now, Period.TERM) == [(1, "A", 6)]
        assert lines(row, now, Period.ALL) == [(1, "A", 15)]

    def test_all_time_begins_anew_for_whoever_left_and_came_back(self, room, now):
        before = member(room, "A")
        earn(before, 70)
        Membership.objects.filter(pk=before.pk).update(left_at=now)
        again = member(room, "A", user=before.user)
        earn(again, 10)
        assert lines(again, now, Period.ALL) == [(1, "A", 10)]

    def test_one_topic(self, room, now):
        csto, sco = TopicFactory(slug="csto"), TopicFactory(slug="sco")
        row, other = member(room, "A"), member(room, "B")
        earn(row, 10, topic=csto)
        earn(row, 20, topic=sco)
        earn(other, 25, topic=csto)
        member(room, "C")
        assert lines(row, now, topic=csto) == [(1, "B", 25), (None, "A", 10)]
        assert own(row, now, topic=sco).points == 20
        assert own(row, now).points == 30


class TestLastWeek:
    def test_it_is_read_from_the_closed_week(self, room, now):
        rows = class_of(room, 0, 0, 0, 0)
        closed_week(room, dict(zip(rows, (40, 30, 30, 10), strict=True)))
        expected = [(1, "A", 40), (2, "B", 30), (2, "C", 30)]
        assert lines(rows[0], now, Period.LAST) == expected[:3]
        earn(rows[3], 500, day=LAST_WEEK)  # what comes late changes nothing
        assert lines(rows[0], now, Period.LAST) == expected[:3]

    def test_a_topic_of_it(self, room, now):
        topic = TopicFactory(slug="osce")
        row = member(room, "A")
        week = closed_week(room, {row: 40})
        week.lines.update(by_topic={str(topic.pk): 15})
        assert lines(row, now, Period.LAST, topic) == [(1, "A", 15)]
        assert lines(row, now, Period.LAST, TopicFactory(slug="sco")) == []

    def test_whoever_left_the_board_is_gone_and_the_ranks_stay(self, room, now):
        rows = class_of(room, 0, 0, 0, 0, 0)
        closed_week(room, dict(zip(rows, (50, 40, 30, 20, 10), strict=True)))
        Membership.objects.filter(pk=rows[1].pk).update(board_until=now)
        assert lines(rows[0], now, Period.LAST) == [(1, "A", 50), (3, "C", 30)]

    def test_so_is_whoever_left_the_class_or_was_erased(self, room, now):
        rows = class_of(room, 0, 0, 0, 0, 0)
        closed_week(room, dict(zip(rows, (50, 40, 30, 20, 10), strict=True)))
        Membership.objects.filter(pk=rows[1].pk).update(left_at=now)
        type(rows[2].user).objects.filter(pk=rows[2].user_id).update(erased_at=now)
        assert lines(rows[0], now, Period.LAST) == [(1, "A", 50), (4, "D", 20)]
        assert lines(rows[0], now, Period.ALL) == []

    def test_whoever_was_not_on_the_board_then_is_not_on_it(self, room, now):
        row, other = member(room, "A"), member(room, "B")
        week = closed_week(room, {row: 10, other: 30})
        week.lines.filter(membership=other).update(is_on_board=False)
        assert lines(row, now, Period.LAST) == [(1, "A", 10)]

    def test_another_name_is_seen_there_too(self, room, now):
        row = member(room, "A")
        closed_week(room, {row: 10})
        Membership.objects.filter(pk=row.pk).update(board_name="Calm Crane")
        assert lines(row, now, Period.LAST) == [(1, "Calm Crane", 10)]

    def test_a_week_that_is_not_closed_yet_says_so(self, room):
        row = member(room, "A")
        just_over = datetime(2026, 3, 1, 19, 0, 1, tzinfo=UTC)
        board = board_of(row, period=Period.LAST, topic=None, now=just_over)
        assert not board.is_closed


class TestOptIn:
    def test_only_those_on_the_board_are_on_it(self, room, now):
        row, away = member(room, "A"), member(room, "B", on_board=False)
        earn(row, 10)
        earn(away, 90)
        assert lines(row, now) == [(1, "A", 10)]

    def test_whoever_is_not_on_it_sees_their_own_points_alone(self, room, now):
        row, away = member(room, "A"), member(room, "B", on_board=False)
        earn(row, 10)
        earn(away, 90)
        board = board_of(away, period=Period.WEEK, topic=None, now=now)
        assert (board.lines, board.own.points, board.is_on_board) == ([], 90, False)

    def test_a_board_that_is_switched_off_shows_nothing(self, room, now):
        row = member(room, "A")
        earn(row, 10)
        room.has_board = False
        room.save()
        board = board_of(row, period=Period.WEEK, topic=None, now=now)
        assert (board.lines, board.own.points, board.is_open) == ([], 10, False)

    def test_a_user_name_is_never_shown(self, room, now):
        row = member(room, "", user=UserFactory(username="secret-login"))
        earn(row, 10)
        assert lines(row, now) == [(1, "Somebody", 10)]

    def test_teachers_and_other_classes_are_not_on_it(self, room, now):
        row = member(room, "A")
        earn(row, 10)
        earn(member(ClassroomFactory(), "B"), 50)
        earn(member(room, "C", role="teacher"), 50)
        assert lines(row, now) == [(1, "A", 10)]


class TestOwn:
    def test_against_the_week_before_up_to_the_same_weekday(self, room, now):
        row = member(room, "A")
        earn(row, 30)
        earn(row, 10, day=LAST_WEEK)
        earn(row, 500, day=LAST_WEEK + DAY)
        assert (own(row, now).before, own(row, now).more) == (10, 20)
        assert own(row, now, Period.LAST).points == 510
        assert own(row, now, Period.LAST).before == 0
        assert own(row, now, Period.ALL).before is None

    def test_not_before_they_came(self, room, now):
        row = member(room, "A")
        Membership.objects.filter(pk=row.pk).update(joined_at=now - DAY)
        row.refresh_from_db()
        assert own(row, now).before is None

    def test_memories_kept(self, room, now):
        row = member(room, "A")
        cica = TopicFactory(slug="cica")
        for stability, days, longest, topic in (
            (9, 9, 1, cica), (8.9, 9, 1, cica), (30, 9, 0, cica), (2, 1, 3, TopicFactory()),
        ):  # fmt: skip
            Card.objects.create(
                learner=row.user, fact=FactFactory(topic=topic), cue="value", stability=stability,
                difficulty=5, last_study_day=WEDNESDAY - days * DAY, longest_interval=longest,
            )  # fmt: skip
        assert own(row, now).kept == 2
        assert own(row, now, topic=cica).kept == 1


class TestClassBoard:
    def test_the_top_and_the_class_as_a_whole(self, room, now):
        rows = class_of(room, 50, 40, 30, 20)
        quiet = member(room, "Q", on_board=False)
        earn(quiet, 100)
        gone = member(room, "G", left_at=now)
        earn(gone, 1000)
        earn(rows[0], 7, day=LAST_WEEK)
        board = class_board(room, period=Period.WEEK, topic=None, now=now)
        assert [(line.rank, line.name) for line in board.shown.lines] == [
            (1, "A"), (2, "B"), (3, "C"),
        ]  # fmt: skip
        assert (board.total, board.before, board.learners) == (1240, 7, 5)

    def test_a_sum_that_would_tell_of_one_is_not_told(self, room, now):
        class_of(room, 50)
        earn(member(room, "Q", on_board=False), 9)
        assert class_board(room, period=Period.WEEK, topic=None, now=now).total is None


class TestOwnWeeks:
    def test_each_classroom_by_its_own_calendar(self, alice, now):
        east = ClassroomFactory(name="A", time_zone="Pacific/Kiritimati")
        west = ClassroomFactory(name="B", time_zone="Pacific/Pago_Pago")
        monday = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)  # Tuesday there, Sunday there
        for room in (east, west):
            row = member(room, "A", user=alice)
            earn(row, 10, day=date(2026, 3, 1))
            earn(row, 20, day=date(2026, 3, 3))
        assert [(one.name, one.points) for one in own_weeks(alice, now=monday)] == [
            ("A", 20), ("B", 30),
        ]  # fmt: skip

    def test_a_zone_that_still_holds(self, alice):
        room = ClassroomFactory(time_zone="Pacific/Pago_Pago")
        PastZone.objects.create(
            classroom=room, time_zone="Pacific/Kiritimati", until=date(2026, 3, 1)
        )
        row = member(room, "A", user=alice)
        earn(row, 10, day=date(2026, 2, 17))
        earn(row, 20, day=date(2026, 2, 23))
        moment = datetime(2026, 2, 22, 12, 0, tzinfo=UTC)  # Monday in Kiritimati already
        assert [one.points for one in own_weeks(alice, now=moment)] == [20]

    def test_only_where_one_learns_now(self, alice, now):
        member(ClassroomFactory(), "A", user=alice, left_at=now)
        member(ClassroomFactory(), "A", user=alice, role="teacher")
        member(ClassroomFactory(archived_at=now), "A", user=alice)
        assert own_weeks(alice, now=now) == []


@pytest.mark.parametrize("period", Period)
def test_a_large_class_takes_as_many_queries_as_a_small_one(room, now, period):
    topic = TopicFactory(slug="sco")

    def taken(row):
        with CaptureQueriesContext(connection) as context:
            board_of(row, period=period, topic=None, now=now)
            board_of(row, period=period, topic=topic, now=now)
            class_board(room, period=period, topic=topic, now=now)
        return len(context)

    rows = class_of(room, *range(10, 60, 10))
    week = closed_week(room, dict.fromkeys(rows, 10))
    row = Membership.objects.select_related("classroom", "user").get(pk=rows[0].pk)
    few = taken(row)
    more = class_of(room, *range(1, 96))
    for one in more:
        week.lines.create(membership=one, points=5, stayed=True, is_on_board=True)
        for back in range(1, 6):
            earn(one, back, day=WEDNESDAY - back * DAY, topic=TopicFactory(slug="cica"))
    assert taken(row) == few
