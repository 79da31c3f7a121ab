"""Ties between countries and organisations: what a fact says, and no more."""

import pytest

from questions.progress.belonging import (
    Mark,
    Tie,
    organisation_of,
    without_repeats,
    year_said,
)


def test_the_organisation_is_the_subject_whatever_the_topic():
    assert organisation_of("cica", "organisation", "sco") == "cica"


def test_an_event_acts_for_the_organisation_of_its_topic():
    assert organisation_of("a-summit", "event", "sco") == "sco"


@pytest.mark.parametrize(
    ("subject", "kind", "topic"),
    [
        ("customs-union", "project", "foreign-policy"),
        ("a-summit", "event", "foreign-policy"),
        ("a-body", "body", "sco"),
        ("nato", "organisation", "osce"),
    ],
)
def test_nothing_is_concluded_from_any_other_subject(subject, kind, topic):
    assert organisation_of(subject, kind, topic) == ""


@pytest.mark.parametrize(
    ("mark", "as_of", "statement", "year"),
    [
        (Mark.JOINED, "", "It joined in 2017.", "2017"),
        (Mark.JOINED, "2022", "The summit of 2017 admitted it; 2017 was the year.", "2017"),
        (Mark.JOINED, "", "It asked in 2016 and joined in 2017.", ""),
        (Mark.JOINED, "", "It joined as the 2017th.", ""),
        (Mark.MEMBER, "2022", "It was among those that joined in 2017.", "2022"),
        (Mark.MEMBER, "", "It was a member in 2022.", "2022"),
    ],
)
def test_a_year_is_shown_only_where_it_is_clear(mark, as_of, statement, year):
    assert year_said(mark, as_of, statement) == year


def test_two_facts_that_say_the_same_make_one_mark_and_the_first_stays():
    ties = [
        Tie(1, "sco", Mark.MEMBER, 10, "2022"),
        Tie(1, "sco", Mark.JOINED, 11, "2017"),
        Tie(1, "sco", Mark.JOINED, 12, "2017"),
        Tie(2, "sco", Mark.JOINED, 12, "2017"),
    ]
    assert without_repeats(ties) == [ties[1], ties[3], ties[0]]


def test_a_founder_is_not_said_to_have_joined():
    joined, founded = Tie(1, "sco", Mark.JOINED, 11), Tie(1, "sco", Mark.FOUNDER, 10)
    elsewhere = Tie(1, "cica", Mark.JOINED, 12)
    assert without_repeats([joined, founded, elsewhere]) == [founded, elsewhere]
