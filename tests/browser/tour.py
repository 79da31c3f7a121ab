"""A walk through all pages and states, in any language, for tests that look at each of them."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page

from questions.models import Classroom, Question, Season, User
from questions.progress.weeks import calendar_of, monday_of
from tests.browser.playing import Screen, ask
from tests.classrooms import competing
from tests.classrooms.boarding import class_of, earn, member
from tests.factories import ClassroomFactory
from tests.playing import FORMS, SETS, plan

# A flashcard comes last, because the next question follows it without any feedback.
ASKED = (*(form for form in FORMS if form != "flashcard"), *SETS, "flashcard")
PAGES = {
    "home": "/",
    "about": "/about/",
    "points": "/points/",
    "library": "/library/",
    "library of a topic": "/library/topics/harbour/?q=council",
    "library without a hit": "/library/?q=zzz",
    "fact": "/library/facts/court-of-merchants-seat/",
    "source": "/library/sources/chronicle/",
    "timeline": "/library/timeline/",
    "who belongs to what": "/library/members/",
    "404": "/nowhere/",
}
# Only what shows a member more than a visitor.
MEMBERS_PAGES = {
    "home": "/",
    "fact": PAGES["fact"],
    "settings": "/settings/",
    "own data": "/settings/data/",
    "erasing": "/settings/data/erase/",
    "new password": "/account/password/",
    "log out": "/account/logout/",
    "progress": "/progress/",
    "progress of a topic": "/progress/harbour/",
}


def visitors_walk(page: Page) -> Iterator[str]:
    """The name of each page as it stands before a visitor."""
    for name, path in PAGES.items():
        page.goto(path)
        yield f"visitor's {name}"
    page.goto("/account/signup/")
    yield "sign up"
    for field, text in {"username": "a", "password1": "1", "password2": "2"}.items():
        page.locator(f"[name={field}]").fill(text)
    page.keyboard.press("Enter")
    page.locator(".error").first.wait_for()
    yield "sign up refused"
    page.goto("/account/login/")
    yield "log in"
    yield from _trial(page)


def _trial(page: Page) -> Iterator[str]:
    screen = Screen(page)
    page.goto("/try/")
    yield "try"
    screen.click(right=False)
    screen.result.wait_for()
    yield "guest's feedback"
    screen.go_on.click()
    for _ in range(3):  # the other two, and the first one again
        screen.answer()
        screen.go_on.click()
    page.locator("#summary").wait_for()
    yield "guest's summary"


def members_walk(page: Page, learner: User) -> Iterator[str]:
    """The name of each page and state of the quiz as it stands before the learner."""
    page.goto("/progress/")
    yield "progress before anything"
    yield from _quiz(page, learner)
    yield from _typing(page, learner)
    for name, path in MEMBERS_PAGES.items():
        page.goto(path)
        yield f"member's {name}"
    yield from _classroom(page, learner)
    page.goto("/settings/")
    page.locator("[name=new_per_day]").fill("1000")
    page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    page.keyboard.press("Enter")
    page.locator(".error").first.wait_for()
    yield "settings refused"


def _classroom(page: Page, learner: User) -> Iterator[str]:
    """A classroom before its learner comes to the board, the name they choose, and the board."""
    room = ClassroomFactory(token="b" * 32, name="Harbour studies in the long corridor, group 10")
    others = class_of(room, *([0] * 8))
    row = member(room, "Alice of the harbour council", on_board=False, user=learner)
    today = calendar_of(room).day_at(timezone.now())
    for points, one in zip((90, 70, 70, 50, 30, 20, 10, 5), others, strict=True):
        earn(one, points, day=today)
    earn(row, 20, day=today)
    page.goto("/classrooms/")
    yield "classrooms"
    page.goto(f"/classrooms/{room.token}/")
    yield "classroom before coming to the board"
    page.locator("#board .button").click()
    page.locator("[name=nickname]").fill("B")
    yield "name on the board"
    page.locator("main form button").click()
    page.locator(".error").wait_for()
    yield "name on the board refused"
    page.locator("[name=choice]").first.check()
    page.locator("main form button").click()
    page.locator(".board .own").wait_for()
    yield "board in the lower half"
    page.locator(".tabs a").nth(1).click()
    page.wait_for_url("**?period=last-week")
    page.locator(".tabs [aria-current]").nth(0).wait_for()
    yield "board of last week"
    yield from _league(page, room)


def _league(page: Page, room: Classroom) -> Iterator[str]:
    """A league while its season runs, and what stays of it."""
    others = [
        competing.class_of(4, name=f"Harbour studies in the long corridor, group {number}")
        for number in range(1, 6)
    ]
    now = timezone.now()
    league = competing.league_of([room, *others], joined_at=now - timedelta(days=100))
    first = monday_of(now.date()) - timedelta(weeks=3)
    season = competing.season_of(league, first=first)
    for level, one in enumerate(others):
        competing.close_week(one, first, [90 - 20 * level + n % 2 for n in range(4)])
    page.goto(f"/leagues/{league.token}/")
    yield "league"
    page.locator("summary").first.click()
    yield "how a league is reckoned"
    Season.objects.update(last_day=F("first_day") + timedelta(days=6))
    page.goto(f"/leagues/{league.token}/seasons/{season.pk}/")
    yield "season that is over"


def _quiz(page: Page, learner: User) -> Iterator[str]:
    """One question of each form, the first one missed, and the summary."""
    screen = Screen(page)
    session = ask(learner, *ASKED, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    for place, form in enumerate(ASKED):
        assert screen.form() == form
        yield form
        if form == "flashcard":
            page.keyboard.press("Enter")
            page.locator(".back").wait_for()
            yield "flashcard turned over"
            page.keyboard.press("3")
            continue
        if form in ("choose-all", *SETS):
            yield from _slips(screen, form)
        screen.answer(right=place > 0)
        screen.result.wait_for()
        yield f"feedback on {form}"
        screen.go_on.click()
    page.locator(".again").wait_for()
    yield "once more"
    screen.answer()
    screen.go_on.click()
    page.locator("#summary").wait_for()
    yield "summary"
    yield from _missed(page, learner)


def _missed(page: Page, learner: User) -> Iterator[str]:
    """The feedback on what is missed where several things are chosen, and where one gives up."""
    screen = Screen(page)
    session = ask(learner, "choose-all", *SETS, *SETS, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    for place in range(5):
        form = screen.form()
        if place < 3:
            screen.answer(right=False)
        else:
            page.locator("[name=gave_up]").click()
        screen.result.wait_for()
        yield f"feedback on a missed {form}, {place}"
        screen.go_on.click()
    screen.stem.wait_for()


def _slips(screen: Screen, form: str) -> Iterator[str]:
    """What is refused because nothing was chosen."""
    if form != "order":  # whose parts always have a place
        screen.send.click()
        screen.page.locator("#error").wait_for()
        yield f"{form} refused"


def _typing(page: Page, learner: User) -> Iterator[str]:
    """An empty answer, one that is left for review, a lost connection, and an ended session."""
    screen = Screen(page)
    asked = [Question.objects.get(form=form, answer="Port Sallow") for form in ("typed", "choice")]
    session = plan(learner, *asked, now=timezone.now())
    page.goto(f"/quiz/{session.token}/")
    page.keyboard.press("Enter")
    page.locator("#error").wait_for()
    yield "empty answer"
    page.keyboard.type("Sallow")
    page.keyboard.press("Enter")
    screen.result.wait_for()
    yield "left for review"
    screen.go_on.click()
    page.context.set_offline(True)
    screen.click()
    screen.unsent.wait_for()
    page.context.set_offline(False)
    yield "not sent"
    type(session).objects.filter(pk=session.pk).update(finished_at=timezone.now())
    screen.click()
    page.locator("#session-notice").wait_for()
    yield "session ended elsewhere"
