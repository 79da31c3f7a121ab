"""The statements of an answer: each conditional on what was read before."""

from datetime import date, timedelta
from random import Random

import pytest

from questions.models import Card, QuizSession, ReviewLog, SessionItem
from questions.quiz.storing import (
    change_by,
    store_drill,
    store_finish,
    store_item,
    store_log,
    store_memory,
)
from questions.quiz.understanding import graded
from tests.factories import FactFactory
from tests.playing import next_item, plan, play_once, question_of, response_to

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


def planned(learner, question, now, *, right=True):
    """The next item with its graded response and the change that would follow."""
    item = next_item(plan(learner, question, now=now))
    understood = graded(item, response_to(item, right=right))
    return item, understood, change_by(item, understood, today=learner.study_day(now), now=now)


def test_an_item_takes_one_response(alice, now):
    item, understood, change = planned(alice, question_of("choice"), now)
    assert store_item(item, understood, change)
    before = SessionItem.objects.values().get()
    assert not store_item(item, understood, change.without_rating())
    assert SessionItem.objects.values().get() == before


def test_a_card_that_was_rated_meanwhile_stays_as_it_is(alice, now):
    question = question_of("choice")
    item, understood, change = planned(alice, question, now)
    play_once(alice, question, now=now, right=False)
    card = Card.objects.values().get()
    store_item(item, understood, change)
    after = store_memory(item, change, learner_id=alice.pk)
    assert (after.is_rated, after.points, after.survived, after.is_first) == (False, 0, 0, False)
    assert Card.objects.values().get() == card
    stored = SessionItem.objects.get(pk=item.pk)
    assert (stored.rating, stored.is_first, stored.points) == (None, False, 0)
    assert stored.outcome == "correct"


def test_so_does_one_that_was_rated_on_an_earlier_day_meanwhile(alice, now):
    """A response held back over midnight must not rate from a memory that is no more."""
    question = question_of("choice")
    play_once(alice, question, now=now - 9 * DAY)
    item, understood, change = planned(alice, question, now)
    play_once(alice, question, now=now - DAY)
    card = Card.objects.values().get()
    store_item(item, understood, change)
    assert not store_memory(item, change, learner_id=alice.pk).is_rated
    assert Card.objects.values().get() == card


def test_so_does_one_whose_sibling_was_put_meanwhile(alice, now):
    fact = FactFactory()
    value, subject = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
    item, understood, change = planned(alice, value, now)
    play_once(alice, subject, now=now)
    store_item(item, understood, change)
    assert not store_memory(item, change, learner_id=alice.pk).is_rated
    assert Card.objects.get(pk=item.card_id).stability is None


def test_a_card_moves_where_nothing_happened_meanwhile(alice, now):
    item, understood, change = planned(alice, question_of("choice"), now)
    store_item(item, understood, change)
    assert store_memory(item, change, learner_id=alice.pk) == change
    card = Card.objects.get()
    assert (card.stability, card.due) == (change.memory.stability, change.memory.due)


def test_a_log_row_is_written_for_a_rated_response_alone(alice, now):
    item, understood, change = planned(alice, question_of("choice"), now)
    store_log(item, understood, change.without_rating(), learner_id=alice.pk)
    assert not ReviewLog.objects.exists()
    store_log(item, understood, change, learner_id=alice.pk)
    log = ReviewLog.objects.get()
    assert (log.kind, log.rating, log.study_day, log.response) == ("rated", 3, TODAY, "7 June 2002")
    assert (log.memory_version, log.at, log.corrects) == ("fsrs-6/0.90", now, None)


def test_a_drill_stands_behind_all_planned_items_in_the_order_missed(alice, now):
    session = plan(alice, *(question_of("choice") for _ in range(3)), now=now)
    first = next_item(session)
    store_drill(first, learner_id=alice.pk, rng=Random(1))
    drill = SessionItem.objects.latest("pk")
    assert drill.position > 3
    assert (drill.is_drill, drill.fact_id, drill.card_id) == (True, first.fact_id, first.card_id)
    assert len(drill.token) == 32


def test_a_session_is_finished_once(alice, now):
    session = plan(alice, question_of("choice"), now=now)
    store_finish(session.pk, now)
    store_finish(session.pk, now + DAY)
    assert QuizSession.objects.get().finished_at == now


@pytest.mark.parametrize("seconds", [-50, 0, 10, 3600])
def test_the_time_taken_is_never_negative_nor_over_five_minutes(alice, now, seconds):
    item = next_item(plan(alice, question_of("choice"), now=now))
    understood = graded(item, response_to(item))
    moment = now + timedelta(seconds=seconds)
    change = change_by(item, understood, today=TODAY, now=moment)
    assert change.duration_ms == min(300, max(0, seconds)) * 1000


@pytest.mark.parametrize("ahead", [0, 1])
def test_nothing_is_rated_on_a_day_that_was_reached_already(alice, now, ahead):
    """A zone that lies behind gives an earlier day; the card has seen that one."""
    question = question_of("choice")
    play_once(alice, question, now=now + ahead * DAY)
    item, understood, _ = planned(alice, question, now)
    assert not change_by(item, understood, today=TODAY, now=now).is_rated
