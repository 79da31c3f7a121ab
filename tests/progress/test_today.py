"""What waits today: a plan of sessions, never a guilt count."""

from datetime import date, timedelta

import pytest

from questions.models import Assignment, Card, QuizSession
from questions.progress.today import study_plan
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    TeacherFactory,
    own_question,
)
from tests.playing import plan, play_once, question_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def due_cards(learner, number: int, *, day=date(2026, 3, 1)) -> None:
    for _ in range(number):
        Card.objects.create(
            learner=learner,
            fact=FactFactory(),
            cue="value",
            stability=3,
            difficulty=5,
            due=day,
            last_study_day=day - DAY,
        )


@pytest.mark.parametrize(
    ("due", "sessions", "days", "is_backlog"),
    [(0, 0, 0, False), (1, 1, 1, False), (20, 2, 1, False), (21, 3, 2, True), (45, 5, 3, True)],
)
def test_a_backlog_becomes_a_plan(alice, now, due, sessions, days, is_backlog):
    due_cards(alice, due)
    found = study_plan(alice, now=now)
    assert (found.due, found.sessions, found.days, found.is_backlog) == (
        due,
        sessions,
        days,
        is_backlog,
    )


@pytest.mark.parametrize(("days_ago", "is_return"), [(0, False), (3, False), (4, True)])
def test_only_days_without_an_answer_are_a_break(alice, now, days_ago, is_return):
    assert not study_plan(alice, now=now).is_return
    play_once(alice, question_of("choice"), now=now - days_ago * DAY)
    assert study_plan(alice, now=now).is_return == is_return


def test_the_day_is_the_learners(alice, now):
    due_cards(alice, 1, day=date(2026, 3, 5))
    assert study_plan(alice, now=now).due == 0
    assert study_plan(alice, now=now + timedelta(hours=12)).due == 1
    alice.time_zone = "America/New_York"
    assert study_plan(alice, now=now + timedelta(hours=12)).due == 0


def test_a_fact_of_which_the_other_cue_was_put_today_waits(alice, now):
    fact = FactFactory()
    value, subject = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
    play_once(alice, value, now=now - 9 * DAY)
    assert study_plan(alice, now=now).due == 1
    play_once(alice, subject, now=now)
    assert study_plan(alice, now=now).due == 0
    assert study_plan(alice, now=now + DAY).due == 1


def test_new_facts_are_those_of_today_and_no_more_than_there_are(alice, now):
    for _ in range(4):
        FactFactory()
    assert study_plan(alice, now=now).new_left == 4
    alice.new_per_day = 3
    play_once(alice, question_of("choice"), now=now)
    assert study_plan(alice, now=now).new_left == 2
    assert study_plan(alice, now=now + DAY).new_left == 3


def test_nothing_due_and_nothing_new_is_done(alice, now):
    assert study_plan(alice, now=now).is_done
    due_cards(alice, 1)
    assert not study_plan(alice, now=now).is_done


def test_today_and_all_points_are_told(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now - 4 * DAY)
    play_once(alice, question, now=now)
    play_once(alice, question_of("choice"), now=now, right=False)
    found = study_plan(alice, now=now)
    assert (found.answered_today, found.right_today, found.points, found.met) == (2, 1, 30, 2)


def test_the_last_unfinished_session_is_found(alice, charlie, now):
    plan(charlie, question_of("choice"), now=now + DAY)
    plan(alice, question_of("choice"), now=now - DAY)
    latest = plan(alice, question_of("choice"), now=now)
    assert study_plan(alice, now=now).unfinished == latest
    QuizSession.objects.update(finished_at=now)
    assert study_plan(alice, now=now).unfinished is None


@pytest.mark.parametrize(("ahead", "days"), [(3, 3), (0, 0), (-1, -1), (None, None)])
def test_the_days_to_the_exam(alice, now, ahead, days):
    alice.target_day = None if ahead is None else date(2026, 3, 4) + ahead * DAY
    assert study_plan(alice, now=now).days_to_target == days


def test_it_takes_five_queries(alice, now, django_assert_num_queries):
    due_cards(alice, 3)
    with django_assert_num_queries(5):
        study_plan(alice, now=now)


class TestTeachersFacts:
    """What decks ask besides the library."""

    @pytest.fixture
    def mine(self, alice):
        """Three questions of a teacher in a deck that Alice was given."""
        bob = TeacherFactory()
        questions = [own_question(bob) for _ in range(3)]
        deck = DeckFactory(owner=bob, questions=questions)
        AssignmentFactory(classroom=ClassroomFactory(teacher=bob, learners=[alice]), deck=deck)
        return questions

    def test_they_are_new_and_due_but_not_in_the_librarys_total(self, alice, mine, now):
        FactFactory()
        found = study_plan(alice, now=now)
        assert (found.met, found.total, found.new_left) == (0, 1, 4)
        play_once(alice, mine[0], now=now - 9 * DAY)
        found = study_plan(alice, now=now)
        assert (found.met, found.total, found.new_left, found.due) == (0, 1, 3, 1)

    def test_once_the_deck_was_taken_back_nothing_of_it_waits(self, alice, mine, now):
        play_once(alice, mine[0], now=now - 9 * DAY)
        Assignment.objects.update(withdrawn_at=now)
        assert study_plan(alice, now=now).is_done
