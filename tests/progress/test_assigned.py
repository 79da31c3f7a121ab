"""The decks that a learner studies: how far they are, and how long there is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from questions.models import Card, Deck
from questions.progress.assigned import deck_shelf
from questions.scheduling.memory import Memory, recall
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    own_question,
)
from tests.playing import play_once, question_of, set_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


@pytest.fixture
def bob():
    return TeacherFactory(username="bob")


@pytest.fixture
def assign(alice, bob):
    """Give Alice's classroom a deck, without an exam unless one is named."""
    classroom = ClassroomFactory(teacher=bob, learners=[alice], time_zone="Asia/Almaty")

    def give(*questions, exam_in=None, due_in=None):
        return AssignmentFactory(
            classroom=classroom,
            deck=DeckFactory(owner=bob, questions=questions),
            exam_day=None if exam_in is None else TODAY + exam_in * DAY,
            due_day=None if due_in is None else TODAY + due_in * DAY,
        )

    return give


def known(learner, question, *, stability=9.0) -> Memory:
    memory = Memory(stability, 5.0, TODAY - 5 * DAY, TODAY + 4 * DAY)
    Card.objects.create(
        learner=learner,
        fact=question.fact,
        cue=question.cue,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_study_day=memory.last_day,
    )
    return memory


def names(rows) -> list[str]:
    return [row.assignment.deck.name for row in rows]


