"""A teacher's first lesson: a classroom, its code on the wall, phones that join, a printed list."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import Assignment, Classroom, Membership, Question, User
from tests.factories import ClassroomFactory, DeckFactory, MembershipFactory, TeacherFactory

WIDE = {"width": 1280, "height": 800}
SERIOUS = ("serious", "critical")
LIST = "Айгерім Серікқызы\nДаниял Ахметов; daniyal.a\nБолат 😀"


@pytest.fixture
def teacher(bank: None) -> User:
    return TeacherFactory(username="ms-teacher")


@pytest.fixture
def desk(new_context, log_in, teacher: User) -> Page:
    """The teacher's screen."""
    context = new_context(reduced_motion="reduce")
    log_in(context, teacher)
    page = context.new_page()
    page.set_viewport_size(WIDE)
    return page


@pytest.fixture
def phone(new_context, log_in, learner: User) -> Page:
    """A learner's phone."""
    context = new_context(reduced_motion="reduce", has_touch=True)
    log_in(context, learner)
    return context.new_page()


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_a_learner_joins_by_the_code_on_the_wall(desk: Page, phone: Page) -> None:
    desk.goto("/admin/desk/")
    desk.get_by_role("link", name="Classrooms").first.click()
    desk.get_by_role("link", name="Make the first classroom").click()
    desk.get_by_label("Name:").fill("10 «А»")
    desk.get_by_role("button", name="Make it").click()
    expect(heading(desk)).to_have_text("10 «А»")
    desk.get_by_role("link", name="Show on the projector").click()
    expect(desk.locator("#joined-count")).to_have_text("0 have joined")
    expect(desk.get_by_role("img", name="QR code")).to_be_visible()
    code = desk.locator("#code").inner_text()

    phone.goto("/join/")
    phone.get_by_label("Code:").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="Go on").click()
    expect(heading(phone)).to_have_text("Join 10 «А»?")
    expect(phone.locator("main")).to_contain_text("ms-teacher")
    phone.get_by_label("Your name").fill("Алиса В.")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_role("status")).to_contain_text("You have joined 10 «А»")

    # Without a click: the page on the wall asks every five seconds.
    expect(desk.locator("#joined-count")).to_have_text("1 has joined")
    desk.get_by_role("link", name="Back to the classroom").click()
    expect(desk.get_by_role("row", name="Алиса В.")).to_contain_text("alice")

    desk.get_by_role("link", name="Change Алиса В.").click()
    desk.get_by_label("Name in the classroom").fill("Алиса Волкова")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name="Change Алиса Волкова").click()
    desk.get_by_role("button", name="Remove Алиса Волкова").click()
    expect(desk.get_by_role("status").first).to_contain_text("no longer in the classroom")
    assert Membership.objects.get(user__username="alice").left_at is not None


def test_a_list_of_names_becomes_slips_to_cut_out(
    desk: Page, phone: Page, new_context, teacher: User, tmp_path
) -> None:
    room = ClassroomFactory(teacher=teacher, name="10 A")
    desk.goto(f"/admin/desk/classrooms/{room.token}/")
    desk.get_by_role("link", name="Add a list of names").click()
    desk.get_by_label("Names, one to a line").fill(LIST)
    desk.get_by_role("button", name="Look what this makes").click()
    expect(desk.get_by_role("row", name="Айгерім")).to_contain_text("aigerim-s")
    expect(desk.get_by_role("alert")).to_contain_text("1 line cannot be taken")
    desk.get_by_role("button", name="Make 2 accounts").dblclick()
    expect(heading(desk)).to_have_text("2 passwords to hand out")
    expect(desk.get_by_role("button", name="Print")).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.get_by_role("button", name="Print")).to_be_hidden()
    expect(desk.locator(".slip")).to_have_count(2)
    assert desk.locator(".slip-qr").first.bounding_box()["width"] > 90
    desk.screenshot(path=tmp_path / "sheet.png", full_page=True)
    slip = desk.locator(".slip", has_text="Айгерім").inner_text()
    password = re.search(r"\w{4}-\w{4}-\w{4}", slip)[0]

    page = new_context().new_page()
    page.goto("/account/login/")
    page.get_by_label("Username:").fill("aigerim-s")
    page.get_by_label("Password:").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")
    page.goto("/classrooms/")
    expect(page.locator("main")).to_contain_text("10 A")

    # The way back shows the passwords no more.
    desk.emulate_media(media="screen")
    desk.get_by_role("link", name="Done").click()
    expect(desk.get_by_role("row", name="Айгерім")).to_contain_text("made here")
    assert password not in desk.content()


