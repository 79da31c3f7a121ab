"""The real library on the narrowest screen: its longest questions, in each form."""

from random import Random

import pytest
from django.core.management import call_command
from django.db.models.functions import Length
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import Question, User
from tests.browser.playing import RIGHT, Screen
from tests.browser.test_accessibility import NARROW, squeezed
from tests.factories import UserFactory
from tests.playing import FORMS, SETS, plan

EACH = 3


@pytest.fixture
def learner(transactional_db) -> User:
    """Somebody before whom the real library lies."""
    call_command("import_library", yes=True, verbosity=0)
    call_command("generate_questions", verbosity=0)
    return UserFactory()


def longest(form: str) -> list[Question]:
    """The longest questions of that form, by stem and by what is told afterwards."""
    asked = Question.objects.approved().filter(form=form)
    return [
        *asked.order_by(Length("stem").desc(), "pk")[:EACH],
        *asked.order_by(Length("answer").desc(), "pk")[:EACH],
    ]


def test_the_longest_questions_fit_on_the_narrowest_screen(
    learners_page: Page, learner: User
) -> None:
    screen, found = Screen(learners_page), []
    learners_page.set_viewport_size(NARROW)
    forms = (*FORMS, *SETS)
    asked = list({question.pk: question for form in forms for question in longest(form)}.values())
    Random(1).shuffle(asked)
    session = plan(learner, *asked, now=timezone.now())
    learners_page.goto(f"/quiz/{session.token}/")
    for question in asked:
        expect(screen.stem).to_have_text(question.stem)
        found += squeezed(learners_page, f"{question}")
        if question.form == "flashcard":
            learners_page.keyboard.press("Enter")
            expect(learners_page.locator(".back")).to_be_visible()
            found += squeezed(learners_page, f"back of {question}")
            learners_page.keyboard.press("3")
            if question != asked[-1]:
                continue  # the next card comes at once
        elif question.form in ("cloze", "typed", "number"):
            screen.typed.fill(question.answer)
            learners_page.keyboard.press("Enter")
        else:
            screen.answer()
        screen.told(RIGHT)
        found += squeezed(learners_page, f"feedback on {question}")
        screen.go_on.click()
    expect(learners_page.locator("#summary")).to_be_visible()
    found += squeezed(learners_page, "summary")
    assert found == []
