"""Sources at the desk."""

from html import unescape

import pytest
from django.urls import reverse

from questions.models import Source
from tests.factories import (
    CitationFactory,
    DeckFactory,
    FactFactory,
    SourceFactory,
    TeacherFactory,
    own_question,
)
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def own(teacher) -> Source:
    return SourceFactory(owner=teacher, title="My report", digest="")


def page(browser, name, *args, **query) -> str:
    response = browser.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_own_library_and_shared_sources_are_listed_with_their_facts(desk, teacher, own):
    SourceFactory(title="A law", authors="A. Kaliyeva")
    SourceFactory(title="Hidden work", owner=TeacherFactory())
    colleague = TeacherFactory(username="bolat")
    shared = own_question(colleague)
    shared.fact.citations.get().source.__class__.objects.filter(
        pk=shared.fact.citations.get().source_id
    ).update(title="Shared work")
    DeckFactory(owner=colleague, questions=[shared]).shared_with.add(teacher)
    text = page(desk, "sources")
    for title in ("My report", "A law", "Shared work"):
        assert title in text
    assert "Hidden work" not in text
    found = page(desk, "sources", q="kaliyeva law")
    assert "A law" in found
    assert "My report" not in found
    assert "No source fits." in page(desk, "sources", q="zzz")


@pytest.mark.parametrize("query", ["доклад", "ДОКЛАД Иванов"])
def test_cyrillic_words_find_a_source_in_any_case(desk, teacher, query):
    SourceFactory(owner=teacher, title="Доклад о договоре", authors="Иванов")
    assert "Доклад о договоре" in page(desk, "sources", q=query)


@pytest.mark.parametrize("query", ["\0", "%", "'", "x" * 5000, EVIL])
@pytest.mark.parametrize("name", ["q", "page"])
def test_odd_searches_are_answered(desk, own, name, query):
    assert EVIL not in desk.get(reverse("desk:sources"), {name: query}).content.decode()


def test_a_source_shows_the_facts_that_the_teacher_may_read(desk):
    source = SourceFactory()
    fact, hidden = FactFactory(), FactFactory(owner=TeacherFactory())
    hidden.texts.update(statement="A hidden fact.")
    for row in (fact, hidden):
        CitationFactory(fact=row, source=source, position=1)
        CitationFactory(fact=row, source=source, position=2)
    text = page(desk, "source", source.pk)
    assert text.count(fact.texts.get().statement) == 1
    assert "1 fact stands on it" in text
    assert "A hidden fact." not in text
    assert "library’s files alone" in text


class TestChanging:
    def post(self, browser, source, **data):
        fields = {"title": "My report", "authors": "", "year": "", "identifier": "", "text": ""}
        url = reverse("desk:source-edit", args=[source.pk])
        return browser.post(url, {**fields, "language": "en", **data})

    def test_an_owner_changes_what_is_said_and_loads_its_text_once(self, desk, own):
        assert self.post(desk, own, authors="B. Author", text="One. Two.").status_code == 302
        own.refresh_from_db()
        assert (own.authors, own.text) == ("B. Author", "One. Two.")
        assert 'name="text"' not in page(desk, "source-edit", own.pk)
        self.post(desk, own, text="Else.")
        own.refresh_from_db()
        assert own.text == "One. Two."
        assert "B. Author" in page(desk, "source", own.pk)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""), ("title", "x" * 301), ("title", "a\0b"), ("authors", "x" * 301),
            ("year", "x" * 21), ("identifier", "javascript:alert(1)"), ("language", "xx"),
            ("text", "a\0b"),
        ],
    )  # fmt: skip
    def test_bad_input_gets_its_message_at_the_field(self, desk, own, field, value):
        response = self.post(desk, own, **{field: value})
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()
        own.refresh_from_db()
        assert own.title == "My report"

    def test_the_librarys_and_a_colleagues_are_not_changed(self, own):
        curator = browser_of(TeacherFactory(is_superuser=True))
        for source in (own, SourceFactory(title="A law")):
            assert self.post(curator, source, title="Taken").status_code == 404
        assert not Source.objects.filter(title="Taken").exists()


def test_many_sources_take_as_many_queries_as_few(desk, django_assert_max_num_queries):
    counts = []
    for size in (2, 20):
        for _ in range(size):
            FactFactory()
        with django_assert_max_num_queries(6) as told:
            page(desk, "sources")
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_everything_is_escaped(desk, teacher):
    source = SourceFactory(
        owner=teacher, title=EVIL, short_name=EVIL, authors=EVIL, identifier=EVIL, note=EVIL,
        publication=EVIL,
    )  # fmt: skip
    FactFactory(owner=teacher, text__statement=EVIL, citation__source=source)
    for name, args in (("sources", []), ("source", [source.pk]), ("source-edit", [source.pk])):
        text = desk.get(reverse(f"desk:{name}", args=args)).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
