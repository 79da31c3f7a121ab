"""Wrong options that facts offer."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.questions import make_question
from questions.authoring.records import OptionWish
from questions.authoring.suggestions import suggest_options
from questions.models import Fact
from tests.authoring.wishes import choice_wish, own_fact, typed_wish
from tests.factories import (
    EntityFactory,
    FactFactory,
    RelationFactory,
    TeacherFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def fact(teacher):
    return own_fact(teacher, "The Lantern League was founded on 7 June 1950.")


def wish(key: str, stem: str = "When was the Lantern League founded?", *wrong: str, **fields):
    options = (OptionWish(key, is_key=True), *(OptionWish(text) for text in wrong))
    return choice_wish(stem=stem, options=options, **fields)


def dated(*dates: str, **fields) -> list[Fact]:
    return [FactFactory(value__date_start=date, **fields) for date in dates]


def seated(*cities: str, **fields) -> list[Fact]:
    relation = RelationFactory(slug="has-seat", value_kind="entity")
    return [
        FactFactory(
            relation=relation,
            value__date_start="",
            value__entity=EntityFactory(kind="city", names={"en": city}),
            **fields,
        )
        for city in cities
    ]


def suggested(wish, fact, teacher, **more) -> list[str]:
    return [one.text for one in suggest_options(wish, fact=fact, teacher=teacher, **more)]


class TestOwnFacts:
    def test_a_day_is_offered_days_the_nearest_first_with_what_they_are_true_of(
        self, teacher, fact
    ):
        far, near = dated("1990-01-02", "1951-03-04")
        dated("1950", "1952-05")

        found = suggest_options(wish("7 June 1950"), fact=fact, teacher=teacher)

        assert [(one.text, one.true_of) for one in found] == [
            ("4 March 1951", near),
            ("2 January 1990", far),
        ]
        assert found[0].reason == near.texts.get().statement

    def test_a_city_is_offered_cities_and_no_bodies(self, teacher, fact):
        EntityFactory(kind="city", names={"en": "Marblewick"})
        EntityFactory.create_batch(3)
        seated("Oakenmere", "Port Sallow")
        stem = "In which city does it sit?"
        assert set(suggested(wish("Marblewick", stem), fact, teacher)) == {
            "Oakenmere",
            "Port Sallow",
        }

    def test_a_number_is_offered_numbers_of_its_unit(self, teacher, fact):
        relation = RelationFactory(slug="has-members", value_kind="number")
        for number, unit in ((8, "states"), (500, "states"), (7, "km")):
            FactFactory(
                relation=relation, value__date_start="", value__number=number, value__unit=unit
            )
        assert suggested(wish("6 states", "How many?"), fact, teacher) == ["8 states", "500 states"]

    def test_the_teachers_own_answers_are_offered_and_nobody_elses(self, teacher, fact, now):
        stranger = TeacherFactory()
        for owner, day in ((teacher, "8 May 1949"), (stranger, "9 May 1949")):
            other = own_fact(owner, f"The pact dates from {day}.")
            make_question(typed_wish(day), fact=other, owner=owner, now=now)
        assert suggested(wish("7 June 1950"), fact, teacher) == ["8 May 1949"]

    def test_words_are_offered_words_of_the_topic(self, teacher, fact):
        relation = RelationFactory(slug="motto", value_kind="text")
        FactFactory(relation=relation, value=None, text__answer="closed gates")
        assert suggested(wish("open doors", "What is its motto?"), fact, teacher) == [
            "closed gates"
        ]

    def test_never_what_stem_fact_or_options_name_already(self, teacher, fact):
        dated("1951-03-04", "1952-03-04", "1953-03-04", "1950-06-07")
        stem = "The pact of 4 March 1951 came after what day?"
        found = suggested(wish("7 June 1950", stem, "4 March 1952"), fact, teacher)
        assert found == ["4 March 1953"]

    def test_where_the_stem_names_the_year_only_days_of_that_year(self, teacher, fact):
        dated("1951-03-04", "1950-03-04")
        assert suggested(wish("7 June 1950", "On what day of 1950?"), fact, teacher) == [
            "4 March 1950"
        ]

    def test_other_topics_come_later(self, teacher, fact):
        EntityFactory(kind="body", names={"en": "Council of Elders"})
        relation = RelationFactory(slug="led-by", value_kind="entity")
        for name, topic in (("Council of Far", "csto"), ("Council of Near", "sco")):
            FactFactory(
                relation=relation,
                topic=TopicFactory(slug=topic),
                subject=EntityFactory(kind="document"),
                value__date_start="",
                value__entity=EntityFactory(kind="body", names={"en": name}),
            )
        found = suggested(wish("Council of Elders", "Who leads it?"), fact, teacher)
        assert found == ["Council of Near", "Council of Far"]

    def test_without_a_key_or_a_fact_nothing_is_offered(self, teacher, fact):
        dated("1951-03-04")
        keyless = replace(wish("7 June 1950"), options=())
        assert suggested(keyless, fact, teacher) == []
        assert suggested(wish("7 June 1950"), None, teacher) == []

    def test_in_another_language_only_what_is_worded_in_it(self, teacher, fact):
        (one,) = dated("1951-03-04")
        russian = wish("7 июня 1950 года", "Когда?", language="ru")
        assert suggested(russian, fact, teacher) == []
        one.texts.create(language="ru", statement="Пакт подписан 4 марта 1951 года.")
        assert suggested(russian, fact, teacher) == ["4 марта 1951 года"]


class TestLibraryFacts:
    def test_what_the_fact_chose_comes_first(self, teacher):
        chosen, near = dated("1990-01-02", "1951-03-04")
        (fact,) = dated("1950-06-07", near=[chosen.slug])
        found = suggested(wish("7 June 1950", "What day?"), fact, teacher)
        assert found == ["2 January 1990", "4 March 1951"]
        assert near.slug

    def test_nothing_that_facts_say_is_right_too(self, teacher):
        league = EntityFactory()
        fact, _other = seated("Marblewick", "Oakenmere", subject=league)
        seated("Port Sallow")
        stem = "In which city does it sit?"
        assert suggested(wish("Marblewick", stem), fact, teacher) == ["Port Sallow"]

    def test_nor_what_must_never_stand_here(self, teacher):
        barred, fine = seated("Oakenmere", "Port Sallow")
        (fact,) = seated("Marblewick", never=[barred.slug])
        stem = "In which city does it sit?"
        found = suggest_options(wish("Marblewick", stem), fact=fact, teacher=teacher)
        assert [one.true_of for one in found] == [fine]


def test_statements_are_the_same_however_many_facts_there_are(teacher, fact):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            suggest_options(wish("7 June 1950"), fact=fact, teacher=teacher)
        return len(queries)

    dated("1951-03-04", "1952-03-04")
    before = count()
    dated(*(f"19{n}-03-04" for n in range(60, 90)))
    assert count() == before
