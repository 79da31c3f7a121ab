"""Who sees which rows: the library, one's own, what colleagues share, what a learner studies."""

import pytest

from questions.models import Citation, Deck, Fact, Question, Source
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    QuestionFactory,
    TeacherFactory,
    UserFactory,
    own_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return TeacherFactory()


@pytest.fixture
def charlie():
    return TeacherFactory()


@pytest.fixture
def mine(alice):
    return own_question(alice)


def seen_by(teacher):
    return {
        "decks": set(Deck.objects.visible_to(teacher)),
        "questions": set(Question.objects.visible_to(teacher)),
        "facts": set(Fact.objects.visible_to(teacher)),
        "sources": set(Source.objects.visible_to(teacher)),
    }


def rows_of(question, deck):
    source = Citation.objects.get(fact=question.fact).source
    return {
        "decks": {deck},
        "questions": {question},
        "facts": {question.fact},
        "sources": {source},
    }


def test_an_owner_sees_their_rows_and_another_teacher_none(alice, charlie, mine):
    deck = DeckFactory(owner=alice, questions=[mine])
    assert seen_by(alice) == rows_of(mine, deck)
    assert seen_by(charlie) == {
        "decks": set(),
        "questions": set(),
        "facts": set(),
        "sources": set(),
    }


@pytest.mark.parametrize("way", ["with one", "with all"])
def test_a_shared_deck_shows_its_questions_facts_and_sources(alice, charlie, mine, way):
    deck = DeckFactory(owner=alice, questions=[mine], is_shared_with_all=way == "with all")
    if way == "with one":
        deck.shared_with.add(charlie)
    own_question(alice)  # in no deck, so nobody's business
    assert seen_by(charlie) == rows_of(mine, deck)
    assert set(Deck.objects.owned_by(charlie)) == set()


def test_a_deck_that_is_put_away_is_shared_no_more(alice, charlie, mine, now):
    DeckFactory(owner=alice, questions=[mine], is_shared_with_all=True, archived_at=now)
    assert seen_by(charlie)["questions"] == set()
    assert seen_by(charlie)["decks"] == set()


def test_nobody_shares_what_a_colleague_shared_with_them(alice, charlie, mine):
    first = DeckFactory(owner=alice, questions=[mine])
    bob = TeacherFactory()
    first.shared_with.add(bob)
    DeckFactory(owner=bob, questions=[mine], is_shared_with_all=True)
    assert seen_by(charlie)["questions"] == set()


def test_everybody_sees_the_library(alice, charlie):
    question = QuestionFactory()
    assert seen_by(alice)["questions"] == seen_by(charlie)["questions"] == {question}


class TestWhatALearnerIsAsked:
    @pytest.fixture
    def learner(self):
        return UserFactory()

    def test_nothing_of_a_teacher_by_itself(self, learner, alice, mine):
        DeckFactory(owner=alice, questions=[mine])
        assert mine not in Question.objects.studied_by(learner)

    def test_an_assigned_deck_until_it_is_taken_back(self, learner, alice, mine, now):
        classroom = ClassroomFactory(teacher=alice, learners=[learner])
        deck = DeckFactory(owner=alice, questions=[mine])
        assignment = AssignmentFactory(classroom=classroom, deck=deck)
        assert mine in Question.objects.studied_by(learner)
        assert set(Deck.objects.studied_by(learner)) == {deck}
        assert mine not in Question.objects.studied_by(UserFactory())
        assert mine not in Question.objects.studied_by(alice)
        assignment.withdrawn_at = now
        assignment.save()
        assert mine not in Question.objects.studied_by(learner)
        assert set(Deck.objects.studied_by(learner)) == set()

    def test_not_what_was_assigned_to_a_classroom_they_left(self, learner, alice, mine, now):
        classroom = ClassroomFactory(teacher=alice, learners=[learner])
        AssignmentFactory(classroom=classroom, deck=DeckFactory(owner=alice, questions=[mine]))
        classroom.memberships.filter(user=learner).update(left_at=now)
        assert mine not in Question.objects.studied_by(learner)

    def test_a_deck_taken_up_by_its_link_while_the_link_stands(self, learner, alice, mine):
        deck = DeckFactory(owner=alice, questions=[mine], study_token="f" * 32)
        deck.learners.add(learner)
        assert mine in Question.objects.studied_by(learner)
        deck.study_token = None
        deck.save()
        assert mine not in Question.objects.studied_by(learner)
