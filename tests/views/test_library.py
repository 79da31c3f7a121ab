"""The library: what everybody may read, and nothing that nobody may."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.grounding.text import digest
from questions.models import Citation, FactText, SessionItem, Source
from tests.factories import (
    EntityFactory,
    FactFactory,
    FactValueFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import play_once, question_of
from tests.views.conftest import HTMX

pytestmark = pytest.mark.django_db

EVIL = "<script>alert('x')</script>"


def fact(slug: str, statement: str = "", **more):
    """A fact with its statement."""
    found = FactFactory(slug=slug, **more)
    FactText.objects.filter(fact=found).update(statement=statement or f"About {slug}.")
    return found


def load(found, text: str, span: str) -> None:
    """Load the text of the fact's source, in which its citation is the span."""
    start = text.index(span)
    Citation.objects.filter(fact=found).update(
        start=start, end=start + len(span), span_digest=digest(span)[:12]
    )
    Source.objects.filter(citations__fact=found).update(text=text)


class TestBrowsing:
    def test_a_visitor_reads_it(self, client):
        fact("charter", "The charter was adopted.")
        assert "The charter was adopted." in client.get("/library/").content.decode()

    def test_a_topic_narrows_it(self, client):
        fact("one", topic=TopicFactory(slug="sco"))
        fact("two", topic=TopicFactory(slug="csto"))
        page = client.get("/library/topics/csto/").content.decode()
        assert "About two." in page
        assert "About one." not in page
        assert client.get("/library/topics/nowhere/").status_code == 404

    @pytest.mark.parametrize("address", ["/library/topics/sco/", "/progress/sco/"])
    def test_a_learner_practises_the_topic_from_its_page(self, alice, alices, client, address):
        topic = TopicFactory(slug="sco")
        asked = question_of("choice", fact=FactFactory(topic=topic))
        question_of("choice", fact=FactFactory(topic=TopicFactory(slug="csto")))
        shown = alices.get(address).content.decode()
        assert shown.count("Practise this topic") == 1
        assert 'name="topic" value="sco"' in shown
        alices.post("/quiz/start/", {"mode": "practice", "topic": "sco"})
        assert [item.question for item in SessionItem.objects.filter(learner=alice)] == [asked]
        client.get("/try/")
        assert "Practise this topic" not in client.get("/library/topics/sco/").content.decode()

    def test_topics_say_how_many_facts_they_hold(self, client, now):
        topic = TopicFactory(slug="sco")
        fact("one", topic=topic)
        fact("gone", topic=topic, withdrawn_at=now)
        fact("owned", topic=topic, owner=UserFactory())
        assert "<small>1</small>" in client.get("/library/").content.decode()

    @pytest.mark.parametrize(
        "page", ["0", "-1", "99", "x", "", "\0", "1.5", "9" * 5000, "٢", "1 OR 1=1"]
    )
    def test_a_bad_page_number_gives_a_page(self, client, page):
        fact("one")
        response = client.get("/library/", {"page": page})
        assert response.status_code == 200
        assert "About one." in response.content.decode()

    def test_pages_go_on_and_keep_the_search(self, client):
        for number in range(31):
            fact(f"number-{number:02d}")
        first = client.get("/library/", {"q": "about"}).content.decode()
        assert "1 / 2" in first
        assert "?q=about&amp;page=2" in first
        assert "2 / 2" in client.get("/library/?q=about&page=2").content.decode()


