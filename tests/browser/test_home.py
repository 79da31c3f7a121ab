"""The learner's first page: what now, how am I doing, how is my class, on one screen of a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from questions.models import Card, Question, User
from tests.browser.test_accessibility import speak
from tests.factories import AssignmentFactory, ClassroomFactory, DeckFactory, TeacherFactory
from tests.progress.test_today import due_cards

# The rooms of the page in their order, and where each ends.
_ENDS = """() => ['.now', '.now:not(:has(.decks))', '.figures', '.own-week', '.room']
  .map(one => document.querySelector('.home > ' + one).getBoundingClientRect().bottom)"""


@pytest.fixture
def full_home(learner: User) -> User:
    """Somebody with an exam in a fortnight, more to refresh than a sitting, and a class's goal."""
    today = learner.study_day(timezone.now())
    questions = Question.objects.library().filter(form="choice")[:2]
    due_cards(learner, 205, day=today - timedelta(days=1))
    for question in questions:
        Card.objects.create(
            learner=learner, fact=question.fact, cue=question.cue, stability=9, difficulty=5,
            due=today, last_study_day=today - timedelta(days=3),
        )  # fmt: skip
    bob = TeacherFactory(username="bob")
    classroom = ClassroomFactory(
        teacher=bob, learners=[learner], name="Group of 2026", kept_goal=400,
        time_zone=learner.time_zone,
    )  # fmt: skip
    AssignmentFactory(
        classroom=classroom,
        deck=DeckFactory(owner=bob, name="Exam: essential facts", questions=list(questions)),
        exam_day=today + timedelta(days=14),
    )
    return learner


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_three_answers_stand_on_one_screen(
    full_home: User, learners_page: Page, base_url: str, language: str
) -> None:
    page = learners_page
    speak(page.context, base_url, language)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".home .decks .small").count() == 2  # with what the exam would give
    ends = page.evaluate(_ENDS)
    assert ends == sorted(ends)
    assert ends[-1] <= 844
