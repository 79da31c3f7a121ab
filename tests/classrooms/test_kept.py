"""Memories kept: by the cards now, and by the log at the end of a week."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.closing import GRACE, close_weeks
from questions.classrooms.errors import ClassroomError
from questions.classrooms.goals import MOST, goal_weeks, goals_of, set_goal, suggested_goal
from questions.classrooms.kept import (
    goal_of,
    kept_at_ends,
    kept_now,
    kept_on,
    week_end,
)
from questions.models import Card, Classroom, ClassroomWeek, Membership, PastZone, ReviewLog
from questions.progress.weeks import Calendar, calendar_of
from questions.scheduling.changes import ask_again_soon, reset_cards
from questions.scheduling.memory import Memory, recall
from questions.scheduling.review import fold
from tests.classrooms.knowing import remember
from tests.factories import (
    ClassroomFactory,
    FactFactory,
    MembershipFactory,
    TeacherFactory,
    UserFactory,
)
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)


def kept_at_end(classroom, *, monday: date, calendar: Calendar) -> int:
    end = week_end(classroom, monday=monday, calendar=calendar)
    return kept_at_ends([end]).get(classroom.pk, 0)


def survived(learner, *, now, days=2, stability=None, interval=1) -> Card:
    """A card that was rated so many days ago, after it had survived an interval."""
    card = remember(learner, FactFactory(), now=now, days=days)
    card.longest_interval = interval
    if stability is not None:
        card.stability = stability
    card.save()
    return card


class TestNow:
    def test_a_memory_is_kept_while_its_chance_is_nine_in_ten(self, alice, now):
        room = ClassroomFactory(learners=[alice])
        survived(alice, now=now, days=4, stability=4.0)
        survived(alice, now=now, days=4, stability=3.99)
        assert kept_now(room, now=now) == 1

    def test_the_rule_is_the_curve_of_the_memory_model(self, alice, now):
        room = ClassroomFactory(learners=[alice])
        rng = Random(7)
        today = alice.study_day(now)
        expected = 0
        for _card in range(200):
            card = survived(alice, now=now, days=rng.randint(1, 9), stability=rng.uniform(0.2, 9))
            memory = Memory(card.stability, 5.0, card.last_study_day, today)
            expected += recall(memory, today) >= 0.9
        assert 40 < expected < 160
        assert kept_now(room, now=now) == expected

    def test_what_was_just_missed_counts_by_the_next_day(self, alice, now):
        room = ClassroomFactory(learners=[alice])
        survived(alice, now=now, days=0, stability=0.6)
        assert kept_now(room, now=now) == 0
        survived(alice, now=now, days=0, stability=1.0)
        assert kept_now(room, now=now) == 1

    def test_what_was_only_met_or_never_rated_is_not_kept(self, alice, now):
        room = ClassroomFactory(learners=[alice])
        survived(alice, now=now, interval=0)
        Card.objects.create(learner=alice, fact=FactFactory(), cue="value", longest_interval=3)
        assert kept_now(room, now=now) == 0

    def test_only_learners_who_are_there_count(self, alice, charlie, now):
        teacher = TeacherFactory()
        room = ClassroomFactory(teacher=teacher, learners=[alice])
        MembershipFactory(classroom=room, user=charlie, left_at=now - DAY)
        for person in (alice, charlie, teacher, UserFactory()):
            survived(person, now=now)
        assert kept_now(room, now=now) == 1

    def test_the_day_is_the_classrooms(self, alice, now):
        room = ClassroomFactory(learners=[alice], time_zone="Pacific/Auckland")
        survived(alice, now=now, days=2, stability=2.0)
        late = now.replace(hour=20)  # it is tomorrow there
        assert (kept_now(room, now=now), kept_now(room, now=late)) == (1, 0)

    def test_several_classrooms_take_one_query(
        self, alice, charlie, now, django_assert_num_queries
    ):
        rooms = [ClassroomFactory(learners=[alice, charlie]) for _ in range(3)]
        survived(alice, now=now)
        with django_assert_num_queries(1):
            assert kept_on({room.pk: alice.study_day(now) for room in rooms}) == {
                room.pk: 1 for room in rooms
            }
        assert kept_on({}) == {}


class TestGoal:
    def test_there_is_none_until_a_teacher_sets_one(self, alice, now):
        room = ClassroomFactory(learners=[alice])
        assert goal_of(room, now=now) is None
        survived(alice, now=now)
        set_goal(classroom=room, goal=2, now=now)
        room.refresh_from_db()
        goal = goal_of(room, now=now)
        assert (goal.kept, goal.wanted, goal.shown, goal.is_reached) == (1, 2, 1, False)
        survived(alice, now=now)
        survived(alice, now=now)
        goal = goal_of(room, now=now)
        assert (goal.kept, goal.shown, goal.is_reached) == (3, 2, True)
        set_goal(classroom=room, goal=None, now=now)
        assert Classroom.objects.get().kept_goal is None

    @pytest.mark.parametrize("goal", [0, -1, MOST + 1])
    def test_it_is_a_number_that_can_be_reached(self, goal, now):
        with pytest.raises(ClassroomError):
            set_goal(classroom=ClassroomFactory(), goal=goal, now=now)

    def test_weeks_that_are_over_keep_their_goal(self, alice, now):
        made = calendar_of(ClassroomFactory()).start(MONDAY - 14 * DAY)
        room = ClassroomFactory(learners=[alice], created_at=made, kept_goal=5)
        set_goal(classroom=room, goal=7, now=now)
        set_goal(classroom=room, goal=8, now=now)
        close_weeks([room], now=now + 7 * DAY)
        weeks = ClassroomWeek.objects.order_by("first_day")
        assert list(weeks.values_list("kept_goal", flat=True)) == [5, 5, 8]
        assert list(weeks.values_list("kept", flat=True)) == [0, 0, 0]

    def test_while_a_week_ends_the_goal_waits(self, alice):
        calendar = Calendar("Asia/Almaty")
        room = ClassroomFactory(created_at=calendar.start(MONDAY), kept_goal=5)
        end = calendar.end(MONDAY)
        with pytest.raises(ClassroomError):
            set_goal(classroom=room, goal=7, now=end + GRACE / 2)
        set_goal(classroom=room, goal=5, now=end + GRACE / 2)
        set_goal(classroom=room, goal=7, now=end + GRACE)
        assert ClassroomWeek.objects.get().kept_goal == 5

    @pytest.mark.parametrize(
        ("kept", "suggested"), [(0, 10), (1, 10), (9, 10), (10, 20), (212, 240), (300, 330)]
    )
    def test_a_tenth_more_is_suggested(self, kept, suggested):
        assert suggested_goal(kept) == suggested

    def test_a_learner_sees_those_of_the_own_classrooms(self, alice, charlie, now):
        room = ClassroomFactory(learners=[alice, charlie], kept_goal=5)
        ClassroomFactory(learners=[alice])
        ClassroomFactory(learners=[charlie], kept_goal=7)
        ClassroomFactory(learners=[alice], kept_goal=8, archived_at=now)
        survived(charlie, now=now)
        (goal,) = goals_of(alice, now=now)
        assert (goal.classroom, goal.kept, goal.wanted) == (room, 1, 5)
        assert goals_of(UserFactory(), now=now) == []

    def test_closed_weeks_with_a_goal_are_told(self, now):
        room = ClassroomFactory()
        for number in range(12):
            goal = None if number == 10 else 100
            ClassroomWeek.objects.create(
                classroom=room, first_day=MONDAY - number * 7 * DAY, starts_at=now, ends_at=now,
                closed_at=now, learners=1, points=1, kept_goal=goal, kept=goal and 95 + number,
            )  # fmt: skip
        weeks = goal_weeks(room)
        assert [week.first_day for week in weeks] == [MONDAY - n * 7 * DAY for n in range(8)]
        assert [week.is_reached for week in weeks] == [False] * 5 + [True] * 3
        assert (weeks[7].shown, weeks[7].kept, weeks[0].last_day) == (100, 102, date(2026, 3, 8))


class TestAtTheEndOfAWeek:
    def test_later_answers_change_nothing(self, alice):
        room = ClassroomFactory(learners=[alice], time_zone="Asia/Almaty")
        calendar = calendar_of(room)
        question = question_of("choice")
        end = calendar.end(MONDAY)
        for moment in (end - 5 * DAY, end - 2 * DAY):
            play_once(alice, question, now=moment)
        assert kept_at_end(room, monday=MONDAY, calendar=calendar) == 1
        assert kept_at_end(room, monday=MONDAY - 7 * DAY, calendar=calendar) == 0
        play_once(alice, question, now=end + DAY, right=False)
        play_once(alice, question_of("choice"), now=end + DAY)
        assert kept_at_end(room, monday=MONDAY, calendar=calendar) == 1

    def test_the_last_tenth_of_a_second_belongs_to_the_week(self, alice, charlie):
        room = ClassroomFactory(learners=[alice, charlie], time_zone="Asia/Almaty")
        calendar = calendar_of(room)
        end = calendar.end(MONDAY)
        tenth = timedelta(seconds=0.1)
        for learner, last in ((alice, end - tenth), (charlie, end)):
            question = question_of("choice")
            play_once(learner, question, now=end - 3 * DAY)
            play_once(learner, question, now=last)
        assert kept_at_end(room, monday=MONDAY, calendar=calendar) == 1

    def test_who_left_later_counts_and_who_came_later_does_not(self, alice, charlie):
        room = ClassroomFactory(time_zone="Asia/Almaty")
        calendar = calendar_of(room)
        end = calendar.end(MONDAY)
        early = end - 30 * DAY
        MembershipFactory(classroom=room, user=alice, joined_at=early, left_at=end)
        MembershipFactory(classroom=room, user=charlie, joined_at=end)
        gone = MembershipFactory(classroom=room, joined_at=early, left_at=end - DAY).user
        for learner in (alice, charlie, gone):
            question = question_of("choice")
            for days in (5, 2):
                play_once(learner, question, now=end - days * DAY)
        assert kept_at_end(room, monday=MONDAY, calendar=calendar) == 1

    def test_a_card_that_was_made_new_is_kept_once_it_is_met_again(self, alice):
        room = ClassroomFactory(learners=[alice], time_zone="Asia/Almaty")
        calendar = calendar_of(room)
        end = calendar.end(MONDAY)
        question = question_of("choice")
        for days in (12, 9):
            play_once(alice, question, now=end - days * DAY)
        asked = [(question.fact_id, question.cue)]
        reset_cards(asked, now=end - 5 * DAY)
        week = {"monday": MONDAY, "calendar": calendar}
        assert kept_at_end(room, **week) == kept_now(room, now=end) == 0
        play_once(alice, question, now=end - DAY)
        assert kept_at_end(room, **week) == kept_now(room, now=end) == 1
        reset_cards(asked, now=end + DAY)
        assert (kept_at_end(room, **week), kept_now(room, now=end + DAY)) == (1, 0)

    @pytest.mark.parametrize("seed", range(6))
    def test_random_histories_end_as_they_stood_at_the_end(self, seed):
        rng = Random(seed)
        zone = rng.choice(["Asia/Almaty", "Pacific/Auckland", "America/New_York", "UTC"])
        room = ClassroomFactory(time_zone=zone, created_at=datetime(2026, 1, 1, tzinfo=UTC))
        PastZone.objects.create(classroom=room, time_zone="Asia/Tokyo", until=MONDAY - DAY)
        calendar = calendar_of(room)
        end = calendar.end(MONDAY)
        stays = _histories(rng, room, end)
        then = _as_it_stood(room, end, stays)
        week = {"monday": MONDAY, "calendar": calendar}
        assert kept_at_end(room, **week) == then
        # Told at that moment: only what had happened by then is there.
        ReviewLog.objects.filter(at__gte=end).delete()
        for card in Card.objects.all():
            folded = fold(card.logs.order_by("pk"))
            Card.objects.filter(pk=card.pk).update(**folded.fields())
        Membership.objects.filter(joined_at__gte=end).delete()
        Membership.objects.filter(left_at__gte=end).update(left_at=None)
        assert kept_now(room, now=end) == then == kept_at_end(room, **week)
        assert then > 2

    def test_many_classrooms_take_one_query(self, alice):
        rooms = [ClassroomFactory(learners=[alice], time_zone="Asia/Almaty") for _ in range(5)]
        calendar = Calendar("Asia/Almaty")
        end = calendar.end(MONDAY)
        question = question_of("choice")
        for days in (5, 2):
            play_once(alice, question, now=end - days * DAY)
        ends = [week_end(room, monday=MONDAY, calendar=calendar) for room in rooms]
        with CaptureQueriesContext(connection) as queries:
            assert kept_at_ends(ends) == {room.pk: 1 for room in rooms}
        assert len(queries) == 1
        assert kept_at_ends([]) == {}


def _histories(rng: Random, room: Classroom, end: datetime) -> list[Membership]:
    """Learners who come and go, answer, and whose cards are made new or brought forward."""
    questions = [question_of("choice") for _ in range(5)]
    stays = []
    for _learner in range(4):
        learner = UserFactory(time_zone=rng.choice(["Asia/Almaty", "Europe/Lisbon", "Asia/Tokyo"]))
        joined = end - rng.randint(0, 20) * DAY + rng.choice([0, 1]) * 3 * DAY
        left = rng.choice([None, None, joined + rng.randint(1, 25) * DAY])
        stays.append(
            MembershipFactory(classroom=room, user=learner, joined_at=joined, left_at=left)
        )
    anchor = MembershipFactory(classroom=room, joined_at=end - 40 * DAY)
    stays.append(anchor)
    for hours in range(-24 * 21, 24 * 5, 7):
        now = end + timedelta(hours=hours + rng.random())
        play_once(rng.choice(stays).user, rng.choice(questions), now=now, right=rng.random() < 0.8)
        play_once(anchor.user, rng.choice(questions), now=now, right=rng.random() < 0.9)
        chosen = rng.choice(questions)
        if rng.random() < 0.06:
            reset_cards([(chosen.fact_id, chosen.cue)], now=now)
        if rng.random() < 0.1:
            ask_again_soon([(chosen.fact_id, chosen.cue)], now=now)
    return stays


def _as_it_stood(room: Classroom, end: datetime, stays: list[Membership]) -> int:
    """The same number, told slowly: by folding what the log held at the end."""
    there = {
        one.user_id
        for one in stays
        if one.joined_at < end and (one.left_at is None or one.left_at >= end)
    }
    today = end.astimezone(ZoneInfo(room.time_zone)).date()
    kept = 0
    for card in Card.objects.filter(learner__in=there):
        folded = fold(card.logs.filter(at__lt=end).order_by("pk"))
        memory = folded.memory
        if memory is None or not folded.longest_interval:
            continue
        day = max(today, memory.last_day + DAY)
        kept += recall(memory, day) >= 0.9
    return kept
