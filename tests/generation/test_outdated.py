"""Questions whose fact says something else now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.generation.outdated import VALUE_CHANGED, VALUE_CHANGED_CODE, take_back
from questions.generation.publish import generate_questions
from questions.models import Edit, Question, QuestionPart
from tests.factories import FactFactory, QuestionFactory, TeacherFactory, own_question

pytestmark = pytest.mark.django_db


def test_approved_questions_of_the_fact_are_taken_back(now):
    question, other = QuestionFactory(), QuestionFactory()

    take_back([question.fact_id], now=now)

    question.refresh_from_db()
    other.refresh_from_db()
    assert (question.status, question.flaws) == ("withdrawn", [VALUE_CHANGED])
    assert other.status == "approved"


def test_so_is_a_set_that_has_the_fact_as_a_part(now):
    ordering = QuestionFactory(form="order", cue="", options=[])
    for position, fact in enumerate([ordering.fact, FactFactory()]):
        QuestionPart.objects.create(question=ordering, position=position, fact=fact, text="x")

    take_back([fact.pk], now=now)

    assert Question.objects.get().status == "withdrawn"


def test_what_a_person_took_back_stays_theirs(now):
    demoted = QuestionFactory(status="draft")
    take_back([demoted.fact_id], now=now)
    assert Question.objects.get().status == "draft"


def test_what_a_teacher_wrote_about_it_becomes_a_draft_that_says_why(now):
    teacher, fact = TeacherFactory(), FactFactory()
    mine = QuestionFactory(fact=fact, owner=teacher, flaws=["clang"])
    waiting = QuestionFactory(fact=fact, owner=teacher, status="draft")
    own = own_question(teacher)

    take_back([fact.pk], now=now)

    mine.refresh_from_db()
    assert (mine.status, mine.flaws) == ("draft", ["clang", VALUE_CHANGED_CODE])
    edit = Edit.objects.get()
    assert (edit.question, edit.actor, edit.action) == (mine, None, "demoted")
    assert edit.note
    assert Question.objects.get(pk=waiting.pk).flaws == []
    assert Question.objects.get(pk=own.pk).status == "approved"


def test_so_does_a_teachers_matching_with_the_fact_among_others(now):
    teacher = TeacherFactory()
    matching = QuestionFactory(form="match", cue="", options=[], owner=teacher)
    fact = FactFactory()
    for position, part in enumerate([matching.fact, fact]):
        QuestionPart.objects.create(question=matching, position=position, fact=part, text="x")
    take_back([fact.pk, matching.fact_id], now=now)
    assert Question.objects.get().status == "draft"
    assert Edit.objects.count() == 1


def test_statements_are_the_same_for_any_number_of_questions(now):
    def count(number: int) -> int:
        fact, teacher = FactFactory(), TeacherFactory()
        for owner in (None, teacher):
            for i in range(number):
                QuestionFactory(fact=fact, owner=owner, variant=str(i))
        with CaptureQueriesContext(connection) as queries:
            take_back([fact.pk], now=now)
        return len(queries)

    assert count(2) == count(9)


def test_generation_makes_new_ones_in_their_place(now):
    fact = FactFactory(
        slug="alpha", value__date_start="2002-06-07", text__ask_value="When was it founded?"
    )
    generate_questions(seed=1, now=now)
    asked = Question.objects.approved()
    forms = sorted(asked.values_list("form", flat=True))
    take_back([fact.pk], now=now)
    assert not asked.exists()

    generate_questions(seed=1, now=now)

    assert sorted(asked.all().values_list("form", flat=True)) == forms
    assert all(question.replaces.flaws[-1] == VALUE_CHANGED for question in asked.all())
