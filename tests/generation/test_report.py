from dataclasses import replace

import pytest

from questions.generation.report import Report, chi_square
from tests.generation.examples import draft, fact

EARLY, LATE = fact("early", "1999"), fact("late", "2010")
TRADE, WATER = (fact(word, answer=word, ask_value="What?") for word in ("trade", "water"))


def lines(*drafts):
    report = Report()
    report.weigh(drafts)
    return list(report.lines())


def test_the_places_of_keys_are_counted_apart_for_what_is_sorted():
    key, text = fact("key", "2002"), fact("peaceful", answer="peaceful", ask_value="What?")
    report = lines(draft(key, EARLY, LATE, key_at=1), draft(text, TRADE, WATER, key_at=2))
    even = "(chi-square 2.0, by chance up to 5.99)"
    assert f"key's place among dates and numbers: of 3 options 0 1 0 {even}" in report
    assert f"key's place among other options: of 3 options 0 0 1 {even}" in report
    assert "the longest option is the key: 100%, by chance 33%" in report


def test_wrong_options_are_counted_with_their_reasons_and_citations():
    bare = replace(LATE, is_cited=False)
    choice = draft(fact("key", "2002"), EARLY, bare)
    report = lines(choice, draft(EARLY, form="typed"), draft(bare, form="typed"))
    assert "wrong options: 2; with a reason 2; true of a cited fact 1" in report


def test_chi_square_is_pearsons():
    # (8 - 10)² / 10 and (12 - 10)² / 10
    assert chi_square([8, 12]) == pytest.approx(0.8)
    assert chi_square([0, 0]) == 0.0


def test_what_is_held_back_is_named_with_its_reason():
    report = Report()
    report.held(draft(EARLY))
    assert list(map(str, report.drafts)) == ["early value choice en: awaits a person's approval"]


def test_counts_stand_by_topic_and_form():
    report = Report()
    report.made(draft(EARLY), is_new=True, is_approved=True)
    report.made(draft(LATE), is_new=True, is_approved=True)
    assert list(report.lines())[:2] == ["created: 2", "  sco: choice 2"]
