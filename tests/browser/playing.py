"""Playing in a browser: reading the question on the screen and knowing what is right."""

from playwright.sync_api import Locator, Page, expect

from questions.models import Option, Question, QuizSession, SessionItem, User
from questions.templatetags.wording import outcome_title
from tests.playing import plan

MOST_TABS = 60
RIGHT, MISSED, CLOSE = (outcome_title(outcome) for outcome in ("correct", "wrong", "review"))


class Screen:
    """The quiz as it stands on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stem = page.locator("#question .stem")
        self.options = page.locator("#question .option")
        self.typed = page.locator("#typed")
        self.result = page.locator("#answer-feedback .result")
        self.place = page.locator(".where span")
        self.go_on = page.locator("[data-continue]")
        self.unsent = page.locator("#unsent")

    def told(self, title: str) -> None:
        """Wait for the feedback, whose title must be that one."""
        self.result.wait_for()  # at once, where an expectation looks only now and then
        expect(self.result).to_have_text(title)

    def form(self) -> str:
        """The form of the question shown."""
        self.stem.wait_for()
        return self.page.locator("#question").get_attribute("data-form") or ""

    def question(self) -> Question:
        """The row of the question shown."""
        form = self.form()
        return Question.objects.select_related("fact").get(form=form, stem=self.stem.inner_text())

    def key(self, *, right: bool = True) -> str:
        """The number of an option that is right, or of one that is not."""
        options = Option.objects.filter(question=self.question(), is_key=right)
        if self.form() == "true-false":  # in the language of the interface
            return str(options.get().position + 1)
        wanted = set(options.values_list("text", flat=True))
        texts = [self.text_of(place) for place in range(self.options.count())]
        return str(next(n for n, text in enumerate(texts, start=1) if text in wanted))

    def text_of(self, place: int) -> str:
        """An option without the number that stands before it."""
        return self.options.nth(place).inner_text().removeprefix(str(place + 1)).strip()

    def click(self, *, right: bool = True) -> None:
        """Choose an option with the mouse."""
        self.options.nth(int(self.key(right=right)) - 1).click()

    def answer(self) -> None:
        """Answer rightly with the mouse, whatever the form is; a text is typed."""
        if self.form() in ("cloze", "typed"):
            self.page.locator("#typed").fill(self.question().answer)
            self.page.locator("#question .button").first.click()
        else:
            self.click()

    def press(self, *, right: bool = True) -> None:
        """Choose an option by its number."""
        self.page.keyboard.press(self.key(right=right))


def tab_to(target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    target.wait_for()
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} presses of Tab did not reach {target}")


def focused(page: Page) -> str:
    """What has the focus: a tag with its id or classes."""
    return page.evaluate(
        """() => {
          const element = document.activeElement;
          return [element.localName, element.id && `#${element.id}`,
            ...[...element.classList].map((name) => `.${name}`)].filter(Boolean).join("");
        }"""
    )


def ask(learner: User, *forms: str, now) -> QuizSession:
    """A session of the learner that asks these forms, each of another fact of the bank."""
    questions = [
        Question.objects.filter(form=form).order_by("pk")[place] for place, form in enumerate(forms)
    ]
    return plan(learner, *questions, now=now)


def answered(learner: User) -> int:
    """How many responses of the learner are stored."""
    return SessionItem.objects.filter(learner=learner, answered_at__isnull=False).count()