class TestSearch:
    def found(self, client, query, **headers) -> str:
        response = client.get("/library/", {"q": query}, **headers)
        assert response.status_code == 200
        return unescape(response.content.decode())

    def test_all_words_must_be_there_in_any_case(self, client):
        fact("a", "The Shanghai summit adopted a charter.")
        fact("b", "The Astana summit adopted a declaration.")
        page = self.found(client, "SUMMIT charter")
        assert "Shanghai summit" in page
        assert "Astana summit" not in page

    @pytest.mark.parametrize("query", ["договор алматы", "Подписан", "АЛМАТЫ"])
    def test_cyrillic_words_are_found_in_any_case(self, client, query):
        fact("a", "Договор подписан в Алматы.")
        assert "Договор подписан в Алматы." in self.found(client, query)

    @pytest.mark.parametrize(
        ("query", "is_found"),
        [("организация", True), ("MOS", False), ("mos", True), ("cow", False)],
    )
    def test_words_are_found_by_how_they_begin_and_whatever_their_ending(
        self, client, query, is_found
    ):
        fact("a", "Устав организации подписан.")
        fact("b", "They signed it in Moscow.")
        page = self.found(client, query)
        assert ("Устав организации" in page or "in Moscow" in page) == is_found

    def test_a_list_of_members_is_found_by_all_of_them_at_the_price_of_one(self, client):
        names = ["India", "Iran", "Qatar", "Kuwait", "Egypt", "Turkey", "Belarus", "Mongolia"]
        members = [EntityFactory(names={"en": name}) for name in names]
        whole = fact("whole", "About a list.", value=None)
        for position, member in enumerate(members):
            FactValueFactory(fact=whole, position=position, entity=member, date_start="")
        joins = []
        for query in (names[0], " ".join(names)):
            with CaptureQueriesContext(connection) as asked:
                assert self.found(client, query).count("About a list.") == 1
            joins.append(max(one["sql"].count("JOIN") for one in asked))
        assert joins[0] == joins[1]

    @pytest.mark.parametrize("query", ["Shos", "ШОС", "шос", "Шанхай", "шанхайская"])
    def test_names_and_aliases_of_the_subject_count_in_any_language(self, client, query):
        entity = EntityFactory(
            names={"en": "SCO", "ru": "Шанхайская организация"},
            aliases={"en": ["shos"], "ru": ["ШОС"]},
        )
        fact("a", subject=entity)
        fact("b")
        page = self.found(client, query)
        assert "About a." in page
        assert "About b." not in page

    @pytest.mark.parametrize(
        "query",
        [
            "\0",
            "%",
            "_",
            "'",
            '"',
            "\\",
            "'; DROP TABLE questions_fact; --",
            "x" * 10_000,
            EVIL,
            "(",
            "[",
            "***=x",
            "(?i)x",
            "*",
            "a{9",
        ],
    )
    def test_odd_words_find_what_has_them_and_harm_nothing(self, client, query):
        fact("a")
        page = client.get("/library/", {"q": query}).content.decode()
        assert EVIL not in page
        assert ("About a." in page) == (query == "\0")

    def test_many_words_are_searched_for(self, client):
        assert "No fact has all of these words" in self.found(client, "a " * 50)

    def test_htmx_gets_the_results_alone(self, client):
        fact("a")
        page = self.found(client, "about", headers=HTMX)
        assert page.strip().startswith('<section id="results"')
        assert "<html" not in page


class TestHidden:
    def test_withdrawn_facts_and_those_of_a_teacher_are_not_found(self, client, now):
        fact("withdrawn", withdrawn_at=now)
        fact("owned", owner=UserFactory())
        fact("shown")
        page = client.get("/library/", {"q": "about"}).content.decode()
        assert "About shown." in page
        for slug in ("withdrawn", "owned"):
            assert f"About {slug}." not in page
            assert client.get(f"/library/facts/{slug}/").status_code == 404

    def test_nor_through_their_source_or_their_neighbours(self, client, now):
        shown = fact("shown")
        source = shown.citations.get().source
        hiding = {"withdrawn": {"withdrawn_at": now}, "owned": {"owner": UserFactory()}}
        for slug, more in hiding.items():
            hidden = fact(slug, subject=shown.subject, **more)
            Citation.objects.filter(fact=hidden).update(source=source)
        pages = client.get(f"/library/sources/{source.slug}/").content.decode()
        pages += client.get("/library/facts/shown/").content.decode()
        assert "About shown." in pages
        assert "About withdrawn." not in pages
        assert "About owned." not in pages

    def test_a_teachers_source_is_not_found(self, client):
        SourceFactory(slug="mine", owner=UserFactory())
        assert client.get("/library/sources/mine/").status_code == 404


