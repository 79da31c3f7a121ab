"""Hints: what helps to place a missed date."""

import pytest
from django.utils.translation import override

from questions.models import Outcome
from questions.quiz.hints import hints, neighbours
from tests.factories import EntityFactory, FactFactory
from tests.playing import NAME_KEY, next_item, plan, question_of, respond

pytestmark = pytest.mark.django_db


def dated(slug, start, **fields):
    return FactFactory(slug=slug, value__date_start=start, **fields)


@pytest.fixture
def asked(alice, now):
    """An item that asks for a day in 2002."""
    fact = dated("charter", "2002-06-07")
    return next_item(plan(alice, question_of("typed", fact=fact), now=now))


def told(item, outcome=Outcome.WRONG):
    return [(n.slug, n.when, n.is_later) for n in neighbours(item, outcome)]


def test_a_missed_date_is_placed_between_the_nearest_years_of_its_topic(asked):
    dated("founded", "2001-06")
    dated("idea", "1996")
    dated("strategy", "2015", value__date_end="2020")
    dated("centre", "2019-06-14")
    dated("same-year", "2002-12-31")
    dated("elsewhere", "2001", topic__slug="osce")
    assert told(asked) == [("founded", "June 2001", False), ("strategy", "2015 to 2020", True)]


def test_of_one_year_the_most_important_fact_is_told(asked):
    dated("detail", "2001-12", importance=1)
    dated("founded", "2001-06", importance=3)
    assert told(asked) == [("founded", "June 2001", False)]


def test_what_nobody_may_see_is_not_told(asked, now, alice):
    dated("withdrawn", "2001", withdrawn_at=now)
    dated("private", "2003", owner=alice)
    assert told(asked) == []


def test_what_the_session_is_still_to_ask_is_not_told(alice, now):
    charter, founded = dated("charter", "2002-06-07"), dated("founded", "2001-06")
    dated("idea", "1996")
    session = plan(alice, *(question_of("typed", fact=f) for f in (charter, founded)), now=now)
    item = next_item(session)
    assert told(item) == [("idea", "1996", False)]
    respond(session, now=now, right=False)
    respond(session, now=now)
    assert told(item) == [("founded", "June 2001", False)]


def test_a_right_answer_needs_no_hint(asked):
    dated("founded", "2001-06")
    assert told(asked, Outcome.CORRECT) == []


def test_only_a_date_has_neighbours_in_time(alice, now, django_assert_num_queries):
    dated("founded", "2001-06")
    item = next_item(plan(alice, question_of("typed", key=NAME_KEY), now=now))
    with django_assert_num_queries(0):
        assert told(item) == []


def test_it_takes_one_statement_however_many_facts_there_are(asked, django_assert_num_queries):
    for year in range(1960, 2020, 3):
        dated(f"in-{year}", str(year))
    with django_assert_num_queries(1):
        assert len(told(asked)) == 2


class TestWhatItIs:
    @pytest.fixture
    def missed(self, alice, now):
        """An item that asks for a body, which the value and the subject cue tell apart."""

        def item(cue, **fields):
            body = EntityFactory(about={"en": "The value's own line.", "ru": "По-русски."})
            subject = EntityFactory(about={"en": "The subject's own line."})
            fact = FactFactory(subject=subject, value__date_start="", value__entity=body)
            question = question_of("typed", fact=fact, cue=cue, **{"key": NAME_KEY} | fields)
            return next_item(plan(alice, question, now=now))

        return item

    def test_a_missed_body_is_explained_by_its_own_line(self, missed):
        assert hints(missed("value"), Outcome.WRONG).about == "The value's own line."
        assert hints(missed("subject"), Outcome.WRONG).about == "The subject's own line."

    def test_it_comes_in_the_language_of_the_page_where_there_is_one(self, missed):
        with override("ru"):
            told = hints(missed("value"), Outcome.WRONG)
        assert (told.about, told.language) == ("По-русски.", "ru")
        with override("kk"):
            told = hints(missed("subject"), Outcome.WRONG)
        assert (told.about, told.language) == ("The subject's own line.", "en")

    def test_a_right_answer_and_another_kind_of_key_need_none(self, missed):
        assert hints(missed("value"), Outcome.CORRECT).about == ""
        text = {"type": "text", "texts": ["peace"]}
        assert hints(missed("value", key=text), Outcome.WRONG).about == ""
