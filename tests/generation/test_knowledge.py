import pytest

from questions.generation.answers import answer_of
from questions.generation.knowledge import is_named, occurs
from tests.generation.examples import fact, knowledge, thing


def answer(*values, **fields):
    return answer_of(fact("one", *values, **fields), "value", "en")


@pytest.mark.parametrize(
    ("words", "text", "is_there"),
    [
        ("SCO Charter", "When was the SCO charter adopted?", True),
        ("SCO Charter", "When did the SCO adopt its Charter?", False),
        ("Iran", "Which part did Iranian leaders play?", False),
        ("Co-operation", "What does cooperation need?", True),
        ("Nazarbayev", "What was Nazarbayev’s plan?", True),
        ("", "What?", False),
    ],
)
def test_words_occur_whole_and_in_their_order_however_they_are_spelt(words, text, is_there):
    assert occurs(words, text) is is_there


@pytest.mark.parametrize(
    ("number", "text", "is_there"),
    [
        (25000, "Of 25,000 men", True),
        (3, "Which three evils?", True),
        (3, "What happened on 3 July 2008?", False),
        (20, "What happened in 2020?", False),
    ],
)
def test_a_number_is_named_in_figures_or_words_but_not_by_a_date(number, text, is_there):
    assert is_named(answer((number, "men")), text) is is_there


def test_a_thing_is_named_by_any_of_its_names():
    astana = answer(thing("astana", "city", aliases=("Nur-Sultan",)))
    assert is_named(astana, "What did Nur-Sultan host?")
    assert not is_named(astana, "What did Almaty host?")


def test_what_facts_say_counts_for_the_subject_and_its_relation():
    sco = thing("sco", "organisation")
    known = knowledge(
        fact("india", thing("india", "country"), subject=sco, relation="admitted"),
        fact("founded", "2001-06-15", subject=sco, relation="founded-on"),
    )
    india = answer(thing("india", "country"))
    assert known.says(sco, india)
    assert known.says(sco, india, "admitted")
    assert not known.says(sco, india, "founded-on")
    assert not known.says(thing("csto"), india)
    assert known.says(sco, answer("2001"))
