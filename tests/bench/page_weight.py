"""How many requests and bytes pages take, and how much they jump, on a server that runs.

    python -m tests.bench.page_weight http://127.0.0.1:8000 demo-learner PASSWORD

Each page is loaded by a browser that has stored nothing yet; bytes are those that crossed the wire,
headers included. An answer is all that is sent for until the next question may be asked for; of a
flashcard that is turning it over and rating it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.chromium import find_chromium

PAGES = {
    "home": "/", "progress": "/progress/", "library": "/library/",
    "timeline": "/library/timeline/", "who belongs to what": "/library/members/",
}  # fmt: skip
_SEND = "button.option, [name=gave_up], [data-enter]"
_SHIFT = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 300);
})"""


class Wire:
    """What crosses the wire to and from a page."""

    def __init__(self, page: Page) -> None:
        self.sizes: list[float] = []
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._finished)

    def _finished(self, event: dict) -> None:
        # What the page has already, such as its icon once more, does not cross the wire.
        if event["encodedDataLength"]:
            self.sizes.append(event["encodedDataLength"])


@contextmanager
def fresh(browser: Browser, base: str, state: dict | None) -> Iterator[tuple[Page, Wire]]:
    """A page of a browser that has nothing stored but who is logged in."""
    context = browser.new_context(
        base_url=base, storage_state=state, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    yield page, Wire(page)
    context.close()


def answered(page: Page) -> Locator:
    """Send the response that stands there; what goes on to the next question, if that waits."""
    go_on, rate = page.locator("[data-continue]"), page.locator("[name=rating]")
    page.locator(_SEND).first.click()
    go_on.or_(rate.first).wait_for()
    if rate.count():  # a flashcard turned over; the next question comes with the rating
        rate.nth(2).click()
        rate.first.wait_for(state="detached")
    return go_on


def main(base: str, user: str, password: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        with fresh(browser, base, None) as (page, _wire):
            page.goto("/account/login/")
            page.fill("[name=login]", user)
            page.fill("[name=password]", password)
            page.click("main button.button")
            page.wait_for_load_state("networkidle")
            state = page.context.storage_state()
            page.goto("/")
            page.locator(".topics button").first.click()
            page.wait_for_url("**/quiz/**")
            quiz = page.url
            page.goto("/classrooms/")
            room = page.locator("main a[href^='/classrooms/']").first.get_attribute("href")
        pages = PAGES | {"quiz": quiz} | ({"board": room} if room else {})
        print(f"{'page':22}{'requests':>9}{'kB':>8}{'shift':>8}")
        for name, path in pages.items():
            with fresh(browser, base, state) as (page, wire):
                page.goto(path)
                page.wait_for_load_state("networkidle")
                shift = page.evaluate(_SHIFT)
                print(f"{name:22}{len(wire.sizes):>9}{sum(wire.sizes) / 1000:>8.1f}{shift:>8.3f}")
        with fresh(browser, base, state) as (page, wire):
            page.goto(quiz)
            page.wait_for_load_state("networkidle")
            answers = []
            while len(answers) < 5 and page.locator(_SEND).count():
                for typed in page.locator("#typed").all():
                    typed.fill("1")
                for box in page.locator("#question input[type=checkbox]").all()[:1]:
                    box.check()
                wire.sizes.clear()
                go_on = answered(page)
                page.wait_for_timeout(200)
                answers.append((len(wire.sizes), sum(wire.sizes) / 1000))
                if go_on.count():
                    go_on.click()
                page.locator("#question").wait_for()
        for requests, size in answers:
            print(f"{'answer':22}{requests:>9}{size:>8.1f}")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
