"""The projector of a live round: its keys, what it hears of by itself, a lost connection."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from questions.models import Form, LiveRound, Question
from tests.browser.playing import focused
from tests.browser.test_desk_pages import found_by_axe
from tests.factories import TeacherFactory
from tests.live_rows import go_to, respond, round_of

THEMES = ("light", "dark")
SIZES = ((1280, 720), (1920, 1080))


@pytest.fixture
def row(bank) -> LiveRound:
    """A round of three questions in a class of three, two teams."""
    forms = (Form.CHOICE, Form.TYPED, Form.CHOOSE_ALL)
    asked = [Question.objects.filter(form=form).order_by("pk")[0] for form in forms]
    return round_of(*asked, teacher=TeacherFactory(), teams=2)


@pytest.fixture
def wall(new_context, log_in, row) -> Page:
    """The projector's page, in which nothing was clicked."""
    return opened(new_context(), log_in, row)


def opened(context, log_in, row, size=SIZES[0]) -> Page:
    log_in(context, row.classroom.memberships.get(role="teacher").user)
    page = context.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(reverse("desk:live", args=[row.token]))
    return page


def stands_at(page: Page, state: str) -> None:
    page.locator(f"[data-state={state}]").wait_for()


def test_keys_alone_lead_through_the_round(wall, row):
    stands_at(wall, "lobby-0")
    for key, state in (
        ("ArrowRight", "asking-1"),
        ("Space", "revealed-1"),
        ("PageDown", "asking-2"),
        ("Enter", "revealed-2"),
        ("ArrowRight", "asking-3"),
        ("ArrowRight", "revealed-3"),
        ("Enter", "done-3"),
    ):
        wall.wait_for_timeout(700)  # a key that comes sooner was meant for what stood there before
        wall.keyboard.press(key)
        stands_at(wall, state)
        assert focused(wall).startswith("h1")
    expect(wall.get_by_role("heading", level=1)).to_have_text("That was the round")


def test_a_double_click_moves_once(wall, row):
    wall.locator("#step").dblclick()
    stands_at(wall, "asking-1")
    wall.wait_for_timeout(700)
    stands_at(wall, "asking-1")
    row.refresh_from_db()
    assert (row.phase, row.position) == ("asking", 1)


def test_it_hears_of_responses_by_itself_and_the_focus_stays(wall, row):
    wall.locator("#step").click()
    stands_at(wall, "asking-1")
    wall.locator("#step").focus()
    row.refresh_from_db()
    respond(row, 1, 0, "correct")
    expect(wall.locator(".stage-count")).to_have_text("1 of 3 have answered")
    assert focused(wall).startswith("button#step")


def test_it_follows_a_step_that_was_taken_elsewhere(wall, row):
    go_to(row, 1, "asking")
    stands_at(wall, "asking-1")
    assert focused(wall).startswith("h1")


def test_a_lost_connection_is_said_and_it_goes_on_when_it_is_back(wall, row, complaints):
    offline = wall.locator("#offline")
    expect(offline).to_be_hidden()
    wall.context.set_offline(True)
    expect(offline).to_be_visible()
    wall.context.set_offline(False)
    go_to(row, 1, "asking")
    stands_at(wall, "asking-1")
    expect(offline).to_be_hidden()
    complaints.forgive_requests()


def test_who_was_logged_out_gets_to_the_log_in_page(wall, row):
    wall.context.clear_cookies()
    wall.wait_for_url("**/login/**")


def test_it_works_without_javascript(new_context, log_in, row):
    page = opened(new_context(java_script_enabled=False), log_in, row)
    for state in ("asking-1", "revealed-1", "asking-2"):
        page.locator("#step").click()
        stands_at(page, state)


def test_the_end_asks_first(wall, row):
    wall.get_by_role("link", name="End the round").click()
    wall.get_by_role("link", name="Go on with it").click()
    stands_at(wall, "lobby-0")
    wall.get_by_role("link", name="End the round").click()
    wall.get_by_role("button", name="End the round").click()
    stands_at(wall, "done-0")


def states(row: LiveRound):
    """Each state of the page, with responses."""
    yield "lobby-0"
    for place in (1, 2, 3):
        for phase in ("asking", "revealed"):
            go_to(row, place, phase)
            respond(row, place, 0, "correct")
            respond(row, place, 1, "wrong", reason="gave-up")
            yield f"{phase}-{place}"
    go_to(row, 3, "done")
    yield "done-3"


def test_axe_finds_nothing_in_any_state(new_context, log_in, row):
    page = opened(new_context(bypass_csp=True), log_in, row)
    found = []
    for state in states(row):
        page.reload()
        stands_at(page, state)
        found += [fault for theme in THEMES for fault in found_by_axe(page, theme)]
    assert found == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_question_stands_on_it_whole(new_context, log_in, row, width, height):
    page = opened(new_context(), log_in, row, (width, height))
    for state in states(row):
        page.reload()
        stands_at(page, state)
        tall, wide = page.evaluate(
            "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
        )
        assert (tall <= height, wide <= width) == (True, True), state
        size = page.locator(".stage").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= height / 34
