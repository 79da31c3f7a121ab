"""The forms that are more than choosing: flashcards, and answers that are typed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import Question, SessionItem, User
from questions.templatetags.wording import reason_text
from tests.browser.playing import CLOSE, MISSED, RIGHT, Screen, answered, ask, tab_to
from tests.playing import plan


def test_a_flashcard_is_turned_over_and_rated_by_keys(learners_page: Page, learner: User) -> None:
    page, screen = learners_page, Screen(learners_page)
    session = ask(learner, *["flashcard"] * 4, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    for place, rating in enumerate("2341", start=1):
        expect(screen.place).to_contain_text(f"{place} / 4")
        card = screen.question()
        page.keyboard.press(rating)  # not before the card is turned over
        expect(page.get_by_text(card.answer, exact=True)).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator(".back .key")).to_have_text(card.answer)
        page.keyboard.press(rating)
        told = "comes once more" if rating == "1" else "comes back"
        expect(page.get_by_role("status")).to_contain_text(f"The last card {told}")
    expect(page.get_by_text("Once more", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".back")).to_be_visible()
    page.keyboard.press("3")
    screen.told(RIGHT)
    expect(page.get_by_role("link", name="See the summary")).to_be_visible()
    stored = SessionItem.objects.filter(learner=learner, is_drill=False)
    assert list(stored.order_by("position").values_list("rating", flat=True)) == [2, 3, 4, 1]


def test_a_flashcard_that_was_turned_over_stays_so_after_a_reload(
    learners_page: Page, learner: User
) -> None:
    session = ask(learner, "flashcard", now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    learners_page.get_by_role("button", name="Turn over").click()
    expect(learners_page.locator(".back")).to_be_visible()
    learners_page.reload()
    expect(learners_page.locator(".back")).to_be_visible()
    tab_to(learners_page.get_by_role("button", name="Well"))


@pytest.fixture
def screen(learners_page: Page, learner: User) -> Screen:
    """Asks for a town of two words, by typing."""
    question = Question.objects.get(form="typed", answer="Port Sallow")
    learners_page.goto(f"/quiz/{plan(learner, question, now=timezone.now()).token}/")
    return Screen(learners_page)


def type_answer(screen: Screen, text: str) -> None:
    expect(screen.typed).to_be_focused()
    screen.page.keyboard.type(text)
    screen.page.keyboard.press("Enter")


def test_a_slip_in_the_spelling_is_let_pass_and_named(screen: Screen) -> None:
    type_answer(screen, "port sallwo")
    screen.told(RIGHT)
    expect(screen.page.get_by_text(reason_text("spelling"))).to_be_visible()
    expect(screen.page.get_by_text("You wrote: port sallwo")).to_be_visible()


def test_a_near_miss_is_neither_right_nor_wrong_and_says_why(screen: Screen) -> None:
    type_answer(screen, "Sallow")
    screen.told(CLOSE)
    expect(screen.page.get_by_text(reason_text("part-of-name"))).to_be_visible()
    expect(screen.page.locator(".key")).to_contain_text("Port Sallow")


def test_digits_that_are_typed_choose_nothing(screen: Screen) -> None:
    type_answer(screen, "1234")
    screen.told(MISSED)
    expect(screen.page.get_by_text("You wrote: 1234")).to_be_visible()


def test_an_empty_answer_gets_its_message_and_the_field_keeps_the_focus(
    screen: Screen, learner: User, complaints
) -> None:
    type_answer(screen, "  ")
    expect(screen.page.get_by_role("alert").filter(has_text="Type an answer first")).to_be_visible()
    expect(screen.typed).to_be_focused()
    expect(screen.typed).to_have_attribute("aria-invalid", "true")
    expect(screen.typed).to_have_attribute("aria-describedby", "error")
    assert answered(learner) == 0
    complaints.forgive_requests()
    screen.typed.fill("Port Sallow")
    screen.page.keyboard.press("Enter")
    screen.told(RIGHT)


def test_who_does_not_know_says_so_with_one_button(screen: Screen) -> None:
    screen.page.get_by_role("button", name="I don't know").click()
    screen.told(MISSED)
    expect(screen.page.get_by_text(reason_text("gave-up"))).to_be_visible()
    expect(screen.page.get_by_text("Once more in this session")).to_be_visible()