class TestProgress:
    def test_facts_are_counted_once_and_met_by_whatever_cue(self, alice, bob, assign, now):
        fact = FactFactory()
        both = [question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject")]
        typed = question_of("typed", fact=fact)
        assign(*both, typed, own_question(bob), due_in=3)
        play_once(alice, typed, now=now)
        (row,) = deck_shelf(alice, now=now).open
        assert (row.progress.met, row.progress.total, row.progress.questions) == (1, 2, 4)

    def test_what_is_not_asked_is_not_counted(self, alice, bob, assign, now):
        others = [own_question(bob, status=s) for s in ("draft", "withdrawn")]
        others.append(QuestionFactory(fact__withdrawn_at=now))
        assign(QuestionFactory(), *others, set_of("order"), due_in=3)
        (row,) = deck_shelf(alice, now=now).open
        assert (row.progress.total, row.progress.questions) == (1, 2)

    def test_a_card_that_was_only_planned_is_not_met(self, alice, assign, now):
        question = QuestionFactory()
        assign(question, due_in=3)
        Card.objects.create(learner=alice, fact=question.fact, cue="value")
        assert deck_shelf(alice, now=now).open[0].progress.met == 0

    def test_another_learners_memory_is_not_ones_own(self, alice, charlie, assign, now):
        question = QuestionFactory()
        assign(question, due_in=3)
        known(charlie, question)
        assert deck_shelf(alice, now=now).open[0].progress.met == 0
        assert deck_shelf(charlie, now=now).open == []


class TestExpected:
    def test_it_is_the_mean_over_the_deck_and_nothing_for_what_was_not_met(
        self, alice, assign, now
    ):
        questions = QuestionFactory.create_batch(4)
        assign(*questions, exam_in=20)
        strong, weak = (
            known(alice, q, stability=s) for q, s in zip(questions[:2], (90, 3), strict=True)
        )
        day = TODAY + 20 * DAY
        expected = (recall(strong, day) + recall(weak, day)) / 4
        assert deck_shelf(alice, now=now).open[0].expected == pytest.approx(expected)

    def test_on_the_day_of_the_exam_what_was_just_answered_is_not_all_known(
        self, alice, assign, now
    ):
        question = QuestionFactory()
        assign(question, exam_in=0)
        play_once(alice, question, now=now, right=False)
        assert deck_shelf(alice, now=now).open[0].expected < 0.9

    def test_there_is_none_without_an_exam_to_come_or_with_nothing_met(self, alice, assign, now):
        question = QuestionFactory()
        known(alice, question)
        assign(question, due_in=3)
        assign(question, exam_in=-3)
        assign(QuestionFactory(), exam_in=3)
        shelf = deck_shelf(alice, now=now)
        assert [row.expected for row in (*shelf.open, *shelf.done)] == [None] * 3


class TestDays:
    def test_they_are_counted_by_the_classrooms_calendar(self, alice, assign):
        assign(QuestionFactory(), due_in=0, exam_in=1)
        alice.time_zone = "America/New_York"
        for hour, days in ((2, (0, 1)), (18, (0, 1)), (20, (-1, 0))):
            moment = datetime(2026, 3, 4, hour, tzinfo=UTC)
            (row,) = deck_shelf(alice, now=moment).open
            assert (row.due_in, row.exam_in) == days

    def test_what_comes_next_stands_first_and_what_has_passed_last(self, alice, assign, now):
        rows = [
            assign(QuestionFactory(), **days)
            for days in (
                {"due_in": -20},
                {"exam_in": 9},
                {"due_in": 3},
                {"due_in": -1, "exam_in": 5},
                {"due_in": -2},
            )
        ]
        shelf = deck_shelf(alice, now=now)
        assert names(shelf.open) == [rows[n].deck.name for n in (2, 3, 1, 4, 0)]
        assert [row.is_late for row in shelf.open] == [False, True, False, True, True]
        assert [row.is_quiet for row in shelf.open] == [False, False, False, True, True]

    @pytest.mark.parametrize(
        ("days", "is_met", "is_done"),
        [
            ({"due_in": 3}, False, False),
            ({"due_in": 3}, True, True),
            ({"due_in": -3}, False, False),
            ({"due_in": -3}, True, True),
            ({"exam_in": 3}, True, False),
            ({"exam_in": 0}, False, False),
            ({"exam_in": -1}, False, True),
            ({"due_in": -3, "exam_in": 3}, True, False),
        ],
    )
    def test_what_is_due_is_done_when_met_and_an_exam_when_it_is_over(
        self, alice, assign, now, days, is_met, is_done
    ):
        question = QuestionFactory()
        assign(question, **days)
        if is_met:
            known(alice, question)
        shelf = deck_shelf(alice, now=now)
        assert (len(shelf.open), len(shelf.done)) == (not is_done, is_done)

    @pytest.mark.parametrize(("due_in", "is_done"), [(1, False), (-1, True)])
    def test_a_deck_of_sets_alone_is_done_with_its_day(self, alice, assign, now, due_in, is_done):
        assign(set_of("match"), due_in=due_in)
        shelf = deck_shelf(alice, now=now)
        assert (len(shelf.open), len(shelf.done)) == (not is_done, is_done)
        assert not any(row.is_late for row in shelf.open)


class TestTaken:
    def test_decks_taken_up_by_a_link_stand_apart_and_assigned_ones_once(
        self, alice, bob, assign, now
    ):
        taken = DeckFactory(owner=bob, questions=[QuestionFactory()], study_token="a" * 32)
        both = assign(QuestionFactory(), due_in=2).deck
        Deck.objects.filter(pk=both.pk).update(study_token="b" * 32)
        for deck in (taken, both):
            deck.learners.add(alice)
        shelf = deck_shelf(alice, now=now)
        assert [progress.deck for progress in shelf.taken] == [taken]
        assert names(shelf.open) == [both.name]

    def test_not_once_the_link_is_closed_or_the_deck_put_away(self, alice, bob, now):
        for fields in ({"study_token": None}, {"study_token": "c" * 32, "archived_at": now}):
            DeckFactory(owner=bob, **fields).learners.add(alice)
        assert deck_shelf(alice, now=now).taken == []


def test_it_takes_two_queries_without_decks_and_four_with_any_number(
    alice, bob, assign, now, django_assert_num_queries
):
    with django_assert_num_queries(2):
        deck_shelf(alice, now=now)
    for number in range(5):
        question = QuestionFactory()
        known(alice, question)
        assign(question, own_question(bob), exam_in=number)
        deck = DeckFactory(owner=bob, questions=[question], study_token=f"{number:032x}")
        deck.learners.add(alice)
        with django_assert_num_queries(4):
            deck_shelf(alice, now=now)
