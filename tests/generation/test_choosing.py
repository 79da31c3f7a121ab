from collections import Counter
from dataclasses import replace

from questions.generation.choosing import with_best_options
from questions.generation.distractors import candidates
from tests.generation.examples import beside, draft, fact, knowledge


def chosen(key, *others, seed=1):
    known = knowledge(key, *others)
    stem = key.wordings["en"].ask["value"]
    found = candidates(known, key, "value", stem)
    return with_best_options(draft(key), found, known, seed=seed)


def years(*numbers):
    return [fact(f"f{number}", f"{number}") for number in numbers]


def texts(*answers, **fields):
    return [fact(a.replace(" ", "-"), answer=a, ask_value="What is it?", **fields) for a in answers]


def test_dates_stand_in_order_with_one_key():
    planned = chosen(fact("key", "2002"), *years(2010, 1999, 2006, 2001))
    shown = [option.text for option in planned.options]
    assert shown == sorted(shown)
    assert len(shown) == 4
    assert [option.text for option in planned.options if option.is_key] == ["2002"]


def test_each_wrong_option_carries_the_fact_it_is_true_of_and_what_that_says():
    planned = chosen(fact("key", "2002"), *years(1999, 2001))
    assert {(o.true_of, o.reason) for o in planned.distractors} == {
        ("f1999", "Statement of f1999."),
        ("f2001", "Statement of f2001."),
    }


def test_the_key_falls_everywhere_over_a_bank():
    places = Counter()
    for number in range(200):
        key = fact(f"key-{number}", "2002")
        planned = chosen(key, *years(1998, 1999, 2000, 2001, 2003, 2004, 2005, 2006))
        places[[option.is_key for option in planned.options].index(True)] += 1
    assert set(places) == {0, 1, 2, 3}
    assert min(places.values()) > 30


def test_the_key_of_other_kinds_falls_everywhere_too():
    places = Counter()
    others = texts("water", "trade", "roads")
    for number in range(200):
        near = tuple(other.slug for other in others)
        key = fact(f"key-{number}", answer="peace", ask_value="What is it?", near=near)
        planned = chosen(key, *others)
        places[[option.is_key for option in planned.options].index(True)] += 1
    assert min(places[place] for place in range(4)) > 30


def test_a_set_without_flaws_is_preferred_to_the_first_one():
    key = fact(
        "key", answer="regional trade", ask_value="Which regional aim?", near=("a", "b", "c", "d")
    )
    others = [
        fact("a", answer="water supply"),
        fact("b", answer="border roads"),
        fact("c", answer="food and health"),
        fact("d", answer="regional peace"),
    ]
    planned = chosen(key, *others)
    assert "d" in {option.true_of for option in planned.distractors}


def test_the_same_seed_gives_the_same_options_and_another_one_moves_them():
    key, *others = texts("peace", "water", "trade", "roads")
    key = replace(key, near=beside(*(other.slug for other in others)))
    orders = {tuple(o.text for o in chosen(key, *others, seed=seed).options) for seed in range(20)}
    assert chosen(key, *others) == chosen(key, *reversed(others))
    assert len(orders) > 5


def test_without_candidates_the_key_stands_alone():
    assert [option.text for option in chosen(fact("key", "2002")).options] == ["2002"]
