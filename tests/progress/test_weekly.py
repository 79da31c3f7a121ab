"""A learner's own week and goal."""

from datetime import date, timedelta

import pytest

from questions.models import Tally
from questions.progress.weekly import own_week
from tests.factories import TopicFactory
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)


def study(learner, *days, topic="sco"):
    topic = TopicFactory(slug=topic)
    Tally.objects.bulk_create(
        Tally(scope="learner", scope_id=learner.pk, day=day, topic=topic, responses=1)
        for day in days
    )


def with_goal(learner, goal):
    learner.weekly_goal = goal
    learner.save()
    return learner


def test_the_days_go_from_monday_to_sunday_of_the_own_study_day(alice, now):
    alice.time_zone = "America/New_York"
    alice.save()
    moment = now - 2 * DAY  # Monday at seven in UTC, three at night in New York
    play_once(alice, question_of("choice"), now=moment - timedelta(hours=4))  # Sunday there
    play_once(alice, question_of("choice"), now=moment)
    week = own_week(alice, today=alice.study_day(moment))
    assert [day.day for day in week.days] == [MONDAY + n * DAY for n in range(7)]
    assert [day.is_studied for day in week.days] == [True] + [False] * 6
    assert [day.is_today for day in week.days] == [True] + [False] * 6
    assert week.studied == 1


def test_without_a_goal_nothing_is_met_or_free(alice):
    study(alice, MONDAY, WEDNESDAY)
    study(alice, WEDNESDAY, topic="csto")
    week = own_week(alice, today=WEDNESDAY)
    assert (week.studied, week.goal, week.is_met, week.free_left, week.weeks_met) == (
        2, None, False, 0, 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("goal", "studied", "today", "free"),
    [
        (5, [], 0, 2),  # Monday morning: seven days to come, five wanted
        (5, [0], 0, 2),
        (5, [0], 1, 2),  # Tuesday is still to come
        (5, [0], 2, 1),  # Tuesday was missed
        (5, [0, 2], 3, 1),
        (5, [], 3, 0),  # can no longer be met, and nothing is said of it
        (7, [], 0, 0),
        (1, [], 6, 0),
        (1, [0], 6, 1),
        (3, [0, 1, 2], 2, 4),  # met: all that is to come is free
        (3, [0, 1, 2, 3], 6, 1),
    ],
)
def test_free_days_come_by_themselves(alice, goal, studied, today, free):
    study(alice, *(MONDAY + n * DAY for n in studied))
    week = own_week(with_goal(alice, goal), today=MONDAY + today * DAY)
    assert week.free_left == free
    assert week.is_met == (len(studied) >= goal)


def test_weeks_in_which_it_was_met_only_become_more(alice):
    with_goal(alice, 2)
    seen = []
    for week, days in enumerate([2, 0, 1, 3, 0, 0, 2]):
        for day in range(7):
            today = MONDAY + week * 7 * DAY + day * DAY
            if day < days:
                study(alice, today)
            seen.append(own_week(alice, today=today).weeks_met)
    assert seen == sorted(seen)
    assert seen[-1] == 3


def test_others_and_memberships_do_not_count(alice, charlie):
    study(charlie, MONDAY)
    Tally.objects.create(
        scope="membership", scope_id=alice.pk, day=MONDAY, topic=TopicFactory(), points=5
    )
    assert own_week(with_goal(alice, 1), today=WEDNESDAY).studied == 0


def test_a_year_takes_one_query_like_a_day(alice, django_assert_num_queries):
    study(alice, *(WEDNESDAY - n * DAY for n in range(365)))
    with_goal(alice, 7)
    with django_assert_num_queries(1):
        assert own_week(alice, today=WEDNESDAY).weeks_met == 51
