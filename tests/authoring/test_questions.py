"""Questions that teachers make and change, and what that does to whoever learned them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.effects import looks_like_typo
from questions.authoring.errors import AuthoringError
from questions.authoring.questions import (
    change_question,
    effect_of,
    make_question,
    make_questions,
    wish_of,
)
from questions.authoring.records import OptionWish, PartWish
from questions.authoring.status import approve_questions, restore_questions, withdraw_questions
from questions.models import Card, DeckEntry, Flag, Question, Ruling, SessionItem
from questions.progress.tallies import rebuild_tallies
from questions.quiz.asked import next_asked
from questions.scheduling.review import rebuild_cards
from tests.authoring.wishes import choice_wish, own_fact, typed_wish
from tests.factories import DeckFactory, FactFactory, QuestionFactory, TeacherFactory, own_question
from tests.playing import card_of, plan, play_once, respond

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def fact(teacher):
    return own_fact(teacher, "The secretariat of the Lantern League sits in Marblewick.")


def approved(wish, fact, teacher, now) -> Question:
    question = make_question(wish, fact=fact, owner=teacher, now=now)
    assert approve_questions([question], actor=teacher, now=now).refused == {}
    return Question.objects.get(pk=question.pk)


def refusal(action, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(AuthoringError) as caught:
        action(*args, **kwargs)
    assert str(caught.value.message)
    return caught.value.field, caught.value.code


def texts(question: Question) -> list[tuple[str, bool]]:
    return list(question.options.order_by("position").values_list("text", "is_key"))


class TestMaking:
    def test_a_choice_is_a_draft_with_its_options(self, teacher, fact, now):
        question = make_question(choice_wish(title="Seat"), fact=fact, owner=teacher, now=now)

        question = Question.objects.get(pk=question.pk)
        assert (question.owner, question.fact, question.status) == (teacher, fact, "draft")
        assert (question.cue, question.answer, question.key) == ("value", "Marblewick", None)
        assert (question.title, question.flaws, question.made_at) == ("Seat", [], now)
        assert len(question.digest) == 64
        assert texts(question) == [
            ("Marblewick", True),
            ("Oakenmere", False),
            ("Port Sallow", False),
        ]
        assert question.options.get(position=1).reason == "The court sits there."
        assert question.edits.get().action == "made"

    def test_every_form_is_stored_as_the_quiz_reads_it(self, teacher, fact, alice, now):
        parts = tuple(
            PartWish(own_fact(teacher, f"Fact {i}."), f"Event {i}", f"{1990 + i}", i)
            for i in range(3)
        )
        gap = "The secretariat of the Lantern League sits in ____."
        statement = "The secretariat of the Lantern League sits in Oakenmere."
        all_keys = (*choice_wish().options, OptionWish("Hill", is_key=True))
        wishes = [
            choice_wish(),
            typed_wish(),
            typed_wish(form="cloze", stem=gap),
            typed_wish("6", form="number", stem="How many members had it?", unit="states"),
            typed_wish("False", form="true-false", stem=statement),
            typed_wish(form="flashcard"),
            choice_wish(form="choose-all", options=all_keys),
            typed_wish("", form="order", stem="Order these.", parts=parts),
            typed_wish("", form="match", stem="Match these.", parts=parts),
        ]
        for wish in wishes:
            question = approved(wish, fact, teacher, now)
            assert play_once(alice, question, now=now).is_right, wish.form
            if wish.form not in ("flashcard",):
                assert not play_once(alice, question, now=now, right=False).is_right, wish.form
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []

    def test_true_and_false_stand_in_the_questions_language(self, teacher, fact, now):
        wish = typed_wish(
            "неверно",
            form="true-false",
            language="ru",
            options=(OptionWish("", reason="Он находится в Марблвике."),),
        )
        question = make_question(wish, fact=fact, owner=teacher, now=now)
        assert texts(question) == [("Верно", False), ("Неверно", True)]
        assert (question.answer, question.variant) == ("Неверно", "false")
        assert question.options.get(position=0).reason == "Он находится в Марблвике."

    def test_a_set_is_kept_under_its_first_parts_fact_and_has_no_cue(self, teacher, fact, now):
        parts = tuple(
            PartWish(own_fact(teacher, f"Fact {i}."), f"Event {i}", f"{1990 + i}", i)
            for i in range(3)
        )
        wish = typed_wish("", form="order", stem="Order these.", parts=parts)
        question = make_question(wish, fact=fact, owner=teacher, now=now)
        assert (question.fact, question.cue) == (parts[0].fact, "")
        assert question.answer.startswith("Event 0 – 1990; Event 1")

    def test_a_draft_may_want_much_and_says_what(self, teacher, fact, now):
        wish = choice_wish(options=choice_wish().options[1:])
        question = make_question(wish, fact=fact, owner=teacher, now=now)
        assert question.answer == ""
        assert "no-key" in question.flaws

    @pytest.mark.parametrize(
        ("fields", "field", "code"),
        [
            ({"stem": " "}, "stem", "required"),
            ({"stem": "x" * 1001}, "stem", "too-long"),
            ({"stem": "\0"}, "stem", "nul"),
            ({"form": "essay"}, "form", "form"),
            ({"language": "xx"}, "language", "language"),
            ({"cue": "else"}, "cue", "cue"),
            ({"title": "x" * 121}, "title", "too-long"),
            ({"options": (OptionWish("x" * 301),)}, "options-0-text", "too-long"),
            ({"options": (OptionWish("x", reason="x" * 1001),)}, "options-0-reason", "too-long"),
            ({"options": (OptionWish("x"),) * 13}, "options", "too-many"),
            ({"form": "typed", "accepted": tuple(map(str, range(31)))}, "accepted", "too-many"),
            ({"form": "typed", "answer": "x" * 301}, "answer", "too-long"),
            ({"form": "number", "answer": "5", "tolerance": "x"}, "tolerance", "tolerance"),
        ],
    )
    def test_bad_input_is_told_at_its_field_and_leaves_nothing(
        self, teacher, fact, now, fields, field, code
    ):
        wish = choice_wish(**fields)
        told = refusal(make_question, wish, fact=fact, owner=teacher, now=now)
        assert told == (field, code)
        assert not Question.objects.exists()

    def test_strangers_facts_cannot_be_asked_or_named(self, teacher, fact, now):
        theirs = own_fact(TeacherFactory(), "A secret.")
        assert refusal(make_question, choice_wish(), fact=theirs, owner=teacher, now=now) == (
            "fact",
            "no-such-fact",
        )
        options = (*choice_wish().options, OptionWish("Hill", true_of=theirs))
        wish = choice_wish(options=options)
        assert refusal(make_question, wish, fact=fact, owner=teacher, now=now) == (
            "options-3-true_of",
            "no-such-fact",
        )
        parts = (PartWish(theirs, "a", "b"),)
        wish = typed_wish("", form="match", parts=parts)
        field, _ = refusal(make_question, wish, fact=fact, owner=teacher, now=now)
        assert field == "parts-0-fact"
        assert make_question(choice_wish(), fact=FactFactory(), owner=teacher, now=now).pk

    def test_many_take_as_many_statements_as_two(self, teacher, now):
        facts = [own_fact(teacher, f"Fact {i}.") for i in range(20)]

        def count(number: int) -> int:
            pairs = [(fact, choice_wish()) for fact in facts[:number]]
            with CaptureQueriesContext(connection) as queries:
                make_questions(pairs, owner=teacher, now=now)
            return len(queries)

        assert count(2) == count(20)

    def test_what_is_wished_for_again_is_the_same_question(self, teacher, fact, now):
        for wish in (
            choice_wish(),
            typed_wish(accepted=("The Wick",)),
            typed_wish("6", form="number", tolerance="2", unit="states"),
        ):
            one = make_question(wish, fact=fact, owner=teacher, now=now)
            again = make_question(wish_of(one), fact=fact, owner=teacher, now=now)
            assert one.digest == again.digest


class TestDrafts:
    def test_a_draft_is_changed_in_place(self, teacher, fact, now):
        draft = make_question(choice_wish(), fact=fact, owner=teacher, now=now)
        wish = typed_wish("Oakenmere", stem="Where does the secretariat sit?")
        assert effect_of(draft, wish).kind == "draft"

        after = change_question(draft, wish, is_same_key=None, actor=teacher, now=now)

        assert after.pk == draft.pk
        after = Question.objects.get(pk=after.pk)
        assert (after.form, after.answer, texts(after)) == ("typed", "Oakenmere", [])
        assert after.key["texts"] == ["Oakenmere"]
        changes = after.edits.first().changes
        assert changes["form"] == ["choice", "typed"]
        assert changes["answer"] == ["Marblewick", "Oakenmere"]
        assert "✓ Marblewick" in changes["options"][0]

    def test_the_tab_that_comes_second_is_told(self, teacher, fact, now):
        draft = make_question(choice_wish(), fact=fact, owner=teacher, now=now)
        other_tab = Question.objects.get(pk=draft.pk)
        change_question(draft, typed_wish(), is_same_key=None, actor=teacher, now=now)

        told = refusal(
            change_question, other_tab, choice_wish(), is_same_key=None, actor=teacher, now=now
        )
        assert told == ("", "stale")

    def test_a_draft_that_was_approved_once_is_replaced(self, teacher, fact, alice, now):
        question = approved(choice_wish(), fact, teacher, now)
        play_once(alice, question, now=now)
        withdraw_questions([question], actor=teacher, now=now)
        restore_questions([question], actor=teacher, now=now)
        draft = Question.objects.get(pk=question.pk)
        assert draft.status == "draft"

        wish = choice_wish(stem="Which city holds the secretariat of the Lantern League?")
        after = change_question(draft, wish, is_same_key=None, actor=teacher, now=now)

        assert (after.status, after.replaces_id) == ("draft", draft.pk)
        assert Question.objects.get(pk=draft.pk).status == "withdrawn"
        assert texts(draft) == texts(after)

    def test_it_can_move_to_another_fact(self, teacher, fact, now):
        draft = make_question(choice_wish(), fact=fact, owner=teacher, now=now)
        other = own_fact(teacher, "Another.")
        after = change_question(
            draft, choice_wish(), fact=other, is_same_key=None, actor=teacher, now=now
        )
        assert (after.pk, after.fact) == (draft.pk, other)


class TestApproved:
    @pytest.fixture
    def question(self, teacher, fact, now):
        return approved(choice_wish(), fact, teacher, now)

    @pytest.fixture
    def learned(self, question, alice, now) -> Card:
        play_once(alice, question, now=now - 3 * DAY)
        return card_of(alice, question)

    def test_another_wording_is_a_new_approved_row_and_memory_stays(
        self, question, learned, teacher, now
    ):
        deck = DeckFactory(owner=teacher, questions=[question])
        wish = choice_wish(stem="Which city holds the secretariat of the Lantern League?")
        effect = effect_of(question, wish)
        assert (effect.kind, effect.learners, effect.resets) == ("wording", 1, False)

        after = change_question(question, wish, is_same_key=None, actor=teacher, now=now)

        old = Question.objects.get(pk=question.pk)
        assert (old.status, old.stem) == ("withdrawn", question.stem)
        assert (after.status, after.replaces, after.approved_by) == ("approved", old, teacher)
        assert after.approved_at == after.made_at == now
        assert DeckEntry.objects.get(deck=deck).question == after
        assert Card.objects.get(pk=learned.pk).stability == learned.stability
        assert after.edits.get().changes["stem"] == [question.stem, after.stem]

    def test_where_it_is_open_the_older_wording_can_still_be_answered(
        self, question, teacher, alice, now
    ):
        session = plan(alice, question, now=now)
        wish = choice_wish(stem="Which city holds the secretariat of the Lantern League?")
        change_question(question, wish, is_same_key=None, actor=teacher, now=now)

        assert respond(session, now=now).is_right
        assert rebuild_cards(repair=False) == []

    def test_another_key_is_learned_anew_and_asked_no_more_where_it_is_open(
        self, question, learned, teacher, charlie, fact, now
    ):
        session = plan(charlie, question, own_question(teacher), now=now)
        Ruling.objects.create(
            fact=fact, cue="value", text="wick", is_right=True, ruled_by=teacher, ruled_at=now
        )
        options = tuple(replace(o, is_key=o.text == "Oakenmere") for o in question_options())
        wish = choice_wish(options=options)
        effect = effect_of(question, wish)
        assert (effect.kind, effect.learners, effect.looks_like_typo) == ("key", 1, False)
        assert effect.resets
        assert "1 learner" in str(effect.message)

        after = change_question(question, wish, is_same_key=None, actor=teacher, now=now)

        assert after.answer == "Oakenmere"
        assert Card.objects.get(pk=learned.pk).stability is None
        assert not Ruling.objects.exists()
        assert next_asked(session.pk).total == 1
        assert after.edits.get().changes["memory"] == ["", "reset"]
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []

    def test_a_planned_drill_of_the_old_key_is_dropped(self, question, teacher, fact, alice, now):
        other = approved(typed_wish(), fact, teacher, now)
        session = plan(alice, other, now=now, drills=[question])
        options = tuple(replace(o, is_key=o.text == "Oakenmere") for o in question_options())
        change_question(
            question, choice_wish(options=options), is_same_key=None, actor=teacher, now=now
        )
        assert SessionItem.objects.get(session=session).drill is None

    def test_the_memory_of_a_librarys_fact_is_not_the_teachers_to_reset(self, teacher, alice, now):
        fact = FactFactory(value__date_start="1950-06-01")
        years = (OptionWish("1990"), OptionWish("1991", is_key=True), OptionWish("1992"))
        wish = choice_wish(stem="In which year was it founded?", options=years)
        question = approved(wish, fact, teacher, now)
        play_once(alice, question, now=now - 3 * DAY)
        before = card_of(alice, question)
        wish = replace(wish, options=tuple(replace(o, is_key=o.text == "1992") for o in years))
        effect = effect_of(question, wish)
        assert (effect.kind, effect.is_others_fact, effect.resets) == ("key", True, False)
        assert "not yours" in str(effect.message)

        change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        assert Card.objects.get(pk=before.pk).stability == before.stability

    def test_what_looks_like_a_slip_is_for_the_teacher_to_say(self, teacher, fact, alice, now):
        question = approved(typed_wish("Marblwick"), fact, teacher, now)
        play_once(alice, question, now=now - 3 * DAY)
        effect = effect_of(question, typed_wish("Marblewick"))
        assert (effect.kind, effect.looks_like_typo) == ("key", True)

        said = refusal(
            change_question, question, typed_wish(), is_same_key=None, actor=teacher, now=now
        )
        assert said == ("is_same_key", "unsaid")
        assert Question.objects.get(pk=question.pk).status == "approved"

        change_question(question, typed_wish(), is_same_key=True, actor=teacher, now=now)
        assert card_of(alice, question).stability is not None

    def test_said_to_be_another_answer_it_is_learned_anew(self, teacher, fact, alice, now):
        question = approved(typed_wish("Marblwick"), fact, teacher, now)
        play_once(alice, question, now=now - 3 * DAY)
        change_question(question, typed_wish(), is_same_key=False, actor=teacher, now=now)
        assert card_of(alice, question).stability is None

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (typed_wish("Marblewick"), typed_wish("marble-wick ")),
            (typed_wish("the Marblewick"), typed_wish("Marblewick")),
            (typed_wish("Marblewick", accepted=("The Wick",)), typed_wish("The Wick")),
            (typed_wish("Marblewick"), typed_wish("The Wick", accepted=("Marblewick",))),
            (typed_wish("7 June 1950"), typed_wish("1950-06-07")),
            (typed_wish("7 June 1950"), typed_wish("7 июня 1950 года", language="ru")),
            (typed_wish("6", form="number"), typed_wish("six", form="number")),
            (typed_wish("6", form="number"), typed_wish("6", form="number", tolerance="1")),
            (typed_wish(), choice_wish()),
            (typed_wish(), typed_wish(form="flashcard")),
        ],
    )
    def test_another_way_to_say_the_key_keeps_memory(self, teacher, fact, now, before, after):
        question = approved(before, fact, teacher, now)
        if before.answer.lower() == "marblewick" and after.answer == "marble-wick ":
            assert effect_of(question, after).looks_like_typo
        else:
            assert effect_of(question, after).kind == "wording"

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (typed_wish("7 June 1950"), typed_wish("8 June 1950")),
            (typed_wish("1950"), typed_wish("1951")),
            (typed_wish("6", form="number"), typed_wish("7", form="number")),
            (typed_wish(), typed_wish("Oakenmere")),
        ],
    )
    def test_another_figure_is_another_key_and_no_slip(self, teacher, fact, now, before, after):
        question = approved(before, fact, teacher, now)
        effect = effect_of(question, after)
        assert (effect.kind, effect.looks_like_typo) == ("key", False)

    def test_the_same_again_and_another_title_change_nothing_for_learners(
        self, question, teacher, now
    ):
        assert effect_of(question, choice_wish()).kind == "nothing"
        wish = choice_wish(title="Seats")
        assert effect_of(question, wish).kind == "nothing"

        after = change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        assert (after.pk, after.title, after.status) == (question.pk, "Seats", "approved")
        count = after.edits.count()
        change_question(after, wish, is_same_key=None, actor=teacher, now=now)
        assert after.edits.count() == count

    def test_another_fact_moves_it_and_leaves_what_was_learned(
        self, question, learned, teacher, now
    ):
        other = own_fact(teacher, "The Lantern League’s secretariat: Marblewick.")
        effect = effect_of(question, choice_wish(), fact=other)
        assert (effect.kind, effect.is_moved, effect.resets) == ("key", True, False)

        after = change_question(
            question, choice_wish(), fact=other, is_same_key=None, actor=teacher, now=now
        )
        assert after.fact == other
        assert Card.objects.get(pk=learned.pk).stability == learned.stability

    def test_other_questions_with_the_old_key_are_counted(self, question, teacher, fact, now):
        approved(typed_wish(), fact, teacher, now)
        options = tuple(replace(o, is_key=o.text == "Oakenmere") for o in question_options())
        assert effect_of(question, choice_wish(options=options)).siblings == 1

    def test_what_fails_a_gate_is_not_saved(self, question, teacher, now):
        wish = choice_wish(stem="In Marblewick?", options=question_options()[:2])
        with pytest.raises(AuthoringError) as caught:
            change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        assert {flaw.code for flaw in caught.value.flaws} == {"few-distractors", "key-in-stem"}
        assert Question.objects.count() == 1

    def test_an_edit_of_a_row_that_was_replaced_meanwhile_is_refused(self, question, teacher, now):
        wish = choice_wish(stem="Which city holds the secretariat of the Lantern League?")
        change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        told = refusal(
            change_question, question, choice_wish(), is_same_key=None, actor=teacher, now=now
        )
        assert told == ("", "stale")
        assert Question.objects.count() == 2

    def test_a_withdrawn_one_must_be_brought_back_first(self, question, teacher, now):
        withdraw_questions([question], actor=teacher, now=now)
        told = refusal(
            change_question, question, typed_wish(), is_same_key=None, actor=teacher, now=now
        )
        assert told == ("", "withdrawn")

    def test_strangers_and_curators_change_nobodys_rows(self, question, now):
        curator = TeacherFactory(is_superuser=True)
        for row in (question, QuestionFactory()):
            told = refusal(
                change_question, row, choice_wish(), is_same_key=None, actor=curator, now=now
            )
            assert told == ("", "not-own")

    def test_flags_stay_with_the_row_that_was_shown(self, question, teacher, alice, now):
        Flag.objects.create(question=question, learner=alice, reason="unclear", flagged_at=now)
        wish = choice_wish(stem="Which city holds the secretariat of the Lantern League?")
        change_question(question, wish, is_same_key=None, actor=teacher, now=now)
        assert Flag.objects.get().question == question


def question_options():
    return choice_wish().options


@pytest.mark.parametrize(
    ("one", "other", "is_typo"),
    [
        ("Marblwick", "Marblewick", True),
        ("marblewick", "Marblewick", True),
        ("Dushanbe", "Dushambe", True),
        ("Organisation for Security", "Organization for Security", True),
        ("Oakenmere", "Marblewick", False),
        ("7 June 2002", "8 June 2002", False),
        ("1999", "1998", False),
        ("", "Marblewick", False),
        ("Iran", "Iraq", True),
    ],
)
def test_a_slip_is_a_few_letters_and_no_figure(one, other, is_typo):
    assert looks_like_typo(one, other) is is_typo
