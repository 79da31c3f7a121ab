"""Worksheets: what is printed, and letters that are the same on sheet and key."""

from collections import Counter

import pytest

from questions.authoring.worksheet import worksheet
from tests.factories import CitationFactory, DeckFactory, QuestionFactory, TeacherFactory
from tests.factories import own_question as own
from tests.playing import PAIRS, question_of, set_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


def printed(teacher, *questions):
    deck = DeckFactory(owner=teacher, questions=questions)
    return worksheet(deck, teacher=teacher)


def test_only_approved_questions_that_the_teacher_may_see_are_printed(teacher, now):
    asked = QuestionFactory()
    left_out = [
        QuestionFactory(status="draft"),
        QuestionFactory(status="withdrawn"),
        QuestionFactory(fact__withdrawn_at=now),
        own(TeacherFactory()),
    ]
    items = printed(teacher, *left_out, asked)
    assert [(item.number, item.question) for item in items] == [(1, asked)]


def test_the_key_names_the_letter_under_which_the_option_stands(teacher):
    texts = ["Astana", "Bishkek", "Dushanbe", "Tashkent"]
    for _ in range(5):
        (item,) = printed(teacher, QuestionFactory(key=None, options=texts))
        assert sorted(one.text for one in item.options) == texts
        (letter,) = [one.letter for one in item.options if one.text == "Astana"]
        assert item.key == (f"{letter}. Astana",)


def test_the_order_says_nothing_of_the_key(teacher):
    """The same sheet whichever option is the key; over many sheets it stands on each place."""
    question = QuestionFactory(key=None, options=["a", "b", "c", "d"])
    deck = DeckFactory(owner=teacher, questions=[question])
    before = worksheet(deck, teacher=teacher)[0].options
    question.options.update(is_key=False)
    question.options.filter(text="c").update(is_key=True)
    (item,) = worksheet(deck, teacher=teacher)
    assert item.options == before
    assert item.key[0].endswith("c")
    places = Counter(printed(teacher, question)[0].key[0][0] for _ in range(60))
    assert set(places) == set("ABCD")
    assert max(places.values()) < 35


def test_dates_keep_their_order(teacher):
    (item,) = printed(teacher, QuestionFactory(options=["1996", "2001", "2002"]))
    assert [one.text for one in item.options] == ["1996", "2001", "2002"]


def test_gaps_are_cut_out_and_units_are_told(teacher):
    cloze = QuestionFactory(form="cloze", stem="It was founded in ____ in ____.", answer="x")
    gap, number = printed(teacher, cloze, question_of("number"))
    assert gap.stem == ("It was founded in ", " in ", ".")
    assert (number.unit, number.key) == ("states", ("100",))


def test_true_or_false_has_its_key(teacher):
    true = question_of("true-false")
    false = question_of("true-false")
    false.options.update(is_key=False)
    false.options.filter(position=1).update(is_key=True)
    assert [item.is_true for item in printed(teacher, true, false)] == [True, False]


def test_orderings_and_matchings_tell_letters_in_their_key(teacher):
    order, match = printed(teacher, set_of("order"), set_of("match"))
    letters = {one.text: one.letter for one in order.options}
    assert order.key[0] == f"1: {letters['The treaty was signed']}. 1990"
    assert [line[0] for line in order.key] == ["1", "2", "3", "3", "4"]
    assert [one.text for one in match.options] == ["Marblewick", "Oakenmere", "Port Sallow"]
    assert match.rows == tuple(row[0] for row in PAIRS)
    assert match.key[1] == "Court of Merchants: B. Oakenmere"


def test_places_of_all_parts_are_told_once(teacher):
    ordering = set_of("order")
    first, second, *_ = ordering.parts.all()
    source = first.fact.citations.get().source
    for fact in (first.fact, second.fact):
        CitationFactory(fact=fact, source=source, position=1, place="page 7")
    (item,) = printed(teacher, ordering)
    assert len([place for place in item.places if place.place == "page 7"]) == 1
    assert len(item.places) == 6


def test_many_questions_take_as_many_queries_as_few(teacher, django_assert_num_queries):
    for size in (3, 40):
        deck = DeckFactory(
            owner=teacher, questions=[*QuestionFactory.create_batch(size), set_of("order")]
        )
        with django_assert_num_queries(5):
            for item in worksheet(deck, teacher=teacher):
                assert item.places
