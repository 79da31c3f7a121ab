"""A walk through all pages and states, in any language, for tests that look at each of them."""

from collections.abc import Iterator

from django.utils import timezone
from playwright.sync_api import Page

from questions.models import Question, User
from tests.browser.playing import Screen, ask
from tests.playing import FORMS, SETS, plan

# A flashcard comes last, because the next question follows it without any feedback.
ASKED = (*(form for form in FORMS if form != "flashcard"), *SETS, "flashcard")
PAGES = {
    "home": "/",
    "about": "/about/",
    "library": "/library/",
    "library of a topic": "/library/topics/harbour/?q=council",
    "library without a hit": "/library/?q=zzz",
    "fact": "/library/facts/court-of-merchants-seat/",
    "source": "/library/sources/chronicle/",
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
    for _ in range(5):  # the other four, and the first one again
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
    page.goto("/settings/")
    page.locator("[name=new_per_day]").fill("1000")
    page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
    page.keyboard.press("Enter")
    page.locator(".error").first.wait_for()
    yield "settings refused"


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
