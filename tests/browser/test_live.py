"""A live round: a projector and three phones, one of which drops out, another one double-clicks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from questions.models import (
    Card,
    Classroom,
    Form,
    LiveRound,
    Option,
    Question,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from tests.browser.bank import CAVEAT, EXPLANATION
from tests.browser.playing import tab_to
from tests.browser.test_desk_pages import found_by_axe
from tests.factories import ClassroomFactory, DeckFactory, TeacherFactory, UserFactory
from tests.playing import play_once

THEMES = ("light", "dark")
FORMS = (Form.CHOICE, Form.TYPED, Form.CHOOSE_ALL)


@pytest.fixture
def questions(bank) -> list[Question]:
    """A choice, a typed one and one that asks for all that apply, each of another fact."""
    found: list[Question] = []
    for form in FORMS:
        others = Question.objects.exclude(fact__in=[question.fact_id for question in found])
        found.append(others.filter(form=form).order_by("pk")[0])
    return found


@pytest.fixture
def room(questions) -> Classroom:
    """A class of three that knows nothing yet, but for Alice, who met the first fact in a quiz."""
    people = [UserFactory(username=name) for name in ("alice", "bauyrzhan", "camila")]
    room = ClassroomFactory(teacher=TeacherFactory(), learners=people, name="10 A")
    teacher = room.memberships.get(role="teacher").user
    DeckFactory(owner=teacher, name="Seats", questions=questions)
    play_once(people[0], questions[0], now=timezone.now() - timedelta(days=4))
    return room


class Wall:
    """The projector."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = page.locator(".stage-count")

    def open(self, room: Classroom, *, teams: int = 0) -> LiveRound:
        """Begin a round from the classroom's page."""
        self.page.goto(reverse("desk:classroom", args=[room.token]))
        self.page.get_by_role("link", name="Live round").click()
        self.page.get_by_label("Deck").select_option(label="Seats (3)")
        self.page.get_by_label("Teams").select_option(str(teams))
        self.page.get_by_role("button", name="Open the round").click()
        self.stands_at("lobby-0")
        return LiveRound.objects.get(classroom=room, finished_at=None)

    def go_to(self, state: str) -> None:
        """The next step, by a key."""
        self.page.wait_for_timeout(700)
        self.page.keyboard.press("ArrowRight")
        self.stands_at(state)

    def stands_at(self, state: str) -> None:
        self.page.locator(f"[data-state={state}]").wait_for()

    def bars(self) -> dict[str, int]:
        """How many chose what."""
        texts = self.page.locator(".live-bar-text").all_inner_texts()
        counts = self.page.locator(".live-bar-count").all_inner_texts()
        return {
            text.removeprefix("✓ "): int(count) for text, count in zip(texts, counts, strict=True)
        }


class Hand:
    """A learner with a phone in it."""

    def __init__(self, page: Page, row: LiveRound) -> None:
        self.page, self.row = page, row
        self.typed = page.locator("#live input[name=typed]")
        self.options = page.locator("#live .option")

    def open(self) -> None:
        self.page.goto(reverse("questions:live", args=[self.row.token]))

    def join(self) -> None:
        """From the home page, as the projector says."""
        self.page.goto("/")
        self.page.locator(f"a[href*='/live/{self.row.token}/']").first.click()
        self.page.get_by_role("button", name="Join").click()
        self.stands_at("gather")

    def stands_at(self, state: str) -> None:
        self.page.locator(f"#live [data-state^={state}]").first.wait_for()

    def choose(self, question: Question, *, right: bool = True, twice: bool = False) -> None:
        """Choose an option; those of which there are several are sent with the button."""
        self.options.first.wait_for()
        self.page.wait_for_timeout(400)  # a tap that comes with the question is not taken
        wanted = [o.text for o in Option.objects.filter(question=question, is_key=right)]
        if question.form == Form.CHOICE:
            option = self.options.filter(has_text=wanted[0])
            if twice:
                option.dblclick()
            else:
                option.click()
            return
        for text in wanted:
            self.options.filter(has_text=text).click()
        self.page.locator("#live").get_by_role("button", name="Answer").click()

    def write(self, text: str) -> None:
        self.typed.fill(text)
        self.page.wait_for_timeout(400)  # as above
        self.page.locator("#live").get_by_role("button", name="Answer").click()


