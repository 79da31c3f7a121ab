"""The desk's page of a class's goal; who may open it is asked in test_outsiders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from questions.models import Classroom, ClassroomWeek
from tests.classrooms.test_kept import survived
from tests.factories import ClassroomFactory, UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return UserFactory()


@pytest.fixture
def room(teacher, learner):
    made = timezone.now() - timedelta(minutes=1)
    return ClassroomFactory(teacher=teacher, learners=[learner], created_at=made)


@pytest.fixture
def url(room):
    return f"/admin/desk/classrooms/{room.token}/goal/"


def test_a_tenth_more_than_is_kept_is_suggested(desk, learner, url):
    for _memory in range(21):
        survived(learner, now=timezone.now())
    page = desk.get(url).content.decode()
    assert "The class keeps 21 memories now." in page
    assert "a tenth more than now: 30." in page


def test_it_is_set_shown_and_cleared(desk, room, url):
    home = f"/admin/desk/classrooms/{room.token}/"
    assert "Set a goal" in desk.get(home).content.decode()
    assert desk.post(url, {"kept_goal": "300"}).url == home
    page = desk.get(home).content.decode()
    assert "0 of 300 memories kept by all of you together" in page
    assert "Change the goal" in page
    desk.post(url, {"kept_goal": ""})
    assert Classroom.objects.get().kept_goal is None


def test_a_goal_that_is_reached_is_told_calmly(desk, room, learner, url):
    survived(learner, now=timezone.now())
    desk.post(url, {"kept_goal": "1"})
    page = desk.get(f"/admin/desk/classrooms/{room.token}/").content.decode()
    assert "1 of 1 memory kept by all of you together" in page
    assert "Reached. Well kept together." in page


@pytest.mark.parametrize("wrong", ["0", "-5", "100001", "many", "9" * 40, "3\0"])
def test_what_is_wrong_is_said_at_the_field(desk, url, wrong):
    response = desk.post(url, {"kept_goal": wrong})
    assert response.status_code == 422
    assert 'id="id_kept_goal_error"' in response.content.decode()
    assert Classroom.objects.get().kept_goal is None


def test_closed_weeks_are_shown_to_teachers_and_learners(desk, room, learner, url):
    now = timezone.now()
    ClassroomWeek.objects.create(
        classroom=room, first_day=now.date() - timedelta(days=7 + now.weekday()), starts_at=now,
        ends_at=now, closed_at=now, learners=1, points=1, kept_goal=40, kept=44,
    )  # fmt: skip
    for browser, page in (
        (desk, url),
        (desk, f"/admin/desk/classrooms/{room.token}/"),
        (browser_of(learner), f"/classrooms/{room.token}/"),
    ):
        text = browser.get(page).content.decode()
        assert "<td>44</td><td>40</td>" in text
        assert "reached" in text
