from questions.grounding.citations import find_places
from questions.grounding.documents import Document
from questions.grounding.text import digest

RAW = "The US signed with the Lantern League.\n\nIt helped us and the UN-backed fund."


def passage(words: str):
    document = Document("pact", RAW)
    (place,) = find_places("pact", RAW, words)
    return document.around(place)


def test_a_document_knows_its_digest_and_paragraphs():
    document = Document("pact", RAW)

    assert document.digest == digest(RAW)
    assert len(document.paragraphs) == 2


def test_words_are_looked_for_in_the_paragraph_alone():
    assert passage("signed with").has("lantern league")
    assert not passage("signed with").has("fund")


def test_an_abbreviation_is_not_found_in_a_pronoun():
    assert passage("signed with").has("US")
    assert not passage("It helped").has("US")
    assert passage("It helped").has("UN")


def test_a_passage_is_folded_once():
    document = Document("pact", RAW)
    (place,) = find_places("pact", RAW, "signed with")

    assert document.around(place) is document.around(place)
