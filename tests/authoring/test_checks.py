"""What the checks say of hand-written questions, and at which field."""

import inspect
import re
import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from questions.authoring import checks as module
from questions.authoring.checks import check_wish
from questions.authoring.flaw_words import _WORDS, words_for
from questions.authoring.records import OptionWish, PartWish
from questions.models import Fact
from tests.authoring.wishes import choice_wish, own_fact, typed_wish
from tests.factories import EntityFactory, FactFactory, RelationFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def fact(teacher):
    return own_fact(teacher, "The secretariat of the Lantern League sits in Marblewick.")


def found(wish, fact, statement="") -> set[tuple[str, str]]:
    return {(flaw.field, flaw.code) for flaw in check_wish(wish, fact=fact, statement=statement)}


def gates(wish, fact) -> set[str]:
    return {flaw.code for flaw in check_wish(wish, fact=fact) if flaw.is_gate}


def options(*texts: str, key: int = 0) -> tuple[OptionWish, ...]:
    return tuple(OptionWish(text, is_key=i == key) for i, text in enumerate(texts))


def test_good_questions_of_each_form_have_no_flaw(fact, teacher):
    stem = "The secretariat of the Lantern League sits in ____."
    statement = "The secretariat of the Lantern League sits in Marblewick."
    for wish in (
        choice_wish(),
        typed_wish(),
        typed_wish(form="flashcard"),
        typed_wish(form="cloze", stem=stem),
        typed_wish("True", form="true-false", stem=statement),
    ):
        assert found(wish, fact) == set(), wish.form


@pytest.mark.parametrize(
    ("fields", "field", "code", "is_gate"),
    [
        ({"stem": " "}, "stem", "empty-stem", True),
        ({"stem": "The seat of the Lantern League"}, "stem", "no-question-mark", True),
        ({"stem": "Where does the Marblewick secretariat sit?"}, "stem", "key-in-stem", True),
        ({"stem": "In which city does this secretariat sit?"}, "stem", "needs-context", True),
        ({"stem": "In which city does the seat not lie?"}, "stem", "negative-stem", False),
        ({"stem": "Which city always was the seat?"}, "stem", "absolute-terms", False),
        ({"stem": "Which city usually was the seat?"}, "stem", "vague-terms", False),
        ({"stem": "Which city is the best seat?"}, "stem", "judging-terms", False),
        ({"stem": "The seat is in ____, is it?"}, "stem", "gap-in-stem", False),
        ({"stem": "Which city " + "x " * 40 + "?"}, "stem", "long-stem", False),
        ({"options": options("Marblewick", "Oakenmere")}, "options", "few-distractors", True),
        ({"options": options("Marblewick", "Port", "Oak", key=9)}, "options", "no-key", True),
        (
            {"options": (*options("Marblewick", "Port", "Oak"), OptionWish("Hill", is_key=True))},
            "options",
            "several-keys",
            True,
        ),
        (
            {"options": options("Marblewick", "Port", "port ")},
            "options-2-text",
            "equal-options",
            True,
        ),
        # The first letters of the last are Cyrillic.
        ({"options": options("Marblewick", "Cop", "Сор")}, "options-2-text", "equal-options", True),
        (
            {"options": options("Marblewick", "Port", "None of the above")},
            "options-2-text",
            "all-of-the-above",
            True,
        ),
        (
            {"options": options("Marblewick", "Port", "A and C")},
            "options-2-text",
            "combined-options",
            False,
        ),
        ({"options": options("Marblewick", "1950", "Oak")}, "options", "mixed-options", False),
        (
            {"options": options("Marblewick upon the Long Water", "Port", "Oak")},
            "options-0-text",
            "longest-is-key",
            False,
        ),
        (
            {"options": options("Secretariat Hill", "Port Sallow", "Oakenmere")},
            "options-0-text",
            "clang",
            False,
        ),
        (
            {"options": options("Great Water Port", "Great Port", "Water Port", "Oakenmere")},
            "options-0-text",
            "convergence",
            False,
        ),
        (
            {"options": options("Marblewick", "Always Port", "Oak")},
            "options-1-text",
            "absolute-terms",
            False,
        ),
        ({"options": options("1950", "1940", "1960")}, "options", "unsorted-options", False),
        ({"options": options("7 June 1950", "1951", "1952")}, "options", "mixed-options", False),
        (
            {"options": options("The Port", "Oak", "Hill")},
            "options-0-text",
            "article-stands-out",
            False,
        ),
        ({"options": options("Port", "Oak", "Hill")}, "options", "key-not-in-fact", False),
    ],
)
def test_a_choice_is_told_its_flaw_at_the_field(fact, fields, field, code, is_gate):
    flaws = check_wish(choice_wish(**fields), fact=fact)

    assert (field, code) in {(flaw.field, flaw.code) for flaw in flaws}
    assert {flaw.is_gate for flaw in flaws if flaw.code == code} == {is_gate}
    assert [flaw.is_gate for flaw in flaws] == sorted((f.is_gate for f in flaws), reverse=True)


