from dataclasses import replace

import pytest

from questions.generation.distractors import candidates
from tests.generation.examples import beside, fact, knowledge, thing

KEY = fact("charter", "2002-06-07")


def found(record, *others, cue="value", stem=None):
    stem = record.wordings["en"].ask[cue] if stem is None else stem
    return [c.true_of for c in candidates(knowledge(record, *others), record, cue, stem)]


def test_the_facts_own_choice_comes_first_and_in_its_order():
    key = replace(KEY, near=beside("late", "early"))
    others = [fact("early", "1999-01-01"), fact("late", "2010-01-01"), fact("next", "2002-06-15")]
    assert found(key, *others) == ["late", "early", "next"]


def test_beside_two_chosen_ones_no_others_are_looked_for_but_dates():
    key = fact("charter", thing("astana", "city"), near=("a", "b"))
    others = [fact(slug, thing(f"{slug}-town", "city")) for slug in ("a", "b", "c")]
    assert found(key, *others) == ["a", "b"]


def test_others_are_looked_for_where_a_fact_chose_too_few():
    others = [fact("late", "2010-01-01"), fact("next", "2002-06-15")]
    assert found(replace(KEY, near=beside("late")), *others) == ["late", "next"]


def test_the_items_of_a_chosen_list_are_wrong_options_one_by_one():
    india, iran = thing("india", "country"), thing("iran", "country")
    key = fact("kuwait-joined", thing("kuwait", "country"), near=("both",))
    assert found(key, fact("both", india, iran)) == ["both", "both"]


def test_automatic_ones_are_ranked_by_nearness_in_time():
    others = [fact("far", "1980-01-01"), fact("nearest", "2003-01-01"), fact("near", "2006-01-01")]
    assert found(KEY, *others) == ["nearest", "near", "far"]


@pytest.mark.parametrize("other", ["2002", "2003-05", "2003", "2008-06-28/2008-07-03"])
def test_another_granularity_is_no_wrong_option(other):
    assert found(replace(KEY, near=beside("other")), fact("other", other)) == []


def test_a_range_that_holds_the_key_is_no_wrong_option():
    key = replace(fact("games", "2008-06-28/2008-07-03"), near=beside("other"))
    assert found(key, fact("other", "2008-07-01/2008-07-10")) == []


def test_numbers_need_the_same_unit():
    key = fact("osce", (56, "states"))
    assert found(key, fact("a", (8, "states")), fact("b", (40, "%"))) == ["a"]


def test_things_need_the_same_kind():
    key = fact("charter", thing("astana", "city"))
    others = [fact("a", thing("ufa", "city")), fact("b", thing("russia", "country"))]
    assert found(key, *others) == ["a"]


def test_equal_values_are_offered_once_and_the_key_never():
    others = [fact("a", "2003-01-01"), fact("b", "2003-01-01"), fact("c", "2002-06-07")]
    assert found(KEY, *others) == ["a"]


def test_a_list_is_no_wrong_option():
    india, iran = thing("india", "country"), thing("iran", "country")
    key = fact("kuwait-joined", thing("kuwait", "country"))
    assert found(key, fact("both", india, iran), fact("one", iran)) == ["one"]


@pytest.mark.parametrize("side", ["key", "other"])
def test_never_of_either_side_bars_the_value_whatever_fact_it_comes_from(side):
    key = replace(KEY, never=frozenset({"other"} if side == "key" else ()))
    other = fact("other", "2003-01-01", never=frozenset({"charter"} if side == "other" else ()))
    assert found(key, other, fact("again", "2003-01-01"), fact("free", "2004-01-01")) == ["free"]


def test_a_facts_own_choice_outweighs_the_bar_of_the_other_side():
    other = fact("other", "2003-01-01", never=frozenset({"charter"}))
    assert found(replace(KEY, near=beside("other")), other) == ["other"]


def test_a_facts_own_bar_outweighs_its_own_choice():
    barring = replace(KEY, near=beside("again"), never=frozenset({"other"}))
    assert found(barring, fact("other", "2003-01-01"), fact("again", "2003-01-01")) == []


