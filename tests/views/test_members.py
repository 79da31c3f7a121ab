"""Who belongs to what: only what published facts of the library say."""

import re
from html import unescape

import pytest

from questions.models import FactText
from tests.factories import (
    EntityFactory,
    FactFactory,
    FactValueFactory,
    RelationFactory,
    TopicFactory,
    UserFactory,
)
from tests.views.test_query_counts import statements

pytestmark = pytest.mark.django_db

URL = "/library/members/"
EVIL = "<script>alert('x')</script>"


@pytest.fixture(autouse=True)
def organisations(db) -> dict:
    """The four, each with its topic."""
    for position, slug in enumerate(("csto", "sco", "cica", "osce")):
        TopicFactory(slug=slug, position=position)
    return {
        slug: EntityFactory(slug=slug, kind="organisation", names={"en": slug.upper()})
        for slug in ("csto", "sco", "cica", "osce")
    }


def says(slug, subject, relation, *countries, statement="", **more):
    """A fact that ties the countries to its subject."""
    more.setdefault("topic", TopicFactory(slug="sco"))
    found = FactFactory(
        slug=slug, subject=subject, value=None, text__statement=statement or f"About {slug}.",
        relation=RelationFactory(slug=relation, value_kind="entity"), **more,
    )  # fmt: skip
    for position, country in enumerate(countries):
        FactValueFactory(fact=found, position=position, date_start="", entity=country)
    return found


def country(name: str, **names):
    return EntityFactory(slug=name.lower(), kind="country", names={"en": name, **names})


def read(client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return unescape(response.content.decode())


def cells(page: str) -> dict[str, list[str]]:
    """What stands in the columns of each row, without tags."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    table = {}
    for row in body.split("<tr>")[1:]:
        name, *texts = re.split(r"</t[hd]>", row)[:-1]
        table[bare(name)] = [bare(text) for text in texts]
    return table


def bare(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


NOTHING = "· our sources do not say"


def test_a_mark_says_what_its_fact_says_and_leads_to_it(client, organisations):
    found = says(
        "six", organisations["sco"], "founded-by", country("China"), country("Russia"),
        statement="China and Russia founded it in 2001.",
    )  # fmt: skip
    page = read(client)
    assert cells(page) == {
        "China": ["founder 2001"],
        "Russia": ["founder 2001"],
    }
    assert page.count(f'<td><a href="{found.get_absolute_url()}"') == 2


def test_a_summit_admits_to_the_organisation_of_its_topic(client):
    summit = EntityFactory(slug="a-summit", kind="event")
    says("joined", summit, "admitted", country("India"), statement="India joined in 2017.")
    assert cells(read(client))["India"][0] == "joined 2017"


def test_members_are_marked_with_the_year_of_which_it_is_said(client, organisations):
    says("eight", organisations["sco"], "has-member", country("India"), as_of="2022")
    page = read(client)
    assert cells(page)["India"][0] == "member 2022"
    assert "as of 2022" in page


def test_caveats_and_authors_are_told_below(client, organisations):
    found = says(
        "eight", organisations["sco"], "has-member", country("India"), according_to="A. Author"
    )
    FactText.objects.filter(fact=found).update(caveat="It has grown since.")
    page = read(client)
    assert "It has grown since." in page
    assert "according to A. Author" in page


def test_other_unions_other_relations_and_other_values_give_no_mark(client, organisations):
    union = EntityFactory(slug="customs-union", kind="project")
    says("union", union, "has-member", country("Belarus"))
    says("hosted", organisations["sco"], "hosted-by", country("Japan"))
    says("body", organisations["sco"], "admitted", EntityFactory(names={"en": "Some body"}))
    page = read(client)
    assert "do not say yet which country" in page
    assert "<table" not in page


def test_withdrawn_facts_and_those_of_a_teacher_give_no_mark(client, organisations, now):
    sco = organisations["sco"]
    says("withdrawn", sco, "admitted", country("India"), withdrawn_at=now)
    says("owned", sco, "admitted", country("Iran"), owner=UserFactory())
    says("shown", sco, "admitted", country("Pakistan"))
    assert list(cells(read(client))) == ["Pakistan"]


def test_where_only_another_organisation_is_told_of_the_cell_says_that_it_is_not_known(
    client, organisations
):
    says("one", organisations["sco"], "has-member", country("India"), as_of="2022")
    says("two", organisations["cica"], "has-member", country("Kuwait"), as_of="2022")
    assert cells(read(client)) == {
        "India": ["member 2022", NOTHING],
        "Kuwait": [NOTHING, "member 2022"],
    }


def test_an_organisation_of_which_nothing_is_said_is_named_and_has_no_column(client, organisations):
    says("one", organisations["sco"], "admitted", country("India"))
    assert "Our sources name no country for: CSTO, CICA, OSCE." in read(client)


def test_the_legend_explains_the_marks_that_are_there(client, organisations):
    says("one", organisations["cica"], "admitted-as-observer", country("Iran"))
    legend = read(client).partition('<ul class="marks">')[2].partition("</ul>")[0]
    assert legend.count("<li>") == 1
    assert "observer" in legend


def test_countries_and_words_are_in_the_readers_language_and_order(client, organisations):
    found = says(
        "one", organisations["sco"], "admitted", country("India", kk="Үндістан"),
        country("China", kk="Қытай"), country("Armenia", kk="Армения"),
    )  # fmt: skip
    says("two", organisations["sco"], "has-member", country("Iran", kk="Иран"))
    FactText.objects.create(fact=found, language="kk", statement="Біреуі туралы.")
    client.cookies["django_language"] = "kk"
    page = read(client)
    assert list(cells(page)) == ["Армения", "Иран", "Қытай", "Үндістан"]
    assert 'lang="kk">Біреуі туралы.</a>' in page
    assert 'lang="en">About two.</a>' in page


def test_everything_is_escaped(client, organisations):
    found = says(
        "one", organisations["sco"], "admitted", country(EVIL), statement=EVIL,
        as_of="<b>2020", according_to=EVIL,
    )  # fmt: skip
    FactText.objects.filter(fact=found).update(caveat=EVIL)
    page = client.get(URL).content.decode()
    assert EVIL not in page
    assert "<b>2020" not in page


def test_the_library_leads_to_it(client):
    assert f'href="{URL}"' in client.get("/library/").content.decode()


def test_many_ties_take_as_many_queries_as_few(client, organisations):
    says("first", organisations["sco"], "admitted", country("India"))
    few = statements(lambda: client.get(URL))
    for number in range(20):
        one = organisations["cica" if number % 2 else "sco"]
        says(f"more-{number}", one, "has-member", country(f"Land {number}".replace(" ", "-")))
    assert statements(lambda: client.get(URL)) == few
    assert len(few) <= 3
