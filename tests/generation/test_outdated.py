"""Questions whose fact says something else now."""

import pytest

from questions.generation.outdated import VALUE_CHANGED, take_back
from questions.generation.publish import generate_questions
from questions.models import Question, QuestionPart
from tests.factories import FactFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_approved_questions_of_the_fact_are_taken_back():
    question, other = QuestionFactory(), QuestionFactory()

    take_back([question.fact_id])

    question.refresh_from_db()
    other.refresh_from_db()
    assert (question.status, question.flaws) == ("withdrawn", [VALUE_CHANGED])
    assert other.status == "approved"


def test_so_is_a_set_that_has_the_fact_as_a_part():
    ordering = QuestionFactory(form="order", cue="", options=[])
    for position, fact in enumerate([ordering.fact, FactFactory()]):
        QuestionPart.objects.create(question=ordering, position=position, fact=fact, text="x")

    take_back([fact.pk])

    assert Question.objects.get().status == "withdrawn"


def test_what_a_person_took_back_or_wrote_stays_theirs(alice):
    demoted = QuestionFactory(status="draft")
    mine = QuestionFactory(fact=demoted.fact, owner=alice, cue="subject")

    take_back([demoted.fact_id])

    assert set(Question.objects.values_list("pk", "status")) == {
        (demoted.pk, "draft"),
        (mine.pk, "approved"),
    }


def test_generation_makes_new_ones_in_their_place(now):
    fact = FactFactory(
        slug="alpha", value__date_start="2002-06-07", text__ask_value="When was it founded?"
    )
    generate_questions(seed=1, now=now)
    asked = Question.objects.approved()
    forms = sorted(asked.values_list("form", flat=True))
    take_back([fact.pk])
    assert not asked.exists()

    generate_questions(seed=1, now=now)

    assert sorted(asked.all().values_list("form", flat=True)) == forms
    assert all(question.replaces.flaws[-1] == VALUE_CHANGED for question in asked.all())
