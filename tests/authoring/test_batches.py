"""Many at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.batches import make_facts_and_questions
from questions.authoring.errors import AuthoringError
from questions.authoring.records import OptionWish, PlaceWish
from questions.models import Edit, Fact, Option, Question
from tests.authoring.wishes import choice_wish, fact_wish, typed_wish
from tests.factories import FactFactory, SourceFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def place(teacher):
    return (PlaceWish(SourceFactory(owner=teacher), place="line 1"),)


def test_each_pair_gives_a_draft_about_its_fact_in_order(teacher, place, now):
    known = FactFactory()
    one, two = (fact_wish(f"Fact {n}.", places=place) for n in (1, 2))
    pairs = [(two, choice_wish()), (known, typed_wish("1950")), (one, typed_wish())]
    made = make_facts_and_questions(pairs, owner=teacher, now=now)

    facts = [question.fact for question in made]
    assert [fact.slug for fact in facts] == ["fact-2", known.slug, "fact-1"]
    assert [question.form for question in made] == ["choice", "typed", "typed"]
    assert {question.status for question in made} == {"draft"}
    assert Option.objects.filter(question=made[0]).count() == 3
    assert Edit.objects.filter(question__in=made, action="made").count() == 3


def test_equal_wishes_share_one_fact(teacher, place, now):
    wish = fact_wish("Fact.", places=place)
    pairs = [(wish, choice_wish()), (wish, typed_wish())]
    made = make_facts_and_questions(pairs, owner=teacher, now=now)
    assert made[0].fact == made[1].fact


def test_one_that_cannot_be_made_leaves_nothing_of_the_others(teacher, place, now):
    good = (fact_wish("Fact.", places=place), choice_wish())
    bad = (fact_wish("Other.", places=place), choice_wish(options=(OptionWish("x" * 301),)))
    with pytest.raises(AuthoringError):
        make_facts_and_questions([good, bad], owner=teacher, now=now)
    assert not Fact.objects.exists()
    assert not Question.objects.exists()


def test_nothing_is_made_of_nothing(teacher, now):
    assert make_facts_and_questions([], owner=teacher, now=now) == []


def test_thirty_take_as_many_statements_as_three(teacher, place, now):
    def count(number: int) -> int:
        pairs = [
            (fact_wish(f"Fact {i} of {number}.", places=place), choice_wish())
            for i in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            make_facts_and_questions(pairs, owner=teacher, now=now)
        return len(queries)

    assert count(3) == count(30)
