"""A learner and the decks of a teacher: assigned to the classroom, and behind a link."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import Deck, Question, User
from tests.browser.playing import MISSED, RIGHT, Screen
from tests.browser.test_accessibility import NARROW, squeezed, still_page, violations
from tests.factories import (
    AssignmentFactory,
    CitationFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    SourceFactory,
    TeacherFactory,
    own_question,
)

__all__ = ["still_page"]

LINK = "f" * 32


@pytest.fixture
def deck(learner: User) -> Deck:
    """Two questions of the teacher's own and one of the library, with an exam in three days."""
    bob = TeacherFactory(username="bob")
    notes = SourceFactory(owner=bob, short_name="Lecture notes", digest="")
    questions = []
    for number in (1, 2):
        fact = FactFactory(owner=bob, subject=None, relation=None, value=None, citation=None)
        CitationFactory(
            fact=fact, source=notes, start=None, end=None, span_digest="", place=f"page {number}"
        )
        stem = f"Where does seminar {number} take place?"
        rooms = [f"Room {number}", "Room 8", "Room 9"]
        questions.append(
            own_question(bob, fact=fact, stem=stem, answer=f"Room {number}", options=rooms)
        )
    questions.append(Question.objects.library().filter(form="choice").order_by("pk").first())
    deck = DeckFactory(
        owner=bob, name="Seminars", about="All you need.", study_token=LINK, questions=questions
    )
    classroom = ClassroomFactory(
        teacher=bob, learners=[learner], name="Group 3", time_zone=learner.time_zone
    )
    exam = learner.study_day(timezone.now()) + timedelta(days=3)
    AssignmentFactory(classroom=classroom, deck=deck, exam_day=exam, note="Bring a pen.")
    return deck


def test_a_learner_finds_the_assignment_first_studies_it_and_sees_how_far_it_is(
    learners_page: Page, deck: Deck
) -> None:
    page, screen = learners_page, Screen(learners_page)
    page.goto("/")
    expect(page.locator("main h1")).to_have_text("From your classroom")
    first = page.locator("main section").first
    expect(first).to_contain_text("Seminars")
    expect(first).to_contain_text("exam in 3 days")
    expect(first).to_contain_text("Bring a pen.")
    expect(first).to_contain_text("0 of 3 facts met")
    first.get_by_role("button", name="Study Seminars").click()

    expect(screen.place).to_have_text("1 / 3")
    expect(screen.stem).to_have_text("Where does seminar 1 take place?")
    screen.click(right=False)
    screen.told(MISSED)
    expect(page.locator(".cite")).to_have_text("Lecture notes, page 1")
    expect(page.locator(".cite a")).to_have_count(0)
    screen.go_on.click()
    for _ in range(3):  # two more, and the first once more
        screen.click()
        screen.told(RIGHT)
        screen.go_on.click()
    expect(page.locator("main h1")).to_have_text("2 right out of 3")
    expect(page.get_by_role("button", name="More of this deck")).to_be_visible()
    page.get_by_role("link", name="Done for now").click()

    expect(first).to_contain_text("3 of 3 facts met")
    expect(first).to_contain_text("you would know about")
    expect(first.locator("progress")).to_have_js_property("value", 3)
    # What the teacher wrote is no fact of the library.
    expect(page.locator(".figures")).to_contain_text("1 of 12 facts met")


def test_it_goes_on_where_it_was_on_another_device(
    learners_page: Page, deck: Deck, learner: User, new_context, log_in
) -> None:
    screen = Screen(learners_page)
    learners_page.goto("/")
    learners_page.get_by_role("button", name="Study Seminars").click()
    screen.click()
    screen.told(RIGHT)

    phone = new_context()
    log_in(phone, learner)
    page = phone.new_page()
    page.goto("/")
    page.get_by_role("button", name="Study Seminars").click()
    expect(Screen(page).place).to_have_text("2 / 3")
    assert page.url == learners_page.url.split("items/")[0]


def test_whoever_has_the_link_signs_up_comes_back_takes_the_deck_up_and_leaves_it(
    page: Page, deck: Deck
) -> None:
    page.goto(f"/decks/{LINK}/")
    expect(page.locator("main")).to_contain_text("3 questions · English · by bob")
    page.locator("main").get_by_role("link", name="Sign up").click()
    page.get_by_label("Username:", exact=True).fill("newcomer")
    page.get_by_label("Password:", exact=True).fill("seven-quiet-lanterns")
    page.get_by_label("Password (again):", exact=True).fill("seven-quiet-lanterns")
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_have_text("Seminars")
    page.get_by_role("button", name="Study it").click()
    mine = page.locator("section", has=page.get_by_role("heading", name="Your decks"))
    mine.get_by_role("button", name="Study Seminars").click()
    expect(Screen(page).place).to_have_text("1 / 3")
    page.goto("/")
    mine.get_by_role("button", name="Stop studying Seminars").click()
    expect(page.get_by_text("You stopped studying “Seminars”.")).to_be_visible()
    expect(mine).to_have_count(0)


@pytest.mark.parametrize("is_member", [True, False])
def test_axe_finds_nothing_there_and_nothing_is_too_wide(
    still_page: Page, deck: Deck, learner: User, log_in, is_member, complaints
) -> None:
    page = still_page
    late = DeckFactory(
        name="Donaudampfschifffahrtsgesellschaftskapitän",
        questions=[e.question for e in deck.entries.all()],
    )
    today = learner.study_day(timezone.now())
    classroom = deck.assignments.get().classroom
    AssignmentFactory(
        classroom=classroom, deck=late, exam_day=None, due_day=today - timedelta(days=2)
    )
    AssignmentFactory(classroom=classroom, deck=late, exam_day=today - timedelta(days=1))
    taken = DeckFactory(
        name="Taken", study_token="e" * 32, questions=[deck.entries.first().question]
    )
    taken.learners.add(learner)
    if is_member:
        log_in(page.context, learner)
    paths = [f"/decks/{LINK}/", "/decks/nothing/", *(["/", f"/decks/{'e' * 32}/"] * is_member)]
    found = []
    for path in paths:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        if path == "/":
            page.locator("summary").click()
        found += violations(page, path)
        page.set_viewport_size(NARROW)
        found += squeezed(page, path)
    assert found == []
    complaints.forgive_requests()
