import pytest

from questions.generation.answers import answer_of, are_same, collide, grain_of
from tests.generation.examples import fact, thing, value


def answer(*values, **fields):
    return answer_of(fact("one", *values, **fields), "value", "en")


@pytest.mark.parametrize(
    ("written", "grain"),
    [
        ("2002-06-07", "day"),
        ("2002-06", "month"),
        ("2002", "year"),
        ("2008-06-28/2008-07-03", "day range"),
        ((56, "states"), "states"),
        (thing("astana", "city"), "city"),
    ],
)
def test_the_grain_tells_what_may_stand_side_by_side(written, grain):
    assert grain_of(value(written)) == grain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2002-06-07", "2002"),
        ("2002", "2002-06-07"),
        ("2008-07-01", "2008-06-28/2008-07-03"),
        ("2009/2011", "2011/2013"),
        ((56, "states"), (56, "states")),
    ],
)
def test_what_overlaps_could_be_right_together(one, other):
    assert collide(answer(one), answer(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2002-06-07", "2002-06-08"),
        ("2002-06", "2002-07-01"),
        ("2008-07-04", "2008-06-28/2008-07-03"),
        ((56, "states"), (57, "states")),
        ((56, "states"), (56, "%")),
    ],
)
def test_what_does_not_overlap_is_different(one, other):
    assert not collide(answer(one), answer(other))


def test_two_names_of_one_country_are_the_same():
    turkey = thing("turkey", "country", aliases=("Türkiye",))
    again = thing("turkiye", "country", name="Türkiye")
    assert are_same(answer(turkey), answer(again))


def test_an_item_of_a_list_collides_with_the_list():
    india, pakistan = thing("india", "country"), thing("pakistan", "country")
    both = answer(india, pakistan)
    assert both.text == "India and Pakistan"
    assert both.is_list
    assert collide(both, answer(pakistan))


def test_case_and_small_words_make_no_other_text():
    assert are_same(
        answer(answer="The fight against terrorism"), answer(answer="fight against Terrorism")
    )


def test_a_fact_without_value_and_words_has_no_answer():
    assert answer() is None
