"""Decks: filling and ordering them, for their owner alone."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from questions.authoring.decks import (
    add_questions,
    copy_deck,
    drop_duplicates,
    make_deck,
    move_entry,
    remove_entries,
    restore_entries,
    swap_choices,
    swap_entry,
)
from questions.models import Deck, DeckEntry, Edit
from tests.factories import (
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    own_question,
)
from tests.playing import set_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def outsider(db):
    return TeacherFactory(username="charlie")


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(4))


def order(deck) -> list[int]:
    """The ids of the deck's questions; places have no gaps."""
    entries = list(DeckEntry.objects.filter(deck=deck))
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))
    return [entry.question_id for entry in entries]


def entry(deck, place: int) -> DeckEntry:
    return DeckEntry.objects.get(deck=deck, position=place)


def test_a_deck_is_made_empty_and_its_history_begins(teacher, now):
    deck = make_deck(name="Week 1", owner=teacher, now=now, token="f" * 32, language="ru")
    assert (deck.created_at, deck.changed_at, deck.language) == (now, now, "ru")
    assert [(edit.action, edit.actor) for edit in deck.edits.all()] == [("made", teacher)]


class TestAdding:
    def test_questions_come_to_the_end_in_the_order_given(self, deck, teacher, now):
        before = order(deck)
        new = QuestionFactory.create_batch(3)[::-1]
        assert add_questions(deck, new, actor=teacher, now=now) == 3
        assert order(deck) == before + [one.pk for one in new]
        deck.refresh_from_db()
        assert deck.changed_at == now
        assert new[0].stem in deck.edits.get().changes["questions"][1]

    def test_what_is_there_already_or_named_twice_is_added_once(self, deck, teacher, now):
        old, new = entry(deck, 2).question, QuestionFactory()
        assert add_questions(deck, [old, new, new], actor=teacher, now=now) == 1
        assert order(deck)[-1] == new.pk

    def test_nothing_new_leaves_no_trace(self, deck, teacher, now):
        assert add_questions(deck, [entry(deck, 1).question], actor=teacher, now=now) == 0
        assert not Edit.objects.exists()

    def test_what_the_teacher_may_not_see_or_is_withdrawn_is_passed_over(
        self, deck, teacher, outsider, now
    ):
        hidden = own_question(outsider)
        withdrawn = QuestionFactory(status="withdrawn")
        draft = own_question(teacher, status="draft")
        assert add_questions(deck, [hidden, withdrawn, draft], actor=teacher, now=now) == 1
        assert order(deck)[-1] == draft.pk

    def test_many_take_as_many_statements_as_few(self, teacher, now, django_assert_num_queries):
        for size in (2, 60):
            deck, new = DeckFactory(owner=teacher), QuestionFactory.create_batch(size)
            with django_assert_num_queries(8):  # two of them begin and end
                add_questions(deck, new, actor=teacher, now=now)


class TestRemoving:
    def test_places_close_up_and_can_be_undone(self, deck, teacher, now):
        before = order(deck)
        gone = [entry(deck, 1).pk, entry(deck, 3).pk]
        removed = remove_entries(deck, gone, actor=teacher, now=now)
        assert order(deck) == [before[1], before[3]]
        assert [(one.question_id, one.position) for one in removed] == [
            (before[0], 1),
            (before[2], 3),
        ]
        assert restore_entries(deck, removed, actor=teacher, now=now) == 2
        assert order(deck) == before
        assert restore_entries(deck, removed, actor=teacher, now=now) == 0
        assert order(deck) == before

    def test_many_gaps_close_up_and_open_again(self, teacher, now):
        deck = DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(12))
        before = order(deck)
        gone = [entry(deck, place).pk for place in (1, 3, 4, 7, 9, 12)]
        removed = remove_entries(deck, gone, actor=teacher, now=now)
        assert order(deck) == [before[i] for i in (1, 4, 5, 7, 9, 10)]
        restore_entries(deck, removed, actor=teacher, now=now)
        assert order(deck) == before

    def test_another_decks_entries_stay(self, deck, teacher, now):
        other = DeckFactory(owner=teacher, questions=[QuestionFactory()])
        assert remove_entries(deck, [entry(other, 1).pk], actor=teacher, now=now) == []
        assert len(order(other)) == 1

    def test_what_is_not_the_teachers_to_see_cannot_be_brought_in_by_undoing(
        self, deck, teacher, outsider, now
    ):
        hidden = own_question(outsider)
        removed = remove_entries(deck, [entry(deck, 1).pk], actor=teacher, now=now)
        planted = [type(removed[0])(hidden.pk, 1)]
        assert restore_entries(deck, planted, actor=teacher, now=now) == 0


