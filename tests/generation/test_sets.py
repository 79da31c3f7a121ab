from dataclasses import replace

import pytest

from questions.generation.asking import draft_all
from questions.generation.records import SetPart, SetRecord
from tests.generation.examples import fact

FACTS = [
    fact("charter", "2002-06-07"),
    fact("founded", "2001-06"),
    fact("idea", "1992-10"),
    fact("act", "2002-06-04"),
]


def part(slug, text="", answer=""):
    return SetPart(slug, {"en": text or f"The {slug}"}, {"en": answer} if answer else {})


def ordering(*parts, **fields):
    parts = parts or tuple(part(record.slug) for record in FACTS)
    plain = SetRecord("years", "order", {"en": "Put these events in order."}, parts)
    return replace(plain, **fields)


def drafted(record, facts=FACTS, seed=1):
    found = draft_all({one.slug: one for one in facts}, [record], seed=seed)
    return [draft for draft in found if draft.form == record.form]


def test_an_ordering_ranks_its_events_by_year_and_ties_those_of_one_year():
    (draft,) = drafted(ordering())
    ranks = {one.fact: one.rank for one in draft.parts}
    assert ranks == {"idea": 0, "founded": 1, "charter": 2, "act": 2}
    assert {one.fact: one.answer for one in draft.parts}["founded"] == "June 2001"
    assert (draft.cue, draft.fact.slug, draft.variant) == ("", "charter", "years")
    assert not draft.gates


def test_where_a_part_stands_says_nothing_of_its_rank():
    orders = {
        tuple(one.rank for one in drafted(ordering(slug=f"years-{n}"))[0].parts) for n in range(20)
    }
    assert len(orders) > 3


def test_a_matching_takes_the_answers_of_its_facts_or_its_own():
    record = ordering(part("idea"), part("founded", answer="the start"), part("act"), form="match")
    (draft,) = drafted(record)
    assert {one.fact: one.answer for one in draft.parts} == {
        "idea": "October 1992",
        "founded": "the start",
        "act": "4 June 2002",
    }


@pytest.mark.parametrize(
    ("record", "facts", "gate"),
    [
        (ordering(), FACTS[:3], "few-parts"),
        (ordering(), [*FACTS[:3], fact("act", answer="peace")], "no-date"),
        (ordering(), [*FACTS[:3], replace(FACTS[3], is_cited=False)], "no-citation"),
        (ordering(part("idea", "The idea of October 1992"), *ordering().parts[:2]), FACTS,
         "key-in-part"),
    ],
)  # fmt: skip
def test_a_set_that_cannot_be_asked_is_kept_back(record, facts, gate):
    (draft,) = drafted(record, facts)
    assert draft.gates == [gate]


def test_a_set_without_words_in_the_language_is_not_asked():
    assert drafted(ordering(stems={"ru": "По порядку."})) == []
