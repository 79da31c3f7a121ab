"""The timeline: what everybody may read, drawn and listed, and nothing that nobody may."""

from html import unescape

import pytest

from questions.models import FactText
from tests.factories import FactFactory, FactValueFactory, RelationFactory, TopicFactory
from tests.factories import UserFactory as Somebody
from tests.views.test_query_counts import statements

pytestmark = pytest.mark.django_db

URL = "/library/timeline/"
EVIL = "<script>alert('x')</script>"


def dated(slug: str, start: str, end: str = "", **more):
    """A fact with a date."""
    more.setdefault("text__statement", f"About {slug}.")
    return FactFactory(slug=slug, value__date_start=start, value__date_end=end, **more)


def read(client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def dots(page: str) -> int:
    return page.count('<circle class="dot"')


def test_a_visitor_finds_each_date_as_a_dot_and_in_the_list(client):
    found = dated("charter", "2002-06-07")
    page = read(client)
    assert '<title lang="en">7 June 2002: About charter.</title>' in page
    assert page.count(f'href="{found.get_absolute_url()}"') == 2
    assert "<h3>2002</h3>" in page
    assert dots(page) == 1


def test_the_library_leads_to_it(client):
    assert f'href="{URL}"' in client.get("/library/").content.decode()


def test_withdrawn_facts_and_those_of_a_teacher_are_not_there(client, now):
    dated("withdrawn", "2002", withdrawn_at=now)
    dated("owned", "2003", owner=Somebody())
    dated("shown", "2004")
    page = read(client)
    assert "About shown." in page
    assert "About withdrawn." not in page
    assert "About owned." not in page
    assert dots(page) == 1


def test_values_that_are_no_dates_are_left_out(client):
    FactFactory(
        relation=RelationFactory(slug="size", value_kind="number"), value__date_start="",
        value__number=8, text__statement="About eight.",
    )  # fmt: skip
    page = read(client)
    assert "About eight." not in page
    assert "The library holds no fact with a date yet." in page


def test_a_decade_shows_its_years_and_the_way_to_others(client):
    for year in ("1992", "2002", "2003-05", "2022"):
        dated(f"of-{year}", year)
    page = read(client, "?decade=2000")
    assert dots(page) == 2
    assert "About of-1992." not in page
    assert ">2009</text>" in page
    assert f'rel="prev" href="{URL}?decade=1990"' in page
    assert f'rel="next" href="{URL}?decade=2020"' in page
    assert ">2009</text>" not in read(client)


def test_the_first_and_the_last_decade_have_one_neighbour(client):
    dated("early", "1992")
    dated("late", "2022")
    assert 'rel="prev"' not in read(client, "?decade=1990")
    assert 'rel="next"' not in read(client, "?decade=2020")


def test_a_topic_has_one_lane_and_keeps_the_decade(client):
    sco, csto = TopicFactory(slug="sco"), TopicFactory(slug="csto", position=2)
    dated("one", "2002", topic=sco)
    dated("two", "2003", topic=csto)
    assert read(client).count('<text class="lane"') == 2
    page = read(client, "?decade=2000&topic=csto")
    assert page.count('<text class="lane"') == 1
    assert "About two." in page
    assert "About one." not in page
    assert f'href="{URL}?decade=2000&topic=sco"' in page
    assert client.get(f"{URL}?topic=nowhere").status_code == 404


def test_a_decade_without_a_date_says_so_and_leads_on(client):
    dated("early", "1992")
    page = read(client, "?decade=2010")
    assert "The library holds no date here." in page
    assert f'rel="prev" href="{URL}?decade=1990"' in page
    assert "<svg width" not in page


@pytest.mark.parametrize(
    "decade", ["", "x", "1995", "-1990", "990", "\0", "٢٠٠٠", "9" * 5000, EVIL]
)
def test_what_is_no_decade_counts_as_no_wish(client, decade):
    dated("charter", "2002")
    response = client.get(URL, {"decade": decade})
    assert response.status_code == 200
    assert dots(response.content.decode()) == 1


def test_a_range_is_a_dot_with_a_line(client):
    dated("plan", "2015", "2020")
    dated("charter", "2002")
    page = read(client)
    assert "2015 to 2020: About plan." in page
    assert page.count('<line class="lasts"') == 1


def test_each_of_two_dates_has_its_dot(client):
    FactValueFactory(fact=dated("twice", "2002"), position=1, date_start="2005")
    assert dots(read(client)) == 2


def test_the_reader_gets_the_own_language_where_there_is_one(client):
    translated = dated("one", "2002-06-07")
    dated("two", "2003")
    FactText.objects.create(fact=translated, language="ru", statement="Об одном.")
    client.cookies["django_language"] = "ru"
    page = read(client)
    assert '<title lang="ru">7 июня 2002 года: Об одном.</title>' in page
    assert 'lang="en">About two.</a>' in page
    assert "About one." not in page


def test_numbers_in_the_picture_have_points_in_every_language(client):
    dated("one", "2002-06-07")
    client.cookies["django_language"] = "ru"
    assert 'cx="' in (page := read(client))
    assert not [part for part in page.split('cx="')[1:] if "," in part.split('"')[0]]


def test_statements_are_escaped(client):
    dated("evil", "2002", text__statement=EVIL)
    page = client.get(URL).content.decode()
    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_many_dates_take_as_many_queries_as_few(client):
    dated("first", "2001")
    few = statements(lambda: client.get(URL))
    for number in range(30):
        topic = TopicFactory(slug=f"topic-{number % 5}")
        dated(f"more-{number}", f"{1980 + number}-05", topic=topic)
    assert statements(lambda: client.get(URL)) == few
    assert len(few) <= 4
