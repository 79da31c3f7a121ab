"""What a learner knew over time, the calendar, and the outlook on an exam."""

from datetime import timedelta
from math import comb

import pytest

from questions.models import Card, ReviewLog
from questions.progress.history import (
    CALENDAR_WEEKS,
    EXAM_QUESTIONS,
    added_up,
    exam_outlook,
    known_over_time,
    likely_right,
    study_calendar,
)
from questions.progress.topics import known_cards
from tests.factories import FactFactory, TopicFactory
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def today(alice, now):
    return alice.study_day(now)


def fact_of(slug: str):
    return question_of("choice", fact=FactFactory(topic=TopicFactory(slug=slug)))


class TestCalendar:
    def test_each_day_has_its_responses_and_days_to_come_are_marked(self, alice, now, today):
        question = fact_of("sco")
        play_once(alice, question, now=now - 9 * DAY)
        play_once(alice, question, now=now)
        weeks = study_calendar(alice, today=today)
        days = [day for week in weeks for day in week]
        assert len(weeks) == CALENDAR_WEEKS
        assert {day.day: day.responses for day in days if day.responses} == {
            today - 9 * DAY: 1,
            today: 1,
        }
        assert [day.day for day in days if day.is_to_come] == [
            today + n * DAY for n in range(1, 7 - today.weekday())
        ]

    def test_anothers_days_are_not_shown(self, alice, charlie, now, today):
        play_once(charlie, fact_of("sco"), now=now)
        assert not any(day.responses for week in study_calendar(alice, today=today) for day in week)


class TestKnownOverTime:
    def test_it_falls_while_nothing_is_studied_and_rises_with_each_fact(self, alice, now, today):
        play_once(alice, fact_of("sco"), now=now - 4 * WEEK)
        play_once(alice, fact_of("csto"), now=now - 2 * WEEK)
        sums = added_up(known_over_time(alice, today=today).values())
        assert [day for day, _ in sums] == [today - n * WEEK for n in range(4, -1, -1)]
        first, second, third, fourth, fifth = (known for _, known in sums)
        assert 1 > first > second > 0
        assert third > second + 0.5
        assert third > fourth > fifth

    def test_today_it_is_what_the_cards_say(self, alice, now, today):
        questions = [fact_of("sco"), fact_of("csto")]
        for number, question in enumerate(questions):
            play_once(alice, question, now=now - 5 * WEEK)
            play_once(alice, question, now=now - (number + 1) * WEEK, right=number == 0)
        known = known_cards(alice, today)
        [*_, (day, facts)] = added_up(known_over_time(alice, today=today).values())
        assert day == today
        assert facts == pytest.approx(sum(card.recall for card in known))

    def test_a_reset_card_knows_nothing_until_it_is_met_again(self, alice, now, today):
        play_once(alice, fact_of("sco"), now=now - 3 * WEEK)
        ReviewLog.objects.create(
            card=Card.objects.get(),
            learner=alice,
            kind=ReviewLog.Kind.RESET,
            study_day=today - 10 * DAY,
            at=now - 10 * DAY,
            memory_version="x",
        )
        sums = added_up(known_over_time(alice, today=today).values())
        assert [known > 0 for _, known in sums] == [True, True, False, False]

    def test_a_second_cue_that_is_met_later_does_not_change_what_was(self, alice, now, today):
        fact = FactFactory()
        play_once(alice, question_of("choice", fact=fact), now=now - 4 * WEEK)
        before = added_up(known_over_time(alice, today=today).values())
        play_once(alice, question_of("choice", fact=fact, cue="subject"), now=now)
        after = added_up(known_over_time(alice, today=today).values())
        assert before[:-1] == after[:-1]
        assert after[-1] != before[-1]

    def test_one_topic_alone(self, alice, now, today):
        question = fact_of("sco")
        play_once(alice, question, now=now)
        play_once(alice, fact_of("csto"), now=now)
        found = known_over_time(alice, today=today, topic=question.fact.topic)
        assert list(found) == [question.fact.topic_id]

    def test_more_cards_take_no_more_queries(self, alice, now, today, django_assert_num_queries):
        for _ in range(2):
            for number in range(4):
                play_once(alice, question_of("choice", fact=FactFactory()), now=now - number * DAY)
            with django_assert_num_queries(1):
                known_over_time(alice, today=today)

    def test_nobody_elses_log_counts(self, alice, charlie, now, today):
        play_once(charlie, fact_of("sco"), now=now)
        assert known_over_time(alice, today=today) == {}


class TestExam:
    def test_without_a_day_there_is_no_outlook(self, alice, today):
        assert exam_outlook(alice, [], {1: 10}, today=today) is None

    @pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (1, True)])
    def test_an_exam_that_is_over_has_none(self, alice, now, today, days, is_told):
        play_once(alice, fact_of("sco"), now=now)
        alice.target_day = today + days * DAY
        outlook = exam_outlook(alice, known_cards(alice, today), {1: 10}, today=today)
        assert (outlook is not None) == is_told

    def test_what_was_never_met_counts_as_not_known(self, alice, now, today):
        question = fact_of("sco")
        play_once(alice, question, now=now - DAY)
        alice.target_day = today + 10 * DAY
        known = known_cards(alice, today)
        all_met = exam_outlook(alice, known, {question.fact.topic_id: 1}, today=today)
        half_met = exam_outlook(alice, known, {question.fact.topic_id: 2}, today=today)
        assert 0 < all_met.share < 1
        assert half_met.share == pytest.approx(all_met.share / 2)
        assert half_met.low <= half_met.right <= half_met.high

    def test_only_its_topics_count(self, alice, now, today):
        mine, other = fact_of("sco"), fact_of("csto")
        play_once(alice, other, now=now)
        alice.target_day = today + DAY
        alice.target_topics.add(mine.fact.topic)
        totals = {mine.fact.topic_id: 4, other.fact.topic_id: 1}
        outlook = exam_outlook(alice, known_cards(alice, today), totals, today=today)
        assert (outlook.facts, outlook.share, outlook.right) == (4, 0, 0)

    @pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.93, 1.0])
    def test_nine_times_out_of_ten_lie_between_low_and_high(self, share):
        low, high = likely_right(EXAM_QUESTIONS, share)
        chances = [
            comb(EXAM_QUESTIONS, n) * share**n * (1 - share) ** (EXAM_QUESTIONS - n)
            for n in range(EXAM_QUESTIONS + 1)
        ]
        assert sum(chances[low : high + 1]) >= 0.9
        assert sum(chances[:low]) <= 0.05
        assert sum(chances[high + 1 :]) <= 0.05
