"""Grading typed answers, one behaviour at a time; the learners' answers are in typed_cases."""

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.quiz.grading import (
    MAX_TYPED,
    DateKey,
    Key,
    ListKey,
    NameKey,
    NumberKey,
    Outcome,
    Reason,
    TextKey,
    grade,
    key_from_json,
    key_to_json,
)

CSTO = NameKey("organisation", ("CSTO", "Collective Security Treaty Organization"))
TOKAYEV = NameKey("person", ("Kassym-Jomart Tokayev",))
ASTANA = NameKey("city", ("Astana",))
KAZAKHSTAN = NameKey("country", ("Kazakhstan",))
RUSSIA = NameKey("country", ("Russia",))
CHARTER = DateKey("2002-06-07")
GAMES = DateKey("2008-06-28", "2008-07-03")
STATES = NumberKey(Decimal(57), "states")
TRADE = NumberKey(Decimal(10_000_000_000), "US dollars")
CONSENSUS = TextKey(("consensus",))
MEMBERS = ListKey((KAZAKHSTAN, RUSSIA))
ALL_KEYS: list[Key] = [
    CSTO, TOKAYEV, ASTANA, CHARTER, GAMES, STATES, TRADE, CONSENSUS, MEMBERS,
    ListKey((CHARTER, STATES, CONSENSUS)),
]  # fmt: skip
WORDS = st.text(
    "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяқғңәөұүіһ -'", min_size=1
)
NAMES = WORDS.filter(lambda text: any(char.isalnum() for char in text)).map(lambda text: text[:60])


def outcome(typed: str, key: Key, *rivals: str) -> str:
    return grade(typed, key, rivals=rivals).outcome


def reason(typed: str, key: Key, *rivals: str) -> str:
    return grade(typed, key, rivals=rivals).reason


class TestAnyText:
    @pytest.mark.parametrize("key", ALL_KEYS, ids=repr)
    @pytest.mark.parametrize("typed", ["", "  ", "?!…", "\0", "\ud800", "—", "\u200b"])
    def test_nothing_to_read_is_wrong_and_says_so(self, typed: str, key: Key) -> None:
        assert grade(typed, key).outcome is Outcome.WRONG
        assert grade(typed, key).reason is Reason.EMPTY

    @pytest.mark.parametrize("key", ALL_KEYS, ids=repr)
    def test_a_megabyte_is_refused_unread(self, key: Key) -> None:
        assert reason("Astana " * 150_000, key) == "too-long"
        assert reason("x" * (MAX_TYPED + 1), key) == "too-long"

    @given(st.text(st.characters(), max_size=MAX_TYPED))
    def test_no_text_breaks_it(self, typed: str) -> None:
        for key in ALL_KEYS:
            assert grade(typed, key, rivals=("Almaty", typed)).outcome in Outcome

    @given(st.text("0123456789-./, VIxiab½%$юня\ud800\0", max_size=80))
    def test_no_jumble_of_figures_breaks_it(self, typed: str) -> None:
        for key in (CHARTER, GAMES, STATES, TRADE, ListKey((CHARTER, STATES))):
            assert grade(typed, key).outcome in Outcome


