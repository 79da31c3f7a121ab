"""Demo accounts."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command

from questions.models import QuizSession, ReviewLog, SessionItem, Tally, User
from questions.progress.tallies import rebuild_tallies
from questions.quiz.demo import make_demo_accounts
from questions.scheduling.review import rebuild_cards
from tests.factories import QuestionFactory
from tests.playing import question_of

pytestmark = pytest.mark.django_db

NAMES = ["demo-learner", "demo-teacher", "demo-curator"]


def test_three_accounts_with_what_they_are_in_their_names(now):
    accounts = make_demo_accounts(now=now, rng=Random(1))
    assert [name for name, _ in accounts] == NAMES
    roles = [(User.objects.get(username=name)) for name in NAMES]
    assert [(u.is_staff, u.is_superuser) for u in roles] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    for name, password in accounts:
        assert User.objects.get(username=name).check_password(password)
        assert len(password) == 17


def test_passwords_are_new_each_time_and_what_was_learned_stays(now):
    QuestionFactory.create_batch(3)
    first = make_demo_accounts(now=now, rng=Random(1))
    logs = ReviewLog.objects.count()
    second = make_demo_accounts(now=now + timedelta(days=1), rng=Random(2))
    assert not {password for _, password in first} & {password for _, password in second}
    assert User.objects.count() == 3
    assert ReviewLog.objects.count() == logs > 0


def test_the_learner_has_three_weeks_of_study_that_replay_proves(now):
    for form in ("choice", "cloze", "typed", "true-false", "flashcard", "choose-all", "number"):
        for _ in range(8):
            question_of(form)
    make_demo_accounts(now=now, rng=Random(1))
    days = set(SessionItem.objects.filter(answered_at__isnull=False).values_list("study_day"))
    learner = User.objects.get(username="demo-learner")
    assert len(days) > 8
    assert max(days)[0] < learner.study_day(now)
    assert not QuizSession.objects.exclude(learner=learner).exists()
    assert not QuizSession.objects.filter(finished_at=None).exists()
    assert sum(Tally.objects.values_list("points", flat=True)) > 0
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_the_command_prints_names_and_passwords_that_work(capsys, client):
    call_command("seed_demo")
    lines = capsys.readouterr().out.splitlines()
    accounts = dict(line.split() for line in lines if line.startswith("  demo-"))
    assert list(accounts) == NAMES
    for name, password in accounts.items():
        assert User.objects.get(username=name).check_password(password)


def test_an_empty_library_is_no_fault(now):
    make_demo_accounts(now=now, rng=Random(1))
    assert User.objects.count() == 3
