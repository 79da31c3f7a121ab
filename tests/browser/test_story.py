"""A newcomer's first session, from the first page to the progress page."""

import re

import pytest
from playwright.sync_api import Page, expect

from questions.models import Question, User
from tests.browser.playing import MISSED, RIGHT, Screen, answered, tab_to

pytestmark = pytest.mark.usefixtures("bank")

PASSWORD = "seven-quiet-lanterns"
SIZE = 10


def expect_feedback_on(missed: Question, page: Page) -> None:
    """The result, the key, the statement and the place in the source."""
    feedback = page.locator("#answer-feedback")
    expect(Screen(page).place).to_have_text("3 / 10 · 1 once more")
    statement = missed.fact.texts.get(language="en").statement
    expect(feedback.locator(".result")).to_have_text(MISSED)
    expect(feedback.locator(".chosen")).to_contain_text("That belongs to another fact:")
    expect(feedback.locator(".key")).to_contain_text(missed.answer)
    expect(feedback.locator(".statement")).to_have_text(statement)
    expect(feedback.locator(".cite")).to_contain_text("Chronicle 1999, On seats, paragraph 2")


def expect_summary_and_progress(missed: Question, page: Page, choose) -> None:
    """What is read after the last answer, and the missed fact among the weakest."""
    statement = missed.fact.texts.get(language="en").statement
    expect(page.get_by_role("heading", level=1)).to_have_text("9 right out of 10")
    expect(page.get_by_text(statement)).to_be_visible()
    choose(page.locator("#summary").get_by_role("link", name="Progress"))
    weakest = page.locator("section", has=page.get_by_role("heading", name="Weakest facts"))
    expect(weakest.get_by_role("listitem").first).to_contain_text(statement)


def test_a_newcomer_learns_ten_facts_by_the_keyboard_alone(page: Page) -> None:
    screen = Screen(page)

    def choose(target) -> None:
        tab_to(target)
        page.keyboard.press("Enter")

    def fill(label: str, text: str) -> None:
        tab_to(page.get_by_label(label, exact=True))
        page.keyboard.type(text)

    page.goto("/")
    choose(page.locator("main").get_by_role("link", name="Sign up"))
    fill("Username:", "newcomer")
    fill("Password:", PASSWORD)
    fill("Password (again):", PASSWORD)
    page.keyboard.press("Enter")
    choose(page.locator(".now").get_by_role("button"))

    missed = None
    for number in range(1, SIZE + 1):
        expect(screen.place).to_contain_text(f"{number} / {SIZE}")
        if number == 3:
            missed = screen.question()
            screen.press(right=False)
            expect_feedback_on(missed, page)
        else:
            screen.press()
            screen.told(RIGHT)
        page.keyboard.press("Enter")

    expect(page.get_by_text("Once more", exact=True)).to_be_visible()
    again = screen.question()
    assert again.fact == missed.fact
    assert (missed.form, again.form) == ("choice", "cloze")
    page.keyboard.type(again.answer)
    page.keyboard.press("Enter")
    screen.told(RIGHT)
    page.keyboard.press("Enter")
    expect_summary_and_progress(missed, page, choose)
    newcomer = User.objects.get(username="newcomer")
    assert answered(newcomer) == SIZE + 1
    assert newcomer.time_zone == "Asia/Aqtobe"


def test_a_newcomer_learns_ten_facts_without_javascript(new_context) -> None:
    page = new_context(java_script_enabled=False).new_page()
    screen = Screen(page)
    page.goto("/")
    page.locator("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Username:").fill("newcomer")
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again):").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.locator(".now").get_by_role("button").click()

    missed = None
    for number in range(1, SIZE + 1):
        expect(screen.place).to_contain_text(f"{number} / {SIZE}")
        if number == 3:
            missed = screen.question()
            screen.click(right=False)
            expect_feedback_on(missed, page)
        else:
            screen.click()
            screen.told(RIGHT)
        screen.go_on.click()

    again = screen.question()
    assert again.fact == missed.fact
    screen.typed.fill(again.answer)
    page.get_by_role("button", name="Answer", exact=True).click()
    screen.told(RIGHT)
    screen.go_on.click()
    expect_summary_and_progress(missed, page, lambda link: link.click())
    assert answered(User.objects.get(username="newcomer")) == SIZE + 1


def test_a_visitor_tries_three_questions_and_keeps_the_answers(page: Page) -> None:
    screen = Screen(page)
    page.goto("/")
    page.get_by_role("link", name="Try three questions").click()
    for number in range(1, 4):
        expect(screen.place).to_have_text(f"{number} / 3")
        screen.click()
        screen.told(RIGHT)
        screen.go_on.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 right out of 3")
    page.get_by_role("link", name="Sign up and keep this").click()
    page.get_by_label("Username:").fill("visitor")
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again):").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text("Practise a topic")).to_be_visible()
    page.get_by_role("link", name="Progress").click()
    expect(page.get_by_text(re.compile(r"^3\s*of 12 facts met$"))).to_be_visible()
    assert answered(User.objects.get(username="visitor")) == 3
    assert User.objects.filter(is_guest=True).count() == 0
