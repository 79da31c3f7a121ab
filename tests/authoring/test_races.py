"""Two tabs and two clicks at once: real threads on a real database."""

import pytest

from questions.authoring.errors import AuthoringError
from questions.authoring.facts import make_fact
from questions.authoring.questions import change_question, make_question
from questions.authoring.status import approve_questions, withdraw_questions
from questions.models import DeckEntry, Edit, Fact, Question, Source
from questions.progress.tallies import rebuild_tallies
from questions.scheduling.review import rebuild_cards
from tests.authoring.wishes import choice_wish, fact_wish, own_fact, typed_wish
from tests.factories import DeckFactory, TeacherFactory
from tests.playing import next_item, plan
from tests.quiz.test_races import at_once, posting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def question(teacher, now) -> Question:
    fact = own_fact(teacher)
    made = make_question(typed_wish(), fact=fact, owner=teacher, now=now)
    approve_questions([made], actor=teacher, now=now)
    return Question.objects.get(pk=made.pk)


def trying(work):
    """The result, or the code of the error."""

    def tried():
        try:
            return work()
        except AuthoringError as error:
            return error.code

    return tried


def test_of_two_tabs_one_wins_and_the_other_is_told(question, teacher, now):
    deck = DeckFactory(owner=teacher, questions=[question])

    def saving(stem: str):
        wish = typed_wish(stem=stem)
        return trying(
            lambda: change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        )

    results = at_once(saving("Which city holds its seat?"), saving("Where is its seat found?"))

    assert sorted(map(str, results)).count("stale") == 1
    assert Question.objects.approved().count() == 1
    assert DeckEntry.objects.get(deck=deck).question == Question.objects.approved().get()


def test_a_double_click_makes_two_facts_with_slugs_of_their_own(teacher, now):
    making = [trying(lambda: make_fact(fact_wish(), owner=teacher, now=now))] * 4
    at_once(*making)
    assert Fact.objects.values("slug").distinct().count() == 4
    assert Source.objects.values("slug").distinct().count() == 4


def test_approving_twice_at_once_is_noted_once(teacher, now):
    draft = make_question(choice_wish(), fact=own_fact(teacher), owner=teacher, now=now)
    at_once(*[lambda: approve_questions([draft], actor=teacher, now=now)] * 3)
    assert Edit.objects.filter(action="approved").count() == 1


@pytest.mark.parametrize("answer", ["Oakenmere", "Marblewick!"])
def test_an_answer_in_between_comes_wholly_before_or_after(question, teacher, alice, now, answer):
    session = plan(alice, question, now=now)
    item = next_item(session)
    wish = typed_wish(answer)

    def answering():
        try:
            return posting(item, alice, now)()
        except Exception as error:
            return type(error).__name__

    at_once(
        answering,
        trying(lambda: change_question(question, wish, is_same_key=False, actor=teacher, now=now)),
    )
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_withdrawing_while_it_is_changed_leaves_nothing_half_done(question, teacher, now):
    wish = typed_wish(stem="Which city holds its seat?")
    at_once(
        trying(lambda: change_question(question, wish, is_same_key=None, actor=teacher, now=now)),
        trying(lambda: withdraw_questions([question], actor=teacher, now=now)),
    )
    assert Question.objects.get(pk=question.pk).status == "withdrawn"
