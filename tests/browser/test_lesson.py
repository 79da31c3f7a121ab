"""The whole way of a teacher: invited, a deck of five, a classroom, an exam, what is known."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.authoring.invitations import invite
from questions.models import Assignment, Deck, User
from tests.browser.playing import RIGHT, Screen
from tests.browser.writing import make_fact, named, tab_back_to, write_choice
from tests.factories import TeacherFactory, UserFactory

STEM = "On what date was the charter of the Harbour League adopted?"
TOKEN = "t" * 32


@pytest.fixture
def screens(new_context, log_in, learner: User) -> tuple[Page, Page]:
    """The screen of a member who is about to teach, and a learner's phone."""
    member = UserFactory(username="aigerim")
    invite(note="Aigerim", token=TOKEN, actor=TeacherFactory(), now=timezone.now())
    desk, phone = new_context(reduced_motion="reduce"), new_context(has_touch=True)
    log_in(desk, member)
    log_in(phone, learner)
    page = desk.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page, phone.new_page()


def becomes_a_teacher(desk: Page) -> None:
    desk.goto(f"/teach/{TOKEN}/")
    desk.get_by_role("button", name="Become a teacher").click()
    expect(desk.get_by_role("heading", name="Three steps to a first lesson")).to_be_visible()


def writes_a_deck_of_five(desk: Page) -> None:
    """Four questions of the library and one of one's own, about a new fact."""
    desk.get_by_role("link", name="Make a deck").click()
    desk.get_by_label("Name:").fill("Seats and charters")
    desk.get_by_role("button", name="Make it").click()
    desk.get_by_role("link", name="Add questions").first.click()
    desk.get_by_label("Form:").select_option("choice")
    with desk.expect_response(lambda response: "form=choice" in response.url):
        desk.get_by_role("button", name="Search").click()
    desk.wait_for_load_state("networkidle")  # what is ticked before would be swapped away
    for box in desk.locator("#found input[type=checkbox]").all()[:4]:
        box.check()
    desk.get_by_role("button", name="Add the ticked").click()
    expect(desk.get_by_text("4 questions were added to “Seats and charters”.")).to_be_visible()
    desk.get_by_role("link", name="Seats and charters").first.click()
    expect(desk.get_by_role("heading", name="4 questions")).to_be_visible()
    desk.get_by_role("link", name="Write questions").click()
    write_choice(
        desk,
        stem=STEM.replace("was", "was not"),
        key="7 June 2002",
        others=["15 June 2001", "26 April 1996"],
    )
    flaw = desk.locator("#new0-stem-flaws .flaw")
    expect(flaw).to_contain_text("not")
    tab_back_to(named(desk, "stem"))
    desk.keyboard.press("Control+a")
    desk.keyboard.type(STEM)
    expect(flaw).to_have_count(0)
    make_fact(desk)
    desk.keyboard.press("Control+Enter")
    own = desk.locator(".question-card", has_text=STEM)
    expect(own.locator(".chip.draft")).to_be_visible()
    own.get_by_role("button", name="Approve", exact=True).click()
    expect(own.locator(".chip.approved")).to_be_visible()


def shows_the_code(desk: Page) -> str:
    desk.goto("/admin/desk/classrooms/new/")
    desk.get_by_label("Name:").fill("10 A")
    desk.get_by_role("button", name="Make it").click()
    desk.get_by_role("link", name="Show on the projector").click()
    code = desk.locator("#code").inner_text()
    desk.get_by_role("link", name="Back to the classroom").click()
    return code


def assigns(desk: Page) -> None:
    desk.get_by_role("link", name="Assign a deck").click()
    desk.get_by_label("Deck:").select_option(Deck.objects.get().token)
    desk.get_by_label("Exam date:").fill((timezone.now() + timedelta(days=20)).date().isoformat())
    desk.get_by_role("button", name="Assign").click()
    expect(desk.get_by_role("link", name="Seats and charters")).to_be_visible()


def joins_and_studies(phone: Page, code: str) -> None:
    phone.goto("/join/")
    phone.get_by_label("Code:").fill(code)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Your name").fill("Алиса В.")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("From your classroom")
    expect(phone.locator("main section").first).to_contain_text("exam in")
    phone.get_by_role("button", name="Study Seats and charters").click()
    screen = Screen(phone)
    for _ in range(5):
        screen.click()
        screen.told(RIGHT)
        screen.go_on.click()
    expect(phone.locator("main h1")).to_have_text("5 right out of 5")


def sees_what_the_class_knows(desk: Page) -> None:
    desk.goto("/admin/desk/")
    desk.get_by_role("link", name="What they know").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("What the class knows")
    expect(desk.locator("main")).to_contain_text("Алиса В.")
    desk.get_by_role("link", name="Gradebook").first.click()
    with desk.expect_download() as downloading:
        desk.get_by_role("link", name=re.compile("CSV")).click()
    text = downloading.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    row = next(row for row in rows if row and row[0] == "Алиса В.")
    assert "5" in row


def test_a_teachers_first_lesson(screens: tuple[Page, Page], complaints) -> None:
    desk, phone = screens
    becomes_a_teacher(desk)
    writes_a_deck_of_five(desk)
    code = shows_the_code(desk)
    assigns(desk)
    assert Assignment.objects.get().deck.entries.count() == 5
    joins_and_studies(phone, code)
    sees_what_the_class_knows(desk)
    assert complaints == []
