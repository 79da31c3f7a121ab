"""Writing questions in a browser with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.playing import tab_to


def type_into(field: Locator, text: str) -> None:
    tab_to(field)
    field.page.keyboard.type(text)


def named(page: Page, name: str) -> Locator:
    return page.locator(f"[data-editor] [name='{name}']:not([type=hidden])")


def write_choice(page: Page, *, stem: str, key: str, others: list[str]) -> None:
    """Open the editor at the end and fill in a choice."""
    tab_to(page.get_by_role("link", name="New question"))
    page.keyboard.press("Enter")
    expect(named(page, "stem")).to_be_focused()
    page.keyboard.type(stem)
    tab_to(named(page, "key").first)
    page.keyboard.press("Space")
    type_into(named(page, "options-0-text"), key)
    for place, text in enumerate(others, start=1):
        type_into(named(page, f"options-{place}-text"), text)


def make_fact(page: Page) -> None:
    """Make the fact and its source on the spot."""
    for name in ("fact_from", "source_from"):
        tab_to(page.locator(f"[name={name}]:checked"))
        page.keyboard.press("ArrowDown")
        if name == "fact_from":
            statement = "The charter of the Harbour League was adopted on 7 June 2002."
            type_into(named(page, "fact-statement"), statement)
            type_into(named(page, "fact-topic"), "Harbour")
    type_into(named(page, "source-title"), "Charter of the Harbour League")
    type_into(named(page, "fact-place"), "article 1")


def tab_back_to(target: Locator) -> None:
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press("Shift+Tab")
    raise AssertionError(f"Shift and Tab did not reach {target}")
