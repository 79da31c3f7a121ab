"""The days of a class's week."""

from datetime import timedelta

import pytest

from questions.classrooms.class_week import LEAST_LEARNERS, class_week
from questions.progress.weeks import calendar_of
from tests.classrooms.boarding import class_of, earn, member
from tests.factories import ClassroomFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def room(now):
    return ClassroomFactory(created_at=now - 100 * DAY)


def test_each_day_adds_up_what_all_earned_on_the_board_or_not(room, now):
    members = class_of(room, *([0] * LEAST_LEARNERS))
    hidden = member(room, "somebody", on_board=False)
    monday = calendar_of(room).monday_at(now)
    earn(members[0], 10, day=monday)
    earn(hidden, 26, day=monday)
    earn(members[1], 7, day=monday + 2 * DAY)
    earn(members[1], 99, day=monday - DAY)
    assert class_week(room, now=now) == [
        (monday + n * DAY, points) for n, points in enumerate((36, 0, 7, 0, 0, 0, 0))
    ]


def test_a_small_class_and_one_without_points_have_no_picture(room, now):
    members = class_of(room, *([0] * (LEAST_LEARNERS - 1)))
    earn(members[0], 10, day=calendar_of(room).day_at(now))
    assert class_week(room, now=now) == []
    other = ClassroomFactory(created_at=now - 100 * DAY)
    class_of(other, *([0] * LEAST_LEARNERS))
    assert class_week(other, now=now) == []


def test_the_page_draws_it_with_a_table_behind(room):
    from django.utils import timezone

    members = class_of(room, *([0] * LEAST_LEARNERS))
    earn(members[0], 12, day=calendar_of(room).day_at(timezone.now()))
    page = browser_of(members[0].user).get(f"/classrooms/{room.token}/").text
    assert "The class&#x27;s week" in page or "The class's week" in page
    assert page.count("<svg") == page.count("<desc") == 1
    assert "<td>12</td>" in page
