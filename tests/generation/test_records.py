import pytest

from questions.generation.records import load_facts
from tests.factories import EntityFactory, FactFactory, FactValueFactory, RelationFactory

pytestmark = pytest.mark.django_db


def test_a_fact_comes_with_all_that_questions_need(now):
    india = EntityFactory(slug="india", kind="country", names={"en": "India"})
    fact = FactFactory(
        slug="sco-india",
        topic__slug="sco",
        relation=RelationFactory(slug="admitted", value_kind="entity", several=True),
        value__date_start="",
        value__entity=india,
        text__ask_value="Whom?",
        text__accept=["Bharat"],
        near=["b", "a"],
        never=["c"],
        skip=["typed"],
    )
    record = load_facts()["sco-india"]
    assert (record.topic, record.relation, record.several) == ("sco", "admitted", True)
    assert record.subject.slug == fact.subject.slug
    assert record.values[0].thing.name("ru") == "India"
    assert record.wordings["en"].ask["value"] == "Whom?"
    assert record.wordings["en"].accept["value"] == ("Bharat",)
    assert record.near == {"value": ("b", "a"), "subject": ("b", "a")}
    assert (record.never, record.skip) == ({"c"}, {"typed"})
    assert record.is_cited


def test_values_keep_their_order():
    fact = FactFactory(slug="list", value__date_start="2001", value__position=1)
    FactValueFactory(fact=fact, position=0, date_start="1999")
    record = load_facts()["list"]
    assert [value.start for value in record.values] == ["1999", "2001"]


def test_the_subject_can_have_good_wrong_options_of_its_own():
    FactFactory(slug="one", near=["a"], near_subject=["b"])
    record = load_facts()["one"]
    assert record.near == {"value": ("a",), "subject": ("b",)}


def test_names_are_in_the_same_order_whatever_the_database_keeps():
    EntityFactory(
        slug="x", names={"ru": "Р", "en": "E", "kk": "К"}, aliases={"ru": ["р2"], "en": ["e2"]}
    )
    FactFactory(slug="one", subject__names={"ru": "Р", "en": "E", "kk": "К"})
    assert load_facts()["one"].subject.all_names == ("E", "К", "Р")


def test_withdrawn_facts_and_those_of_teachers_are_left_out(now, alice):
    FactFactory(slug="published")
    FactFactory(slug="withdrawn", withdrawn_at=now)
    FactFactory(slug="private", owner=alice)
    assert list(load_facts()) == ["published"]


def test_a_fact_without_a_citation_says_so():
    FactFactory(slug="bare", citation=None)
    assert not load_facts()["bare"].is_cited


def test_more_facts_need_no_more_queries(django_assert_num_queries):
    FactFactory.create_batch(2)
    with django_assert_num_queries(4):
        load_facts()
    FactFactory.create_batch(20)
    with django_assert_num_queries(4):
        load_facts()
