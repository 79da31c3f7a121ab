"""Looking for a fact: results follow the typing, and so does the address."""

import re

from playwright.sync_api import Page, expect


def test_results_and_address_follow_the_search(page: Page, bank) -> None:
    facts = page.locator("#results li")
    page.goto("/library/")
    expect(facts).to_have_count(12)
    page.get_by_label("Search the facts").press_sequentially("weavers")
    expect(facts).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 fact · for “weavers”")
    expect(page).to_have_url(re.compile(r"/library/\?q=weavers$"))
    expect(page.get_by_label("Search the facts")).to_be_focused()
    page.reload()
    expect(facts).to_have_count(1)
    expect(page.get_by_label("Search the facts")).to_have_value("weavers")


def test_a_search_keeps_to_its_topic(page: Page, bank) -> None:
    page.goto("/library/topics/caravan/")
    page.get_by_label("Search the facts").press_sequentially("seat")
    expect(page).to_have_url(re.compile(r"/library/topics/caravan/\?q=seat$"))
    expect(page.locator("#results li")).to_have_count(6)


def test_going_back_from_a_fact_finds_the_search_again(page: Page, bank) -> None:
    page.goto("/library/")
    page.get_by_label("Search the facts").press_sequentially("weavers")
    expect(page).to_have_url(re.compile(r"q=weavers$"))
    page.get_by_role("link", name="The Guild of Weavers").click()
    expect(page.locator("mark")).to_have_text("The Guild of Weavers has its seat in Fernquay.")
    page.go_back()
    expect(page.locator("#results li")).to_have_count(1)
    page.go_back()
    expect(page.locator("#results li")).to_have_count(12)


def test_the_search_works_without_javascript(new_context, bank) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/library/")
    page.get_by_label("Search the facts").fill("weavers")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results li")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=weavers$"))
