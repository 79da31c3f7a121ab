"""Where the focus is and what the title says, at each step of a session."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import User
from tests.browser.playing import MISSED, RIGHT, Screen, ask, focused, tab_to


def test_the_focus_and_the_title_follow_the_session(learners_page: Page, learner: User) -> None:
    page, screen = learners_page, Screen(learners_page)
    session = ask(learner, "choice", "typed", "true-false", "flashcard", now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    expect(screen.stem).to_be_focused()
    expect(page).to_have_title("Question 1 of 4 · KazQuiz")

    screen.press()
    expect(screen.result).to_be_focused()
    expect(page).to_have_title(f"{RIGHT} · 1 / 4 · KazQuiz")
    page.keyboard.press("Enter")
    expect(screen.typed).to_be_focused()
    expect(page).to_have_title("2 / 4 · KazQuiz")

    page.keyboard.type("Nowhere")
    page.keyboard.press("Enter")
    expect(screen.result).to_be_focused()
    expect(page).to_have_title(f"{MISSED} · 2 / 4 · 1 once more · KazQuiz")
    page.keyboard.press("Enter")
    expect(screen.stem).to_be_focused()
    expect(page).to_have_title("3 / 4 · 1 once more · KazQuiz")

    screen.press()
    expect(screen.result).to_be_focused()
    page.keyboard.press("Enter")
    expect(screen.stem).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".back")).to_be_visible()
    assert focused(page) != "body"
    page.keyboard.press("3")
    expect(page.get_by_text("Once more", exact=True)).to_be_visible()
    expect(screen.typed).to_be_focused()
    expect(page).to_have_title("4 / 4 · 1 once more · KazQuiz")


def test_enter_on_the_button_itself_only_goes_on(learners_page: Page, learner: User) -> None:
    """The key must not press the button of the field that gets the focus."""
    screen = Screen(learners_page)
    session = ask(learner, "choice", "typed", now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    screen.press()
    expect(screen.result).to_be_focused()
    tab_to(screen.go_on)
    learners_page.keyboard.press("Enter")
    expect(screen.typed).to_be_focused()
    learners_page.wait_for_load_state("networkidle")
    expect(learners_page.locator("#error")).to_have_count(0)


def test_a_visitor_finds_the_focus_on_the_first_question(page: Page, bank) -> None:
    screen = Screen(page)
    page.goto("/try/")
    expect(screen.stem).to_be_focused()
    expect(page).to_have_title("Question 1 of 3 · KazQuiz")
    screen.press()
    expect(screen.result).to_be_focused()
    expect(page).to_have_title(f"{RIGHT} · 1 / 3 · KazQuiz")


def test_the_first_tab_reaches_the_link_past_the_navigation(page: Page, bank) -> None:
    page.goto("/library/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
