"""A teacher writes questions with the keyboard alone, and is told of flaws while writing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from questions.models import Deck, Question
from tests.browser.playing import focused, tab_to
from tests.browser.writing import make_fact, named, tab_back_to, type_into, write_choice
from tests.factories import DeckFactory, TeacherFactory, own_question

STEM = "On what date was the charter of the Harbour League adopted?"
SERIOUS = ("serious", "critical")


@pytest.fixture
def teacher(bank):
    return TeacherFactory()


@pytest.fixture
def deck(teacher) -> Deck:
    return DeckFactory(owner=teacher, name="Week 3")


def address(deck: Deck) -> str:
    return f"/admin/desk/decks/{deck.token}/edit/"


@pytest.fixture
def page(new_context, log_in, teacher) -> Page:
    context = new_context()
    log_in(context, teacher)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def test_the_keyboard_alone_writes_mends_and_approves_a_question(page, deck, complaints):
    page.goto(address(deck))
    write_choice(
        page, stem=STEM.replace("was", "was not"), key="7 June 2002",
        others=["15 June 2001", "26 April 1996"],
    )  # fmt: skip
    flaw = page.locator("#new0-stem-flaws .flaw")
    expect(flaw).to_contain_text("not")
    expect(named(page, "options-2-text")).to_be_focused()  # what is told takes no focus
    tab_back_to(named(page, "stem"))
    page.keyboard.press("Control+a")
    page.keyboard.type(STEM)
    expect(flaw).to_have_count(0)
    make_fact(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".question-card .card-stem")).to_have_text(STEM)
    expect(page.locator(".question-card .card-stem")).to_be_focused()
    question = Question.objects.get(stem=STEM)
    assert question.status == "draft"
    tab_to(page.get_by_role("button", name="Approve", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".question-card .chip.approved")).to_be_visible()
    question.refresh_from_db()
    assert (question.status, question.owner) == ("approved", deck.owner)
    assert complaints == []


def test_nothing_is_stored_without_a_source_and_the_field_says_so(page, deck, complaints):
    page.goto(address(deck))
    write_choice(page, stem=STEM, key="7 June 2002", others=["15 June 2001", "26 April 1996"])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#new0-fact-flaws .gate")).to_be_visible()
    assert not Question.objects.filter(stem=STEM).exists()
    expect(named(page, "stem")).to_have_value(STEM)
    complaints.forgive_requests()


def test_options_are_added_and_moved_by_keys(page, deck):
    page.goto(address(deck))
    write_choice(page, stem=STEM, key="A", others=["B", "C", "D"])
    page.keyboard.press("Enter")
    expect(named(page, "options-4-text")).to_be_focused()
    page.keyboard.type("E")
    page.keyboard.press("Alt+ArrowUp")
    expect(named(page, "options-3-text")).to_be_focused()
    expect(named(page, "options-3-text")).to_have_value("E")
    expect(named(page, "options-4-text")).to_have_value("D")
    expect(named(page, "key").first).to_be_checked()


def test_escape_asks_before_it_drops_what_was_written(page, deck):
    page.goto(address(deck))
    tab_to(page.get_by_role("link", name="New question"))
    page.keyboard.press("Enter")
    expect(named(page, "stem")).to_be_focused()
    page.keyboard.type("Half a question")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("Escape")
    expect(named(page, "stem")).to_have_value("Half a question")
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.keyboard.press("Escape")
    expect(page.locator("[data-editor]")).to_have_count(0)
    assert len(asked) == 2
    assert focused(page).startswith("a#add-question")


def test_an_unchanged_editor_closes_at_once(page, deck, teacher):
    question = own_question(teacher)
    deck.entries.create(question=question, position=1)
    page.goto(address(deck))
    tab_to(page.get_by_role("link", name="Edit", exact=True))
    page.keyboard.press("Enter")
    expect(named(page, "stem")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#card-{question.pk} .card-stem")).to_have_text(question.stem)
    expect(page.get_by_role("link", name="Edit", exact=True)).to_be_focused()


def test_a_fact_is_picked_from_the_list_by_arrows(page, deck):
    page.goto(address(deck))
    write_choice(page, stem=STEM, key="A", others=["B"])
    field = page.get_by_role("combobox", name="Find a fact")
    type_into(field, "council")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Choose another fact")).to_be_focused()
    expect(named(page, "options-0-text")).to_have_value("A")


def test_the_preview_opens_over_the_page_and_escape_closes_it(page, deck):
    page.goto(address(deck))
    write_choice(page, stem=STEM, key="7 June 2002", others=["15 June 2001"])
    tab_to(page.get_by_role("button", name="Preview"))
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog").locator("#question")
    expect(shown).to_contain_text(STEM)
    expect(shown.locator("button.option").first).to_be_disabled()
    light = background(shown)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("[data-theme=dark] #question")).to_be_visible()
    assert background(shown) != light
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Preview")).to_be_focused()


def background(element: Locator) -> str:
    return element.evaluate("element => getComputedStyle(element).backgroundColor")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_editor(new_context, log_in, teacher, deck, theme):
    # What axe puts into a page to look at it would break the policy.
    context = new_context(bypass_csp=True, color_scheme=theme, reduced_motion="reduce")
    log_in(context, teacher)
    page = context.new_page()
    deck.entries.create(question=own_question(teacher), position=1)
    page.goto(address(deck))
    found = serious(page)
    write_choice(page, stem=STEM, key="a much longer key than all", others=["B", "C"])
    make_fact(page)
    expect(page.locator("[data-editor] .flaw").first).to_be_visible()
    found += serious(page)
    for form in ("true-false", "number", "order", "match"):
        page.locator("[name=form]").select_option(form)
        expect(page.locator("[name=form]")).to_have_value(form)
        page.wait_for_load_state("networkidle")
        found += serious(page)
    page.locator("[name=form]").select_option("choice")
    expect(named(page, "options-0-text")).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    question = deck.entries.get().question
    for path in (f"{question.pk}/", f"{question.pk}/edit/", f"preview/?question={question.pk}"):
        page.goto(f"/admin/desk/questions/{path}")
        found += serious(page)
    assert found == []


def serious(page: Page) -> list[str]:
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]
