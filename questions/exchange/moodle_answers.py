"""Reading the answers of a Moodle XML question, and its texts in whatever format."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from questions.exchange.carried import without_stars
from questions.exchange.html_text import html_to_text, looks_like_html
from questions.exchange.question_records import (
    NumberRecord,
    OptionRecord,
    PairRecord,
    true_false,
)
from questions.exchange.record_checks import line as one_line
from questions.exchange.record_checks import plain_number
from questions.exchange.remarks import Remark, remark
from questions.models import Form

_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
# What Moodle writes there by itself, in the languages of its users here.
_USUAL = frozenset(
    (
        "your answer is correct.",
        "your answer is partially correct.",
        "your answer is incorrect.",
        "ваш ответ верный.",
        "ваш ответ частично правильный.",
        "ваш ответ неправильный.",
    )
)


@dataclass(frozen=True)
class Answers:
    """What the answers say."""

    form: str
    options: tuple[OptionRecord, ...] = ()
    accepted: tuple[str, ...] = ()
    number: NumberRecord | None = None
    pairs: tuple[PairRecord, ...] = ()
    items: tuple[str, ...] = ()


class MoodleTexts:
    """The texts of one question as plain text, gathering what was left out of them."""

    def __init__(self, line: int) -> None:
        self.notes: list[Remark] = []
        self._line = line

    def of(self, element: Element | None) -> str:
        """The text of an element that has `text` and, perhaps, files and a format."""
        if element is None:
            return ""
        text = element.findtext("text") or ""
        form = element.get("format", "html")
        files = [file.get("name", "–") for file in element.iterfind("file")]
        if form == "html" or (form == "moodle_auto_format" and looks_like_html(text)):
            plain = html_to_text(text, self._line)
            self.notes.extend(plain.notes)
            text = plain.text
            shown = {str(note.arguments.get("name", "")) for note in plain.notes}
            files = [name for name in files if name not in shown]
        elif form == "markdown":
            self.note("markdown")
        for name in files:
            self.note("file", name=name)
        return text.strip()

    def note(self, code: str, **arguments: str) -> None:
        """Remember something that was left out."""
        self.notes.append(remark(code, self._line, **arguments))

    def note_extras(self, element: Element) -> None:
        """Note what Moodle has besides: hints, feedback on any answer."""
        if any((hint.findtext("text") or "").strip() for hint in element.iterfind("hint")):
            self.note("hints")
        told = (MoodleTexts(0).of(element.find(name)) for name in _COMBINED)
        if any(text and text.casefold() not in _USUAL for text in told):
            self.note("combined-feedback")


def _fraction(answer: Element) -> Decimal:
    try:
        return Decimal(answer.get("fraction", "0").strip() or 0)
    except InvalidOperation:
        return Decimal(0)


def _multichoice(element: Element, texts: MoodleTexts) -> Answers:
    is_single = (element.findtext("single") or "true").strip().lower() in ("true", "1")
    options, weights = [], set()
    for answer in element.iterfind("answer"):
        fraction = _fraction(answer)
        is_key = fraction == 100 if is_single else fraction > 0
        text = one_line(texts.of(answer))
        options.append(OptionRecord(text, is_key, texts.of(answer.find("feedback"))))
        if is_single and 0 < fraction < 100:
            texts.note("partial-weight", weight=f"{fraction.normalize():f}", text=text)
        if fraction > 0:
            weights.add(fraction)
    if not is_single and len(weights) > 1:
        texts.note("weights")
    return Answers(Form.CHOICE if is_single else Form.CHOOSE_ALL, options=tuple(options))


def _true_false(element: Element, texts: MoodleTexts) -> Answers:
    answers = {
        (answer.findtext("text") or "").strip().lower(): answer
        for answer in element.iterfind("answer")
    }
    if set(answers) != {"true", "false"}:
        return Answers(Form.TRUE_FALSE)
    reasons = [texts.of(answers[name].find("feedback")) for name in ("true", "false")]
    is_true = _fraction(answers["true"]) > _fraction(answers["false"])
    return Answers(
        Form.TRUE_FALSE, options=true_false(is_true=is_true, reasons=(reasons[0], reasons[1]))
    )


def _short_answer(element: Element, texts: MoodleTexts) -> Answers:
    accepted = []
    if (element.findtext("usecase") or "0").strip() == "1":
        texts.note("case")
    for answer in element.iterfind("answer"):
        text = (answer.findtext("text") or "").strip()
        fraction = _fraction(answer)
        plain = without_stars(text)
        if fraction == 100 and plain is None:
            texts.note("wildcard", text=text)
        elif fraction == 100:
            accepted.append(plain or "")
        elif fraction > 0:
            texts.note("partial-weight", weight=f"{fraction.normalize():f}", text=text)
        _note_feedback(answer, text, texts)
    return Answers(Form.TYPED, accepted=tuple(accepted))


def _numerical(element: Element, texts: MoodleTexts) -> Answers:
    number = None
    for answer in element.iterfind("answer"):
        text = (answer.findtext("text") or "").strip()
        if _fraction(answer) == 100 and number is None:
            off = (answer.findtext("tolerance") or "").strip()
            number = NumberRecord(
                plain_number(text) or text, plain_number(off) or off, _unit(element, texts)
            )
        elif text != "*":
            texts.note("answer-left", text=text)
        _note_feedback(answer, text, texts)
    return Answers(Form.NUMBER, number=number)


def _unit(element: Element, texts: MoodleTexts) -> str:
    names = [unit.findtext("unit_name") or "" for unit in element.iterfind("units/unit")]
    for name in names[1:]:
        texts.note("units", text=name)
    return names[0] if names else ""


def _matching(element: Element, texts: MoodleTexts) -> Answers:
    pairs = []
    for part in element.iterfind("subquestion"):
        text, answer = texts.of(part), (part.findtext("answer/text") or "").strip()
        if answer and not text:
            texts.note("extra-answer", text=answer)
        elif text or answer:
            pairs.append(PairRecord(one_line(text), answer))
    return Answers(Form.MATCH, pairs=tuple(pairs))


def _ordering(element: Element, texts: MoodleTexts) -> Answers:
    if (element.findtext("selecttype") or "ALL").strip() not in ("ALL", "0", "EXACT"):
        texts.note("ordering-part")
    items = (one_line(texts.of(answer)) for answer in element.iterfind("answer"))
    return Answers(Form.ORDER, items=tuple(items))


def _note_feedback(answer: Element, text: str, texts: MoodleTexts) -> None:
    if feedback := texts.of(answer.find("feedback")):
        texts.note("feedback", text=text, feedback=feedback)


READERS: dict[str, Callable[[Element, MoodleTexts], Answers]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
}
