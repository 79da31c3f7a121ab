"""The demo classroom."""

from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from questions.classrooms.boards import on_board
from questions.classrooms.closing import close_weeks
from questions.classrooms.demo import make_demo_classroom
from questions.classrooms.knowledge import class_knowledge
from questions.classrooms.seasons import groups_of
from questions.models import Classroom, Question, Season, SessionItem, Tally, User
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


def test_they_compete_with_another_class_and_most_are_on_the_board(teacher, library, now):
    classroom = make_demo_classroom(now=now, rng=Random(1))
    assert on_board(classroom).count() == 8
    [season] = Season.objects.all()
    assert season.league.entries.count() == 2
    close_weeks(list(Classroom.objects.all()), now=now)
    groups = groups_of(season)
    assert len(groups) == 2
    assert all(group.mean > 0 for group in groups)


def test_who_can_log_in_is_in_the_class_and_their_study_counts_there(library, now):
    make_demo_accounts(now=now, rng=Random(1))
    QuestionFactory.create_batch(40)
    classroom = make_demo_classroom(now=now, rng=Random(1))
    member = classroom.memberships.get(user__username="demo-learner")
    assert member.is_on_board
    earned = Tally.objects.filter(scope="membership", scope_id=member.pk)
    assert sum(earned.values_list("points", flat=True)) > 0
    assert rebuild_tallies(repair=False) == []


def test_it_is_made_once(teacher, library, now):
    made = make_demo_classroom(now=now, rng=Random(1))
    assert make_demo_classroom(now=now, rng=Random(2)) == made
    assert (Classroom.objects.count(), User.objects.count()) == (2, 17)


def test_without_a_library_or_the_demo_teacher_there_is_none(now):
    assert make_demo_classroom(now=now, rng=Random(1)) is None
    make_demo_accounts(now=now, rng=Random(1))
    assert make_demo_classroom(now=now, rng=Random(1)) is None
    assert not Classroom.objects.exists()


def test_the_command_makes_it_and_does_not_print_its_learners(library, capsys):
    call_command("seed_demo")
    call_command("seed_demo")
    assert "demo-learner-1 " not in capsys.readouterr().out
    classroom = Classroom.objects.get(name="Demo classroom")
    assert class_knowledge(classroom, now=timezone.now()).overall.studied == 10
