"""Each check catches a planted flaw and lets a clean question pass."""

from dataclasses import replace

import pytest

from questions.generation.flaws import find_flaws
from tests.generation.examples import draft, fact


def text(answer, **fields):
    return fact(answer.replace(" ", "-"), answer=answer, **fields)


def choice(key, *wrong, stem="What is wanted?"):
    return draft(text(key), *(text(answer) for answer in wrong), stem=stem)


def flaws(planted):
    return [flaw.code for flaw in find_flaws(planted)]


CLEAN = choice("peace", "trade", "water")


def test_a_clean_choice_has_none():
    assert flaws(CLEAN) == []
    assert not any(flaw.is_gate for flaw in find_flaws(choice("a", "always b", "A and C")))


@pytest.mark.parametrize("word", ["always", "never", "only"])
def test_absolute_terms_are_found_anywhere(word):
    assert "absolute-terms" in flaws(choice("peace", f"{word} trade", "water"))
    assert "absolute-terms" in flaws(draft(text("peace"), form="typed", stem=f"What {word}?"))


def test_vague_terms_are_found():
    assert flaws(choice("peace", "often trade", "water")) == ["vague-terms"]


def test_a_choice_has_no_gap():
    assert flaws(choice("peace", "trade", "water", stem="It needs ____ above all?")) == [
        "gap-in-stem"
    ]
    assert flaws(draft(text("peace"), form="cloze", stem="It needs ____ above all.")) == []


@pytest.mark.parametrize(
    ("date", "stem"),
    [
        ("2002-06-07", "On what date was it?"),
        ("2002-06", "In which month and year was it?"),
        ("2009/2011", "Over which years was it?"),
        ("2002-06-07", "When was it?"),
    ],
)
def test_a_stem_asks_for_what_the_key_gives(date, stem):
    assert flaws(draft(fact("one", date), form="typed", stem=stem)) == []


@pytest.mark.parametrize(
    ("date", "stem"), [("2002-06-07", "In which year was it?"), ("2002", "On what date was it?")]
)
def test_a_stem_that_asks_for_another_granularity_is_found(date, stem):
    assert flaws(draft(fact("one", date), form="typed", stem=stem)) == ["other-grain"]


def test_the_article_does_not_tell_how_the_key_begins():
    assert flaws(draft(text("outpost"), form="cloze", stem="It is an ____.")) == ["article"]
    assert flaws(draft(text("outpost"), form="cloze", stem="It is the ____.")) == []


@pytest.mark.parametrize("stem", ["What is not needed?", "All except which?", "What isn’t it?"])
def test_negative_stems_are_found(stem):
    assert flaws(replace(CLEAN, stem=stem)) == ["negative-stem"]


def test_long_stems_are_found():
    assert flaws(replace(CLEAN, stem="word " * 41 + "?")) == ["long-stem"]


def test_the_verb_agrees_with_what_is_claimed():
    diplomacy, decisions, dialogue = text("diplomacy"), text("OSCE decisions"), text("dialogue")
    plural = draft(diplomacy, decisions, form="true-false", stem="OSCE decisions has a key role.")
    assert flaws(plural) == ["disagreement"]
    singular = draft(diplomacy, dialogue, form="true-false", stem="Dialogue has a key role.")
    assert flaws(singular) == []


def test_a_stem_does_not_judge_unless_it_says_whose_opinion_it_is():
    stem = "Who was the most effective Secretary General?"
    assert "judging-terms" in flaws(draft(text("peace"), text("trade"), stem=stem))
    attributed = replace(text("peace"), according_to="Kuppaeva")
    assert "judging-terms" not in flaws(draft(attributed, text("trade"), stem=stem))
