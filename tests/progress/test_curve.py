"""Memory of a fact over time, as the log tells it."""

from datetime import date, timedelta

import pytest

from questions.models import ReviewLog
from questions.progress.curve import memory_curves
from questions.scheduling.changes import reset_cards
from questions.scheduling.memory import Rating, rate, recall
from tests.factories import FactFactory
from tests.playing import card_of, play_once, question_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 14)
DAY = timedelta(days=1)


def test_it_falls_from_each_rating_to_the_next_and_on_after_today(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now)
    play_once(alice, question, now=now + 6 * DAY, right=False)
    points = memory_curves(alice, question.fact, today=TODAY)["value"]
    ratings = [(p.day, p.recall, p.is_right) for p in points if p.is_rating]
    assert ratings == [(date(2026, 3, 4), 1.0, True), (date(2026, 3, 10), 1.0, False)]
    assert [p.day for p in points] == sorted(p.day for p in points)
    assert points[-1].day == TODAY + 30 * DAY
    first = rate(None, Rating.GOOD, date(2026, 3, 4))
    before = [p for p in points if p.day == date(2026, 3, 10) and not p.is_rating]
    assert [p.recall for p in before] == [recall(first, date(2026, 3, 10))]
    falling = [p.recall for p in points[points.index(before[0]) + 1 :]]
    assert falling == sorted(falling, reverse=True)


def test_the_last_point_before_today_is_the_cards_own_memory(alice, now):
    question = question_of("choice")
    for days in (0, 2, 9):
        play_once(alice, question, now=now + days * DAY)
    points = memory_curves(alice, question.fact, today=TODAY, ahead=0)["value"]
    card = card_of(alice, question)
    memory = rate(rate(rate(None, Rating.GOOD, date(2026, 3, 4)), Rating.GOOD, date(2026, 3, 6)),
                  Rating.GOOD, date(2026, 3, 13))  # fmt: skip
    assert card.stability == memory.stability
    assert (points[-1].day, points[-1].recall) == (TODAY, recall(memory, TODAY))


def test_it_falls_to_nothing_where_the_key_changed_and_begins_anew(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now)
    play_once(alice, question, now=now + 2 * DAY)
    reset_cards([(question.fact_id, "value")], now=now + 4 * DAY)
    play_once(alice, question, now=now + 5 * DAY)
    points = memory_curves(alice, question.fact, today=TODAY, ahead=0)["value"]
    assert [p.day for p in points] == sorted(p.day for p in points)
    assert [p.day for p in points if p.recall == 0] == [date(2026, 3, 8)]
    memory = rate(None, Rating.GOOD, date(2026, 3, 9))
    assert points[-1].recall == recall(memory, TODAY)


def test_each_cue_has_its_own_and_other_people_none(alice, charlie, now):
    fact = FactFactory()
    for number, cue in enumerate(("value", "subject")):
        play_once(alice, question_of("choice", fact=fact, cue=cue), now=now + number * DAY)
    assert memory_curves(alice, fact, today=TODAY).keys() == {"value", "subject"}
    assert memory_curves(charlie, fact, today=TODAY) == {}


def test_a_card_that_was_rated_today_ends_ahead(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now)
    points = memory_curves(alice, question.fact, today=date(2026, 3, 4))["value"]
    assert points[0].day == date(2026, 3, 4)
    assert points[-1].day == date(2026, 4, 3)


def test_it_takes_two_queries(alice, now, django_assert_num_queries):
    question = question_of("choice")
    for days in range(5):
        play_once(alice, question, now=now + days * DAY)
    assert ReviewLog.objects.count() == 5
    with django_assert_num_queries(2):
        memory_curves(alice, question.fact, today=TODAY)
