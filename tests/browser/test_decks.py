"""A teacher builds a deck: finds questions, puts them in order by keyboard, swaps, prints."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from questions.models import Deck, Question, User
from tests.factories import DeckFactory, TeacherFactory, own_question

_LEAST_TARGET = 24


@pytest.fixture
def teacher(bank: None) -> User:
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(page: Page, context, teacher: User, log_in) -> Page:
    """A page of the teacher's browser, on a desk."""
    log_in(context, teacher)
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def entries(page: Page) -> Locator:
    return page.locator("[data-entries] .entry-text p:first-child")


def stems(page: Page, number: int) -> list[str]:
    """What stands in the deck once that many questions have come."""
    expect(entries(page)).to_have_count(number)
    return entries(page).all_inner_texts()


def test_a_deck_is_built_by_search_ordered_by_keyboard_swapped_and_printed(
    desk: Page, teacher: User
) -> None:
    page = desk
    page.goto("/admin/desk/decks/")
    page.get_by_role("textbox", name="Name:").fill("Week 1")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 1")
    page.get_by_role("link", name="Add questions").first.click()

    # The results follow the search without a new page.
    page.get_by_label("Words").press_sequentially("weavers")
    expect(page).to_have_url(re.compile(r"q=weavers"))
    page.get_by_label("Form").select_option("choice")
    expect(page).to_have_url(re.compile(r"form=choice"))
    page.get_by_label("Words").fill("")
    expect(page.locator("#found .found-row")).not_to_have_count(1)
    ticks = page.locator("#found [type=checkbox]")
    for place in range(3):
        ticks.nth(place).check()
    page.get_by_role("button", name="Add the ticked").click()
    expect(page.get_by_text("3 questions were added to “Week 1”.")).to_be_visible()
    page.get_by_role("link", name="Week 1").click()
    before = stems(page, 3)

    # By keyboard alone, and the focus stays with the question.
    page.get_by_role("button", name="Move question 1 down").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#deck-said")).to_have_text("Now on place 2.")
    expect(entries(page)).to_have_text([before[1], before[0], before[2]])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#deck-said")).to_have_text("Now on place 3.")
    expect(entries(page)).to_have_text([before[1], before[2], before[0]])
    expect(page.get_by_role("button", name="Move question 3 down")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#deck-said")).to_have_text("Now on place 2.")
    expect(page.get_by_role("button", name="Move question 2 up")).to_be_focused()

    # Taken out, and back by the notice.
    now = stems(page, 3)
    page.get_by_role("button", name="Take out", exact=True).nth(1).click()
    expect(page.get_by_text("1 question was taken out.").last).to_be_visible()
    expect(entries(page)).to_have_text([now[0], now[2]])
    page.get_by_role("button", name="Undo").click()
    expect(entries(page)).to_have_text(now)

    # Another question of the same fact.
    page.get_by_role("link", name="Swap").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Swap a question")
    page.get_by_role("button", name="Take this one").first.click()
    expect(page.get_by_text("Swapped.")).to_be_visible()
    assert stems(page, 3)[1:] == now[1:]
    assert Deck.objects.get().entries.get(position=1).question.form != "choice"

    page.get_by_role("link", name="Show keys").click()
    expect(page.locator(".small-key")).to_have_count(3)
    page.get_by_role("link", name="Print").click()
    expect(page.locator(".item")).to_have_count(3)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Back to the deck")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Week 1")


def test_it_all_works_without_javascript(new_context, teacher: User, log_in) -> None:
    context = new_context(java_script_enabled=False)
    log_in(context, teacher)
    page = context.new_page()
    deck = DeckFactory(owner=teacher)
    page.goto(f"/admin/desk/decks/{deck.token}/add/")
    page.get_by_label("Form").select_option("choice")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Add all found").click()
    expect(page.get_by_text(re.compile("questions were added to"))).to_be_visible()
    page.get_by_role("link", name=deck.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(deck.name)
    before = stems(page, deck.entries.count())
    assert len(before) > 2
    swapped = [before[1], before[0], *before[2:]]
    page.get_by_role("button", name="Move question 2 up").click()
    expect(entries(page)).to_have_text(swapped)
    page.get_by_role("button", name="Take out", exact=True).first.click()
    expect(entries(page)).to_have_text(swapped[1:])
    page.get_by_role("button", name="Undo").click()
    expect(entries(page)).to_have_text(swapped)


def test_nothing_scrolls_sideways_and_axe_finds_nothing(
    new_context, teacher, log_in, complaints
) -> None:
    """On the narrowest screen, in light and dark, with keys and all."""
    deck = DeckFactory(
        owner=teacher, study_token="5" * 32, questions=list(Question.objects.all()[:40])
    )
    # What axe puts into a page to look at it would break the policy.
    context = new_context(bypass_csp=True, reduced_motion="reduce")
    log_in(context, teacher)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 568})
    fact = deck.entries.first().question.fact_id
    own = own_question(teacher).fact
    source = own.citations.get().source_id
    found = []
    for path in (
        f"decks/{deck.token}/?keys=1", f"decks/{deck.token}/?removed=1-1", "decks/",
        f"decks/{deck.token}/add/?gaps=on", f"decks/{deck.token}/duplicates/",
        f"decks/{deck.token}/settings/", f"decks/{deck.token}/worksheet/",
        f"decks/{deck.token}/key/", f"decks/{deck.token}/entries/{deck.entries.first().pk}/swap/",
        "questions/?status=x", "facts/", f"facts/{fact}/", "sources/",
        f"facts/{own.pk}/", f"facts/{own.pk}/edit/", f"sources/{source}/",
        f"sources/{source}/edit/",
    ):  # fmt: skip
        page.goto(f"/admin/desk/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            found.append(f"{path}: wider than the screen")
        small = page.evaluate(
            """(least) => [...document.querySelectorAll("button, .button, select")]
              .filter((one) => one.checkVisibility())
              .filter((one) => { const box = one.getBoundingClientRect();
                return box.width < least || box.height < least; })
              .map((one) => one.outerHTML.slice(0, 90))""",
            _LEAST_TARGET,
        )
        found += [f"{path}: too small {one}" for one in small]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [
                f"{path}, {scheme}: {rule['id']} at {node['target']}: {node['failureSummary']}"
                for rule in Axe().run(page).response["violations"]
                for node in rule["nodes"]
            ]
    assert found == []
    complaints.forgive_requests()
