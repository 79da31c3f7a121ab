"""What is looked for, as words."""

from questions.language.searching import spellings, split_words


def test_a_word_is_looked_for_once_and_no_more_than_eight_are() -> None:
    assert split_words("b a b") == ["b", "a"]
    assert len(split_words(" ".join(map(str, range(100))))) == 8


def test_what_no_database_takes_parts_words() -> None:
    assert split_words("a\0b") == ["a", "b"]


def test_letters_beyond_latin_are_looked_for_in_both_cases() -> None:
    assert set(spellings("договор")) == {"договор", "Договор", "ДОГОВОР"}
    assert set(spellings("Әлем")) == {"әлем", "Әлем", "ӘЛЕМ"}
    assert spellings("Treaty") == ["Treaty"]