class TestMoving:
    @pytest.mark.parametrize(
        ("place", "to", "expected"),
        [(1, 3, [1, 2, 0, 3]), (4, 1, [3, 0, 1, 2]), (2, 99, [0, 2, 3, 1]), (3, -5, [2, 0, 1, 3])],
    )
    def test_an_entry_comes_to_its_place_and_the_others_make_room(
        self, deck, teacher, now, place, to, expected
    ):
        before = order(deck)
        at = move_entry(entry(deck, place), to, actor=teacher, now=now)
        assert order(deck) == [before[i] for i in expected]
        assert order(deck)[at - 1] == before[place - 1]

    def test_gaps_and_equal_places_are_mended(self, deck, teacher, now):
        before = order(deck)
        DeckEntry.objects.filter(deck=deck).update(position=7)
        moved = DeckEntry.objects.get(deck=deck, question=before[3])
        move_entry(moved, 1, actor=teacher, now=now)
        assert order(deck) == [before[3], *before[:3]]

    def test_where_it_is_already_nothing_is_noted(self, deck, teacher, now):
        move_entry(entry(deck, 2), 2, actor=teacher, now=now)
        assert not Edit.objects.exists()

    def test_many_take_as_many_statements_as_few(self, teacher, now, django_assert_num_queries):
        for size in (3, 100):
            deck = DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(size))
            moved = DeckEntry.objects.select_related("deck").get(deck=deck, position=size)
            with django_assert_num_queries(8):
                move_entry(moved, 1, actor=teacher, now=now)


class TestSwapping:
    def test_another_question_of_the_fact_takes_the_place(self, deck, teacher, now):
        held = entry(deck, 2)
        other = QuestionFactory(fact=held.question.fact, form="typed")
        assert list(swap_choices(held, teacher=teacher)) == [other]
        assert swap_entry(held, other, actor=teacher, now=now)
        assert order(deck)[1] == other.pk
        assert deck.edits.get().changes["questions"] == [held.question.stem, other.stem]

    def test_only_approved_ones_and_own_drafts_of_the_fact_may(self, deck, teacher, outsider, now):
        held = entry(deck, 1)
        fact = held.question.fact
        forbidden = [
            QuestionFactory(),
            QuestionFactory(fact=fact, form="typed", status="draft"),
            QuestionFactory(fact=fact, form="cloze", status="withdrawn"),
            own_question(outsider, fact=fact),
            set_of("order", facts=[fact, *FactFactory.create_batch(4)]),
        ]
        own = own_question(teacher, fact=fact, status="draft")
        assert list(swap_choices(held, teacher=teacher)) == [own]
        for question in forbidden:
            assert not swap_entry(held, question, actor=teacher, now=now)
        assert order(deck)[0] == held.question_id

    def test_what_is_in_the_deck_already_may_not(self, deck, teacher, now):
        held = entry(deck, 1)
        other = QuestionFactory(fact=held.question.fact, form="typed")
        add_questions(deck, [other], actor=teacher, now=now)
        assert not swap_entry(held, other, actor=teacher, now=now)