class TestTheKeyItself:
    @given(
        st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)),
        st.sampled_from([4, 7, 10]),
    )
    def test_a_date_is_right(self, day: datetime.date, precision: int) -> None:
        stored = day.isoformat()[:precision]
        assert outcome(stored, DateKey(stored)) == "correct"

    @given(st.dates(datetime.date(1000, 1, 1)), st.integers(1, 5000))
    def test_a_range_is_right(self, day: datetime.date, length: int) -> None:
        end = min(day.toordinal() + length, datetime.date(2999, 12, 31).toordinal())
        start, until = day.isoformat(), datetime.date.fromordinal(max(end, 1)).isoformat()
        if day.year < 3000 and start < until:
            assert outcome(f"{start} - {until}", DateKey(start, until)) == "correct"

    @given(st.decimals(0, 10**15, places=2), st.sampled_from(["{:f}", "{:,}", "{:f} states"]))
    def test_a_number_is_right(self, number: Decimal, form: str) -> None:
        assert outcome(form.format(number), NumberKey(number, "states")) == "correct"

    @given(st.integers(0, 10**15))
    def test_a_whole_number_is_right(self, number: int) -> None:
        grouped = f"{number:,}".replace(",", " ")
        assert outcome(grouped, NumberKey(Decimal(number), "states")) == "correct"

    @given(NAMES, st.sampled_from(["person", "organisation", "city", "country", "document"]))
    def test_a_name_is_right(self, name: str, kind: str) -> None:
        assert outcome(name, NameKey(kind, ("Astana", name)), "Almaty", "Tokayev") == "correct"

    @given(NAMES)
    def test_a_text_is_right(self, text: str) -> None:
        assert outcome(text.upper(), TextKey((text,))) == "correct"

    def test_a_name_that_holds_or_and_not_is_right(self) -> None:
        key = NameKey("document", ("Treaty on the Non-Use of Force, or not to strike first",))
        assert outcome(key.names[0], key) == "correct"


class TestNames:
    @pytest.mark.parametrize(
        "typed", ["Tokaev", "Токаев", "Тоқаев", "Toqaev", "tokayev", "TOKAYEV"]
    )
    def test_one_surname_in_any_transliteration(self, typed: str) -> None:
        assert outcome(typed, TOKAYEV) == "correct"

    def test_a_slip_is_forgiven_only_where_no_rival_is_as_near(self) -> None:
        key = NameKey("city", ("Samara",))
        assert grade("Samarra", key).outcome is Outcome.CORRECT
        assert reason("Samada", key, "Samada Bay", "Samadu") == "near-other"
        assert outcome("Samada", key, "Samadu") == "review"

    def test_another_known_name_is_wrong_however_near(self) -> None:
        assert outcome("Slovakia", NameKey("country", ("Slovenia",)), "Slovakia") == "wrong"
        assert outcome("Slovakia", NameKey("country", ("Slovenia",))) == "review"

    def test_a_short_name_must_be_exact(self) -> None:
        assert outcome("Iraq", NameKey("country", ("Iran",)), "Iraq") == "wrong"
        assert outcome("Irna", NameKey("country", ("Iran",))) == "review"

    def test_an_acronym_of_a_known_name_is_right(self) -> None:
        key = NameKey("organisation", ("Shanghai Cooperation Organisation",))
        assert outcome("SCO", key, "CSTO") == "correct"
        assert outcome("CSTO", key, "CSTO") == "wrong"
        assert outcome("RATS", NameKey("body", ("Regional Anti-Terrorist Structure",))) == "correct"

    def test_a_full_name_that_only_fits_an_acronym_is_for_review(self) -> None:
        assert outcome("Some Curious Order", NameKey("organisation", ("SCO",))) == "review"

    @pytest.mark.parametrize("typed", ["OSCE Charter", "CSTO Charter"])
    def test_another_acronym_in_a_longer_name_is_wrong(self, typed: str) -> None:
        assert outcome(typed, NameKey("document", ("SCO Charter",))) == "wrong"

    def test_another_number_in_a_name_is_wrong(self) -> None:
        key = NameKey("document", ("Resolution 1540",))
        assert outcome("Resolution 1541", key) == "wrong"
        assert outcome("resolution no. 1540", key) == "review"

    def test_the_name_and_its_acronym_together_are_right(self) -> None:
        assert outcome("CSTO (Collective Security Treaty Organization)", CSTO) == "correct"

    @pytest.mark.parametrize(
        ("typed", "why"), [("not Astana", "negation"), ("Astana or Osh", "several")]
    )
    def test_hedges_are_for_review(self, typed: str, why: str) -> None:
        assert grade(typed, ASTANA).outcome is Outcome.REVIEW
        assert reason(typed, ASTANA) == why

    def test_mixed_alphabets_that_look_the_same_are_the_same(self) -> None:
        assert outcome("СSTO", CSTO) == "correct"
        assert outcome("СКО", NameKey("organisation", ("SCO",))) != "correct"

    def test_russian_and_kazakh_cases_are_the_same_place(self) -> None:
        assert {outcome(typed, ASTANA) for typed in ("в Астане", "Астанада", "Астану")} == {
            "correct"
        }
        assert outcome("Нигерия", NameKey("country", ("Нигер",)), "Нигерия") == "wrong"


