"""Coverage: what a deck asks of each topic, and what it leaves out."""

import pytest

from questions.authoring.coverage import deck_coverage
from tests.factories import (
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


def test_an_empty_deck_covers_nothing(teacher):
    QuestionFactory()
    assert deck_coverage(DeckFactory(owner=teacher), teacher=teacher) == []


def test_facts_are_counted_by_topic_and_essential_ones_offered(teacher, now):
    sco, csto = TopicFactory(slug="sco"), TopicFactory(slug="csto", position=2)
    asked = QuestionFactory(fact__topic=sco)
    twice = QuestionFactory(fact=asked.fact, form="typed")
    other = QuestionFactory(fact__topic=csto, fact__importance=1)
    wanted = [QuestionFactory(fact__topic=sco) for _ in range(3)]
    FactFactory(topic=sco)  # which nothing asks
    QuestionFactory(fact__topic=sco, fact__importance=2)
    QuestionFactory(fact__topic=sco, fact__withdrawn_at=now)
    own_question(TeacherFactory(), fact=FactFactory(topic=sco, owner=TeacherFactory()))
    deck = DeckFactory(owner=teacher, questions=[asked, twice, other])
    first, second = deck_coverage(deck, teacher=teacher, most=2)
    assert (first.topic, first.covered, first.total, first.more) == (sco, 1, 6, 1)
    assert set(first.missing) < set(wanted)
    assert (second.topic, second.covered, second.total, second.missing) == (csto, 1, 1, [])


def test_many_facts_take_as_many_queries_as_few(teacher, django_assert_num_queries):
    deck = DeckFactory(owner=teacher, questions=[QuestionFactory()])
    for size in (2, 30):
        QuestionFactory.create_batch(size)
        with django_assert_num_queries(6):
            deck_coverage(deck, teacher=teacher)
