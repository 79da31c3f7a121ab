"""Reading items: one statement each, and no key in the first."""

from dataclasses import fields
from datetime import UTC, date, timedelta

import pytest

from questions.quiz import asked
from questions.quiz.asked import AskedItem, is_sorted_form, next_asked, shown_order
from questions.quiz.rows import given
from tests.factories import CitationFactory, FactTextFactory, TopicFactory
from tests.playing import NAME_KEY, next_item, plan, play_once, question_of, respond

DAY = timedelta(days=1)
TOKENS = [f"{n:032x}" for n in range(200)]


class TestOrder:
    @pytest.mark.parametrize("count", [2, 3, 4, 6])
    def test_it_holds_every_option_once_and_is_the_same_each_time(self, count):
        for token in TOKENS[:20]:
            order = shown_order(token, count, is_sorted=False)
            assert sorted(order) == list(range(count))
            assert order == shown_order(token, count, is_sorted=False)

    def test_each_place_comes_first_about_as_often(self):
        firsts = [shown_order(token, 4, is_sorted=False)[0] for token in TOKENS]
        assert min(firsts.count(place) for place in range(4)) > 30

    def test_dates_numbers_and_true_or_false_keep_theirs(self):
        assert list(shown_order("x", 4, is_sorted=True)) == [0, 1, 2, 3]
        assert is_sorted_form("true-false", None)
        assert is_sorted_form("choice", '{"type": "date"}')
        assert is_sorted_form("choice", '{"type": "number"}')
        assert not is_sorted_form("choice", '{"type": "name"}')
        assert not is_sorted_form("choice", None)


@pytest.mark.django_db
class TestAsked:
    def test_what_a_learner_sees_has_no_field_for_the_key(self):
        names = {field.name for field in fields(AskedItem)}
        assert not names & {"key", "answer", "is_key", "statement", "explanation"}
        assert "is_key" not in asked._ASKED
        assert "q.answer" not in asked._ASKED

    def test_it_is_the_first_item_without_a_response(self, alice, now):
        session = plan(alice, question_of("choice", stem="One?"), question_of("cloze"), now=now)
        first = next_asked(session.pk)
        assert (first.stem, first.number, first.total, first.answered) == ("One?", 1, 2, 0)
        respond(session, now=now)
        second = next_asked(session.pk)
        assert (second.form, second.number, second.options) == ("cloze", 2, ())

    def test_drills_are_counted_apart_from_what_was_planned(self, alice, now):
        session = plan(alice, question_of("cloze"), question_of("cloze"), now=now)
        respond(session, now=now, right=False)
        planned = next_asked(session.pk)
        assert (planned.is_drill, planned.number, planned.total, planned.repeats) == (
            False,
            2,
            2,
            1,
        )
        respond(session, now=now)
        drill = next_asked(session.pk)
        assert (drill.is_drill, drill.number, drill.total, drill.repeats) == (True, 2, 2, 1)

    def test_it_takes_one_statement(self, alice, now, django_assert_num_queries):
        session = plan(alice, question_of("choice"), now=now)
        with django_assert_num_queries(1):
            next_asked(session.pk)
        with django_assert_num_queries(1):
            next_item_token = next_asked(session.pk).token
        with django_assert_num_queries(1):
            given(next_item_token, learner_id=alice.pk, session_token=session.token)


@pytest.mark.django_db
class TestGiven:
    def test_options_stand_in_the_order_that_was_shown(self, alice, now):
        names = [f"Body {n}" for n in range(4)]
        question = question_of("choice", options=names, key=NAME_KEY)
        for _ in range(5):
            session = plan(alice, question, now=now)
            asked = next_asked(session.pk)
            assert tuple(o.text for o in next_item(session).options) == asked.options

    def test_it_holds_all_that_the_feedback_shows(self, alice, now):
        question = question_of("choice")
        fact = question.fact
        fact.as_of, fact.according_to = "2019", "A. Author"
        fact.save()
        fact.texts.update(explanation="Because.", caveat="Disputed.")
        fact.citations.update(section="Part 2", paragraph=3)
        item = next_item(plan(alice, question, now=now))
        source = fact.citations.get().source
        assert (item.fact, item.topic_id, item.answer) == (fact.slug, fact.topic_id, "7 June 2002")
        assert (item.explanation, item.caveat) == ("Because.", "Disputed.")
        assert (item.as_of, item.according_to) == ("2019", "A. Author")
        assert (item.section, item.paragraph) == ("Part 2", 3)
        assert (item.source, item.source_name) == (source.slug, source.short_name)
        wrong = [o for o in item.options if not o.is_key]
        assert all(o.reason and o.true_of == fact.slug for o in wrong)
        assert [o.text for o in item.options if o.is_key] == ["7 June 2002"]

    def test_several_citations_and_languages_make_no_second_row(self, alice, now):
        question = question_of("choice")
        CitationFactory(fact=question.fact, position=1)
        FactTextFactory(fact=question.fact, language="ru")
        assert len(next_item(plan(alice, question, now=now)).options) == 3

    def test_a_fact_without_words_and_place_in_the_questions_language_is_still_asked(
        self, alice, now
    ):
        question = question_of("choice", language="kk")
        question.fact.citations.all().delete()
        item = next_item(plan(alice, question, now=now))
        assert (item.statement, item.source, item.source_name, item.paragraph) == ("", None, "", 0)

    def test_moments_know_their_zone_and_days_are_days(self, alice, now):
        question = question_of("flashcard")
        play_once(alice, question, now=now - 2 * DAY)
        session = plan(alice, question, question_of("choice"), now=now)
        respond(session, now=now)
        item = next_item(session)
        assert item.started_at == item.last_answer == now
        assert item.started_at.tzinfo is UTC
        assert item.last_put is None
        again = next_item(plan(alice, question, now=now))
        assert again.last_put == date(2026, 3, 4)
        assert (again.memory.last_day, again.memory.due) == (
            date(2026, 3, 4),
            again.memory.due,
        )

    def test_a_new_card_has_no_memory(self, alice, now):
        assert next_item(plan(alice, question_of("choice"), now=now)).memory is None

    def test_a_second_topic_is_no_matter(self, alice, now):
        TopicFactory(slug="other", position=5)
        assert next_item(plan(alice, question_of("choice"), now=now))
