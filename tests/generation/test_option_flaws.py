"""Each check catches a planted flaw and lets a clean question pass."""

from questions.generation.flaws import find_flaws
from tests.generation.examples import draft, fact, thing


def text(answer, **fields):
    return fact(answer.replace(" ", "-"), answer=answer, **fields)


def choice(key, *wrong, stem="What is wanted?"):
    return draft(text(key), *(text(answer) for answer in wrong), stem=stem)


def flaws(planted):
    return [flaw.code for flaw in find_flaws(planted)]


def test_the_key_is_not_much_the_longest():
    assert flaws(choice("peace among all the states", "trade", "water")) == ["longest-is-key"]
    assert flaws(choice("security", "trading", "justice")) == []


def test_the_length_of_a_city_or_a_date_tells_nothing():
    cities = [fact(city, thing(city, "city")) for city in ("st-petersburg", "ufa", "baku")]
    assert flaws(draft(*cities, stem="Where?")) == []
    dates = [fact(date, date) for date in ("2002-05-01", "2006-09-28", "2008-12-30")]
    assert flaws(draft(*dates, stem="When?")) == []
    assert flaws(draft(dates[2], *dates[:2], key_at=2, stem="When?")) == []


def test_no_stem_word_is_found_in_the_key_alone():
    stem = "What serves the regional economy?"
    assert flaws(choice("regional trade", "water supply", "border guards", stem=stem)) == ["clang"]
    assert flaws(choice("regional trade", "regional water", "guards", stem=stem)) == []


def test_the_key_is_not_the_mixture_of_the_others():
    assert flaws(choice("joint trade", "joint water", "free trade")) == ["convergence"]
    assert flaws(choice("joint trade", "joint water", "joint roads")) == []


def test_options_do_not_combine_others():
    assert flaws(choice("peace", "A and C", "water")) == ["combined-options"]


def test_dates_and_numbers_stand_in_order():
    early, late, last = (fact(date, date) for date in ("1999", "2002", "2010"))
    assert flaws(draft(late, early, last, key_at=1)) == []
    assert flaws(draft(late, early, last, key_at=0)) == ["unsorted-options"]
    states = [fact(f"n{n}", (n, "states")) for n in (28, 27, 56)]
    assert flaws(draft(*states)) == ["unsorted-options"]


def test_a_number_is_of_the_order_of_the_others():
    few, some, many = (fact(f"n{n}", (n, "states")) for n in (6, 8, 56))
    assert flaws(draft(many, few, some, key_at=2)) == ["outlier"]
    assert flaws(draft(few, some, many)) == []


def test_the_key_is_not_the_one_pair():
    assert "number" in flaws(choice("trade and water", "peace", "roads"))
    assert "number" not in flaws(choice("trade and water", "peace and law", "roads"))


def test_an_article_does_not_tell_the_key():
    assert flaws(choice("the free trade", "water supply", "border guards")) == [
        "article-stands-out"
    ]
    assert flaws(choice("the free trade", "the water supply", "border guards")) == []
