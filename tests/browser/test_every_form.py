"""Every form, answered by the keyboard alone and without JavaScript, to the end of its session."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from questions.models import SessionItem, User
from tests.browser.playing import MISSED, RIGHT, Screen, answered, ask, tab_to
from tests.playing import FORMS, SETS

ALL_FORMS = [*FORMS, *SETS]


def by_keyboard(screen: Screen, *, right: bool = True) -> None:
    """Answer without touching the mouse."""
    page, form = screen.page, screen.form()
    if form in ("choice", "true-false"):
        screen.press(right=right)
        return
    if form == "flashcard":
        page.keyboard.press("Enter")
        expect(page.locator(".back")).to_be_visible()
        page.keyboard.press("3" if right else "1")
        return
    if form in ("cloze", "typed", "number"):
        expect(screen.typed).to_be_focused()
        page.keyboard.type(screen.question().answer if right else "1")
    elif form == "choose-all":
        for place in screen.keys(right=right):
            page.keyboard.press(str(place + 1))
    elif form == "order":
        move_by_arrows(screen, right=right)
        tab_to(screen.send)
    else:
        match_by_keys(screen, right=right)
        tab_to(screen.send)
    page.keyboard.press("Enter")


def move_by_arrows(screen: Screen, *, right: bool) -> None:
    """Bring each part to its place, the last one first, so that Tab goes on downwards."""
    for wanted, text in enumerate(screen.in_order(right=right)):
        button = screen.rows.filter(has_text=text).get_by_role("button").last
        steps = screen.shown().index(text) - wanted
        if steps:
            tab_to(button)
        for _ in range(steps):
            screen.page.keyboard.press("ArrowUp")
            expect(button).to_be_focused()


def match_by_keys(screen: Screen, *, right: bool) -> None:
    """Choose each right side by its first letters."""
    parts = list(screen.question().parts.all())
    for number, part in enumerate(parts):
        side = part if right else parts[(number + 1) % len(parts)]
        field = screen.field(part.text)
        tab_to(field)
        screen.page.keyboard.type(side.answer)
        expect(field.locator("option:checked")).to_have_text(side.answer)


@pytest.mark.parametrize("form", ALL_FORMS)
def test_by_the_keyboard_alone(learners_page: Page, learner: User, form: str) -> None:
    page, screen = learners_page, Screen(learners_page)
    session = ask(learner, form, form, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    by_keyboard(screen)
    if form != "flashcard":
        screen.told(RIGHT)
        expect(screen.result).to_be_focused()
        page.keyboard.press("Enter")
    expect(screen.place).to_contain_text("2 / 2")
    by_keyboard(screen, right=False)
    if form != "flashcard":
        screen.told(MISSED)
        page.keyboard.press("Enter")
    if form in SETS:  # which never come again
        expect(page.get_by_role("heading", level=1)).to_have_text("1 right out of 2")
        return
    expect(page.get_by_text("Once more", exact=True)).to_be_visible()
    by_keyboard(screen)
    screen.told(RIGHT)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 right out of 2")


@pytest.mark.parametrize("form", ALL_FORMS)
def test_without_javascript(new_context, log_in, learner: User, form: str) -> None:
    context = new_context(java_script_enabled=False)
    log_in(context, learner)
    page = context.new_page()
    screen = Screen(page)
    session = ask(learner, form, form, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    screen.answer()
    if form != "flashcard":
        screen.told(RIGHT)
        screen.go_on.click()
    expect(screen.place).to_contain_text("2 / 2")
    screen.answer(right=False)
    if form != "flashcard":
        screen.told(MISSED)
        page.reload()
        screen.told(MISSED)
        screen.go_on.click()
    if form not in SETS:
        expect(page.get_by_text("Once more", exact=True)).to_be_visible()
        screen.answer()
        screen.told(RIGHT)
        screen.go_on.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 right out of 2")


class TestChooseAll:
    @pytest.fixture
    def screen(self, learners_page: Page, learner: User) -> Screen:
        session = ask(learner, "choose-all", "choice", now=timezone.now())
        learners_page.goto(f"/quiz/{session.token}/")
        return Screen(learners_page)

    def test_a_number_ticks_and_ticks_off_again(self, screen: Screen, learner: User) -> None:
        box = screen.options.nth(4).get_by_role("checkbox")
        screen.page.keyboard.press("5")
        expect(box).to_be_checked()
        expect(box).to_be_focused()
        screen.page.keyboard.press("5")
        expect(box).not_to_be_checked()
        screen.page.keyboard.press("7")  # of which there is none
        screen.page.keyboard.press("Space")
        expect(box).to_be_checked()
        assert answered(learner) == 0

    def test_nothing_ticked_gets_its_message(
        self, screen: Screen, learner: User, complaints
    ) -> None:
        screen.page.keyboard.press("Enter")
        message = screen.page.get_by_role("alert").filter(has_text="Tick at least one answer")
        expect(message).to_be_visible()
        assert answered(learner) == 0
        complaints.forgive_requests()

    def test_half_of_it_is_partly_right_and_comes_once_more(self, screen: Screen) -> None:
        for place in [*screen.keys()[:2], screen.keys(right=False)[0]]:
            screen.options.nth(place).click()
        screen.send.click()
        screen.told("Partly right")
        feedback = screen.page.locator("#answer-feedback")
        expect(feedback).to_contain_text("2 of 3 found, 1 wrong")
        expect(feedback.locator(".told li")).to_have_count(6)
        expect(feedback.locator(".told .good")).to_have_count(2)
        expect(feedback.locator(".told .missed")).to_have_count(1)
        expect(feedback.locator(".told .bad")).to_contain_text("has its seat in")
        expect(feedback).to_contain_text("Once more in this session")
        screen.page.reload()
        expect(feedback).to_contain_text("2 of 3 found, 1 wrong")


class TestNumber:
    def test_the_unit_stands_beside_the_field_and_words_get_a_message(
        self, learners_page: Page, learner: User, complaints
    ) -> None:
        session = ask(learner, "number", now=timezone.now())
        learners_page.goto(f"/quiz/{session.token}/")
        screen = Screen(learners_page)
        expect(screen.typed).to_have_attribute("inputmode", "decimal")
        expect(screen.typed).to_have_accessible_description("members")
        screen.typed.fill("quite many")
        learners_page.keyboard.press("Enter")
        expect(learners_page.get_by_text("There is no number in that.")).to_be_visible()
        expect(screen.typed).to_be_focused()
        expect(screen.typed).to_have_value("quite many")
        complaints.forgive_requests()
        screen.typed.fill("43")
        learners_page.keyboard.press("Enter")
        screen.told(RIGHT)
        expect(learners_page.locator(".key")).to_contain_text("40 members (right within 5)")


class TestOrder:
    @pytest.fixture
    def screen(self, learners_page: Page, learner: User) -> Screen:
        session = ask(learner, "order", "choice", now=timezone.now())
        learners_page.goto(f"/quiz/{session.token}/")
        screen = Screen(learners_page)
        screen.rows.first.wait_for()
        return screen

    def test_a_moved_row_keeps_the_focus_and_its_new_place_is_said(self, screen: Screen) -> None:
        page, before = screen.page, screen.shown()
        down = screen.rows.first.get_by_role("button", name="Down")
        tab_to(down)
        page.keyboard.press("Enter")
        said = page.locator("#question [role=status]")
        expect(said).to_have_text(f"{before[0]}: place 2 of 6")
        moved = screen.rows.nth(1).get_by_role("button", name=f"Down: {before[0]}", exact=True)
        expect(moved).to_be_focused()
        assert screen.shown() == [before[1], before[0], *before[2:]]
        page.keyboard.press("ArrowUp")
        expect(said).to_have_text(f"{before[0]}: place 1 of 6")
        assert screen.shown() == before
        for _ in range(9):  # more than there are places
            page.keyboard.press("ArrowDown")
        expect(said).to_have_text(f"{before[0]}: place 6 of 6")
        assert screen.shown() == [*before[1:], before[0]]
        last = screen.rows.last.get_by_role("button", name="Down")
        expect(last).to_be_focused()
        expect(last).to_have_attribute("aria-disabled", "true")

    def test_the_buttons_are_large_enough_for_a_thumb(self, screen: Screen) -> None:
        boxes = [button.bounding_box() for button in screen.rows.get_by_role("button").all()]
        assert len(boxes) == 12
        assert all(min(box["width"], box["height"]) >= 44 for box in boxes)

    def test_the_fields_are_not_there_beside_the_rows(self, screen: Screen) -> None:
        expect(screen.page.locator("#question select").first).to_be_hidden()
        expect(screen.page.get_by_role("combobox")).to_have_count(0)

    def test_it_can_be_moved_in_the_second_question_too(
        self, learners_page: Page, learner: User
    ) -> None:
        screen = Screen(learners_page)
        session = ask(learner, "choice", "order", now=timezone.now())
        learners_page.goto(f"/quiz/{session.token}/")
        screen.click()
        screen.go_on.click()
        screen.rows.first.wait_for()
        screen.answer()
        screen.told(RIGHT)

    def test_without_a_connection_the_order_waits(
        self, screen: Screen, learner: User, complaints
    ) -> None:
        screen.put_in_order()
        screen.page.context.set_offline(True)
        screen.send.click()
        expect(screen.unsent).to_be_visible()
        assert screen.shown() == screen.in_order()
        screen.page.context.set_offline(False)
        screen.page.get_by_role("button", name="Send again").click()
        screen.told(RIGHT)
        assert answered(learner) == 6  # one for each fact
        complaints.forgive_requests()


def test_two_parts_on_one_place_get_their_message_and_keep_their_places(
    new_context, log_in, learner: User, complaints
) -> None:
    context = new_context(java_script_enabled=False)
    log_in(context, learner)
    page = context.new_page()
    page.goto(f"/quiz/{ask(learner, 'order', now=timezone.now()).token}/")
    fields = page.locator("#question select")
    for place, chosen in enumerate("112345"):
        fields.nth(place).select_option(chosen)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Two of them have the same place.")).to_be_visible()
    for place, chosen in enumerate("112345"):
        expect(page.locator("#question select").nth(place)).to_have_value(chosen)
    assert answered(learner) == 0
    complaints.forgive_requests()


def test_order_and_match_has_a_session_of_its_own(learners_page: Page, learner: User) -> None:
    page, screen = learners_page, Screen(learners_page)
    page.goto("/")
    section = page.locator("section", has=page.get_by_role("heading", name="Order and match"))
    section.get_by_label("Topic").select_option("Harbour League")
    section.get_by_role("button", name="Start").click()
    for number in (1, 2):
        expect(screen.place).to_have_text(f"{number} / 2")
        screen.answer()
        screen.told(RIGHT)
        screen.go_on.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 right out of 2")
    expect(page.get_by_role("button", name="Five more")).to_be_visible()
    assert not SessionItem.objects.filter(learner=learner, card__isnull=False).exists()