def test_what_another_fact_says_of_the_subject_is_not_false():
    subject = thing("sco")
    key = fact("india", thing("india", "country"), subject=subject, near=("pakistan", "iran"))
    pakistan = fact("pakistan", thing("pakistan", "country"), subject=subject)
    assert found(key, pakistan, fact("iran", thing("iran", "country"))) == ["iran"]


def test_a_relation_with_several_values_takes_only_what_the_fact_chose():
    key = fact("india", thing("india", "country"), several=True, near=("iran",))
    others = [fact("iran", thing("iran", "country")), fact("turkey", thing("turkey", "country"))]
    assert found(key, *others) == ["iran"]


def test_an_automatic_one_must_not_be_true_of_the_subject_in_any_relation():
    other_relation = fact("charter-signed", "2003-01-01", subject=KEY.subject, relation="signed-on")
    assert found(KEY, other_relation) == []
    assert found(replace(KEY, near=beside("charter-signed")), other_relation) == ["charter-signed"]


def test_what_the_stem_names_is_implausible():
    ufa = fact("ufa", thing("ufa", "city", aliases=("city of Ufa",)))
    key = fact("charter", thing("astana", "city"))
    assert found(key, ufa, stem="Where was it adopted, if not in Ufa?") == []
    assert found(key, ufa, stem="Where was it adopted?") == ["ufa"]


def test_a_text_that_says_the_key_and_more_or_less_is_no_wrong_option():
    near = ("part", "whole", "other")
    key = fact("key", answer="military cooperation", ask_value="What is it?", near=near)
    others = [
        fact("part", answer="cooperation"),
        fact("whole", answer="military and economic cooperation"),
        fact("other", answer="economic cooperation"),
    ]
    assert found(key, *others) == ["other"]


def test_the_year_in_the_stem_leaves_only_dates_of_that_year():
    others = [fact("same", "2002-10-01"), fact("other", "2003-10-01")]
    assert found(KEY, *others, stem="On which day of 2002 was it adopted?") == ["same"]


class TestSubjectCue:
    def test_another_subject_of_the_relation_is_false_when_its_value_is_another(self):
        key = fact("charter", "2002-06-07", ask_subject="Which document is from 7 June 2002?")
        others = [fact("a", "2003-01-01"), fact("b", "2004"), fact("c", "2005-01-01", several=True)]
        assert found(key, *others, cue="subject") == ["a", "c"]

    def test_a_subject_with_the_keys_value_is_right_too(self):
        key = fact("charter", "2002-06-07", near=("near",), ask_subject="Which document?")
        near = fact("near", "2010-01-01", subject=thing("declaration"))
        also = fact("also", "2002-06", subject=thing("declaration"), relation="signed-on")
        assert found(key, near, cue="subject") == ["near"]
        assert found(key, near, also, cue="subject") == []

    def test_what_falls_into_a_range_of_years_is_not_that_range(self):
        key = fact("charter", "2015/2020", near=("near",), ask_subject="Which document?")
        near = fact("near", "2016-10", relation="signed-on")
        assert found(key, near, cue="subject") == ["near"]
        assert found(key, replace(near, relation=key.relation), cue="subject") == []

    def test_a_bar_on_a_value_is_none_on_a_subject_the_fact_chose(self):
        subject = thing("forum")
        key = fact("charter", "2002", near=("founded",), never=frozenset({"status"}))
        key = replace(key, wordings=fact("x", ask_subject="Which document?").wordings)
        founded = fact("founded", "2003", subject=subject)
        status = fact("status", "2010", subject=subject, relation="status-since")
        assert found(key, founded, status, cue="subject") == ["founded"]
        assert found(replace(key, never=frozenset({"founded"})), founded, cue="subject") == []

    def test_documents_of_another_topic_are_implausible(self):
        key = fact("charter", "2002-06-07", ask_subject="Which document?")
        assert found(key, fact("a", "2003-01-01", topic="osce"), cue="subject") == []


def test_the_order_of_the_facts_makes_no_difference():
    others = [fact(f"f{i}", f"20{i:02d}-01-01") for i in range(3, 9)]
    assert found(KEY, *others) == found(KEY, *reversed(others))


def test_a_text_takes_only_what_the_fact_chose():
    key = fact("key", answer="peace", ask_value="What?")
    assert found(key, fact("other", answer="trade")) == []