class TestDuplicates:
    def test_versions_stems_and_ways_of_asking_count_and_the_first_stays(self, teacher, now):
        fact = FactFactory()
        first = QuestionFactory(fact=fact, stem="When was it founded?", status="withdrawn")
        between = QuestionFactory(
            fact=fact, stem="When, then?", status="withdrawn", form="typed", replaces=first
        )
        newest = QuestionFactory(fact=fact, stem="In what year?", form="typed", replaces=between)
        same_stem = QuestionFactory(stem="WHEN was  it founded!")
        same_way = own_question(teacher, fact=fact, stem="On what day?")
        other_form = QuestionFactory(fact=fact, form="cloze", stem="It was founded in ____.")
        other_language = own_question(teacher, fact=fact, stem="Когда?", language="ru")
        kept = [first, other_form, other_language]
        deck = DeckFactory(owner=teacher, questions=[*kept, newest, same_stem, same_way])
        gone = drop_duplicates(deck, actor=teacher, now=now)
        assert [(one.entry.question, one.why, one.kept.question) for one in gone] == [
            (newest, "version", first),
            (same_stem, "stem", first),
            (same_way, "fact", first),
        ]
        assert order(deck) == [one.pk for one in kept]

    def test_only_those_ticked_go(self, teacher, now):
        fact = FactFactory()
        same = [own_question(teacher, fact=fact, stem=f"Stem {n}?") for n in range(3)]
        deck = DeckFactory(owner=teacher, questions=same)
        third = entry(deck, 3).pk
        ticked = {third, entry(deck, 1).pk}
        gone = drop_duplicates(deck, actor=teacher, now=now, entry_ids=ticked)
        assert [one.entry.pk for one in gone] == [third]
        assert order(deck) == [one.pk for one in same[:2]]

    def test_orderings_with_one_stem_are_different_where_their_events_are(self, teacher, now):
        sets = [set_of("order"), set_of("order")]
        again = set_of("order", facts=[part.fact for part in sets[0].parts.all()])
        deck = DeckFactory(owner=teacher, questions=[*sets, again])
        gone = drop_duplicates(deck, actor=teacher, now=now)
        assert [one.entry.question for one in gone] == [again]

    def test_many_take_as_many_statements_as_few(self, teacher, now, django_assert_num_queries):
        for size in (3, 50):
            fact = FactFactory()
            same = [own_question(teacher, fact=fact) for _ in range(size)]
            deck = DeckFactory(owner=teacher, questions=same)
            with django_assert_num_queries(12):
                assert len(drop_duplicates(deck, actor=teacher, now=now)) == size - 1


class TestCopying:
    def test_a_colleagues_deck_becomes_an_own_one(self, teacher, outsider, now):
        questions = [own_question(teacher), QuestionFactory(), own_question(teacher)]
        shared = DeckFactory(
            owner=teacher, questions=questions, about="For week 1", is_shared_with_all=True,
            study_token="5" * 32,
        )  # fmt: skip
        copy = copy_deck(shared, name="Mine", owner=outsider, now=now, token="e" * 32)
        assert order(copy) == [one.pk for one in questions]
        assert (copy.owner, copy.name, copy.about) == (outsider, "Mine", "For week 1")
        assert (copy.study_token, copy.is_shared_with_all) == (None, False)

    def test_questions_that_a_third_teacher_made_do_not_come_along(self, teacher, outsider, now):
        third = own_question(TeacherFactory())
        shared = DeckFactory(
            owner=teacher, questions=[third, own_question(teacher)], is_shared_with_all=True
        )
        copy = copy_deck(shared, name="Mine", owner=outsider, now=now, token="e" * 32)
        assert third.pk not in order(copy)
        assert len(order(copy)) == 1


def test_a_colleague_with_whom_it_is_shared_changes_nothing(deck, teacher, outsider, now):
    Deck.objects.filter(pk=deck.pk).update(is_shared_with_all=True)
    before = order(deck)
    first, new = entry(deck, 1), QuestionFactory()
    other = QuestionFactory(fact=first.question.fact, form="typed")
    tries = [
        lambda: add_questions(deck, [new], actor=outsider, now=now),
        lambda: remove_entries(deck, [first.pk], actor=outsider, now=now),
        lambda: restore_entries(deck, [], actor=outsider, now=now),
        lambda: move_entry(first, 3, actor=outsider, now=now),
        lambda: swap_entry(first, other, actor=outsider, now=now),
        lambda: drop_duplicates(deck, actor=outsider, now=now),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert order(deck) == before
    assert not Edit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_lose_nothing(teacher, now):
    deck = DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(4))
    new = QuestionFactory.create_batch(6)
    together = threading.Barrier(6)
    failures = []

    def tab(number):
        try:
            together.wait(timeout=10)
            add_questions(deck, [new[number]], actor=teacher, now=now)
            held = DeckEntry.objects.select_related("deck").get(deck=deck, question=new[number])
            move_entry(held, number + 1, actor=teacher, now=now)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tab, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(order(deck)) == 10
    assert {one.pk for one in new} <= set(order(deck))
    connection.close()
