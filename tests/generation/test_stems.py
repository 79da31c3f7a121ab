import pytest

from questions.generation.answers import answer_of
from questions.generation.stems import can_be_typed, cloze_stem
from tests.generation.examples import fact, thing


def cloze(record, cue="value"):
    return cloze_stem(record, cue, "en", answer_of(record, cue, "en"))


def typeable(record, form):
    return can_be_typed(answer_of(record, "value", "en"), form)


def test_the_gap_says_what_is_wanted():
    assert (
        cloze(fact("charter", "2002-06-07"))
        == "The charter was adopted on ____ (day, month and year)."
    )
    city = fact("charter", thing("astana", "city"), claim_value="It was signed in {}.")
    assert cloze(city) == "It was signed in ____ (city)."
    states = fact("one", (56, "states"), claim_value="It unites {}.")
    assert cloze(states) == "It unites ____ (number of states)."


def test_the_gap_of_a_text_stands_alone():
    assert cloze(fact("one", answer="consensus", claim_value="It needs {}.")) == "It needs ____."


def test_without_a_slot_there_is_no_cloze():
    assert cloze(fact("one", "2002", claim_value="")) == ""


@pytest.mark.parametrize("form", ["cloze", "typed"])
def test_long_texts_and_made_up_names_are_not_typed(form):
    assert typeable(fact("one", answer="settling disputes in peace"), form)
    assert not typeable(fact("one", answer="settling all disputes in peace"), form)
    assert not typeable(fact("one", thing("s", "event", name="2001 SCO summit in Shanghai")), form)
    assert typeable(
        fact(
            "one",
            thing(
                "rats", "body", name="A Body With A Very Long Name Of Its Own", aliases=("RATS",)
            ),
        ),
        form,
    )


def test_a_short_list_is_typed_but_not_put_in_a_gap():
    two = fact("one", thing("india", "country"), thing("iran", "country"))
    assert typeable(two, "typed")
    assert not typeable(two, "cloze")


def test_a_list_with_a_long_name_is_not_typed():
    long = thing("office", "body", name="Office for Institutions and for Human Rights")
    assert not typeable(fact("one", thing("rats", "body"), long), "typed")


def test_a_gap_says_what_is_wanted_unless_its_sentence_does():
    ufa = thing("ufa", "city")
    assert cloze(fact("a", ufa, claim_value="It met in {}.")) == "It met in ____ (city)."
    assert cloze(fact("a", ufa, claim_value="It met in the city of {}.")) == (
        "It met in the city of ____."
    )
