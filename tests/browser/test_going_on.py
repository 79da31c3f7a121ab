"""Leaving a session and coming back to it: reload, another device, the back button."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import User
from tests.browser.playing import MISSED, RIGHT, Screen, answered, ask


@pytest.fixture
def session(learner: User):
    return ask(learner, "choice", "choice", "typed", now=timezone.now())


def test_a_reload_in_mid_question_shows_the_same_question(learners_page: Page, session) -> None:
    screen = Screen(learners_page)
    learners_page.goto(f"/quiz/{session.token}/")
    before = learners_page.locator("#question").inner_text()
    learners_page.reload()
    assert learners_page.locator("#question").inner_text() == before
    expect(screen.place).to_have_text("1 / 3")


def test_a_reload_in_the_feedback_shows_the_feedback_and_answers_nothing_again(
    learners_page: Page, session, learner: User
) -> None:
    screen = Screen(learners_page)
    learners_page.goto(f"/quiz/{session.token}/")
    screen.click()
    screen.told(RIGHT)
    learners_page.reload()
    screen.told(RIGHT)
    screen.go_on.click()
    expect(screen.place).to_have_text("2 / 3")
    learners_page.reload()
    expect(screen.place).to_have_text("2 / 3")
    assert answered(learner) == 1


def test_a_session_goes_on_where_it_was_on_another_device(
    learners_page: Page, session, learner: User, new_context, log_in
) -> None:
    screen = Screen(learners_page)
    learners_page.goto(f"/quiz/{session.token}/")
    screen.click()
    screen.told(RIGHT)

    phone = new_context()
    log_in(phone, learner)
    page = phone.new_page()
    page.goto("/")
    page.get_by_role("link", name="Continue").click()
    expect(page).to_have_url(re.compile(session.token))
    expect(Screen(page).place).to_have_text("2 / 3")
    Screen(page).click(right=False)
    Screen(page).told(MISSED)

    # The first device still shows the second question, which now has its response.
    screen.go_on.click()
    screen.click()
    screen.told(MISSED)
    assert answered(learner) == 2
    screen.go_on.click()
    expect(screen.place).to_have_text("3 / 3 · 1 once more")


def test_going_back_and_forward_again_shows_the_question_that_is_open(
    learners_page: Page, session, learner: User
) -> None:
    screen = Screen(learners_page)
    learners_page.goto("/")
    learners_page.get_by_role("link", name="Continue").click()
    screen.click()
    screen.go_on.click()
    expect(screen.place).to_have_text("2 / 3")
    learners_page.go_back()
    expect(learners_page.get_by_role("heading", level=1)).to_have_text("Go on where you stopped")
    learners_page.go_forward()
    expect(screen.place).to_have_text("2 / 3")
    assert answered(learner) == 1


def test_going_back_from_the_summary_asks_nothing_again(
    learners_page: Page, learner: User, bank
) -> None:
    session = ask(learner, "choice", now=timezone.now())
    screen = Screen(learners_page)
    learners_page.goto("/")
    learners_page.goto(f"/quiz/{session.token}/")
    screen.click()
    screen.go_on.click()
    summary = learners_page.get_by_role("heading", level=1)
    expect(summary).to_have_text("1 right out of 1")
    learners_page.go_back()
    screen.told(RIGHT)
    screen.go_on.click()
    expect(summary).to_have_text("1 right out of 1")
    assert answered(learner) == 1


def test_going_back_without_javascript_shows_the_feedback_again(
    new_context, log_in, learner: User, session
) -> None:
    context = new_context(java_script_enabled=False)
    log_in(context, learner)
    page = context.new_page()
    screen = Screen(page)
    page.goto(f"/quiz/{session.token}/")
    screen.click()
    screen.go_on.click()
    expect(screen.place).to_have_text("2 / 3")
    page.go_back()
    screen.told(RIGHT)
    page.go_back()
    expect(screen.place).to_have_text("2 / 3")
    assert answered(learner) == 1


def test_a_session_that_ended_elsewhere_says_so_and_leads_to_its_summary(
    learners_page: Page, session, learner: User, complaints
) -> None:
    screen = Screen(learners_page)
    learners_page.goto(f"/quiz/{session.token}/")
    type(session).objects.filter(pk=session.pk).update(finished_at=timezone.now())
    screen.click()
    expect(learners_page.get_by_text("This session has ended.")).to_be_visible()
    assert answered(learner) == 0
    learners_page.get_by_role("link", name="See the summary").click()
    expect(learners_page).to_have_title("Summary · KazQuiz")
    complaints.forgive_requests()


def test_whoever_was_logged_out_meanwhile_is_asked_to_log_in_and_goes_on(
    learners_page: Page, session, learner: User
) -> None:
    screen = Screen(learners_page)
    learners_page.goto(f"/quiz/{session.token}/")
    learners_page.context.clear_cookies(name="sessionid")
    screen.click()
    expect(learners_page).to_have_title("Log in · KazQuiz")
    expect(learners_page.locator("main")).to_have_count(1)
    learners_page.get_by_label("Username:").fill(learner.username)
    learners_page.get_by_label("Password:").fill("password")
    learners_page.get_by_role("button", name="Log in").click()
    expect(screen.place).to_have_text("1 / 3")


def test_a_question_mark_tells_the_keys_and_answers_nothing(
    learners_page: Page, learner: User
) -> None:
    session = ask(learner, "choice", now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    keys = learners_page.get_by_role("dialog", name="Keys")
    learners_page.keyboard.press("?")
    expect(keys).to_be_visible()
    learners_page.keyboard.press("1")
    learners_page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    assert answered(learner) == 0
