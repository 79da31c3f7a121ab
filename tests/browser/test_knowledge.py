"""What the class knows, in a browser: read, made a deck of, downloaded, in light and dark."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from questions.models import Classroom, Deck, Fact
from tests.classrooms.knowing import remember
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    MembershipFactory,
    TeacherFactory,
    UserFactory,
)

_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def classroom(bank) -> Classroom:
    """Three learners who have met four facts of the harbour, one of them an old acquaintance."""
    now = timezone.now()
    teacher = TeacherFactory(username="teacher")
    classroom = ClassroomFactory(name="Grade 10", teacher=teacher)
    facts = list(Fact.objects.filter(topic__slug="harbour")[:4])
    for name in ("Aigul", "Bolat", "Қарлығаш Өмірзақова-Сейтқазина"):
        learner = UserFactory()
        MembershipFactory(classroom=classroom, user=learner, name=name)
        for number, fact in enumerate(facts):
            remember(learner, fact, now=now, days=9 - number, sure=number > 0, waits=True)
    questions = [fact.questions.exclude(cue="").first() for fact in Fact.objects.all()[:5]]
    AssignmentFactory(
        classroom=classroom,
        deck=DeckFactory(owner=teacher, name="Seats", questions=questions),
        assigned_at=now,
        exam_day=(now + timedelta(days=20)).date(),
        due_day=(now + timedelta(days=10)).date(),
    )
    ClassroomFactory(name="Empty", teacher=teacher)
    return classroom


def pages(classroom: Classroom) -> list[str]:
    root = "/admin/desk/classrooms"
    learner = classroom.memberships.get(name="Aigul")
    empty = Classroom.objects.get(name="Empty")
    return [
        f"{root}/{classroom.token}/knowledge/",
        f"{root}/{classroom.token}/learners/{learner.pk}/",
        f"{root}/{classroom.token}/gradebook/",
        f"{root}/{empty.token}/knowledge/",
        f"{root}/{empty.token}/gradebook/",
    ]


@pytest.fixture
def desk(new_context, log_in, classroom) -> Page:
    context = new_context(reduced_motion="reduce", bypass_csp=True, accept_downloads=True)
    log_in(context, classroom.memberships.get(role="teacher").user)
    return context.new_page()


def test_a_teacher_looks_makes_a_deck_and_takes_the_gradebook(
    new_context, log_in, classroom, complaints
):
    context = new_context(accept_downloads=True)
    log_in(context, classroom.memberships.get(role="teacher").user)
    page = context.new_page()
    page.goto(f"/admin/desk/classrooms/{classroom.token}/")
    page.get_by_role("link", name="What the class knows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the class knows")
    page.get_by_text("The figures as a table").click()
    expect(page.get_by_role("cell", name="3 of 3 learners")).to_be_visible()
    page.get_by_role("link", name="Aigul").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aigul")
    page.get_by_role("link", name="What the class knows").click()
    page.get_by_role("button", name="Make a deck of these").click()
    expect(page.locator(".toast")).to_contain_text("A deck of 4 questions was made")
    assert Deck.objects.get(name__startswith="Weakest facts").entries.count() == 4
    page.goto(f"/admin/desk/classrooms/{classroom.token}/gradebook/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel file").click()
    assert download.value.suggested_filename.startswith("gradebook-grade-10-")
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["Aigul", "Bolat"]
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk, classroom, scheme):
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for url in pages(classroom):
        desk.goto(url)
        for summary in desk.locator("summary").all():
            summary.click()
        found += [
            f"{url}: {rule['id']} at {node['target']}"
            for rule in Axe().run(desk).response["violations"]
            for node in rule["nodes"]
        ]
    assert found == []


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(desk, classroom, base_url, language):
    cookie = {"name": "django_language", "value": language, "url": base_url}
    desk.context.add_cookies([cookie])
    desk.set_viewport_size({"width": 320, "height": 568})
    for url in pages(classroom):
        desk.goto(url)
        for summary in desk.locator("summary").all():
            summary.click()
        assert desk.evaluate(_TOO_WIDE) == 0, url
