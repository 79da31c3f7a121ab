"""Answers that do not get through, and answers that are sent too often."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from questions.models import User
from tests.browser.playing import MISSED, RIGHT, Screen, answered, ask, focused


@pytest.fixture
def screen(learners_page: Page, learner: User) -> Screen:
    session = ask(learner, "choice", "typed", now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    return Screen(learners_page)


def test_an_answer_without_a_connection_waits_and_is_sent_again(
    screen: Screen, learner: User, complaints
) -> None:
    context = screen.page.context
    again = screen.page.get_by_role("button", name="Send again")
    context.set_offline(True)
    screen.click()
    expect(screen.unsent).to_be_visible()
    expect(screen.unsent).to_have_attribute("role", "alert")
    expect(screen.stem).to_be_visible()
    again.click()
    expect(again).to_be_visible()
    assert answered(learner) == 0

    context.set_offline(False)
    again.click()
    screen.told(RIGHT)
    expect(screen.unsent).to_be_hidden()
    assert answered(learner) == 1
    complaints.forgive_requests()


def test_a_typed_answer_stays_in_its_field_until_it_gets_through(
    screen: Screen, learner: User, complaints
) -> None:
    screen.press()
    screen.go_on.click()
    screen.typed.fill(screen.question().answer)
    screen.page.context.set_offline(True)
    screen.page.keyboard.press("Enter")
    expect(screen.unsent).to_be_visible()
    expect(screen.typed).to_have_value(screen.question().answer)
    screen.page.context.set_offline(False)
    screen.page.keyboard.press("Enter")
    screen.told(RIGHT)
    expect(screen.unsent).to_be_hidden()
    assert answered(learner) == 2
    complaints.forgive_requests()


def test_an_answer_whose_reply_was_lost_is_stored_once_when_sent_again(
    screen: Screen, learner: User, complaints
) -> None:
    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    screen.page.route("**/answer/", lose_the_reply)
    screen.click(right=False)
    expect(screen.unsent).to_be_visible()
    assert answered(learner) == 1

    screen.page.unroute("**/answer/")
    screen.page.get_by_role("button", name="Send again").click()
    screen.told(MISSED)
    expect(screen.result).to_be_focused()
    assert answered(learner) == 1
    expect(screen.place).to_have_text("1 / 2 · 1 once more")
    complaints.forgive_requests()


def test_a_page_whose_token_is_gone_says_so_and_is_loaded_again(
    screen: Screen, learner: User, complaints
) -> None:
    screen.page.context.clear_cookies(name="csrftoken")
    screen.click()
    screen.page.get_by_role("link", name="Load again").click()
    screen.click()
    screen.told(RIGHT)
    assert answered(learner) == 1
    complaints.forgive_requests()


def test_a_double_click_on_an_option_stores_one_response(screen: Screen, learner: User) -> None:
    screen.options.nth(int(screen.key()) - 1).dblclick()
    screen.told(RIGHT)
    screen.page.wait_for_load_state("networkidle")
    screen.told(RIGHT)
    assert answered(learner) == 1


def test_a_key_held_down_or_pressed_twice_stores_one_response(
    screen: Screen, learner: User
) -> None:
    key = screen.key()
    for _ in range(3):
        screen.page.keyboard.down(key)
    screen.page.keyboard.up(key)
    screen.page.keyboard.press(key)
    screen.told(RIGHT)
    screen.page.wait_for_load_state("networkidle")
    assert answered(learner) == 1
    assert focused(screen.page) != "body"


def test_two_tabs_of_one_session_store_one_response(screen: Screen, learner: User) -> None:
    other = Screen(screen.page.context.new_page())
    other.page.goto(screen.page.url)
    screen.click()
    screen.told(RIGHT)
    other.click(right=False)
    # The second tab learns what the first one stored.
    other.told(RIGHT)
    assert answered(learner) == 1