def test_a_deck_is_assigned_with_an_exam_date(desk: Page, teacher: User, complaints) -> None:
    room = ClassroomFactory(teacher=teacher, name="10 A")
    deck = DeckFactory(owner=teacher, name="Harbours", questions=Question.objects.all()[:3])
    day = (timezone.now() + timedelta(days=20)).date()
    desk.goto(f"/admin/desk/classrooms/{room.token}/")
    desk.get_by_role("link", name="Assign a deck").click()
    desk.get_by_label("Deck:").select_option(deck.token)
    desk.get_by_role("button", name="Assign").click()
    expect(desk.locator("#id_due_day_error")).to_contain_text("Give a day")
    desk.get_by_label("Exam date:").fill(day.isoformat())
    desk.get_by_role("button", name="Assign").click()
    expect(desk.get_by_role("link", name="Harbours")).to_be_visible()
    assert Assignment.objects.get().exam_day == day
    desk.get_by_role("link", name="Harbours").click()
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.locator("main")).to_contain_text("Nothing is assigned.")
    complaints.forgive_requests()


def test_no_state_of_these_pages_has_a_fault(
    new_context, log_in, teacher: User, learner: User, complaints
) -> None:
    room = ClassroomFactory(teacher=teacher, name="10 A", join_code="KZ74PQ")
    MembershipFactory(classroom=room, user=learner)
    # What axe puts into a page to look at it would break the policy.
    context = new_context(reduced_motion="reduce", bypass_csp=True)
    log_in(context, teacher)
    page = context.new_page()
    found = []
    for name in _teachers_states(page, room):
        found += _faults(page, name)
    context.clear_cookies()
    log_in(context, learner)
    for path in ("/join/", "/join/BCD-FGH/", "/classrooms/", f"/classrooms/{room.token}/leave/"):
        page.goto(path)
        found += _faults(page, path)
    context.clear_cookies()
    page.goto("/join/KZ7-4PQ/")
    found += _faults(page, "account first")
    assert found == []
    complaints.forgive_requests()


def _teachers_states(page: Page, room: Classroom):
    """The pages that come only as replies, each as it stands."""
    desk = f"/admin/desk/classrooms/{room.token}"
    page.goto(f"{desk}/list/")
    page.get_by_label("Names, one to a line").fill(LIST)
    page.get_by_role("button", name="Look what this makes").click()
    page.locator("[name=make]").wait_for()
    yield "looked at"
    page.locator("[name=make]").click()
    page.locator(".slips").wait_for()
    yield "slips"
    page.goto(f"{desk}/assign/")
    page.get_by_role("button", name="Assign").click()
    page.locator(".error").first.wait_for()
    yield "assignment refused"
    page.goto(f"{desk}/settings/")
    page.get_by_role("button", name="Add").click()
    page.locator(".error").wait_for()
    yield "no such colleague"
    page.goto(f"{desk}/code/")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Open").wait_for()
    yield "closed code"


def _faults(page: Page, name: str) -> list[str]:
    """What axe calls serious in either theme, and what is too wide for a narrow phone."""
    faults = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        faults += [
            f"{name}, {theme}: {rule['id']} at {node['target']}"
            for rule in Axe().run(page).response["violations"]
            if rule["impact"] in SERIOUS
            for node in rule["nodes"]
        ]
    page.set_viewport_size({"width": 320, "height": 568})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append(f"{name}: too wide")
    page.set_viewport_size(WIDE)
    return faults
