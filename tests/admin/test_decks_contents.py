"""A deck's questions: shown, moved, taken out and back, swapped, rid of duplicates."""

from html import unescape

import pytest
from django.urls import reverse

from questions.models import Deck, DeckEntry
from tests.factories import (
    CitationFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
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
    questions = [
        QuestionFactory(stem=f"Stem {n}?", answer=f"Key {n}", fact__importance=2) for n in range(4)
    ]
    return DeckFactory(owner=teacher, questions=questions)


def stems(deck) -> list[str]:
    return [entry.question.stem for entry in deck.entries.select_related("question")]


def entry(deck, place) -> DeckEntry:
    return deck.entries.get(position=place)


def read(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def url(name, deck, *args) -> str:
    return reverse(f"desk:{name}", args=[deck.token, *args])


class TestPage:
    def test_questions_stand_in_order_with_what_proves_them(self, desk, deck):
        first = entry(deck, 1).question
        CitationFactory(fact=first.fact, position=1, place="page 12")
        text = read(desk.get(url("deck", deck)))
        places = [text.index(f"Stem {n}?") for n in range(4)]
        assert places == sorted(places)
        assert "page 12" in text
        assert "choice" in text
        assert "SCO" in text

    def test_keys_are_shown_when_they_are_asked_for(self, desk, deck):
        assert "Key 2" not in read(desk.get(url("deck", deck)))
        assert "Key 2" in read(desk.get(url("deck", deck), {"keys": "1"}))

    def test_what_is_no_longer_shared_is_not_shown_but_can_be_taken_out(self, desk, deck, teacher):
        hidden = own_question(TeacherFactory(), stem="A colleague's secret?", answer="Secret key")
        gone = DeckEntry.objects.create(deck=deck, question=hidden, position=5)
        text = read(desk.get(url("deck", deck), {"keys": "1"}))
        assert "secret" not in text.lower()
        assert "not shared with you any more" in text
        assert desk.get(url("deck-swap", deck, gone.pk)).status_code == 404
        assert "secret" not in read(desk.get(url("deck-duplicates", deck))).lower()
        desk.post(url("deck-entries", deck), {"remove": gone.pk})
        assert len(stems(deck)) == 4

    def test_coverage_offers_what_is_essential_and_adds_it(self, desk, deck):
        missing = QuestionFactory(stem="An essential one?", fact__importance=3)
        text = read(desk.get(url("deck", deck)))
        assert "4 of 5 facts" in text
        assert "An essential one?" in text
        response = desk.post(url("deck-add", deck), {"question": missing.pk, "back": "deck"})
        assert response.url == url("deck", deck)
        assert stems(deck)[-1] == "An essential one?"

    def test_an_empty_deck_says_what_to_do(self, desk, teacher):
        text = read(desk.get(url("deck", DeckFactory(owner=teacher))))
        assert "There is no question in it yet." in text

    def test_100_entries_take_as_many_queries_as_5(self, desk, teacher, django_assert_num_queries):
        decks = [
            DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(size))
            for size in (5, 100)
        ]
        desk.get(url("deck", decks[0]))
        for deck in decks:
            with django_assert_num_queries(17):
                desk.get(url("deck", deck), {"keys": "1"})

    def test_a_long_deck_has_pages_and_moving_stays_on_them(self, desk, teacher):
        deck = DeckFactory(
            owner=teacher,
            questions=[QuestionFactory(stem=f"Stem {n:03d}?") for n in range(60)],
        )
        assert "Stem 055?" not in read(desk.get(url("deck", deck)))
        text = read(desk.get(url("deck", deck), {"page": 2}))
        assert "Stem 055?" in text
        response = desk.post(
            url("deck-entries", deck) + "?page=2&keys=1", {"up": entry(deck, 56).pk}
        )
        assert response.url == url("deck", deck) + "?keys=1&page=2"
        assert stems(deck)[54] == "Stem 055?"

    @pytest.mark.parametrize("name", ["page", "removed", "keys"])
    @pytest.mark.parametrize("value", ["\0", "x", "-1", "9" * 40, "1-2-3", EVIL])
    def test_odd_addresses_are_answered(self, desk, deck, name, value):
        assert EVIL not in read(desk.get(url("deck", deck), {name: value}))


class TestMoving:
    def test_buttons_move_up_and_down_and_stop_at_the_ends(self, desk, deck):
        desk.post(url("deck-entries", deck), {"down": entry(deck, 1).pk})
        assert stems(deck) == ["Stem 1?", "Stem 0?", "Stem 2?", "Stem 3?"]
        desk.post(url("deck-entries", deck), {"up": entry(deck, 1).pk})
        desk.post(url("deck-entries", deck), {"down": entry(deck, 4).pk})
        assert stems(deck) == ["Stem 1?", "Stem 0?", "Stem 2?", "Stem 3?"]

    def test_a_place_can_be_named(self, desk, deck):
        pk = entry(deck, 4).pk
        desk.post(url("deck-entries", deck), {"move": pk, f"place-{pk}": "1"})
        assert stems(deck)[0] == "Stem 3?"

    @pytest.mark.parametrize("place", ["", "x", "-3", "\0", "9" * 30, "1.5"])
    def test_what_is_no_place_moves_nothing(self, desk, deck, place):
        before = stems(deck)
        pk = entry(deck, 2).pk
        desk.post(url("deck-entries", deck), {"move": pk, f"place-{pk}": place})
        assert stems(deck) == before

    def test_htmx_gets_the_deck_alone_with_a_word_for_screen_readers(self, desk, deck):
        data = {"down": entry(deck, 1).pk}
        text = read(desk.post(url("deck-entries", deck), data, headers=HTMX))
        assert "<html" not in text
        assert '<p id="deck-said" hx-swap-oob="innerHTML">Now on place 2.</p>' in text
        assert text.index("Stem 1?") < text.index("Stem 0?")

    def test_another_decks_entry_is_not_found(self, desk, deck, teacher):
        other = DeckFactory(owner=teacher, questions=QuestionFactory.create_batch(2))
        data = {"down": entry(other, 1).pk}
        assert desk.post(url("deck-entries", deck), data).status_code == 404


class TestTakingOut:
    def test_it_can_be_undone_from_the_notice(self, desk, deck):
        before = stems(deck)
        response = desk.post(url("deck-entries", deck), {"remove": entry(deck, 2).pk})
        assert len(stems(deck)) == 3
        text = read(desk.get(response.url))
        assert "1 question was taken out." in text
        value = text.split('name="restore" value="')[1].split('"')[0]
        response = desk.post(url("deck-entries", deck), {"restore": value})
        assert stems(deck) == before
        assert "taken out" not in read(desk.get(response.url)).split("What was changed")[0]

    def test_several_ticked_go_at_once(self, desk, deck):
        ticked = [entry(deck, 1).pk, entry(deck, 3).pk]
        desk.post(url("deck-entries", deck), {"entry": ticked, "remove_ticked": "1"})
        assert stems(deck) == ["Stem 1?", "Stem 3?"]

    def test_ticks_do_not_count_for_one_that_is_taken_out_by_its_button(self, desk, deck):
        data = {"entry": [entry(deck, 1).pk], "remove": entry(deck, 3).pk}
        desk.post(url("deck-entries", deck), data)
        assert stems(deck) == ["Stem 0?", "Stem 1?", "Stem 3?"]

    def test_without_a_tick_it_says_so(self, desk, deck):
        response = desk.post(url("deck-entries", deck), {"remove_ticked": "1"}, follow=True)
        assert "Tick what is to be taken out first." in response.content.decode()
        assert len(stems(deck)) == 4

    @pytest.mark.parametrize("value", ["\0", "x-y", "1-", "9" * 40, "1-1." * 500, ""])
    def test_odd_undoing_does_nothing(self, desk, deck, value):
        assert desk.post(url("deck-entries", deck), {"restore": value}).status_code == 302
        assert len(stems(deck)) == 4


class TestSwapping:
    def test_others_of_the_fact_are_offered_and_one_is_taken(self, desk, deck):
        held = entry(deck, 2)
        other = QuestionFactory(fact=held.question.fact, form="typed", stem="Typed instead?")
        QuestionFactory(stem="Of another fact?")
        text = read(desk.get(url("deck-swap", deck, held.pk)))
        assert "Typed instead?" in text
        assert "Of another fact?" not in text
        desk.post(url("deck-swap", deck, held.pk), {"question": other.pk})
        assert stems(deck)[1] == "Typed instead?"

    @pytest.mark.parametrize("value", ["", "x", "\0", "-1", "1.5"])
    def test_what_is_no_question_changes_nothing(self, desk, deck, value):
        held = entry(deck, 2)
        response = desk.post(url("deck-swap", deck, held.pk), {"question": value})
        assert response.url == url("deck-swap", deck, held.pk)
        assert stems(deck)[1] == "Stem 1?"

    def test_a_hidden_question_or_one_of_another_fact_does_not_get_in(self, desk, deck):
        held = entry(deck, 2)
        hidden = own_question(TeacherFactory(), fact=held.question.fact)
        address = url("deck-swap", deck, held.pk)
        assert desk.post(address, {"question": hidden.pk}).status_code == 404
        desk.post(address, {"question": QuestionFactory().pk})
        assert stems(deck)[1] == "Stem 1?"

    def test_where_there_is_no_other_it_says_so(self, desk, deck):
        text = read(desk.get(url("deck-swap", deck, entry(deck, 1).pk)))
        assert "There is no other question" in text


class TestDuplicates:
    def test_they_are_shown_first_and_then_dropped(self, desk, teacher):
        fact = FactFactory()
        same = [own_question(teacher, fact=fact, stem=f"Stem {n}?") for n in range(3)]
        deck = DeckFactory(owner=teacher, questions=same)
        text = read(desk.get(url("deck-duplicates", deck)))
        assert "2 questions repeat an earlier one." in text
        assert len(stems(deck)) == 3
        ticked = [entry(deck, 3).pk, entry(deck, 1).pk]
        desk.post(url("deck-duplicates", deck), {"entry": ticked})
        assert stems(deck) == ["Stem 0?", "Stem 1?"]

    def test_where_there_is_none_it_says_so(self, desk, deck):
        assert "No question repeats another one." in read(desk.get(url("deck-duplicates", deck)))


def test_a_colleague_reads_the_deck_and_changes_nothing(deck):
    colleague = TeacherFactory()
    deck.shared_with.add(colleague)
    browser = browser_of(colleague)
    before = stems(deck)
    pk = entry(deck, 1).pk
    text = read(browser.get(url("deck", deck), {"keys": "1"}))
    assert "Key 1" in text
    assert "Take out" not in text
    for data in ({"down": pk}, {"remove": pk}, {"restore": "1-1"}):
        assert browser.post(url("deck-entries", deck), data).status_code == 404
    for name, args in (("deck-duplicates", []), ("deck-swap", [pk]), ("deck-add", [])):
        assert browser.get(url(name, deck, *args)).status_code == 404
        assert browser.post(url(name, deck, *args), {"entry": pk}).status_code == 404
    assert stems(deck) == before


def test_everything_is_escaped(desk, teacher):
    fact = FactFactory(text__statement=EVIL)
    questions = [own_question(teacher, fact=fact, stem=EVIL + str(n), answer=EVIL) for n in "ab"]
    CitationFactory(fact=fact, position=1, place=EVIL, source__short_name=EVIL)
    QuestionFactory(fact=fact, form="typed", stem=EVIL)
    deck = DeckFactory(owner=teacher, questions=questions)
    desk.post(url("deck-entries", deck), {"down": entry(deck, 1).pk})
    for address in (
        url("deck", deck) + "?keys=1",
        url("deck-swap", deck, entry(deck, 1).pk),
        url("deck-duplicates", deck),
        url("deck-add", deck),
        url("deck-worksheet", deck),
        url("deck-key", deck),
    ):
        text = desk.get(address).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text


def test_two_decks_do_not_mix(desk, deck, teacher):
    other = DeckFactory(owner=teacher, questions=[entry(deck, 1).question])
    desk.post(url("deck-entries", other), {"remove": entry(deck, 1).pk})
    assert len(stems(deck)) == 4
    assert len(stems(Deck.objects.get(pk=other.pk))) == 1
