"""Approving, withdrawing and bringing back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.errors import AuthoringError
from questions.authoring.questions import change_question, make_question
from questions.authoring.status import approve_questions, restore_questions, withdraw_questions
from questions.generation.outdated import take_back
from questions.generation.publish import generate_questions
from questions.models import Edit, Question, QuizSession
from tests.authoring.wishes import choice_wish, own_fact, typed_wish
from tests.factories import FactFactory, QuestionFactory, TeacherFactory, own_question
from tests.playing import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def curator():
    return TeacherFactory(is_superuser=True)


@pytest.fixture
def draft(teacher, now) -> Question:
    fact = own_fact(teacher)
    return make_question(choice_wish(), fact=fact, owner=teacher, now=now)


def status(question: Question) -> str:
    return Question.objects.get(pk=question.pk).status


def actions(question: Question) -> list[str]:
    return list(question.edits.order_by("pk").values_list("action", flat=True))


class TestApproving:
    def test_a_draft_that_passes_the_gates_is_approved_with_who_and_when(self, draft, teacher, now):
        result = approve_questions([draft], actor=teacher, now=now)

        assert (result.approved, result.refused) == ([draft], {})
        draft.refresh_from_db()
        assert (draft.status, draft.approved_by, draft.approved_at) == ("approved", teacher, now)
        assert actions(draft) == ["made", "approved"]
        again = approve_questions([draft], actor=teacher, now=now)
        assert (again.approved, again.refused) == ([], {})

    def test_others_are_refused_with_reasons_and_the_rest_goes_through(self, draft, teacher, now):
        bad = make_question(
            choice_wish(options=choice_wish().options[:2]), fact=draft.fact, owner=teacher, now=now
        )
        result = approve_questions([draft, bad], actor=teacher, now=now)

        assert result.approved == [draft]
        assert [flaw.code for flaw in result.refused[bad.pk]] == ["few-distractors"]
        assert status(bad) == "draft"

    def test_nothing_is_approved_without_a_source(self, draft, teacher, now):
        draft.fact.citations.all().delete()
        result = approve_questions([draft], actor=teacher, now=now)
        assert [flaw.code for flaw in result.refused[draft.pk]] == ["no-citation"]

    def test_nor_of_a_withdrawn_fact(self, draft, teacher, now):
        draft.fact.withdrawn_at = now
        draft.fact.save()
        result = approve_questions([draft], actor=teacher, now=now)
        assert [flaw.code for flaw in result.refused[draft.pk]] == ["fact-withdrawn"]

    def test_a_withdrawn_question_must_be_brought_back_first(self, draft, teacher, now):
        withdraw_questions([draft], actor=teacher, now=now)
        result = approve_questions([draft], actor=teacher, now=now)
        assert [flaw.code for flaw in result.refused[draft.pk]] == ["withdrawn"]

    def test_minor_flaws_are_kept_with_the_row(self, teacher, now):
        stem = "Which city always was the seat of the Lantern League?"
        question = make_question(
            choice_wish(stem=stem), fact=own_fact(teacher), owner=teacher, now=now
        )
        approve_questions([question], actor=teacher, now=now)
        question.refresh_from_db()
        assert (question.status, question.flaws) == ("approved", ["absolute-terms"])


class TestWithdrawing:
    def test_it_is_asked_no_more_also_where_it_is_open(self, teacher, alice, now):
        question = own_question(teacher)
        plan(alice, question, now=now)

        assert withdraw_questions([question], actor=teacher, now=now, note="Wrong.") == [question]

        assert status(question) == "withdrawn"
        assert not QuizSession.objects.filter(finished_at=None).exists()
        assert Edit.objects.get(question=question).note == "Wrong."
        assert withdraw_questions([question], actor=teacher, now=now) == []

    def test_what_a_curator_withdrew_stays_so_after_generating(self, curator, now):
        FactFactory(
            slug="alpha", value__date_start="2002-06-07", text__ask_value="When was it founded?"
        )
        generate_questions(seed=1, now=now)
        question = Question.objects.approved().first()

        withdraw_questions([question], actor=curator, now=now)
        generate_questions(seed=1, now=now)

        question.refresh_from_db()
        assert question.status == "withdrawn"
        assert not any(code.startswith("withdrawn:") for code in question.flaws)
        same = Question.objects.filter(fact=question.fact, form=question.form, cue=question.cue)
        assert not same.approved().exists()

    def test_brought_back_it_waits_for_approval(self, curator, now):
        FactFactory(
            slug="alpha", value__date_start="2002-06-07", text__ask_value="When was it founded?"
        )
        generate_questions(seed=1, now=now)
        question = Question.objects.approved().filter(form="typed").get()
        withdraw_questions([question], actor=curator, now=now)

        assert restore_questions([question], actor=curator, now=now) == [question]
        generate_questions(seed=1, now=now)
        assert status(question) == "draft"

        assert approve_questions([question], actor=curator, now=now).approved == [question]
        generate_questions(seed=1, now=now)
        assert status(question) == "approved"


class TestRestoring:
    def test_a_question_comes_back_as_a_draft(self, teacher, now):
        question = own_question(teacher)
        withdraw_questions([question], actor=teacher, now=now)
        restore_questions([question], actor=teacher, now=now)
        assert status(question) == "draft"
        assert actions(question) == ["withdrawn", "restored"]

    def test_one_that_was_replaced_does_not(self, draft, teacher, now):
        approve_questions([draft], actor=teacher, now=now)
        draft.refresh_from_db()
        change_question(
            draft,
            choice_wish(stem="Which city holds the secretariat of the Lantern League?"),
            is_same_key=None,
            actor=teacher,
            now=now,
        )
        assert restore_questions([draft], actor=teacher, now=now) == []

    def test_nor_one_of_the_library_that_was_made_anew(self, curator, now):
        old = QuestionFactory(status="withdrawn")
        QuestionFactory(fact=old.fact)
        assert restore_questions([old], actor=curator, now=now) == []


@pytest.mark.parametrize("rule", [approve_questions, withdraw_questions, restore_questions])
class TestRights:
    def test_strangers_and_mere_teachers_are_refused_and_nothing_happens(self, rule, draft, now):
        before = list(Question.objects.values_list())
        for row, actor in (
            (draft, TeacherFactory()),
            (draft, TeacherFactory(is_superuser=True)),
            (QuestionFactory(), draft.owner),
        ):
            with pytest.raises(AuthoringError):
                rule([row], actor=actor, now=now)
        assert list(Question.objects.filter(pk=draft.pk).values_list()) == before

    def test_many_take_as_many_statements_as_two(self, rule, teacher, now):
        def count(number: int) -> int:
            rows = [
                make_question(typed_wish(), fact=own_fact(teacher), owner=teacher, now=now)
                for _ in range(number)
            ]
            if rule == restore_questions:
                withdraw_questions(rows, actor=teacher, now=now)
            with CaptureQueriesContext(connection) as queries:
                rule(rows, actor=teacher, now=now)
            return len(queries)

        assert count(2) == count(9)


class TestAfterTheLibraryChanged:
    def test_a_question_whose_fact_says_something_else_is_approved_anew_by_a_person(
        self, teacher, now
    ):
        fact = FactFactory()
        question = QuestionFactory(fact=fact, owner=teacher, stem="On what date was it founded?")
        take_back([fact.pk], now=now)
        question.refresh_from_db()
        assert (question.status, question.flaws) == ("draft", ["value-changed"])

        approve_questions([question], actor=teacher, now=now)
        question.refresh_from_db()
        assert question.status == "approved"
        assert "value-changed" not in question.flaws

    def test_mended_it_is_a_new_row_since_learners_saw_the_old_one(self, teacher, now):
        question = QuestionFactory(owner=teacher, stem="On what date was it founded?")
        take_back([question.fact_id], now=now)
        question.refresh_from_db()
        after = change_question(
            question,
            typed_wish("8 June 2002", stem="On what date was it founded?"),
            is_same_key=None,
            actor=teacher,
            now=now,
        )
        assert (after.status, after.replaces) == ("draft", question)