def test_a_row_left_empty_does_not_move_the_flaws_of_the_others(fact):
    rows = options("Marblewick", "", "Port", "None of the above")
    assert ("options-3-text", "all-of-the-above") in found(choice_wish(options=rows), fact)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"answer": ""}, "answer", "no-key"),
        ({"form": "number", "answer": "many"}, "answer", "no-number"),
        ({"form": "number", "answer": "5", "tolerance": "much"}, "tolerance", "tolerance"),
        ({"form": "cloze", "stem": "The seat is there."}, "stem", "no-gap"),
        ({"form": "cloze", "stem": "The ____ is in ____."}, "stem", "several-gaps"),
        ({"form": "true-false", "answer": ""}, "answer", "no-key"),
        ({"form": "true-false", "answer": "true"}, "stem", "no-statement"),
        ({"answer": "in the hall of the old harbour house"}, "answer", "long-answer"),
        ({"answer": "Oakenmere"}, "answer", "key-not-in-fact"),
        ({"form": "essay"}, "form", "form"),
        ({"stem": "a\0b?"}, "stem", "nul"),
    ],
)
def test_so_are_other_forms(fact, fields, field, code):
    assert (field, code) in found(typed_wish(**fields), fact)


class TestFacts:
    def test_a_question_needs_a_fact_or_the_statement_of_one_to_come(self):
        assert ("fact", "no-fact") in found(typed_wish(), None)
        assert found(typed_wish(), None, "The secretariat sits in Marblewick.") == set()

    def test_a_fact_without_a_source_and_a_withdrawn_one_are_gates(self, teacher, now):
        bare = FactFactory(owner=teacher, subject=None, relation=None, value=None, citation=None)
        assert "no-citation" in gates(typed_wish(), bare)
        bare.withdrawn_at = now
        assert "fact-withdrawn" in gates(typed_wish(), bare)

    def test_an_ageing_fact_wants_its_year(self, fact):
        fact.as_of = "2024"
        fact.save()
        assert ("stem", "missing-year") in found(typed_wish(), fact)
        dated = typed_wish(stem="In which city did the secretariat sit in 2024?")
        assert ("stem", "missing-year") not in found(dated, fact)

    def test_a_claim_wants_its_voice(self, fact):
        fact.according_to = "Ada Lamp"
        fact.save()
        flaws = check_wish(typed_wish(), fact=fact)
        message = next(f.message for f in flaws if f.code == "missing-attribution")
        assert "Ada Lamp" in str(message)

    def test_what_the_library_says_of_the_same_subject_is_no_wrong_option(self):
        relation = RelationFactory(slug="has-seat", value_kind="entity", several=True)
        league = EntityFactory(names={"en": "Lantern League"})
        cities = [EntityFactory(kind="city", names={"en": n}) for n in ("Marblewick", "Oakenmere")]
        first, _second = (
            FactFactory(subject=league, relation=relation, value__date_start="", value__entity=city)
            for city in cities
        )
        flaws = check_wish(choice_wish(), fact=Fact.objects.get(pk=first.pk))
        assert ("options-1-text", "true-distractor") in {(f.field, f.code) for f in flaws}
        assert "Oakenmere" in str(next(f.message for f in flaws if f.code == "true-distractor"))

    def test_another_name_of_the_key_is_no_wrong_option(self, fact):
        EntityFactory(kind="city", names={"en": "Marblewick"}, aliases={"en": ["Port Sallow"]})
        assert ("options-2-text", "true-distractor") in found(choice_wish(), fact)


