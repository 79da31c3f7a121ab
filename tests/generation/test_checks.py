"""Each gate catches a planted fault and lets a clean question pass."""

from dataclasses import replace

import pytest

from questions.generation.checks import check
from tests.generation.examples import draft, fact, knowledge, thing

CHARTER = fact("charter", "2002-06-07")
FOUNDED = fact("sco-founded", "2001-06-15")
SIGNED = fact("agreement-signed", "1996-04-26")
CONSENSUS = fact("consensus", answer="consensus", ask_value="What do decisions need?")


def gates(planted, *facts):
    known = knowledge(*{f.slug: f for f in (planted.fact, FOUNDED, SIGNED, *facts)}.values())
    return [flaw.code for flaw in check(planted, known) if flaw.is_gate]


def test_a_clean_choice_passes():
    assert gates(draft(CHARTER, FOUNDED, SIGNED, key_at=2)) == []


@pytest.mark.parametrize("form", ["typed", "cloze", "flashcard", "true-false"])
def test_a_clean_question_of_another_form_passes(form):
    assert gates(draft(CHARTER, form=form)) == []


def test_a_fact_needs_a_citation():
    assert gates(draft(replace(CHARTER, is_cited=False), form="typed")) == ["no-citation"]


def test_a_choice_needs_two_wrong_options():
    assert gates(draft(CHARTER, FOUNDED)) == ["few-distractors"]
    assert gates(draft(CHARTER, FOUNDED, SIGNED)) == []


def test_options_must_differ_for_a_reader():
    planted = draft(CHARTER, FOUNDED, SIGNED)
    twice = replace(planted.options[1], text="7 june 2002")
    planted = replace(planted, options=(planted.options[0], twice, planted.options[2]))
    assert gates(planted) == ["equal-options"]


def test_what_facts_say_is_true_is_no_wrong_option():
    also = fact("also", "2001-06-15", subject=CHARTER.subject)
    assert gates(draft(CHARTER, FOUNDED, SIGNED), also) == ["true-distractor"]


def test_a_false_statement_must_not_be_true():
    also = fact("also", "2001-06-15", subject=CHARTER.subject)
    planted = draft(CHARTER, FOUNDED, form="true-false", stem="The charter is of 15 June 2001.")
    assert gates(planted) == []
    assert gates(planted, also) == ["true-distractor"]


def test_what_a_fact_bars_is_no_wrong_option():
    barring = replace(CHARTER, never=frozenset({"sco-founded"}))
    assert gates(draft(barring, FOUNDED, SIGNED)) == ["barred-distractor"]


@pytest.mark.parametrize("text", ["None of the above", "all of the above", "Both of these"])
def test_options_do_not_speak_of_the_others(text):
    planted = draft(CHARTER, FOUNDED, SIGNED)
    options = (*planted.options[:2], replace(planted.options[2], text=text))
    assert gates(replace(planted, options=options)) == ["all-of-the-above"]


@pytest.mark.parametrize("other", ["2001", "2001-06", (5, "states")])
def test_options_are_of_one_granularity(other):
    assert gates(draft(CHARTER, FOUNDED, fact("other", other))) == ["mixed-options"]


@pytest.mark.parametrize("form", ["choice", "typed", "cloze", "flashcard"])
def test_the_stem_does_not_hold_the_key(form):
    wrong = (FOUNDED, SIGNED) if form == "choice" else ()
    planted = draft(CHARTER, *wrong, form=form, stem="What was adopted on 7 June 2002?")
    assert gates(planted) == ["key-in-stem"]


def test_a_typed_stem_holds_no_other_name_of_the_key():
    astana = thing("astana", "city", aliases=("Nur-Sultan",))
    planted = draft(fact("one", astana), form="typed", stem="What was Nur-Sultan called?")
    assert gates(planted) == ["key-in-stem"]


def test_a_typed_stem_holds_no_text_that_counts_as_right():
    record = fact("one", answer="consensus", accept=["unanimity"])
    planted = draft(record, form="typed", stem="What is meant by unanimity?")
    assert gates(planted) == ["key-in-stem"]


@pytest.mark.parametrize("stem", ["How many of the 56 took part?", "How many of the fifty states?"])
def test_a_stem_holds_no_number_that_is_the_key(stem):
    planted = draft(fact("one", (56, "states")), form="typed", stem=stem)
    assert gates(planted) == (["key-in-stem"] if "56" in stem else [])


def test_a_day_of_a_month_is_no_number():
    planted = draft(fact("one", (6, "states")), form="typed", stem="How many met on 6 June 2002?")
    assert gates(planted) == []


@pytest.mark.parametrize(
    "stem",
    [
        "What did this charter need?",
        "Who chairs the Organization?",
        "What did the Head of State propose?",
        "What happened last year?",
        "Who is currently the chair?",
        "Who chairs it now?",
        "What do decisions need today?",
        "Which of the following is a principle?",
        "What does the author say?",
    ],
)
def test_a_stem_stands_on_its_own(stem):
    assert gates(draft(CONSENSUS, form="typed", stem=stem)) == ["needs-context"]


@pytest.mark.parametrize(
    "stem",
    [
        "What does the Organization for Security and Co-operation in Europe need?",
        "What do decisions need, unlike those of the SCO?",
        "Who was the author of the idea?",
        "When did the President of Kazakhstan speak?",
    ],
)
def test_a_stem_may_name_things_in_full(stem):
    assert gates(draft(CONSENSUS, form="typed", stem=stem)) == []


def test_an_ageing_fact_is_asked_with_its_year():
    ageing = replace(CONSENSUS, as_of="2022")
    assert gates(draft(ageing, form="typed")) == ["missing-year"]
    assert gates(draft(ageing, form="typed", stem="What did decisions need in 2022?")) == []


@pytest.mark.parametrize(
    ("speaker", "stem"),
    [
        ("Makubayev", "What do decisions need, in Makubayev's view?"),
        ("the overview of the multi-vector policy", "What does the multi-vector overview want?"),
    ],
)
def test_somebodys_claim_is_asked_as_theirs(speaker, stem):
    claimed = replace(CONSENSUS, according_to=speaker)
    assert gates(draft(claimed, form="typed")) == ["missing-attribution"]
    assert gates(draft(claimed, form="typed", stem=stem)) == []


@pytest.mark.parametrize("form", ["choice", "typed"])
def test_a_question_ends_in_a_question_mark(form):
    wrong = (FOUNDED, SIGNED) if form == "choice" else ()
    planted = draft(CHARTER, *wrong, form=form, stem="The date of the charter.")
    assert gates(planted) == ["no-question-mark"]


@pytest.mark.parametrize("stem", ["", "____."])
def test_something_is_asked(stem):
    assert gates(draft(CHARTER, form="cloze", stem=stem)) == ["empty-stem"]


def test_an_answer_is_neither_empty_nor_too_long():
    assert gates(replace(draft(CHARTER, form="flashcard"), answer=" ")) == ["no-key"]
    assert gates(replace(draft(CHARTER, form="flashcard"), answer="x" * 301)) == ["too-long"]
