"""Progress per topic: what was seen, is due, lasts, and is known now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from questions.models import Assignment, Card, Tally
from questions.progress.topics import (
    Known,
    forecast,
    known_cards,
    topic_progress,
    weakest_facts,
)
from questions.scheduling.memory import Memory
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
    own_question,
)
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


def card(learner, fact, *, stability=10.0, due=TODAY + DAY, cue="value", last=TODAY - DAY):
    return Card.objects.create(
        learner=learner,
        fact=fact,
        cue=cue,
        stability=stability,
        difficulty=5,
        due=due,
        last_study_day=last,
    )


def progress(learner):
    known = known_cards(learner, TODAY)
    return topic_progress(learner, known, today=TODAY)


class TestTopics:
    def test_facts_are_counted_once_however_many_cues_they_have(self, alice):
        fact = FactFactory()
        FactFactory()
        card(alice, fact, due=TODAY)
        card(alice, fact, cue="subject", due=TODAY - DAY)
        overall, _ = progress(alice)
        assert (overall.total, overall.seen, overall.due) == (2, 1, 1)

    def test_a_fact_lasts_when_each_of_its_cards_does(self, alice):
        one, both = FactFactory(), FactFactory()
        card(alice, one, stability=21)
        card(alice, one, stability=20.9, cue="subject")
        card(alice, both, stability=21)
        card(alice, both, stability=300, cue="subject")
        assert progress(alice)[0].mature == 1

    def test_what_falls_due_tomorrow_is_not_due(self, alice):
        card(alice, FactFactory(), due=TODAY + DAY)
        assert progress(alice)[0].due == 0

    def test_planned_and_withdrawn_and_other_peoples_cards_do_not_count(self, alice, charlie, now):
        Card.objects.create(learner=alice, fact=FactFactory(), cue="value")
        card(alice, FactFactory(withdrawn_at=now))
        card(charlie, FactFactory())
        FactFactory(owner=UserFactory())
        overall, _ = progress(alice)
        assert (overall.total, overall.seen, overall.recall_now) == (2, 0, None)

    def test_each_topic_has_its_own_figures(self, alice, now):
        for number, slug in enumerate(("sco", "csto")):
            topic = TopicFactory(slug=slug, position=number)
            question = question_of("choice", fact=FactFactory(topic=topic))
            for day in range(2 + number):
                play_once(alice, question, now=now + day * DAY, right=bool(day))
        overall, (sco, csto) = progress(alice)
        assert (sco.topic.slug, csto.topic.slug) == ("sco", "csto")
        assert (sco.answered, sco.right_share) == (2, 0.5)
        assert (csto.answered, csto.right_share) == (3, 2 / 3)
        assert (overall.answered, overall.right_share) == (5, 0.6)

    def test_what_is_known_is_the_mean_recall_of_what_was_seen(self, alice):
        card(alice, FactFactory(), stability=9, last=TODAY - 9 * DAY)
        card(alice, FactFactory(), stability=9, last=TODAY - 9 * DAY)
        card(alice, FactFactory(), stability=2, last=TODAY - 2 * DAY)
        assert progress(alice)[0].recall_now == pytest.approx(0.9)

    def test_what_was_answered_today_counts_for_no_more_than_tomorrow(self, alice):
        card(alice, FactFactory(), stability=1, last=TODAY)
        card(alice, FactFactory(), stability=1, last=TODAY - DAY)
        assert progress(alice)[0].recall_now == pytest.approx(0.9)

    def test_a_topic_without_answers_has_no_share(self, alice):
        TopicFactory()
        overall, (topic,) = progress(alice)
        assert (topic.right_share, topic.recall_now, overall.right_share) == (None, None, None)

    def test_a_week_of_practice_without_ratings_has_no_share(self, alice):
        Tally.objects.create(
            scope="learner",
            scope_id=alice.pk,
            day=TODAY,
            topic=TopicFactory(),
            responses=3,
            right=3,
        )
        overall, (topic,) = progress(alice)
        assert overall.weeks == topic.weeks == []

    def test_weeks_begin_on_monday_and_go_back_twelve(self, alice, now):
        question = question_of("choice")
        for days in (200, 76, 3, 2, 1):  # too old, the first week shown, Sunday, Monday, Tuesday
            play_once(alice, question, now=now - days * DAY)
        overall, _ = progress(alice)
        weeks = [(week.start, week.answered) for week in overall.weeks]
        assert weeks == [
            (date(2025, 12, 15), 1),
            (date(2026, 2, 23), 1),
            (date(2026, 3, 2), 2),
        ]


class TestForecast:
    def known(self, due: date, fact_id: int = 1) -> Known:
        return Known(fact_id, 1, Memory(5, 5, TODAY - DAY, due), 0.9)

    def test_fourteen_days_with_what_is_overdue_today(self):
        due = [TODAY - 30 * DAY, TODAY, TODAY + DAY, TODAY + 13 * DAY, TODAY + 14 * DAY]
        days = forecast([self.known(day, n) for n, day in enumerate(due)], today=TODAY)
        assert [day for day, _ in days] == [TODAY + n * DAY for n in range(14)]
        assert [count for _, count in days] == [2, 1, *[0] * 11, 1]

    def test_a_fact_is_counted_on_the_day_of_its_first_card(self):
        known = [self.known(TODAY + 3 * DAY), self.known(TODAY + 2 * DAY)]
        days = dict(forecast(known, today=TODAY))
        assert (days[TODAY + 2 * DAY], days[TODAY + 3 * DAY]) == (1, 0)


class TestWeakest:
    def test_the_lowest_card_of_a_fact_decides_and_ten_are_shown(self, alice):
        facts = [FactFactory(slug=f"fact-{n:02d}") for n in range(12)]
        for number, fact in enumerate(facts):
            card(alice, fact, stability=100 - number, last=TODAY - 50 * DAY)
        card(alice, facts[0], cue="subject", stability=1, last=TODAY - 50 * DAY)
        weakest = weakest_facts(known_cards(alice, TODAY))
        assert [fact.statement.slug for fact in weakest][:3] == ["fact-00", "fact-11", "fact-10"]
        assert len(weakest) == 10
        assert weakest[0].statement.text == "Statement of fact-00."

    def test_on_the_day_of_the_response_the_less_stable_is_weaker(self, alice):
        for slug, stability in (("strong", 50), ("weak", 2)):
            card(alice, FactFactory(slug=slug), stability=stability, last=TODAY)
        assert [f.statement.slug for f in weakest_facts(known_cards(alice, TODAY))] == [
            "weak",
            "strong",
        ]


class TestTeachersFacts:
    """Facts of teachers are counted with their decks, not in the library's totals."""

    @pytest.fixture
    def assigned(self, alice):
        """A teacher's fact in a deck that Alice was given, met by her, and a library fact."""
        bob = TeacherFactory()
        mine = own_question(bob, fact=FactFactory(owner=bob, slug="same"))
        FactFactory(slug="same")
        classroom = ClassroomFactory(teacher=bob, learners=[alice])
        AssignmentFactory(classroom=classroom, deck=DeckFactory(owner=bob, questions=[mine]))
        card(alice, mine.fact, stability=30, due=TODAY)
        return mine

    def test_they_are_neither_met_nor_known_nor_lasting_in_the_totals(self, alice, assigned):
        for found in (progress(alice)[0], progress(alice)[1][0]):
            assert (found.total, found.seen, found.mature, found.recall_now) == (1, 0, 0, None)

    def test_they_are_due_forecast_and_among_the_weakest_without_a_link(self, alice, assigned):
        known = known_cards(alice, TODAY)
        assert progress(alice)[0].due == 1
        assert forecast(known, today=TODAY)[0] == (TODAY, 1)
        (weak,) = weakest_facts(known)
        assert (weak.statement.slug, weak.statement.text) == ("", "Statement of same.")

    def test_once_the_deck_was_taken_back_they_are_in_nothing(self, alice, assigned):
        Assignment.objects.update(withdrawn_at=datetime(2026, 3, 4, tzinfo=UTC))
        assert known_cards(alice, TODAY) == []

    def test_words_in_another_language_are_shown_where_there_are_no_english_ones(
        self, alice, assigned
    ):
        assigned.fact.texts.update(language="kk")
        (weak,) = weakest_facts(known_cards(alice, TODAY))
        assert (weak.statement.text, weak.statement.language) == ("Statement of same.", "kk")
