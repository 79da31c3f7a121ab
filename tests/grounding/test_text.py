import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.grounding.text import digest, fold, fold_words, paragraphs, unify_line_ends


def found(raw: str, words: str) -> list[str]:
    return [raw[start:end] for start, end in fold(raw).find_all(words)]


def test_line_ends_are_unified_and_a_byte_order_mark_is_dropped():
    assert unify_line_ends("\ufeffa\r\nb\rc\n") == "a\nb\nc\n"


def test_the_digest_is_of_the_text_in_utf_8():
    assert digest("Ұжым") == "8d089ac577b921057d65a3a7d493ba6d6448db49f9259c5d711a063aff9d282d"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("the char-\n\nter of 2002", "charter of 2002"),
        ("the char-\nter", "the charter"),
        ("the co-operation", "cooperation"),
        ("cooperation", "co-operation"),
        ("soft\u00adhyphen", "softhyphen"),
        ("bro\u00ad\nken", "broken"),
        ("interaction in\n\npractical areas", "interaction in practical areas"),
        ("a  \t b", "a b"),
        ("of\u00a0the pact", "of the pact"),
        ("worth \\$10bn now", "$10bn"),
        ("a *bold* word", "a bold word"),
        ("“open doors”", '"open doors"'),
        ("the ‘open’ door", "the 'open' door"),
        ("Kazakhstan’ security", "Kazakhstan' security"),
        ("2009–2011", "2009-2011"),
        ("2009–\n2011", "2009-2011"),
        ("West – East", "west - east"),
        ("the ofﬁce", "office"),
        ("СОТРУДНИЧЕСТВО", "сотрудничество"),
        ("Шанхаи\u0306", "Шанхай"),
        ("Шанхай", "Шанхаи\u0306"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_words_are_found_through_the_damage_of_a_text(raw, words):
    assert len(found(raw, words)) == 1


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("scope", "sco"),
        ("the SCO2", "SCO"),
        ("Kazakhstani", "Kazakhstan"),
        ("bro-\nken", "ken"),
        ("12002", "2002"),
        ("peace—security", "peacesecurity"),
        ("word- next", "wordnext"),
        ("anything", ""),
        ("anything", " \n"),
    ],
)
def test_only_whole_words_are_found(raw, words):
    assert found(raw, words) == []


def test_a_part_of_a_compound_is_found():
    assert found("a Kazakhstan-China pipeline", "China") == ["China"]
    assert found("an SCO-led drill", "SCO") == ["SCO"]
    assert found("peace—security", "security") == ["security"]


def test_offsets_are_those_of_the_raw_text():
    raw = "see *the* char-\n\nter, of \\$5"

    assert found(raw, "the charter") == ["the* char-\n\nter"]
    assert found(raw, "of $5") == ["of \\$5"]


def test_a_found_letter_brings_its_accents_along():
    assert found("Шанхаи\u0306 и", "шанхай") == ["Шанхаи\u0306"]


def test_every_occurrence_is_found_once():
    assert found("da da da", "da da") == ["da da"]
    assert fold("a b a").find_all("a") == [(0, 1), (4, 5)]


WILD = st.text(alphabet="aB1é\u0306й \n\t-–—\u00ad\\*'“”$ﬁ.²ﬀß", max_size=40)


@given(raw=WILD, words=WILD)
def test_every_reported_span_refolds_to_the_needle(raw, words):
    for start, end in fold(raw).find_all(words):
        assert fold_words(raw[start:end]) == fold_words(words)


@given(raw=WILD, data=st.data())
def test_a_word_cut_from_a_text_is_found_where_it_was(raw, data):
    words = raw.split()
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    if word.isalnum():
        assert found(f". {word} .", word) == [word]


@given(raw=st.text(max_size=60))
def test_folding_keeps_every_offset_inside_the_text_and_in_order(raw):
    folded = fold(raw)

    assert len(folded.text) == len(folded.origins) == len(folded.ends)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= s < e <= len(raw) for s, e in zip(folded.origins, folded.ends, strict=True))


@given(raw=st.text(max_size=60))
def test_folding_any_text_in_two_ways_of_writing_gives_the_same(raw):
    assert fold(raw).text == fold(raw.replace("“", '"')).text


def pieces(raw: str) -> list[str]:
    return [raw[start:end] for start, end in paragraphs(raw)]


def test_blank_lines_part_paragraphs():
    assert pieces("\n\nOne.\nStill one.\n\n \n\nTwo.\n") == ["One.\nStill one.", "Two."]


def test_a_page_cut_in_a_sentence_parts_nothing():
    assert pieces("It acts in\n\npractical areas.\n\nNext.") == [
        "It acts in\n\npractical areas.",
        "Next.",
    ]
    assert pieces("The char-\n\nter.\n\nThe As-\n\nTana.") == [
        "The char-\n\nter.",
        "The As-\n\nTana.",
    ]


def test_a_small_letter_behind_a_full_stop_starts_a_paragraph():
    assert pieces("Done.\n\nand more") == ["Done.", "and more"]


@given(raw=st.text(alphabet="aB. -\n", max_size=60))
def test_paragraphs_hold_all_that_is_written(raw):
    spans = paragraphs(raw)

    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(raw[i].isspace() for i in range(len(raw)) if i not in inside)
