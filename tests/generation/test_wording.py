from decimal import Decimal

import pytest

from questions.generation.records import Value
from questions.generation.wording import (
    fill,
    in_sentence,
    listed,
    number_words,
    range_words,
    value_words,
)
from tests.generation.examples import thing


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2002-06-07", "en", "7 June 2002"),
        ("2002-06", "en", "June 2002"),
        ("2002", "en", "2002"),
        ("2002-06-07", "ru", "7 июня 2002 года"),
        ("2002-06", "ru", "июнь 2002 года"),
        ("2002-06-07", "kk", "2002 жылғы 7 маусым"),
        ("2002", "kk", "2002 жыл"),
    ],
)
def test_a_date_reads_at_its_own_granularity(date, language, words):
    assert value_words(Value(start=date), language) == words


@pytest.mark.parametrize(
    ("start", "end", "language", "words"),
    [
        ("2008-06-28", "2008-07-03", "en", "28 June to 3 July 2008"),
        ("2006-06-12", "2006-06-13", "en", "12 to 13 June 2006"),
        ("2009", "2011", "en", "2009 to 2011"),
        ("2009", "2011", "ru", "2009–2011 годы"),
        ("2009", "2011", "kk", "2009–2011 жылдар"),
        ("2009-05", "2011", "ru", "май 2009 года – 2011 год"),
        ("2008-12-30", "2009-01-02", "en", "30 December 2008 to 2 January 2009"),
        ("2006-05", "2006-06", "en", "May to June 2006"),
    ],
)
def test_a_range_says_once_what_both_ends_share(start, end, language, words):
    assert range_words(start, end, language) == words


@pytest.mark.parametrize(
    ("number", "unit", "bound", "words"),
    [
        ("56.0000", "states", "", "56 states"),
        ("26", "%", "", "26%"),
        ("10000000000", "US dollars", "", "$10 billion"),
        ("7500000000", "US dollars", "", "$7.5 billion"),
        ("23000000000000", "US dollars", "over", "over $23 trillion"),
        ("25000", "personnel", "about", "about 25,000 personnel"),
        ("57000000", "people", "up-to", "up to 57 million people"),
    ],
)
def test_a_number_reads_with_unit_and_bound(number, unit, bound, words):
    assert number_words(Value(number=Decimal(number), unit=unit, bound=bound), "en") == words


def test_russian_numbers_use_a_comma_and_short_multipliers():
    value = Value(number=Decimal("7500000000"), unit="US dollars")
    assert number_words(value, "ru") == "$7,5 млрд"


def test_a_list_ends_in_and():
    assert listed(["India", "Pakistan"], "en") == "India and Pakistan"
    assert listed(["CICA", "the SCO", "the CSTO"], "ru") == "CICA, the SCO и the CSTO"


def test_the_slot_takes_an_article_and_a_capital_at_the_start():
    charter = Value(thing=thing("charter", name="SCO Charter", takes_article=True))
    words = in_sentence(charter, "en")
    assert fill("{} was adopted in 2002.", words) == "The SCO Charter was adopted in 2002."
    assert fill("In 2002 {} was adopted.", words) == "In 2002 the SCO Charter was adopted."
    assert value_words(charter, "en") == "SCO Charter"


@pytest.mark.parametrize(
    ("claim", "words", "told"),
    [
        ("Год подписания хартии: {}.", "2002 год", "Год подписания хартии: 2002."),
        ("Дата хартии — {}.", "2002 год", "Дата хартии — 2002 год."),
        ("В этом году хартия принята {}.", "2002 год", "В этом году хартия принята 2002 год."),
        ("Хартияға қол қойылған жыл: {}.", "2002 жыл", "Хартияға қол қойылған жыл: 2002."),
        ("Хартияның жылы: {}.", "2002 жыл", "Хартияның жылы: 2002."),
        ("2002 жылғы қала – {}.", "Алматы", "2002 жылғы қала – Алматы."),
    ],
)
def test_a_sentence_that_says_year_does_not_say_it_twice(claim, words, told):
    assert fill(claim, words) == told
