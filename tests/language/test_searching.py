"""What is looked for, as words."""

import re

import pytest

from questions.language.searching import pattern_of, split_words


def test_a_word_is_looked_for_once_and_no_more_than_eight_are() -> None:
    assert split_words("b a b") == ["b", "a"]
    assert len(split_words(" ".join(map(str, range(100))))) == 8


def test_what_no_database_takes_parts_words() -> None:
    assert split_words("a\0b") == ["a", "b"]


@pytest.mark.parametrize(
    ("word", "text", "is_there"),
    [
        ("договор", "Договором занялись.", True),
        ("ДОГОВОР", "договор", True),
        ("әлем", "Бүкіл Әлем", True),
        ("weav", "The weavers met.", True),
        ("reaver", "The weavers met.", False),
        ("SCO", "SCO's charter", True),
        ("SCO", "They met in Moscow on the scope.", False),
        ("sco", "on the scope", True),
        ("ШЫҰ", "ШЫҰ-ға кірді", True),
        ("организация", "в организации", True),
        ("организации", "Организация Договора", True),
        ("treaties", "a treaty", True),
        ("treaty", "several treaties", True),
        ("organisations", "one organisation", True),
        ("ұйымы", "бұл ұйым", True),
        ("мир", "в Каире и Измире", False),
        ("“Shanghai", "the “Shanghai spirit”", True),
        ("1.5", "1x5 and 145", False),
        ("1.5", "some 1.5 %", True),
        ("(", "f(x)", True),
    ],
)
def test_a_word_is_found_where_one_begins_so(word: str, text: str, is_there: bool) -> None:
    assert bool(re.search(pattern_of(word), text, re.I)) == is_there
