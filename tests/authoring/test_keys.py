"""Keys of hand-written questions, graded as learners' responses are."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.authoring.keys import key_of_wish, tolerance_of
from questions.authoring.meaning import Things, meaning_of
from questions.authoring.records import OptionWish
from questions.generation.records import record_of
from questions.generation.wording import date_words, number_words
from questions.models import Entity, Fact
from questions.quiz.grading import grade, key_from_json
from tests.authoring.wishes import choice_wish, typed_wish
from tests.factories import EntityFactory, FactFactory, TeacherFactory

NOTHING = Things.of([])
LEAGUE = Entity(
    slug="league",
    kind="organisation",
    names={"en": "Lantern League", "ru": "Лига фонарей"},
    aliases={"en": ["LL", "League of Lanterns"], "kk": ["Шамшырақ лигасы"]},
)


def said(text: str, things: Things = NOTHING, **more):
    """Kind and value of a text."""
    meaning = meaning_of(text, things, **more)
    value = meaning.value
    if value is None:
        return (meaning.kind,)
    if value.thing:
        return (meaning.kind, value.thing.slug)
    if value.start:
        return (meaning.kind, value.start, value.end)
    return (meaning.kind, str(value.number), value.unit, value.bound)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7 June 2002", ("date", "2002-06-07", "")),
        ("7 июня 2002 года", ("date", "2002-06-07", "")),
        ("2002 жылғы 7 маусым", ("date", "2002-06-07", "")),
        ("June 2002", ("date", "2002-06", "")),
        ("2002", ("date", "2002", "")),
        ("28 June to 3 July 2008", ("date", "2008-06-28", "2008-07-03")),
        ("2009–2011", ("date", "2009", "2011")),
        ("56 states", ("number", "56", "states", "")),
        ("26%", ("number", "26", "%", "")),
        ("$10 billion", ("number", "10000000000", "US dollars", "")),
        ("about 3 million people", ("number", "3000000", "people", "about")),
        ("свыше 25 000 военных", ("number", "25000", "военных", "over")),
        ("1.5", ("number", "1.5", "", "")),
        ("six", ("number", "6", "", "")),
    ],
)
def test_dates_and_numbers_are_recognised_in_three_languages(text, meant):
    assert said(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Shanghai Five",
        "Group of 77",
        "30 February 2001",
        "05/06/2001",
        "12 June",
        "5+1",
        "2nd",
        "9/11",
        "Article 5",
        "2024 summit",
        "1992 Tashkent Treaty",
        "10 Downing Street",
        "May",
        "2011 to 2009",
        "",
    ],
)
def test_what_only_holds_a_number_is_words(text):
    assert said(text) == ("text",)


def test_a_thing_is_recognised_by_any_name_whose_case_fits():
    things = Things.of([LEAGUE])
    for name in ("the lantern league", "League of Lanterns", "лига фонарей", "LL"):
        assert said(name, things) == ("entity", "league")
    assert said("ll", things) == ("text",)


def test_a_name_of_two_things_is_words():
    other = Entity(slug="other", kind="body", names={"en": "Lantern League"})
    assert said("Lantern League", Things.of([LEAGUE, other])) == ("text",)


@given(st.dates().filter(lambda day: day.year >= 1000), st.sampled_from(["en", "ru", "kk"]))
@settings(max_examples=80, deadline=None)
def test_every_date_is_read_back_as_it_is_shown(day, language):
    for written in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        if 1000 <= day.year <= 2999:
            assert said(date_words(written, language)) == ("date", written, "")


@given(st.integers(0, 10**12), st.sampled_from(["", "states", "%"]))
@settings(max_examples=80, deadline=None)
def test_a_number_that_is_wished_for_is_graded_right_as_it_is_shown(number, unit):
    from questions.generation.records import Value

    shown = number_words(Value(number=Decimal(number), unit=unit), "en")
    wish = typed_wish(shown, form="number", unit=unit)
    key = key_of_wish(wish, NOTHING)
    if key is not None:
        assert grade(shown, key_from_json(key)).outcome == "correct"


class TestKeys:
    def test_a_named_thing_is_right_in_every_language(self):
        key = key_of_wish(
            typed_wish("Lantern League", accepted=("The Lanterns",)), Things.of([LEAGUE])
        )
        for typed in ("Шамшырақ лигасы", "lantern leage", "the lanterns", "Лига фонарей"):
            assert grade(typed, key_from_json(key)).outcome == "correct", typed
        assert grade("Guild of Pilots", key_from_json(key)).outcome == "wrong"

    def test_words_are_right_in_each_accepted_wording(self):
        key = key_of_wish(typed_wish("open doors", accepted=("letting in", " ")), NOTHING)
        assert key == {"type": "text", "texts": ["open doors", "letting in"]}

    def test_a_number_has_its_unit_and_tolerance(self):
        wish = typed_wish("100", form="number", unit="states", tolerance="5%")
        key = key_of_wish(wish, NOTHING)
        assert (key["number"], key["unit"], Decimal(key["tolerance"])) == ("100", "states", 5)
        assert grade("95", key_from_json(key)).outcome == "correct"
        assert grade("80", key_from_json(key)).outcome == "wrong"

    def test_a_number_form_without_a_number_has_no_key(self):
        assert key_of_wish(typed_wish("many", form="number"), NOTHING) is None
        assert key_of_wish(typed_wish("2002", form="number"), NOTHING)["type"] == "number"

    @pytest.mark.parametrize("tolerance", ["-1", "much", "NaN", "Infinity", "1e99"])
    def test_a_tolerance_that_is_none_is_refused(self, tolerance):
        with pytest.raises(ValueError):
            tolerance_of(typed_wish("5", tolerance=tolerance), Decimal(5))

    def test_semicolons_part_a_list(self):
        key = key_of_wish(typed_wish("India; Pakistan"), NOTHING)
        assert grade("Pakistan and India", key_from_json(key)).outcome == "correct"
        assert grade("India", key_from_json(key)).outcome == "partial"

    def test_forms_that_are_not_written_have_none(self):
        for form in ("flashcard", "true-false", "choose-all", "order", "match"):
            assert key_of_wish(typed_wish("2002", form=form), NOTHING) is None
        assert key_of_wish(typed_wish(" "), NOTHING) is None

    def test_a_choice_keeps_the_order_of_sorted_dates_alone(self):
        years = [OptionWish("1991"), OptionWish("1996", is_key=True), OptionWish("2001")]
        assert key_of_wish(choice_wish(options=tuple(years)), NOTHING)["start"] == "1996"
        assert key_of_wish(choice_wish(options=tuple(reversed(years))), NOTHING) is None
        years[0] = OptionWish("the nineties")
        assert key_of_wish(choice_wish(options=tuple(years)), NOTHING) is None
        keyless = tuple(replace(year, is_key=False) for year in years)
        assert key_of_wish(choice_wish(options=keyless), NOTHING) is None


@pytest.mark.django_db
class TestWithRows:
    def test_the_librarys_entities_and_the_owners_are_known(self):
        teacher = TeacherFactory()
        EntityFactory(names={"en": "Court of Merchants"})
        EntityFactory(names={"en": "House of Pilots"}, owner=teacher)
        EntityFactory(names={"en": "Board of Envoys"}, owner=TeacherFactory())
        things = Things.known_to(teacher)
        kinds = [said(n, things)[0] for n in ("Court of Merchants", "House of Pilots")]
        assert kinds == ["entity", "entity"]
        assert said("Board of Envoys", things) == ("text",)

    def test_what_the_librarys_fact_accepts_is_accepted(self):
        fact = FactFactory(
            relation__value_kind="text",
            relation__slug="motto",
            value=None,
            text__answer="open doors",
            text__accept=["doors for all"],
        )
        record = record_of(Fact.objects.get(pk=fact.pk))
        key = key_of_wish(typed_wish("Open doors", accepted=("no locks",)), NOTHING, record)
        assert key["texts"] == ["open doors", "doors for all", "no locks"]
        other = key_of_wish(typed_wish("closed doors"), NOTHING, record)
        assert other["texts"] == ["closed doors"]
