"""Two at once: real threads and connections on a real database."""

import threading
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from questions.models import Card, QuizSession, ReviewLog, SessionItem, Tally, User
from questions.progress import tallies
from questions.progress.tallies import rebuild_tallies
from questions.quiz.answer import Verdict, answer
from questions.quiz.leaving import leave_facts
from questions.quiz.response import Response, ResponseError
from questions.quiz.rows import GivenItem
from questions.quiz.rulings import decide
from questions.quiz.start import Wish, start_session
from questions.quiz.trial import start_trial
from questions.scheduling.changes import reset_cards
from questions.scheduling.review import rebuild_cards
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    own_question,
)
from tests.playing import (
    NAME_KEY,
    SETS,
    next_item,
    plan,
    play_once,
    question_of,
    response_to,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list:
    """What each work gave, all begun at the same moment in threads of their own."""
    barrier = threading.Barrier(len(works))
    results: list = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    errors = [result for result in results if isinstance(result, Exception)]
    assert errors == []
    return results


def posting(item: GivenItem, learner: User, now, response: Response | None = None):
    """Answer an item that was read before the others began."""
    return lambda: answer(
        item,
        response or response_to(item),
        learner_id=learner.pk,
        today=learner.study_day(now),
        now=now,
        rng=Random(),
    )


def test_a_double_post_stores_one_response(alice, now):
    session = plan(alice, question_of("choice"), question_of("choice"), now=now)
    item = next_item(session)
    verdicts: list[Verdict] = at_once(*[posting(item, alice, now)] * 4)
    assert [(v.outcome, v.is_rated) for v in verdicts] == [("correct", True)] * 4
    assert len({v.upcoming.token for v in verdicts}) == 1
    assert len({v.due for v in verdicts}) == 1
    assert ReviewLog.objects.count() == Tally.objects.get().responses == 1
    assert SessionItem.objects.filter(answered_at__isnull=False).count() == 1


def test_a_double_post_of_a_miss_plans_one_drill(alice, now):
    session = plan(alice, question_of("cloze"), now=now)
    at_once(*[posting(next_item(session), alice, now, Response(gave_up=True))] * 4)
    assert SessionItem.objects.filter(session=session, is_drill=True).count() == 1


@pytest.mark.parametrize("form", SETS)
def test_a_double_post_of_a_set_notes_each_fact_once(alice, now, form):
    question = question_of(form)
    item = next_item(plan(alice, question, now=now))
    verdicts = at_once(*[posting(item, alice, now)] * 4)
    assert [v.outcome for v in verdicts] == ["correct"] * 4
    assert SessionItem.objects.count() == question.parts.count()
    assert Tally.objects.get().responses == 1
    assert rebuild_tallies(repair=False) == []


def test_a_right_and_a_wrong_post_at_once_leave_one_of_them(alice, now):
    session = plan(alice, question_of("choice"), now=now)
    item = next_item(session)
    wrong = response_to(item, right=False)
    verdicts = at_once(posting(item, alice, now), posting(item, alice, now, wrong))
    outcome = SessionItem.objects.get(pk=item.pk).outcome
    assert [v.outcome for v in verdicts] == [outcome, outcome]
    assert rebuild_cards(repair=False) == []


@pytest.mark.parametrize("is_new", [True, False])
def test_two_devices_rate_a_card_once_and_the_other_response_is_a_drill(alice, now, is_new):
    question = question_of("choice")
    if not is_new:
        play_once(alice, question, now=now - timedelta(days=3))
    sessions = [plan(alice, question, now=now) for _ in range(3)]
    logs = ReviewLog.objects.count()
    verdicts = at_once(*[posting(next_item(session), alice, now) for session in sessions])
    assert sorted(v.is_rated for v in verdicts) == [False, False, True]
    assert ReviewLog.objects.count() == logs + 1
    paid = SessionItem.objects.filter(answered_at=now, points__gt=0).count()
    assert paid == (0 if is_new else 1)
    rated = SessionItem.objects.filter(answered_at=now, rating__isnull=False)
    assert rated.count() == 1
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_a_response_while_counters_are_mended_is_counted(alice, now, monkeypatch):
    play_once(alice, question_of("choice"), now=now - timedelta(days=1))
    Tally.objects.update(responses=99)
    response = posting(next_item(plan(alice, question_of("choice"), now=now)), alice, now)
    replace, threads = tallies._replace, []

    def slowly(wanted):
        threads.append(threading.Thread(target=lambda: (response(), connection.close())))
        threads[0].start()
        threads[0].join(timeout=1)
        replace(wanted)

    monkeypatch.setattr(tallies, "_replace", slowly)
    assert rebuild_tallies(repair=True)
    threads[0].join(timeout=30)
    assert SessionItem.objects.filter(answered_at=now).exists()
    assert rebuild_tallies(repair=False) == []


def test_both_cues_of_a_fact_at_once_end_as_the_log_says(alice, now):
    fact = FactFactory()
    questions = [question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject")]
    items = [next_item(plan(alice, question, now=now)) for question in questions]
    verdicts = at_once(*[posting(item, alice, now) for item in items])
    if connection.vendor == "sqlite":  # writers queue there, so the second one sees the first
        assert sorted(v.is_rated for v in verdicts) == [False, True]
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_a_response_and_the_withdrawal_of_its_fact_at_once_end_one_way_or_the_other(alice, now):
    for number in range(4):
        question = question_of("choice")
        session = plan(alice, question, question_of("choice"), now=now + timedelta(days=number))
        response = posting(next_item(session), alice, now + timedelta(days=number))

        def answered(response=response) -> bool:
            try:
                response()
            except ResponseError as error:
                return error.code != "withdrawn"
            return True

        (was_answered, left) = at_once(
            answered, lambda fact=question.fact_id: leave_facts([fact], now=now)
        )
        item = SessionItem.objects.filter(session=session).first()
        assert was_answered == (item.answered_at is not None) == (item.withdrawn_at is None)
        assert was_answered or left == {question.fact_id: 1}
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_a_rating_and_the_reset_of_its_card_at_once_end_as_the_log_says(alice, now):
    for number in range(4):
        question = question_of("choice")
        play_once(alice, question, now=now)
        later = now + timedelta(days=3 + number)
        item = next_item(plan(alice, question, now=later))
        at_once(
            posting(item, alice, later),
            lambda fact=question.fact_id, at=later: reset_cards([(fact, "value")], now=at),
        )
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_answers_to_different_questions_at_once_are_all_counted(alice, now):
    session = plan(alice, *(question_of("choice") for _ in range(6)), now=now)
    items = []
    for position in range(1, 7):
        SessionItem.objects.filter(session=session).exclude(position=position).update(
            answered_at=now
        )
        items.append(next_item(session))
        SessionItem.objects.filter(session=session).update(answered_at=None)
    at_once(*[posting(item, alice, now) for item in items])
    assert sum(Tally.objects.values_list("rated", flat=True)) == 6
    assert rebuild_tallies(repair=False) == []


def test_the_first_response_sent_twice_makes_one_guest(now):
    QuestionFactory.create_batch(6, fact__importance=3)
    starts = at_once(*[lambda: start_trial(seed="seed", language="en", now=now)] * 4)
    assert len({guest.pk for guest, _ in starts}) == 1
    assert len({session.pk for _, session in starts}) == 1
    assert User.objects.filter(is_guest=True).count() == QuizSession.objects.count() == 1
    assert SessionItem.objects.count() == Card.objects.count() == 3


def test_an_answer_and_a_decision_about_an_earlier_one_at_once_end_as_the_log_says(alice, now):
    teacher = TeacherFactory()
    for number in range(4):
        question = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        for days, response in ((0, None), (4, Response(typed="Elders or Court")), (9, None)):
            play_once(alice, question, now=now + timedelta(days=days), response=response)
        later = now + timedelta(days=20 + number)
        item = next_item(plan(alice, question, now=later))
        at_once(
            posting(item, alice, later),
            lambda fact=question.fact, at=later: decide(
                fact=fact,
                cue="value",
                text="elders or court",
                is_right=False,
                actor=teacher,
                now=at,
            ),
        )
    assert ReviewLog.objects.filter(kind="correction").count() == 4
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_two_decisions_at_once_correct_each_response_once(alice, now):
    question = question_of("typed", key=NAME_KEY, answer="Council of Elders")
    play_once(alice, question, now=now, response=Response(typed="Elders or Court"))
    teacher = TeacherFactory()

    def decided() -> int:
        return decide(
            fact=question.fact,
            cue="value",
            text="elders or court",
            is_right=True,
            actor=teacher,
            now=now,
        )

    assert sorted(at_once(*[decided] * 4)) == [0, 0, 0, 1]
    assert ReviewLog.objects.count() == 1
    assert rebuild_cards(repair=False) == []


class TestADeckOnTwoDevices:
    """Two devices that begin and answer a session of one deck at the same moment."""

    @pytest.fixture
    def deck(self, alice):
        bob = TeacherFactory()
        deck = DeckFactory(owner=bob, questions=[own_question(bob), own_question(bob)])
        AssignmentFactory(classroom=ClassroomFactory(teacher=bob, learners=[alice]), deck=deck)
        return deck

    def beginning(self, learner, deck, now):
        wish = Wish(QuizSession.Mode.DECK, deck=deck)
        return lambda: start_session(learner=learner, wish=wish, now=now, rng=Random())

    def test_a_fact_has_one_card_and_is_rated_once(self, alice, deck, now):
        sessions = at_once(*[self.beginning(alice, deck, now)] * 3)
        items = [next_item(session) for session in sessions]
        assert Card.objects.filter(learner=alice).count() == 2
        assert len({item.fact_id for item in items}) == 1
        verdicts = at_once(*[posting(item, alice, now) for item in items])
        assert [v.outcome for v in verdicts] == ["correct"] * 3
        assert ReviewLog.objects.count() == Tally.objects.get().rated == 1
        assert rebuild_tallies(repair=False) == []

    def test_the_second_device_goes_on_with_the_session_of_the_first(self, alice, deck, now):
        begin = self.beginning(alice, deck, now)
        session = begin()
        at_once(posting(next_item(session), alice, now), begin)
        assert begin() == session
        assert next_item(begin()).position == 2

    def test_whoever_answers_while_the_deck_is_taken_back_is_answered(self, alice, deck, now):
        item = next_item(self.beginning(alice, deck, now)())

        def take_back():
            deck.assignments.update(withdrawn_at=now)

        verdict, _ = at_once(posting(item, alice, now), take_back)
        assert (verdict.outcome, verdict.is_rated) == ("correct", True)
