"""Playing in a browser: reading the question on the screen and knowing what is right."""

from playwright.sync_api import Locator, Page, expect

from questions.models import Option, Question, QuizSession, SessionItem, User
from questions.templatetags.wording import outcome_title
from tests.playing import SETS, plan

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
        self.send = page.locator("#question .button").first
        self.rows = page.locator("[data-ordering] li")

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

    def answer(self, *, right: bool = True) -> None:
        """Answer with the mouse, whatever the form is; a text is typed."""
        form = self.form()
        if form in ("choice", "true-false"):
            self.click(right=right)
        elif form == "flashcard":
            self.send.click()
            self.page.get_by_role("button", name="Well" if right else "Not at all").click()
        else:
            if form in ("cloze", "typed", "number"):
                self.typed.fill(self.question().answer if right else "1")
            elif form == "choose-all":
                for place in self.keys(right=right):
                    self.options.nth(place).click()
            elif form == "match":
                self.match(right=right)
            else:
                self.put_in_order(right=right)
            self.send.click()

    def keys(self, *, right: bool = True) -> list[int]:
        """The places of the options that are right, or of those that are not."""
        options = Option.objects.filter(question=self.question(), is_key=right)
        wanted = set(options.values_list("text", flat=True))
        return [n for n in range(self.options.count()) if self.text_of(n) in wanted]

    def match(self, *, right: bool = True) -> None:
        """Choose each part's right side, or the one of the part after it."""
        parts = list(self.question().parts.all())
        for number, part in enumerate(parts):
            side = part if right else parts[(number + 1) % len(parts)]
            self.field(part.text).select_option(label=side.answer)

    def field(self, part: str) -> Locator:
        """Where the place or the other side of a part is chosen."""
        return self.page.get_by_role("combobox", name=part, exact=True)

    def put_in_order(self, *, right: bool = True) -> None:
        """Put the parts in order: by their fields, or with the buttons where there are some."""
        texts = self.in_order(right=right)
        if self.rows.count() and self.rows.first.is_visible():
            for wanted, text in enumerate(texts):
                for place in range(self.shown().index(text), wanted, -1):
                    self.rows.nth(place).get_by_role("button").first.click()
            return
        for number, text in enumerate(texts, start=1):
            self.field(text).select_option(str(number))

    def in_order(self, *, right: bool = True) -> list[str]:
        """The parts as they belong, or the other way round."""
        parts = sorted(self.question().parts.all(), key=lambda part: part.rank)
        return [part.text for part in (parts if right else reversed(parts))]

    def shown(self) -> list[str]:
        """The parts that can be moved, as they stand."""
        return self.rows.locator(".what").all_inner_texts()

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
        # Of what asks several facts there is one in each league.
        Question.objects.filter(form=form).order_by("pk")[0 if form in SETS else place]
        for place, form in enumerate(forms)
    ]
    return plan(learner, *questions, now=now)


def answered(learner: User) -> int:
    """How many responses of the learner are stored."""
    return SessionItem.objects.filter(learner=learner, answered_at__isnull=False).count()