def stored(learner: User, row: LiveRound) -> dict[int, str]:
    items = SessionItem.objects.filter(
        session__live_player__round=row, learner=learner, answered_at__isnull=False
    )
    return dict(items.values_list("position", "outcome"))


def told_nothing(page: Page, question: Question) -> None:
    """No key, no statement, no explanation in what the browser holds."""
    held = page.content()
    words = [question.fact.texts.get(language="en").statement, EXPLANATION, CAVEAT]
    if not question.options.exists():
        words.append(question.answer)
    assert [word for word in words if word in held] == []
    assert "is-key" not in held
    assert "✓" not in held


@pytest.fixture
def in_hand(new_context, log_in):
    """A new browser of the learner, with the phone's page."""

    def take(username: str, row: LiveRound, **options) -> Hand:
        context: BrowserContext = new_context(**options)
        log_in(context, User.objects.get(username=username))
        return Hand(context.new_page(), row)

    return take


@pytest.fixture
def wall(new_context, log_in, room) -> Wall:
    context = new_context()
    log_in(context, room.memberships.get(role="teacher").user)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 720})
    return Wall(page)


def test_three_phones_and_a_projector(wall, room, in_hand, questions, complaints):
    choice, typed, several = questions
    row = wall.open(room)
    alice, bauyrzhan, camila = (in_hand(name, row) for name in ("alice", "bauyrzhan", "camila"))
    for hand in (alice, bauyrzhan, camila):
        hand.join()
    expect(wall.count).to_have_text("3 are in")
    assert "alice" not in wall.page.content()

    wall.go_to("asking-1")
    for hand in (alice, bauyrzhan, camila):
        hand.stands_at("ask")
        told_nothing(hand.page, choice)
    told_nothing(wall.page, choice)
    alice.choose(choice, twice=True)
    bauyrzhan.choose(choice, right=False)
    camila.page.context.close()
    for hand in (alice, bauyrzhan):
        hand.stands_at("sent")
        told_nothing(hand.page, choice)
    expect(wall.count).to_have_text("2 of 3 have answered")

    wall.go_to("revealed-1")
    assert wall.bars()[choice.answer] == 1
    assert sum(wall.bars().values()) == 2
    expect(wall.page.get_by_text(choice.fact.texts.get(language="en").statement)).to_be_visible()
    alice.stands_at("reveal")
    expect(alice.page.locator("#live").get_by_text("Right", exact=True)).to_be_visible()
    bauyrzhan.stands_at("reveal")
    expect(bauyrzhan.page.locator("#live")).to_contain_text(choice.answer)
    expect(bauyrzhan.page.locator("#live")).to_contain_text(EXPLANATION)

    camila = in_hand("camila", row)  # with another phone
    camila.open()
    wall.go_to("asking-2")
    for hand in (alice, bauyrzhan, camila):
        hand.stands_at("ask")
        told_nothing(hand.page, typed)
    alice.typed.fill(typed.answer[:4])
    alice.page.wait_for_timeout(2500)  # it has asked for the state meanwhile
    expect(alice.typed).to_have_value(typed.answer[:4])
    bauyrzhan.page.context.set_offline(True)
    expect(bauyrzhan.page.locator("#offline")).to_be_visible()
    bauyrzhan.typed.fill("Nowhere")
    bauyrzhan.page.context.set_offline(False)
    expect(bauyrzhan.page.locator("#offline")).to_be_hidden()
    expect(bauyrzhan.typed).to_have_value("Nowhere")
    complaints.forgive_requests()
    alice.write(typed.answer)
    bauyrzhan.write("Nowhere")
    camila.write(typed.answer)
    expect(wall.count).to_have_text("3 of 3 have answered")
    wall.go_to("revealed-2")
    assert list(wall.bars().values()) == [2, 0, 1]

    wall.go_to("asking-3")
    for hand in (alice, bauyrzhan, camila):
        hand.stands_at("ask")
        told_nothing(hand.page, several)
        hand.choose(several)
    second = in_hand("alice", row)  # on a second device she has answered, too
    second.open()
    second.stands_at("sent")
    wall.go_to("revealed-3")
    wall.go_to("done-3")
    for hand in (alice, bauyrzhan, camila, second):
        hand.stands_at("over")
    expect(wall.page.get_by_role("heading", name="What the class knew best")).to_be_visible()

    people = {name: User.objects.get(username=name) for name in ("alice", "bauyrzhan", "camila")}
    assert stored(people["alice"], row) == {1: "correct", 2: "correct", 3: "correct"}
    assert stored(people["bauyrzhan"], row) == {1: "wrong", 2: "wrong", 3: "correct"}
    assert stored(people["camila"], row) == {2: "correct", 3: "correct"}
    items = SessionItem.objects.filter(session__live_player__round=row, answered_at__isnull=False)
    logs = ReviewLog.objects.filter(item__in=items)
    assert logs.count() == items.count() == 8
    assert not SessionItem.objects.filter(session__live_player__round=row, is_drill=True).exists()
    # Four days since she saw it: 30 points, in the item, in the log, in the counters, once each.
    paid = items.get(learner=people["alice"], position=1)
    assert paid.points == logs.get(item=paid).points == 30
    tallies = Tally.objects.filter(scope="learner", scope_id=people["alice"].pk)
    assert sum(tallies.values_list("points", flat=True)) == 30
    card = Card.objects.get(learner=people["alice"], fact=choice.fact, cue=choice.cue)
    assert card.longest_interval == 4


