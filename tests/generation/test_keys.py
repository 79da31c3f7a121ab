from dataclasses import replace
from decimal import Decimal

from questions.generation.answers import answer_of
from questions.generation.keys import accepted_texts, key_of
from questions.generation.records import Value
from questions.quiz.grading.keys import (
    DateKey,
    ListKey,
    NameKey,
    NumberKey,
    TextKey,
    key_from_json,
    key_to_json,
)
from tests.generation.examples import fact, thing


def graded(record, cue="value"):
    stored = key_of(record, cue, "en", answer_of(record, cue, "en"))
    key = key_from_json(stored)
    assert key_to_json(key) == stored
    return key


def test_a_date_is_graded_by_its_ends():
    assert graded(fact("one", "2002-06-07")) == DateKey("2002-06-07")
    assert graded(fact("one", "2009/2011")) == DateKey("2009", "2011")


def test_a_number_is_graded_exactly_unless_it_is_an_estimate():
    assert graded(fact("one", (Decimal("56.0000"), "states"))) == NumberKey(Decimal(56), "states")
    about = Value(number=Decimal(100), unit="%", bound="about")
    assert graded(fact("one", about)).tolerance == 5


def test_a_number_has_its_unit_in_the_language_of_the_question():
    record = fact("one", (Decimal("56.0000"), "states"))
    english = record.wordings["en"]
    record = replace(
        record,
        wordings={
            "en": english,
            "ru": replace(english, answer="56 государств"),
            "kk": replace(english, answer="56 мемлекет"),
        },
    )
    units = {
        language: key_of(record, "value", language, answer_of(record, "value", language))["unit"]
        for language in ("en", "ru", "kk")
    }
    assert units == {"en": "states", "ru": "государств", "kk": "мемлекет"}


def test_a_share_stays_one_in_every_language():
    record = fact("one", (Decimal(26), "%"))
    record = replace(record, wordings={"ru": replace(record.wordings["en"], answer="до 26 %")})
    assert key_of(record, "value", "ru", answer_of(record, "value", "ru"))["unit"] == "%"


def test_a_name_is_graded_by_every_name_and_accepted_text():
    astana = thing("astana", "city", aliases=("Астана",))
    key = graded(fact("one", astana, accept=["Nur-Sultan"]))
    assert key == NameKey("city", ("Astana", "Астана", "Nur-Sultan"))


def test_the_subject_is_graded_by_its_own_accepted_texts():
    key = graded(
        fact("charter", "2002", accept=["x"], accept_subject=["Founding Charter"]), "subject"
    )
    assert key == NameKey("document", ("Charter", "Founding Charter"))


def test_a_text_is_graded_by_the_answer_and_what_is_accepted():
    key = graded(fact("one", answer="consensus", accept=["agreement of all"]))
    assert key == TextKey(("consensus", "agreement of all"))


def test_a_list_is_graded_item_by_item():
    key = graded(fact("one", thing("india", "country"), thing("iran", "country")))
    assert isinstance(key, ListKey)
    assert [item.names for item in key.items] == [("India",), ("Iran",)]


def test_accepted_texts_are_those_a_page_must_not_show():
    record = fact("one", thing("india", "country", aliases=("Bharat",)))
    key = key_of(record, "value", "en", answer_of(record, "value", "en"))
    assert accepted_texts(key) == ["India", "Bharat"]
