"""From a learner's report to the reply, and a decision on a typed answer, by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from questions.models import Flag, Question, Ruling
from questions.quiz.response import Response
from tests.desk import rows_of_a_teacher
from tests.factories import TeacherFactory, UserFactory, own_question
from tests.playing import NAME_KEY, plan, play_once


@pytest.fixture
def teacher(transactional_db):
    return TeacherFactory(username="teacher")


def typed_question(teacher, stem: str) -> Question:
    question = own_question(teacher, form="typed", stem=stem, answer="Council of Elders")
    Question.objects.filter(pk=question.pk).update(key=NAME_KEY)
    question.refresh_from_db()
    return question


def test_a_report_comes_to_the_teacher_and_the_reply_back(new_context, log_in, complaints, teacher):
    learner = UserFactory()
    question = own_question(teacher, stem="When was the league founded?")
    later = own_question(teacher, stem="When did it end?")
    session = plan(learner, question, later, now=timezone.now())
    context = new_context()
    log_in(context, learner)
    page = context.new_page()
    page.goto(f"/quiz/{session.token}/")
    page.keyboard.press("1")
    expect(page.locator("#answer-feedback")).to_be_visible()
    page.get_by_text("Report this question").focus()
    page.keyboard.press("Enter")  # opens it, and does not go on to the next question
    page.get_by_label("What is the matter?").select_option("other")
    page.get_by_role("button", name="Send the report").click()
    words = page.get_by_label("In your words")
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words what it is.")
    expect(words).to_be_focused()
    words.press_sequentially("Was it 12 or 3?\n")  # figures and Enter belong to the field
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#flag")).to_contain_text("Thank you.")
    expect(page.locator("#flag")).to_be_focused()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", name="When did it end?")).to_be_visible()

    desk = new_context()
    log_in(desk, teacher)
    queue = desk.new_page()
    queue.goto("/admin/desk/queue/")
    entry = queue.locator("[data-entry]")
    expect(entry).to_contain_text("Was it 12 or 3?")
    expect(entry).not_to_contain_text(learner.username)
    entry.get_by_role("button", name="Settle").click()
    expect(entry.get_by_role("alert")).to_contain_text("Say what you decided.")
    entry.get_by_label("I have mended it").check()
    entry.get_by_label("Reply to the learners").fill("It was 12.")
    entry.get_by_role("button", name="Settle").click()
    expect(entry).to_contain_text("1 report was settled.")
    assert Flag.objects.get().resolution == "mended"

    complaints.forgive_requests()  # two forms that were sent without what they need
    page.goto("/flags/")
    expect(page.locator("main")).to_contain_text("It was 12.")


def test_typed_answers_are_decided_by_two_keys(new_context, log_in, teacher):
    now = timezone.now()
    learners = [UserFactory() for _ in range(2)]
    for count, stem in ((2, "Who meets first?"), (1, "Who meets last?")):
        question = typed_question(teacher, stem)
        for learner in learners[:count]:
            play_once(learner, question, now=now, response=Response(typed="Elders or Court"))
    context = new_context()
    log_in(context, teacher)
    page = context.new_page()
    page.goto("/admin/desk/queue/?show=texts")
    first = page.get_by_role("heading", name="Who meets first?")
    last = page.get_by_role("heading", name="Who meets last?")
    first.focus()
    page.keyboard.press("r")
    expect(
        page.get_by_text("counts as right now. 2 earlier answers were corrected.")
    ).to_be_visible()
    expect(last).to_be_focused()
    page.keyboard.press("w")
    expect(page.get_by_text("counts as wrong now.")).to_be_visible()
    expect(page.locator("#queue-title")).to_be_focused()
    assert dict(Ruling.objects.values_list("fact__questions__stem", "is_right")) == {
        "Who meets first?": True,
        "Who meets last?": False,
    }
    page.get_by_role("button", name="Undo").first.click()
    expect(first).to_be_focused()
    assert Ruling.objects.count() == 1


@pytest.mark.parametrize("address", ["/admin/desk/queue/", "/admin/desk/questions/{}/figures/"])
def test_nothing_is_wider_than_a_small_screen(new_context, log_in, teacher, address):
    rows = rows_of_a_teacher(teacher)
    context = new_context()
    log_in(context, teacher)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address.format(rows.question.pk))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_everything_works(new_context, log_in, teacher):
    question = typed_question(teacher, "Who meets?")
    play_once(
        UserFactory(), question, now=timezone.now(), response=Response(typed="Elders or Court")
    )
    context = new_context(java_script_enabled=False)
    log_in(context, teacher)
    page = context.new_page()
    page.goto("/admin/desk/queue/")
    page.get_by_role("button", name="Right").click()
    expect(page.get_by_role("status")).to_contain_text("counts as right now.")
    page.get_by_text("Decided lately").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Who meets?")).to_be_visible()