class TestOtherLanguages:
    def test_english_lists_stay_silent(self, fact):
        wish = choice_wish(
            language="ru",
            stem="В каком городе находится секретариат Лиги, only never this?",
            options=options("Марблвик", "Оукенмир", "Порт"),
        )
        assert found(wish, fact) == set()

    @pytest.mark.parametrize(
        ("language", "option"),
        [
            ("ru", "Все перечисленные варианты"),
            ("ru", "Ни один из перечисленных"),
            ("ru", "Всё вышеперечисленное"),
            ("kk", "Дұрыс жауап жоқ"),
        ],
    )
    def test_speaking_of_the_others_is_found(self, fact, language, option):
        wish = choice_wish(language=language, options=options("Марблвик", "Порт", option))
        assert ("options-2-text", "all-of-the-above") in found(wish, fact)

    def test_rules_without_words_hold(self, fact):
        wish = choice_wish(
            language="kk",
            stem="Қай қалада",
            options=options("1950 жыл", "1940 жыл", "1960 жыл"),
        )
        codes = {code for _, code in found(wish, fact)}
        assert {"no-question-mark", "unsorted-options"} <= codes

    def test_a_sentence_about_all_and_nothing_is_no_all_of_the_above(self, fact):
        wish = choice_wish(language="ru", options=options("Все страны", "Все союзы", "Все города"))
        assert not [code for _, code in found(wish, fact) if code == "all-of-the-above"]


class TestSets:
    def rows(self, *texts: tuple[str, str]) -> tuple[PartWish, ...]:
        return tuple(
            PartWish(FactFactory(), text, answer, rank) for rank, (text, answer) in enumerate(texts)
        )

    def wish(self, form: str, *texts: tuple[str, str], **fields):
        stem = "Put these in order."
        return typed_wish("", form=form, stem=stem, parts=self.rows(*texts), **fields)

    def test_good_ones_have_no_flaw(self, fact):
        rows = (("The war ended", "1991"), ("The bank opened", "1995"), ("The road", "1999"))
        assert found(self.wish("order", *rows), fact) == set()
        assert found(self.wish("match", *rows), fact) == set()

    @pytest.mark.parametrize(
        ("form", "rows", "field", "code"),
        [
            ("order", [("a", "1991"), ("b", "1992")], "parts", "few-parts"),
            ("order", [("a", "1991"), ("b", "1992"), ("c", "")], "parts-2-answer", "no-words"),
            (
                "order",
                [("a 1991", "May 1991"), ("b", "1992"), ("c", "1")],
                "parts-0-text",
                "key-in-part",
            ),
            ("match", [("a", "x"), ("b", "X"), ("c", "x ")], "parts", "one-answer"),
            ("match", [("Court", "x"), ("court", "y"), ("c", "z")], "parts-1-text", "equal-parts"),
            (
                "match",
                [("Oak Court", "Oak"), ("b", "y"), ("c", "z")],
                "parts-0-text",
                "key-in-part",
            ),
        ],
    )
    def test_flaws_are_told_at_their_rows(self, fact, form, rows, field, code):
        assert (field, code) in found(self.wish(form, *rows), fact)

    def test_parts_of_one_rank_are_no_order(self, fact):
        wish = self.wish("order", ("a", "1991"), ("b", "1992"), ("c", "1993"))
        same = tuple(replace(part, rank=0) for part in wish.parts)
        assert ("parts", "no-order") in found(replace(wish, parts=same), fact)

    def test_each_part_needs_a_source(self, fact):
        wish = self.wish("match", ("a", "x"), ("b", "y"), ("c", "z"))
        wish.parts[1].fact.citations.all().delete()
        assert ("parts-1-fact", "no-citation") in found(wish, fact)


class TestWords:
    def test_every_code_has_words_in_the_active_language_later(self):
        for code in _WORDS:
            message = words_for(code, "word")
            with translation.override("en"):
                text = str(message)
                assert text.endswith((".", "?"))
                assert "{" not in text

    def test_generation_has_no_code_without_words(self):
        functions = [f for f, _ in (*module._GATES, *module._FLAWS)]
        functions.append(module.gates.true_distractor)
        for function in functions:
            source = inspect.getsource(function)
            for code in re.findall(r'"([a-z]+(?:-[a-z]+)+|clang|outlier|article|number)"', source):
                assert code in _WORDS or code in ("choose-all",), code


class TestCost:
    def test_statements_are_few_and_the_same_however_much_there_is(self, fact):
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                check_wish(choice_wish(), fact=fact)
            return len(queries)

        before = count()
        FactFactory.create_batch(10)
        EntityFactory.create_batch(10, kind="city")
        assert count() == before <= 8

    def test_it_is_fast_enough_for_every_keystroke(self, fact):
        EntityFactory.create_batch(300, kind="city", aliases={"en": ["One", "Two", "Three"]})
        check_wish(choice_wish(), fact=fact)
        begin = time.perf_counter()
        for i in range(5):
            check_wish(choice_wish(stem=f"In which of the {i} cities is it?"), fact=fact)
        assert (time.perf_counter() - begin) / 5 < 0.1
