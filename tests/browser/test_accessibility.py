"""Every page by axe in light and dark, and on the narrowest screen in long words."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page

from questions.models import User
from tests.browser.tour import members_walk, visitors_walk
from tests.reading import PLACEHOLDER, read, words_of_people
from tests.test_translations import LANGUAGES, catalogue

NARROW = {"width": 320, "height": 568}
LEAST_TARGET = 24
SOUGHT = {"council", "zzz", "JSON"}  # in the library, on the walk, and a format
# Only colours differ in the dark.
_CONTRAST = """() => axe.run(document, {
  runOnly: ["color-contrast"], resultTypes: ["violations"] })"""
_TOO_WIDE = """(width) => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width)
    .map((element) => element.outerHTML.slice(0, 80))"""
_TOO_SMALL = """(least) => [...document.querySelectorAll(
    "button:not([aria-hidden]), .button, .option, select," +
    "input:not([type=hidden], [type=checkbox], [type=radio])")]
  .filter((element) => element.checkVisibility())
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width < least || height < least;
  })
  .map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def still_page(new_context) -> Page:
    """A page without transitions, amid which a colour is neither the one nor the other."""
    return new_context(reduced_motion="reduce", color_scheme="light").new_page()


def speak(context: BrowserContext, base_url: str, language: str) -> None:
    """Read all pages in that language."""
    context.add_cookies([{"name": "django_language", "value": language, "url": base_url}])


def violations(page: Page, name: str) -> list[str]:
    """What axe objects to on the page as it stands, one line per rule and element."""
    light = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(_CONTRAST)["violations"]
    page.emulate_media(color_scheme="light")
    return [
        f"{name}, {scheme}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for scheme, rules in (("light", light), ("dark", dark))
        for rule in rules
        for node in rule["nodes"]
    ]


def left_in_english(page: Page, name: str, language: str) -> list[str]:
    """What of the page as it stands is English, though another language was asked for."""
    if language not in LANGUAGES:
        return []
    # What has placeholders can look like a name that somebody gave.
    texts = [entry for entry in catalogue(language) if not PLACEHOLDER.search(entry.msgid)]
    found = read(page.content()).left_in_english(texts, known=words_of_people() | SOUGHT)
    return [f"{name} in {language}: {text}" for text in sorted(found)]


def squeezed(page: Page, name: str) -> list[str]:
    """What is too wide or too small on the page as it stands."""
    assert page.viewport_size is not None
    wide = page.evaluate(_TOO_WIDE, page.viewport_size["width"])
    small = page.evaluate(_TOO_SMALL, LEAST_TARGET)
    return [f"{name}: too wide {one}" for one in wide] + [f"{name}: too small {s}" for s in small]


def test_what_is_planted_is_found(still_page: Page, bank, complaints) -> None:
    """The control: none of the tests below can pass because it looks at nothing."""
    page = still_page
    page.set_viewport_size(NARROW)
    page.goto("/account/login/")
    page.evaluate("document.querySelector('h1').style.cssText = 'color: #555; width: 30rem'")
    page.evaluate(
        "document.querySelector('main form .button').style.cssText = 'min-height: 0; height: 1rem'"
    )
    page.evaluate("document.querySelector('img').removeAttribute('alt')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    axe = violations(page, "page")
    assert any("dark: color-contrast" in line for line in axe)
    assert any("light: image-alt" in line for line in axe)
    assert {line.split()[2] for line in squeezed(page, "page")} == {"wide", "small"}
    assert any("Content Security Policy" in text for text in complaints)
    complaints.clear()


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_axe_finds_nothing_on_a_visitors_pages_nor_are_they_in_english(
    still_page: Page, base_url, bank, complaints, language
) -> None:
    speak(still_page.context, base_url, language)
    found = []
    for name in visitors_walk(still_page):
        found += violations(still_page, name) + left_in_english(still_page, name, language)
    complaints.forgive_requests()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_axe_finds_nothing_on_a_members_pages_nor_are_they_in_english(
    still_page: Page, base_url, log_in, learner: User, complaints, language
) -> None:
    page = still_page
    speak(page.context, base_url, language)
    log_in(page.context, learner)
    found = []
    for name in members_walk(page, learner):
        found += violations(page, name) + left_in_english(page, name, language)
    complaints.forgive_requests()
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_the_page_of_a_server_that_failed(still_page: Page) -> None:
    still_page.set_content(render_to_string("500.html"))
    assert violations(still_page, "500") == []


def test_letters_twice_as_large_fit_too(
    still_page: Page, base_url, log_in, learner: User, complaints
) -> None:
    """Only the letters grow, as where a browser's font size is set to 200 %."""
    page = still_page
    width = 390
    page.set_viewport_size({"width": width, "height": 844})
    speak(page.context, base_url, "ru")
    larger = "document.documentElement.style.fontSize = '200%'"
    found = []
    for name in visitors_walk(page):
        page.evaluate(larger)
        found += [f"{name}: {one}" for one in page.evaluate(_TOO_WIDE, width)]
    log_in(page.context, learner)
    for name in members_walk(page, learner):
        page.evaluate(larger)
        found += [f"{name}: {one}" for one in page.evaluate(_TOO_WIDE, width)]
    complaints.forgive_requests()
    assert not found, "\n".join(found)


# English words are the shortest of the three.
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_scrolls_sideways_and_all_targets_are_large_enough(
    still_page: Page, base_url, log_in, learner: User, complaints, language
) -> None:
    page = still_page
    page.set_viewport_size(NARROW)
    speak(page.context, base_url, language)
    found = [line for name in visitors_walk(page) for line in squeezed(page, name)]
    log_in(page.context, learner)
    found += [line for name in members_walk(page, learner) for line in squeezed(page, name)]
    complaints.forgive_requests()
    assert not found, "\n".join(found)
