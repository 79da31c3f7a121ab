"""What moves over a poor network, and that nothing jumps while a page comes."""

import gzip

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Response

from questions.models import User
from tests.browser.playing import Screen, ask
from tests.browser.tour import members_walk

MOST_REQUESTS, MOST_BYTES, MOST_BYTES_OF_ANSWER = 6, 60_000, 8_000
_SHIFTS = """() => new Promise((told) => {
  let sum = 0;
  const watch = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  });
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => { watch.disconnect(); told(sum); }, 100);
})"""


def compressed(response: Response) -> int:
    """The body as a server that compresses would send it, with something for the headers."""
    return len(gzip.compress(response.body())) + 500


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_quiz_page_comes_in_few_small_requests_and_an_answer_in_one(
    learners_page: Page, learner: User, base_url, language
) -> None:
    page = learners_page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": base_url}])
    session = ask(learner, *["choice"] * 6, now=timezone.now())
    came: dict[str, Response] = {}
    page.on("response", lambda response: came.setdefault(response.url, response))
    page.goto(f"/quiz/{session.token}/")
    page.wait_for_load_state("networkidle")
    sizes = {url: compressed(response) for url, response in came.items()}
    assert len(sizes) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes

    came.clear()
    screen = Screen(page)
    for _ in range(3):
        screen.click()
        screen.result.wait_for()
        screen.go_on.click()
        screen.stem.wait_for()
    page.wait_for_load_state("networkidle")
    # One address, asked three times: the next question came along. Files the browser has already.
    [answer] = [response for url, response in came.items() if "/static/" not in url]
    assert len(answer.body()) + 500 <= MOST_BYTES_OF_ANSWER


def test_nothing_jumps_while_a_page_comes(learners_page: Page, learner: User, complaints) -> None:
    shifts = {
        name: learners_page.evaluate(_SHIFTS) for name in members_walk(learners_page, learner)
    }
    assert {name: shift for name, shift in shifts.items() if shift > 0.001} == {}
    complaints.forgive_requests()
