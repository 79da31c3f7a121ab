"""The worksheet and its key as pages."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from tests.factories import CitationFactory, DeckFactory, QuestionFactory, TeacherFactory
from tests.playing import FORMS, SETS, question_of
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


def sheets(browser, deck) -> tuple[str, str]:
    names = ("deck-worksheet", "deck-key")
    pages = [browser.get(reverse(f"desk:{name}", args=[deck.token])) for name in names]
    assert [page.status_code for page in pages] == [200, 200]
    worksheet, key = (unescape(page.content.decode()) for page in pages)
    return worksheet, key


def test_every_form_is_printed_and_only_the_key_tells_the_key(desk, teacher):
    forms = [form for form in (*FORMS, *SETS) if form != "flashcard"]
    questions = [question_of(form, stem=f"The stem of {form}?") for form in forms]
    for question in questions:
        CitationFactory(fact=question.fact, position=1, place="page 12")
    deck = DeckFactory(owner=teacher, name="Week 1", questions=questions)
    worksheet, key = sheets(desk, deck)
    for form in forms:
        assert f"The stem of {form}?" in worksheet
        assert f"The stem of {form}?" in key
    assert "Name" in worksheet
    assert "Date" in worksheet
    assert "page 12" in key
    assert "page 12" not in worksheet
    assert "1: E. 1990" in key.replace("\n", "") or ". 1990" in key
    for told in ("1990", "1999", "page 12", "Kazakhstan; China"):
        assert told not in worksheet


def test_the_worksheet_is_the_same_whichever_option_is_the_key(desk, teacher):
    question = QuestionFactory(key=None, options=["a one", "b two", "c three"])
    deck = DeckFactory(owner=teacher, questions=[question])
    before, _ = sheets(desk, deck)
    question.options.update(is_key=False)
    question.options.filter(text="c three").update(is_key=True)
    after, key = sheets(desk, deck)
    assert after == before
    assert ". c three" in key


def test_it_is_printed_in_the_decks_language(desk, teacher):
    deck = DeckFactory(owner=teacher, language="ru", questions=[QuestionFactory()])
    worksheet, key = sheets(desk, deck)
    assert '<html lang="ru">' in worksheet
    assert '<html lang="ru">' in key


def test_the_code_of_the_link_is_on_it_while_there_is_one(desk, teacher):
    deck = DeckFactory(owner=teacher, questions=[QuestionFactory()])
    assert "<svg" not in sheets(desk, deck)[0]
    deck.study_token = "5" * 32
    deck.save()
    worksheet, _ = sheets(desk, deck)
    assert "<svg" in worksheet
    assert "style=" not in worksheet


def test_drafts_are_left_out_and_counted(desk, teacher):
    draft = QuestionFactory(status="draft", stem="Not yet?")
    deck = DeckFactory(owner=teacher, questions=[draft])
    worksheet, _ = sheets(desk, deck)
    assert "Not yet?" not in worksheet
    assert "1 question is not on the sheet" in worksheet
    assert "There is no approved question" in worksheet


def test_a_colleague_prints_what_is_shared_with_them(teacher):
    colleague = TeacherFactory()
    deck = DeckFactory(owner=teacher, questions=[QuestionFactory(stem="When was it?")])
    browser = browser_of(colleague)
    for name in ("deck-worksheet", "deck-key"):
        assert browser.get(reverse(f"desk:{name}", args=[deck.token])).status_code == 404
    deck.shared_with.add(colleague)
    assert "When was it?" in sheets(browser, deck)[0]


def test_the_sheet_speaks_the_decks_language_and_its_tools_the_readers(desk, teacher):
    deck = DeckFactory(owner=teacher, language="en", questions=[QuestionFactory()])
    desk.cookies["django_language"] = "ru"
    worksheet, key = sheets(desk, deck)
    with override("ru"):
        back, name = gettext("Back to the deck"), gettext("Name")
    assert '<html lang="en">' in worksheet
    for page in (worksheet, key):
        assert '<header class="no-print" lang="ru">' in page
        assert back in page
    assert name not in worksheet
