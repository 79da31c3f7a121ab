"""Without a connection: what is held, what is kept, and that it is sent once."""

import json
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import ReviewLog, SessionItem, User
from tests.browser.playing import RIGHT, Screen, answered, ask
from tests.factories import TeacherFactory, UserFactory

KEEP = "Keep it, and go on without a connection"
FORMS = ("choice", "typed", "true-false", "cloze", "number")


@pytest.fixture
def screen(learners_page: Page, learner: User) -> Screen:
    session = ask(learner, *FORMS, now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    return Screen(learners_page)


def kept(screen: Screen) -> list[dict[str, str]]:
    return json.loads(screen.page.evaluate("localStorage.getItem('kazquiz-unsent') ?? '[]'"))


def answer_without_a_connection(screen: Screen, number: int) -> None:
    """The first of them asks whether to go on; the others are kept at once."""
    for place in range(number):
        stem = screen.stem.inner_text()
        screen.answer()
        if place == 0:
            screen.page.get_by_role("button", name=KEEP).click()
        expect(screen.page.locator("#kept [data-count]")).to_have_text(str(place + 1))
        expect(screen.stem).not_to_have_text(stem)
        expect(screen.unsent).to_be_hidden()


def test_three_answers_given_offline_are_sent_and_stored_once_when_back(
    screen: Screen, learner: User, complaints
) -> None:
    context = screen.page.context
    context.set_offline(True)
    answer_without_a_connection(screen, 3)
    assert answered(learner) == 0
    assert len(kept(screen)) == 3

    back = timezone.now()
    context.set_offline(False)
    arrived = screen.page.locator("#arrived")
    expect(arrived.locator("details")).to_have_count(3)
    expect(arrived).to_contain_text(RIGHT)
    expect(screen.page.locator("#kept")).to_be_hidden()
    assert answered(learner) == ReviewLog.objects.filter(learner=learner).count() == 3
    # They count when they arrive: no clock of the device is believed.
    assert ReviewLog.objects.filter(learner=learner, at__gte=back).count() == 3
    assert kept(screen) == []
    arrived.get_by_role("button", name="Close").click()
    expect(arrived).to_be_hidden()
    expect(screen.stem).to_be_focused()

    screen.page.reload()
    screen.answer()
    screen.told(RIGHT)
    assert answered(learner) == 4
    complaints.forgive_requests()


def test_what_arrived_shows_its_feedback(screen: Screen, learner: User, complaints) -> None:
    question = screen.question()
    screen.page.context.set_offline(True)
    answer_without_a_connection(screen, 1)
    screen.page.context.set_offline(False)
    row = screen.page.locator("#arrived details")
    row.locator("summary").click()
    expect(row).to_contain_text(question.fact.texts.get(language="en").statement)
    complaints.forgive_requests()


def test_a_reply_that_was_lost_does_not_store_it_twice(
    screen: Screen, learner: User, complaints
) -> None:
    def lose_the_reply(route) -> None:
        route.fetch()
        route.abort()

    screen.page.route("**/answer/", lose_the_reply)
    screen.answer()
    screen.page.get_by_role("button", name=KEEP).click()
    screen.page.unroute("**/answer/")
    assert answered(learner) == 1
    screen.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(screen.page.locator("#arrived details")).to_have_count(1)
    assert answered(learner) == ReviewLog.objects.filter(learner=learner).count() == 1
    complaints.forgive_requests()


def test_held_questions_hold_no_key(screen: Screen, learner: User) -> None:
    held = screen.page.locator("template[data-ahead]")
    assert held.count() == 4
    page = screen.page.content()
    assert not re.search(r"is_key|data-key\b|class=\"key\"", page)
    for place in range(4):
        shown = held.nth(place).evaluate("one => one.innerHTML")
        token = re.search(r'name="item" value="(\w+)"', shown).group(1)
        item = SessionItem.objects.select_related("question__fact").get(token=token)
        assert item.learner_id == learner.pk
        assert item.question.stem in shown
        assert item.question.fact.texts.get(language="en").statement not in page
        if item.question.form in ("typed", "cloze", "number"):
            assert item.question.answer not in re.sub(r"<[^>]*>", " ", shown)


def test_when_all_that_is_held_was_answered_it_says_so(
    screen: Screen, learner: User, complaints
) -> None:
    screen.page.context.set_offline(True)
    answer_without_a_connection(screen, 4)
    screen.answer()
    expect(screen.page.get_by_text("That is all without a connection")).to_be_visible()
    screen.page.context.set_offline(False)
    expect(screen.page.locator("#arrived details")).to_have_count(5)
    screen.page.get_by_role("link", name="Try again").click()
    screen.page.wait_for_url("**/summary/")
    assert answered(learner) == 5
    complaints.forgive_requests()


def test_anothers_kept_answers_are_neither_shown_nor_sent(screen: Screen, learner: User) -> None:
    entry = {"item": "0" * 32, "learner": "0", "url": "/quiz/x/answer/", "body": "", "stem": "?"}
    screen.page.evaluate(f"localStorage.setItem('kazquiz-unsent', '{json.dumps([entry])}')")
    screen.page.reload()
    expect(screen.page.locator("#kept")).to_be_hidden()
    screen.page.evaluate("window.dispatchEvent(new Event('online'))")
    screen.answer()
    screen.told(RIGHT)
    assert len(kept(screen)) == 1


@pytest.mark.parametrize("is_anyone_else", [False, True], ids=["nobody", "another"])
def test_what_was_kept_waits_while_whoever_gave_it_is_not_logged_in(
    screen: Screen, learner: User, log_in, complaints, is_anyone_else
) -> None:
    page, context = screen.page, screen.page.context
    context.set_offline(True)
    answer_without_a_connection(screen, 2)
    context.clear_cookies()
    other = UserFactory()
    if is_anyone_else:
        log_in(context, other)
    with page.expect_response("**/answer/") as refused:
        context.set_offline(False)
    assert refused.value.status == 403
    assert len(kept(screen)) == 2
    expect(page.locator("#arrived")).to_be_hidden()
    assert answered(learner) == answered(other) == 0

    log_in(context, learner)
    page.goto("/")
    expect(page.locator("#arrived details")).to_have_count(2)
    assert answered(learner) == 2
    complaints.forgive_requests()


def test_what_was_kept_long_ago_or_by_whoever_erases_themselves_leaves_the_device(
    screen: Screen, learner: User, complaints
) -> None:
    page = screen.page
    entry = {"item": "0" * 32, "url": "/quiz/x/answer/", "body": "", "stem": "?"}
    day = 24 * 3600 * 1000
    for learner_id, days, stays in (("0", 1, True), ("0", 31, False), (str(learner.pk), 1, False)):
        page.goto("/settings/data/erase/")
        page.evaluate(
            "([entry, age]) => localStorage.setItem('kazquiz-unsent',"
            " JSON.stringify([{ ...entry, kept: Date.now() - age }]))",
            [{**entry, "learner": learner_id}, days * day],
        )
        if learner_id == "0":
            page.reload()
        else:
            with page.expect_navigation():
                page.evaluate("document.querySelector('[data-erase]').requestSubmit()")
        assert bool(kept(screen)) == stays
    complaints.forgive_requests()


def opens_with_the_worker(page: Page) -> None:
    """Open the first page and wait until the service worker answers for it."""
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


class TestWorker:
    """With the service worker, which other tests do without."""

    @pytest.fixture
    def browser_context_args(self, browser_context_args: dict) -> dict:
        return {**browser_context_args, "service_workers": "allow"}

    def test_a_page_that_cannot_be_reached_says_so_and_leads_to_what_is_held(
        self, learners_page: Page, learner: User, complaints
    ) -> None:
        page = learners_page
        opens_with_the_worker(page)
        session = ask(learner, *FORMS, now=timezone.now())
        page.goto(f"/quiz/{session.token}/")
        screen = Screen(page)
        screen.stem.wait_for()
        page.context.set_offline(True)
        page.goto("/library/")
        expect(page.get_by_role("heading", name="No connection")).to_be_visible()
        page.get_by_role("link", name="Go on with the questions held here").click()
        screen.answer()
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator("#kept [data-count]")).to_have_text("1")
        page.context.set_offline(False)
        expect(page.locator("#arrived details")).to_have_count(1)
        assert answered(learner) == 1
        complaints.forgive_requests()

    def test_a_held_page_goes_on_after_what_was_answered(
        self, learners_page: Page, learner: User, complaints
    ) -> None:
        page = learners_page
        opens_with_the_worker(page)
        session = ask(learner, *FORMS, now=timezone.now())
        page.goto(f"/quiz/{session.token}/")
        screen = Screen(page)
        first = screen.stem.inner_text()
        screen.answer()
        expect(screen.go_on).to_be_visible()
        page.context.set_offline(True)
        page.goto(f"/quiz/{session.token}/")
        expect(screen.stem).to_be_visible()
        expect(screen.stem).not_to_have_text(first)
        screen.answer()
        page.get_by_role("button", name=KEEP).click()
        expect(page.locator("#kept [data-count]")).to_have_text("1")
        page.context.set_offline(False)
        expect(page.locator("#arrived details")).to_have_count(1)
        assert answered(learner) == 2
        complaints.forgive_requests()

    def test_a_form_that_cannot_be_sent_ends_on_the_offline_page(
        self, learners_page: Page, complaints
    ) -> None:
        page = learners_page
        opens_with_the_worker(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="Start", exact=True).first.click()
        expect(page.get_by_role("heading", name="No connection")).to_be_visible()
        page.context.set_offline(False)
        complaints.forgive_requests()

    @pytest.mark.parametrize("place", ["/settings/", "/admin/"])
    def test_logging_out_drops_what_is_held(self, page: Page, bank, log_in, place) -> None:
        person = TeacherFactory()
        log_in(page.context, person)
        opens_with_the_worker(page)
        session = ask(person, *FORMS, now=timezone.now())
        page.goto(f"/quiz/{session.token}/")
        held = (
            "caches.open('kazquiz-held').then((cache) => cache.keys()).then((keys) => keys.length)"
        )
        assert page.evaluate(held) == 1
        page.goto(place)
        page.get_by_role("button", name="Log out").click()
        page.wait_for_load_state()
        assert page.evaluate(held) == 0

    def test_a_device_without_room_shows_the_quiz_all_the_same(
        self, learners_page: Page, learner: User
    ) -> None:
        page = learners_page
        opens_with_the_worker(page)
        page.context.service_workers[0].evaluate(
            "() => { Cache.prototype.put = () => Promise.reject(new Error('full')); }"
        )
        session = ask(learner, *FORMS, now=timezone.now())
        page.goto(f"/quiz/{session.token}/")
        expect(Screen(page).stem).to_be_visible()
