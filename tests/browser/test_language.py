"""The language of the interface: chosen on any page, kept on that page and the next ones."""

import re

import pytest
from playwright.sync_api import Page, expect

from questions.models import User
from tests.browser.playing import RIGHT, Screen

NAMES = {"kk": "Қазақша", "ru": "Русский"}


@pytest.mark.parametrize("code", NAMES)
def test_a_visitor_chooses_a_language_and_stays_on_the_page(page: Page, bank, code: str) -> None:
    page.goto("/library/?q=council")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name=NAMES[code]).click()
    expect(page).to_have_url(re.compile(r"/library/\?q=council$"))
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("#results li")).to_have_count(1)
    page.goto("/about/")
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.get_by_role("button", name=NAMES[code])).to_have_attribute("aria-current", "true")


def test_a_learners_language_comes_along_to_another_device(
    learners_page: Page, learner: User, new_context
) -> None:
    learners_page.goto("/settings/")
    learners_page.get_by_role("button", name="Қазақша").click()
    expect(learners_page.locator("html")).to_have_attribute("lang", "kk")

    page = new_context().new_page()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(learner.username)
    page.locator("[name=password]").fill("password")
    page.locator("main form .button").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")


def test_a_visitor_in_the_middle_of_the_first_questions_may_change_the_language(
    page: Page, bank
) -> None:
    """The first answer makes a guest, and with it the page's first form token is out of date."""
    screen = Screen(page)
    page.goto("/try/")
    screen.click()
    screen.told(RIGHT)
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(screen.place).to_have_text("2 / 3")
