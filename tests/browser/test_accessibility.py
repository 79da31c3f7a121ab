"""Every page by axe in light and dark, and on the narrowest screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from questions.models import User
from tests.browser.tour import members_walk, visitors_walk

NARROW = 320
LEAST_TARGET = 24
# Elements that reach over the right edge, except inside what scrolls by itself.
_TOO_WIDE = """(width) => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width)
    .map((element) => element.outerHTML.slice(0, 80))"""
_TOO_SMALL = """(least) => [...document.querySelectorAll(
    "button, .button, .option, select, input:not([type=hidden], [type=checkbox], [type=radio])")]
  .filter((element) => element.checkVisibility())
  .filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    return width < least || height < least;
  })
  .map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


def violations(page: Page, name: str) -> list[str]:
    """What axe objects to on the page as it stands, one line per rule and element."""
    found = Axe().run(page).response["violations"]
    return [
        f"{name}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def squeezed(page: Page, name: str) -> list[str]:
    """What is too wide or too small on the page as it stands."""
    wide = page.evaluate(_TOO_WIDE, NARROW)
    small = page.evaluate(_TOO_SMALL, LEAST_TARGET)
    return [f"{name}: too wide {one}" for one in wide] + [f"{name}: too small {s}" for s in small]


def test_axe_finds_nothing_on_a_visitors_pages(new_context, bank, scheme, complaints) -> None:
    page = new_context(color_scheme=scheme).new_page()
    assert [line for name in visitors_walk(page) for line in violations(page, name)] == []
    complaints.clear()


def test_axe_finds_nothing_on_a_members_pages(
    new_context, log_in, learner: User, scheme, complaints
) -> None:
    context = new_context(color_scheme=scheme)
    log_in(context, learner)
    page = context.new_page()
    found = [line for name in members_walk(page, learner) for line in violations(page, name)]
    assert found == []
    complaints.clear()


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_nothing_scrolls_sideways_and_all_targets_are_large_enough(
    new_context, log_in, learner: User, complaints, language
) -> None:
    context = new_context(viewport={"width": NARROW, "height": 568})
    page = context.new_page()
    found = [line for name in visitors_walk(page) for line in squeezed(page, name)]
    log_in(context, learner)
    found += [line for name in members_walk(page, learner) for line in squeezed(page, name)]
    assert found == []
    complaints.clear()