class TestFact:
    def test_the_passage_is_lit_up_where_the_text_is_loaded(self, client):
        text = "First words. The <b>charter</b> was adopted then. Last words.\n\nAnother paragraph."
        load(fact("charter"), text, "charter")
        page = client.get("/library/facts/charter/").content.decode()
        assert "First words. The &lt;b&gt;<mark>charter</mark>&lt;/b&gt; was adopted then." in page
        assert "Another paragraph." not in page
        assert "is not loaded here" not in page

    def test_a_span_that_is_not_the_cited_one_is_not_lit_up(self, client):
        found = fact("charter")
        load(found, "First words. The charter was adopted then.", "charter")
        Citation.objects.filter(fact=found).update(start=0, end=5)
        assert "<mark>" not in client.get("/library/facts/charter/").content.decode()

    def test_where_it_is_not_loaded_the_place_is_named(self, client):
        found = fact("charter")
        Citation.objects.filter(fact=found).update(section="Conclusion", paragraph=3)
        page = client.get("/library/facts/charter/").content.decode()
        assert "<mark>" not in page
        assert "is not loaded here" in page
        assert "Conclusion" in page
        assert "paragraph 3" in page
        assert found.citations.get().source.short_name in page

    def test_everything_is_escaped(self, client):
        topic = TopicFactory(slug="evil", names={"en": EVIL}, titles={"en": EVIL})
        found = fact("evil", EVIL, topic=topic, according_to=EVIL, as_of="<b>2020")
        fact("near", EVIL, topic=topic, subject=found.subject)
        FactText.objects.filter(fact=found).update(explanation=EVIL, caveat=EVIL)
        source = SourceFactory(
            slug="evil", short_name=EVIL, title=EVIL, authors=EVIL, identifier=EVIL, note=EVIL,
            publication=EVIL, text=EVIL * 5,
        )  # fmt: skip
        Citation.objects.filter(fact=found).update(section=EVIL, source=source)
        for url in ("", "topics/evil/", "facts/evil/", "sources/evil/", f"?q={EVIL}"):
            page = client.get(f"/library/{url}").content.decode()
            assert "<script>alert" not in page
            assert "<b>2020" not in page
            assert "&lt;script&gt;" in page

    def test_caveat_date_and_author_are_said(self, client):
        found = fact("charter", as_of="2019", according_to="A. Author")
        FactText.objects.filter(fact=found).update(caveat="Disputed since.")
        page = client.get("/library/facts/charter/").content.decode()
        for words in ("Disputed since.", "as of 2019", "according to A. Author"):
            assert words in page

    def test_a_learner_sees_the_own_memory_and_answers_and_nobody_elses(
        self, client, alice, charlie, clock
    ):
        question = question_of("choice", fact=fact("charter"), stem="When was that?")
        play_once(alice, question, now=clock - timedelta(days=3))
        play_once(alice, question, now=clock, right=False)
        client.force_login(alice)
        page = client.get("/library/facts/charter/").content.decode()
        assert "Your memory of it" in page
        assert "When was that?" in page
        assert page.count('<circle class="dot') == 2
        assert page.count("dot missed") == 1
        assert page.count("(right)") == page.count("(missed)") == 1  # the table behind it
        client.force_login(charlie)
        page = client.get("/library/facts/charter/").content.decode()
        assert "Your memory of it" not in page
        assert "When was that?" not in page


def test_a_source_shows_its_facts(client):
    found = fact("charter")
    source = found.citations.get().source
    page = client.get(f"/library/sources/{source.slug}/").content.decode()
    assert source.title in page
    assert "About charter." in page
