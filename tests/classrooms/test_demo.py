"""The demo classroom."""

from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from questions.classrooms.demo import make_demo_classroom
from questions.classrooms.knowledge import class_knowledge
from questions.models import Classroom, Question, SessionItem, Tally, User
from questions.progress.tallies import rebuild_tallies
from questions.quiz.demo import make_demo_accounts
from questions.scheduling.review import rebuild_cards
from tests.factories import QuestionFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(now) -> User:
    return TeacherFactory(username="demo-teacher")


@pytest.fixture
def library() -> list[Question]:
    return QuestionFactory.create_batch(40)


def test_ten_learners_two_weeks_and_an_exam(teacher, library, now):
    classroom = make_demo_classroom(now=now, rng=Random(1))
    known = class_knowledge(classroom, now=now)
    names = [one.learner.name for one in known.learners]
    assert names == [f"demo-learner-{number}" for number in range(1, 11)]
    assert (known.overall.studied, known.learners[9].overall.met) == (9, 0)
    assert known.learners[9].behind
    [work] = known.works
    assert (len(work.given.facts), work.finished > 0) == (24, True)
    assert work.known_on_exam is not None
    assert list(classroom.memberships.filter(role="teacher").values_list("user", flat=True)) == [
        teacher.pk
    ]


def test_nobody_can_log_in_as_one_of_them(teacher, library, now):
    classroom = make_demo_classroom(now=now, rng=Random(1))
    learners = User.objects.filter(made_in=classroom)
    assert learners.count() == 10
    assert not any(user.has_usable_password() or user.is_staff for user in learners)


def test_replay_proves_their_study(teacher, library, now):
    make_demo_classroom(now=now, rng=Random(1))
    assert SessionItem.objects.count() > 100
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []
    assert Tally.objects.filter(scope="membership", points__gt=0).exists()
    assert all(
        item.option.is_key == (item.outcome == "correct")
        for item in SessionItem.objects.select_related("option")
    )


def test_it_is_made_once(teacher, library, now):
    made = make_demo_classroom(now=now, rng=Random(1))
    assert make_demo_classroom(now=now, rng=Random(2)) == made
    assert (Classroom.objects.count(), User.objects.count()) == (1, 11)


def test_without_a_library_or_the_demo_teacher_there_is_none(now):
    assert make_demo_classroom(now=now, rng=Random(1)) is None
    make_demo_accounts(now=now, rng=Random(1))
    assert make_demo_classroom(now=now, rng=Random(1)) is None
    assert not Classroom.objects.exists()


def test_the_command_makes_it_and_does_not_print_its_learners(library, capsys):
    call_command("seed_demo")
    call_command("seed_demo")
    assert "demo-learner-1 " not in capsys.readouterr().out
    classroom = Classroom.objects.get()
    assert class_knowledge(classroom, now=timezone.now()).overall.studied == 9
