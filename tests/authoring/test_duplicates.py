"""Finding questions that ask the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.authoring.duplicates import fold_stem, similar_questions
from questions.models import Question
from tests.factories import DeckFactory, FactFactory, QuestionFactory, TeacherFactory, own_question

STEM = "In which city does the secretariat of the Lantern League sit?"


@pytest.fixture
def teacher():
    return TeacherFactory()


def found(stem: str, teacher, **more) -> list[tuple[str, str]]:
    return [
        (one.question.stem, one.code) for one in similar_questions(stem, teacher=teacher, **more)
    ]


@pytest.mark.django_db
class TestStems:
    @pytest.mark.parametrize(
        "stem",
        [
            STEM,
            STEM.upper(),
            f"  {STEM.replace(' ', '   ').rstrip('?')}",
            STEM.replace("city", "сity"),  # with a Cyrillic letter
            STEM.replace("Lantern", "“Lantern”"),
        ],
    )
    def test_case_spaces_punctuation_and_letters_that_look_alike_make_no_difference(
        self, teacher, stem
    ):
        QuestionFactory(stem=STEM)
        assert found(stem, teacher) == [(STEM, "same-stem")]

    @pytest.mark.parametrize(
        "stem",
        [
            "The secretariat of the Lantern League sits in which city?",
            "In which city is the Lantern League's secretariat?",
        ],
    )
    def test_another_order_and_form_of_the_words_is_near(self, teacher, stem):
        QuestionFactory(stem=STEM)
        QuestionFactory.create_batch(5)
        assert found(stem, teacher) == [(STEM, "near-stem")]

    @pytest.mark.parametrize(
        "stem",
        [
            "In which city does the court of the Merchant Guild sit?",
            "Who leads the Lantern League?",
            "",
        ],
    )
    def test_other_questions_are_not(self, teacher, stem):
        QuestionFactory(stem=STEM)
        QuestionFactory.create_batch(5)
        assert found(stem, teacher) == []

    def test_another_year_is_another_question(self, teacher):
        QuestionFactory(stem="Which summit did the Lantern League hold in 2001?")
        assert found("Which summit did the Lantern League hold in 2002?", teacher) == []

    def test_the_forms_of_one_question_are_told_once(self, teacher):
        first = QuestionFactory(stem=STEM)
        QuestionFactory(stem=STEM, fact=first.fact, form="typed", options=[])
        assert len(found(STEM, teacher)) == 1

    def test_itself_and_what_is_withdrawn_are_left_out(self, teacher):
        own = own_question(teacher, stem=STEM)
        QuestionFactory(stem=STEM, status="withdrawn")
        assert found(STEM, teacher, exclude=own) == []

    def test_a_strangers_is_seen_once_it_is_shared(self, teacher):
        theirs = own_question(TeacherFactory(), stem=STEM)
        assert found(STEM, teacher) == []
        DeckFactory(owner=theirs.owner, questions=[theirs], is_shared_with_all=True)
        assert found(STEM, teacher) == [(STEM, "same-stem")]

    def test_at_most_so_many_are_told_the_likest_first(self, teacher):
        for i in range(4):
            QuestionFactory(stem=f"{STEM} {'So?' * (i > 0)}{'No?' * (i > 1)}")
        told = found(STEM, teacher, size=2)
        assert len(told) == 2
        assert told[0][1] == "same-stem"

    def test_the_reason_is_told_in_words(self, teacher):
        QuestionFactory(stem=STEM)
        assert str(similar_questions(STEM, teacher=teacher)[0].why) == "The same words"


@pytest.mark.django_db
class TestFacts:
    def test_another_question_of_the_fact_is_told(self, teacher):
        question = QuestionFactory()
        assert found("Else?", teacher, fact=question.fact) == [(question.stem, "same-fact")]
        assert found("Else?", teacher, fact=FactFactory()) == []

    def test_cue_and_form_must_be_the_same_where_they_are_given(self, teacher):
        question = QuestionFactory(form="choice")
        fact = question.fact
        assert found("Else?", teacher, fact=fact, cue="value", form="choice")
        assert found("Else?", teacher, fact=fact, cue="value", form="typed") == []
        assert found("Else?", teacher, fact=fact, cue="subject") == []


@pytest.mark.django_db
def test_statements_are_the_same_however_many_questions_there_are(teacher):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            similar_questions(STEM, teacher=teacher)
        return len(queries)

    QuestionFactory(stem=STEM)
    before = count()
    QuestionFactory.create_batch(8, stem=STEM)
    assert Question.objects.count() == 9
    assert count() == before


@settings(deadline=None)
@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text):
    assert fold_stem(fold_stem(text)) == fold_stem(text)