def test_who_comes_in_between_takes_part_from_then_on(wall, room, in_hand, questions):
    row = wall.open(room, teams=2)
    alice = in_hand("alice", row)
    alice.join()
    wall.go_to("asking-1")
    alice.choose(questions[0])
    alice.stands_at("sent")
    wall.go_to("revealed-1")
    late = in_hand("camila", row)
    late.join()
    wall.go_to("asking-2")
    late.stands_at("ask")
    late.write(questions[1].answer)
    late.stands_at("sent")
    wall.go_to("revealed-2")
    expect(wall.page.get_by_text("Team 2")).to_be_visible()


def test_a_phone_without_javascript_takes_part(wall, room, in_hand, questions):
    row = wall.open(room)
    phone = in_hand("bauyrzhan", row, java_script_enabled=False)
    phone.join()
    wall.go_to("asking-1")
    phone.open()
    phone.choose(questions[0])
    phone.stands_at("sent")
    told_nothing(phone.page, questions[0])
    wall.go_to("revealed-1")
    phone.stands_at("reveal")  # the page has loaded itself again
    expect(phone.page.locator("#live")).to_contain_text(EXPLANATION)
    wall.go_to("asking-2")
    phone.stands_at("ask")
    phone.write(questions[1].answer)
    phone.stands_at("sent")
    assert stored(User.objects.get(username="bauyrzhan"), row) == {1: "correct", 2: "correct"}


def test_a_phone_without_a_mouse_takes_part(wall, room, in_hand, questions):
    row = wall.open(room)
    phone = in_hand("alice", row)
    phone.join()
    wall.go_to("asking-1")
    option = phone.options.filter(has_text=questions[0].answer)
    tab_to(option)
    phone.page.wait_for_timeout(400)  # what is pressed as the question comes is not taken
    phone.page.keyboard.press("Enter")
    phone.stands_at("sent")
    wall.go_to("revealed-1")
    wall.go_to("asking-2")
    expect(phone.typed).to_be_focused()


def test_axe_finds_nothing_on_a_phone_in_any_state(wall, room, in_hand, questions):
    row = wall.open(room, teams=2)
    phone = in_hand("alice", row, bypass_csp=True)
    found = []

    def look(state: str) -> None:
        phone.stands_at(state)
        found.extend(fault for theme in THEMES for fault in found_by_axe(phone.page, theme))

    phone.open()
    look("none")
    phone.page.get_by_role("button", name="Join").click()
    look("gather")
    for place, question in enumerate(questions, start=1):
        wall.go_to(f"asking-{place}")
        look("ask")
        if question.form == Form.TYPED:
            phone.write("Nowhere")
        else:
            phone.choose(question)
        look("sent")
        wall.go_to(f"revealed-{place}")
        look("reveal")
    wall.go_to("done-3")
    look("over")
    assert found == []