class TestTexts:
    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("unilateral", "bilateral"),
            ("interference", "non-interference"),
            ("вмешательство", "невмешательство"),
            ("instability", "stability"),
            ("Russia attacks Georgia", "Georgia attacks Russia"),
        ],
    )
    def test_the_opposite_is_never_taken_for_a_slip(self, typed: str, text: str) -> None:
        assert outcome(typed, TextKey((text,))) in {"wrong", "review"}


class TestPersons:
    def test_a_surname_that_two_people_share_needs_a_given_name(self) -> None:
        rival = "Ivan Tokayev"
        assert outcome("Tokayev", TOKAYEV, rival) == "review"
        assert outcome("Kassym-Jomart Tokayev", TOKAYEV, rival) == "correct"
        assert outcome("K. Tokayev", TOKAYEV, rival) == "correct"
        assert outcome("Ivan Tokayev", TOKAYEV, rival) == "wrong"

    def test_a_wrong_given_name_is_wrong(self) -> None:
        assert reason("Nursultan Tokayev", TOKAYEV) == "conflict"
        assert reason("N. Tokayev", TOKAYEV) == "conflict"

    def test_initials_in_the_key_accept_the_given_name(self) -> None:
        assert outcome("Valery Semerikov", NameKey("person", ("V. Semerikov",))) == "correct"

    def test_a_surname_one_edit_away_is_for_review(self) -> None:
        assert outcome("Tokajev", TOKAYEV) == "review"


class TestDates:
    @pytest.mark.parametrize("typed", ["07/06/2002", "06/07/2002"])
    def test_day_and_month_that_may_be_swapped_are_for_review(self, typed: str) -> None:
        assert reason(typed, CHARTER) == "ambiguous-date"

    def test_a_day_beyond_twelve_is_not_ambiguous(self) -> None:
        assert outcome("13/06/2002", DateKey("2002-06-13")) == "correct"
        assert outcome("06/13/2002", DateKey("2002-06-13")) == "correct"

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("June 2002", "coarser"),
            ("7 June", "incomplete"),
            ("8 June 2002", "conflict"),
            ("soon", "no-match"),
        ],
    )
    def test_the_reason_says_what_is_amiss(self, typed: str, why: str) -> None:
        assert reason(typed, CHARTER) == why

    def test_finer_than_the_key_is_for_review(self) -> None:
        assert reason("7 June 2002", DateKey("2002")) == "finer"

    @pytest.mark.parametrize("typed", ["until 2002", "до 2002 года", "before 2002", "2001, 2002"])
    def test_a_bound_or_a_choice_of_years_is_for_review(self, typed: str) -> None:
        assert outcome(typed, DateKey("2002")) == "review"

    def test_the_right_decade_is_for_review(self) -> None:
        assert outcome("1990s", DateKey("1992")) == "review"
        assert outcome("1980s", DateKey("1992")) == "wrong"

    def test_one_end_of_a_range_is_partial(self) -> None:
        assert reason("28 June 2008", GAMES) == "one-end"

    def test_a_year_and_two_figures_are_a_month_or_a_range_as_the_key_has_it(self) -> None:
        assert outcome("2009-11", DateKey("2009-11")) == "correct"
        assert outcome("2009-11", DateKey("2009", "2011")) == "correct"


