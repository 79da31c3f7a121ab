"""Finding questions: to fill a deck, and to read what there is."""

from html import unescape

import pytest
from django.urls import reverse

from tests.factories import (
    DeckFactory,
    EntityFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher)


def read(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def add_url(deck) -> str:
    return reverse("desk:deck-add", args=[deck.token])


def stems(deck) -> list[str]:
    return [entry.question.stem for entry in deck.entries.select_related("question")]


class TestSearch:
    @pytest.fixture(params=["questions", "deck-add"])
    def address(self, request, deck):
        return add_url(deck) if request.param == "deck-add" else reverse("desk:questions")

    def test_words_and_filters_narrow_it(self, desk, address):
        csto = TopicFactory(slug="csto")
        QuestionFactory(stem="When was the charter adopted?", fact__topic=csto)
        QuestionFactory(stem="When was the summit?", form="typed")
        text = read(desk.get(address, {"q": "charter"}))
        assert "charter adopted" in text
        assert "the summit" not in text
        text = read(desk.get(address, {"form": "typed", "topic": "sco", "importance": "3"}))
        assert "the summit" in text
        assert "charter adopted" not in text

    def test_names_are_found_in_any_alphabet(self, desk, address):
        entity = EntityFactory(names={"en": "SCO"}, aliases={"ru": ["ШОС"]})
        QuestionFactory(stem="When was it?", fact=FactFactory(subject=entity))
        QuestionFactory(stem="Another?")
        text = read(desk.get(address, {"q": "шос"}))
        assert "When was it?" in text
        assert "Another?" not in text

    def test_what_is_not_shared_is_not_found(self, desk, address):
        stranger = TeacherFactory(username="stranger")
        own_question(stranger, stem="A secret?")
        for query in ({"q": "secret"}, {"whose": "shared"}, {"status": "approved"}, {}):
            text = read(desk.get(address, query))
            assert "A secret?" not in text
            assert "stranger" not in text

    @pytest.mark.parametrize("name", ["topic", "form", "importance", "whose", "status", "language"])
    @pytest.mark.parametrize("value", ["\0", "x", "-1", "9" * 40, EVIL])
    def test_what_cannot_be_chosen_is_refused_at_its_field(self, desk, address, name, value):
        QuestionFactory(stem="When was it?")
        response = desk.get(address, {name: value})
        assert response.status_code == 422
        text = response.content.decode()
        assert f'id="id_{name}_error"' in text
        assert EVIL not in text
        assert "When was it?" in text

    @pytest.mark.parametrize("query", ["%", "_", "'", "a " * 40, EVIL, "ә" * 90])
    def test_odd_words_are_looked_for(self, desk, address, query):
        response = desk.get(address, {"q": query})
        assert response.status_code == 200
        assert EVIL not in response.content.decode()

    @pytest.mark.parametrize("query", ["\0", "x" * 101])
    def test_words_that_are_too_long_or_no_text_are_refused(self, desk, address, query):
        assert desk.get(address, {"q": query}).status_code == 422

    def test_htmx_gets_what_was_found_alone(self, desk, address):
        QuestionFactory(stem="When was it?")
        text = read(desk.get(address, {"q": "when"}, headers=HTMX))
        assert text.strip().startswith('<section id="found"')
        assert "When was it?" in text

    def test_an_empty_result_says_what_to_try(self, desk, address):
        assert "No question fits." in read(desk.get(address, {"q": "zzz"}))

    def test_pages_keep_the_search(self, desk, address):
        for number in range(27):
            QuestionFactory(stem=f"Stem {number:02d}?")
        text = desk.get(address, {"q": "stem", "whose": "library"}).content.decode()
        assert "q=stem&amp;whose=library&amp;page=2" in text
        assert "2 / 2" in read(desk.get(address, {"q": "stem", "page": "2"}))

    def test_many_questions_take_as_many_queries_as_few(
        self, desk, address, django_assert_num_queries, django_assert_max_num_queries
    ):
        QuestionFactory.create_batch(3)
        desk.get(address)
        counts = []
        for _ in range(2):
            with django_assert_max_num_queries(14) as told:
                desk.get(address)
            counts.append(len(told))
            QuestionFactory.create_batch(25)
        assert counts[0] == counts[1]


class TestAdding:
    def test_ticked_questions_are_added_in_their_order(self, desk, deck):
        first, second, third = (QuestionFactory(stem=f"Stem {n}?") for n in range(3))
        data = {"question": [third.pk, first.pk]}
        response = desk.post(add_url(deck) + "?q=stem", data, follow=True)
        assert response.redirect_chain[0][0] == add_url(deck) + "?q=stem"
        assert stems(deck) == ["Stem 2?", "Stem 0?"]
        text = read(response)
        assert "2 questions were added" in text
        assert text.count("in the deck") == 4  # each as a title and in words
        assert f'name="question" value="{second.pk}"' in text
        assert f'name="question" value="{third.pk}"' not in text

    def test_all_that_was_found_can_be_added(self, desk, deck):
        QuestionFactory.create_batch(30, form="typed")
        QuestionFactory(form="cloze")
        desk.post(add_url(deck) + "?form=typed", {"all": "1"})
        assert deck.entries.count() == 30

    def test_one_question_for_each_essential_fact_that_is_missing(self, desk, deck):
        csto = TopicFactory(slug="csto")
        fact, asked = FactFactory(), FactFactory()
        in_deck = QuestionFactory(fact=asked, stem="In the deck?")
        QuestionFactory(fact=asked, form="typed", stem="Of what is asked?")
        QuestionFactory(fact=fact, form="typed", stem="Typed?")
        QuestionFactory(fact=fact, form="choice", stem="Choice?")
        QuestionFactory(fact__importance=2, stem="Less important?")
        QuestionFactory(fact__topic=csto, stem="Of another topic?")
        desk.post(add_url(deck), {"question": in_deck.pk})
        query = {"topic": "sco", "importance": "3", "language": "en", "gaps": "on"}
        text = read(desk.get(add_url(deck), query))
        assert "Choice?" in text
        for stem in ("Typed?", "Less important?", "Of another topic?", "Of what is asked?"):
            assert stem not in text
        address = add_url(deck) + "?topic=sco&importance=3&language=en&gaps=on"
        text = read(desk.post(address, {"all": "1"}, follow=True))
        assert stems(deck) == ["In the deck?", "Choice?"]
        assert "The deck asks each fact of this search" in text

    @pytest.mark.parametrize("value", ["", "x", "\0", "-1", "9" * 40])
    def test_what_is_no_question_adds_nothing(self, desk, deck, value):
        assert desk.post(add_url(deck), {"question": value}).status_code == 302
        assert stems(deck) == []

    def test_a_hidden_question_does_not_get_in(self, desk, deck):
        hidden = own_question(TeacherFactory())
        desk.post(add_url(deck), {"question": hidden.pk})
        assert stems(deck) == []

    def test_what_was_there_already_is_told(self, desk, deck):
        question = QuestionFactory()
        desk.post(add_url(deck), {"question": question.pk})
        response = desk.post(add_url(deck), {"question": question.pk}, follow=True)
        assert "1 was there already" in read(response)
