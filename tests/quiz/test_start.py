"""Starting a session."""

import pytest

from questions.models import Card, SessionItem
from questions.quiz.start import NothingToAskError, Wish, start_session
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def test_a_session_asks_at_most_ten_facts_each_once(alice, now, rng):
    QuestionFactory.create_batch(12)
    session = start_session(learner=alice, wish=Wish(), now=now, rng=rng)
    facts = SessionItem.objects.filter(session=session).values_list("fact_id", flat=True)
    assert len(facts) == len(set(facts)) == 10


def test_the_same_kind_of_session_goes_on_instead_of_starting_anew(alice, now, rng):
    QuestionFactory.create_batch(3)
    first = start_session(learner=alice, wish=Wish(), now=now, rng=rng)
    assert start_session(learner=alice, wish=Wish(), now=now, rng=rng) == first


def test_nothing_is_stored_where_nothing_can_be_asked(alice, now, rng):
    with pytest.raises(NothingToAskError):
        start_session(learner=alice, wish=Wish(), now=now, rng=rng)
    assert not Card.objects.exists()