class TestNumbers:
    @pytest.mark.parametrize("typed", ["10 million", "10 trillion", "10"])
    def test_a_slip_of_magnitude_is_for_review(self, typed: str) -> None:
        assert reason(typed, TRADE) == "magnitude"

    def test_a_sign_must_agree(self) -> None:
        assert outcome("-57", STATES) == "review"
        assert outcome("-57", NumberKey(Decimal(-57), "degrees")) == "correct"

    def test_grouping_is_not_taken_for_decimals(self) -> None:
        assert outcome("57,000", STATES) == "review"
        assert outcome("57.0", STATES) == "correct"

    @pytest.mark.parametrize("typed", ["57 years", "57%", "more than 57", "56 or 57", "57 bananas"])
    def test_another_unit_or_a_bound_is_for_review(self, typed: str) -> None:
        assert outcome(typed, STATES) == "review"

    def test_tolerance_is_absolute_and_a_little_more_is_for_review(self) -> None:
        key = NumberKey(Decimal(100), "people", Decimal(5))
        assert [outcome(typed, key) for typed in ("95", "91", "89")] == [
            "correct",
            "review",
            "wrong",
        ]

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("10", "correct"),
            ("10 billion", "correct"),
            ("$10 billion", "correct"),
            ("10 billion dollars.", "correct"),
            ("10 млрд долларов", "correct"),
            ("10,000,000,000 US dollars", "correct"),
            ("10 million dollars", "review"),
            ("10 billion euros", "review"),
            ("7 billion dollars", "wrong"),
        ],
    )
    def test_a_unit_of_many_may_be_part_of_the_number(self, typed: str, expected: str) -> None:
        key = NumberKey(Decimal(10), "billion US dollars")
        assert outcome(typed, key) == expected

    def test_a_proper_rounding_of_a_large_number_is_for_review(self) -> None:
        key = NumberKey(Decimal(16_442_000), "people")
        assert [outcome(typed, key) for typed in ("16.4 million", "16.5 million")] == [
            "review",
            "wrong",
        ]


class TestLists:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("Russia and Kazakhstan", "correct"),
            ("Kazakhstan\nRussia", "correct"),
            ("Russia Kazakhstan", "correct"),
            ("Russia және Kazakhstan", "correct"),
            ("Russia жане Kazakhstan", "correct"),
            ("Russia, Russia, Kazakhstan", "correct"),
            ("Russia", "partial"),
            ("Russia, Kazakhstan, China", "partial"),
            ("Russia, China, India", "wrong"),
            ("China", "wrong"),
        ],
    )
    def test_items_count_as_a_set_and_extra_ones_lose(self, typed: str, expected: str) -> None:
        assert outcome(typed, MEMBERS, "China", "India") == expected

    def test_names_that_hold_commas_and_conjunctions_stay_whole(self) -> None:
        osce = NameKey("organisation", ("Organization for Security and Co-operation in Europe",))
        typed = "CSTO; Organization for Security and Cooperation in Europe"
        assert outcome(typed, ListKey((CSTO, osce))) == "correct"

    def test_a_list_with_a_not_in_it_is_for_review(self) -> None:
        assert outcome("Kazakhstan, not Russia", MEMBERS) == "review"

    def test_a_word_that_merely_stands_in_an_item_earns_nothing_beside_another(self) -> None:
        human = NameKey("term", ("human dimension",))
        military = NameKey("term", ("military dimension",))
        key = ListKey((human, military))
        assert outcome("15 humans", key) == "wrong"
        assert outcome("human, 15", key) == "wrong"
        assert outcome("human; military; 15", key) == "review"

    def test_dates_and_numbers_may_be_items(self) -> None:
        assert outcome("7 June 2002; 57", ListKey((CHARTER, STATES))) == "correct"


class TestStoredKeys:
    @pytest.mark.parametrize("key", ALL_KEYS, ids=repr)
    def test_nothing_is_lost_on_the_way_through_json(self, key: Key) -> None:
        assert key_from_json(json.loads(json.dumps(key_to_json(key)))) == key

    @pytest.mark.parametrize(
        "stored", [{}, {"type": "riddle"}, {"type": "date", "start": "2002-13"}]
    )
    def test_what_is_no_key_is_refused(self, stored: dict[str, str]) -> None:
        with pytest.raises(ValueError):
            key_from_json(stored)
