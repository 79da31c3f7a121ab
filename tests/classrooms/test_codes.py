from random import Random

import pytest

from questions.classrooms.codes import ALPHABET, LENGTH, fold_code, grouped_code, random_code


def test_a_code_has_no_characters_that_are_taken_for_each_other():
    assert not set("0O1IL") & set(ALPHABET)
    assert ALPHABET.upper() == ALPHABET


def test_codes_come_from_the_randomness_that_is_given():
    assert random_code(Random(1)) == random_code(Random(1)) != random_code(Random(2))
    assert len(random_code(Random(1))) == LENGTH


def test_a_code_is_shown_in_two_groups():
    assert grouped_code("KZ74PQ") == "KZ7-4PQ"


@pytest.mark.parametrize(
    "typed",
    [
        "KZ7-4PQ",
        "kz7-4pq",
        " kz7 4pq ",
        "KZ7–4PQ",
        "ＫＺ７４ＰＱ",
        "КZ7-4РQ",
        "кz7-4рq",
        "K-Z-7-4-P-Q",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert fold_code(typed) == "KZ74PQ"


def test_cyrillic_letters_that_look_like_latin_ones_are_read_as_them():
    assert fold_code("НСТ-ХРК") == "HCTXPK"
    assert fold_code("З") == "3"


@pytest.mark.parametrize("typed", ["", " - ", "\0", "\u202e"])
def test_what_holds_no_code_is_empty(typed):
    assert fold_code(typed) == ""


def test_a_folded_code_stays_as_it_is():
    for code in ("KZ74PQ", "CODE0001"):
        assert fold_code(fold_code(code)) == code
