import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.grounding.citations import (
    CitationError,
    Place,
    find_places,
    paragraph_number,
    parse_place,
    place_at,
    prove_place,
    surroundings,
)
from questions.grounding.text import fold_words, paragraphs

TEXT = "The pact was signed.\n\nIts char-\n\nter names six members. The pact holds.\n\nAn end."


def spans(words: str) -> list[str]:
    return [TEXT[place.start : place.end] for place in find_places("pact", TEXT, words)]


def test_a_citation_is_written_and_read_alike():
    place = place_at("pact", TEXT, 4, 8)

    assert str(place) == f"pact@4-8:{place.span_digest}"
    assert parse_place(f" {place} ") == place
    assert len(place.span_digest) == 12


@pytest.mark.parametrize(
    "written",
    ["", "pact", "pact@4-8", "pact@4:0123456789ab", "Pact@4-8:0123456789ab",
     "pact@4-8:0123456789AB", "pact@4-8:0123456789abc", "pact@-4-8:0123456789ab",
     "pact@٤-٨:0123456789ab", "pact@4-8:0123456789ab extra"],
)  # fmt: skip
def test_another_form_is_no_citation(written):
    with pytest.raises(CitationError, match="not of the form"):
        parse_place(written)


@pytest.mark.parametrize("written", ["pact@8-8:0123456789ab", "pact@9-8:0123456789ab"])
def test_an_empty_span_is_no_citation(written):
    with pytest.raises(CitationError, match="the span is empty"):
        parse_place(written)


def test_a_place_is_proved_by_its_text():
    prove_place(place_at("pact", TEXT, 4, 8), TEXT)


def test_a_place_behind_the_text_is_not_proved():
    with pytest.raises(CitationError, match="ends after the text"):
        prove_place(Place("pact", 4, 900, "0" * 12), TEXT)


def test_a_place_with_other_words_is_not_proved():
    with pytest.raises(CitationError, match="the span's digest is"):
        prove_place(place_at("pact", TEXT, 4, 8), TEXT.replace("pact", "fact"))


def test_words_are_found_as_often_as_they_stand():
    assert spans("the pact") == ["The pact", "The pact"]
    assert spans("the treaty") == []


def test_a_span_runs_from_first_to_last_words():
    assert spans("its charter ... members") == ["Its char-\n\nter names six members"]
    assert spans("the pact ... holds") == [
        "The pact was signed.\n\nIts char-\n\nter names six members. The pact holds",
        "The pact holds",
    ]


def test_last_words_must_stand_behind_the_first():
    assert spans("members ... charter") == []
    assert spans("members ... members") == []


@given(st.text(alphabet="abAB -\n.“", max_size=50), st.text(alphabet="ab -", max_size=6))
def test_what_is_found_is_proved_and_says_the_words(raw, words):
    for place in find_places("any", raw, words):
        prove_place(place, raw)
        assert fold_words(raw[place.start : place.end]) == fold_words(words)


def test_paragraphs_are_counted_from_one():
    assert [paragraph_number([10, 20, 30], at) for at in (10, 19, 20, 99)] == [1, 1, 2, 3]
    assert paragraph_number([10], 3) == 1
    assert paragraph_number([], 3) == 1


def test_surroundings_are_the_whole_paragraph_with_raw_offsets():
    (place,) = find_places("pact", TEXT, "six members")

    around = surroundings(TEXT, paragraphs(TEXT), place)

    assert around.text == "its charter names six members. the pact holds."
    ((start, end),) = around.find_all("charter")
    assert TEXT[start:end] == "char-\n\nter"


def test_a_span_across_paragraphs_brings_both():
    (place,) = find_places("pact", TEXT, "signed ... charter")

    assert surroundings(TEXT, paragraphs(TEXT), place).text.startswith("the pact was signed.")


def test_a_span_outside_all_paragraphs_stands_alone():
    assert surroundings("a  b", [], Place("x", 0, 1, "0" * 12)).text == "a"
