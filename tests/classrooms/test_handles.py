"""Made-up names: of the right words, allowed, unlike each other and unlike those that are taken."""

from itertools import product
from random import Random

import pytest

from questions.classrooms.handles import ADJECTIVES, SIZE, STEPPE, handles_for
from questions.classrooms.names import check_name, look_of

LANGUAGES = ["kk", "ru", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_are_allowed_and_no_two_look_alike(language):
    names = [" ".join(pair) for pair in product(ADJECTIVES[language], STEPPE[language])]
    assert [check_name(name) for name in names] == names
    assert len({look_of(name) for name in names}) == len(names) == 576


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_of_the_language_each_of_another_thing(language, rng):
    names = handles_for(set(), language=language, rng=rng)
    assert len({name.split()[1] for name in names}) == SIZE
    assert {name.split()[0] for name in names} <= set(ADJECTIVES[language])


def test_russian_adjectives_are_masculine():
    assert all(word.endswith(("ый", "ий", "ой")) for word in ADJECTIVES["ru"])
    assert not [word for word in STEPPE["ru"] if word.endswith(("а", "я", "о", "е"))]


def test_another_draw_gives_others_and_the_same_one_the_same():
    assert handles_for(set(), language="en", rng=Random(1)) == handles_for(
        set(), language="en", rng=Random(1)
    )
    assert handles_for(set(), language="en", rng=Random(1)) != handles_for(
        set(), language="en", rng=Random(2)
    )


def test_what_is_taken_is_not_offered(rng):
    all_looks = {
        look_of(f"{first} {thing}") for first in ADJECTIVES["en"] for thing in STEPPE["en"]
    }
    left = look_of("Calm Crane")
    assert handles_for(all_looks - {left}, language="en", rng=rng) == ["Calm Crane"]
    assert handles_for(all_looks, language="en", rng=rng) == []


def test_an_unknown_language_gets_english_ones(rng):
    assert handles_for(set(), language="fr", rng=rng)[0].isascii()
