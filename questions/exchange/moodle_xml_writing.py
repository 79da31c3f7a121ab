"""Writing questions in Moodle XML, all texts as plain text."""

from collections.abc import Iterable, Iterator
from html import escape

from questions.exchange.carried import carried_lines, short_answer_form, with_stars
from questions.exchange.gift_writing import category, share
from questions.exchange.moodle_xml import CARRIED_MARK
from questions.exchange.question_records import QuestionRecord
from questions.exchange.record_checks import tidied
from questions.models import Form

_TYPES = {
    Form.CHOICE: "multichoice", Form.CHOOSE_ALL: "multichoice", Form.TRUE_FALSE: "truefalse",
    Form.NUMBER: "numerical", Form.MATCH: "matching", Form.ORDER: "ordering",
}  # fmt: skip


def write(records: Iterable[QuestionRecord]) -> bytes:
    """The file in UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *_lines(records), "</quiz>", ""]
    return "\n".join(lines).encode()


def _lines(records: Iterable[QuestionRecord]) -> Iterator[str]:
    topic = ""
    for record in map(tidied, records):
        if record.topic != topic:
            topic = record.topic
            yield '<question type="category">'
            yield _text("category", category(topic), mark="")
            yield "</question>"
        yield f'<question type="{_TYPES.get(Form(record.form), "shortanswer")}">'
        yield from _common(record)
        yield from _answers(record)
        if record.tags:
            yield "<tags>"
            yield from (_text("tag", tag, mark="") for tag in record.tags)
            yield "</tags>"
        yield "</question>"


def _common(record: QuestionRecord) -> Iterator[str]:
    yield _text("name", record.title, mark="")
    yield _text("questiontext", record.stem)
    yield _text("generalfeedback", _feedback(record))
    yield "<defaultgrade>1</defaultgrade>"
    yield "<hidden>0</hidden>"


def _feedback(record: QuestionRecord) -> str:
    """The explanation, and behind a mark what Moodle has no place for."""
    carried = list(carried_lines(record, leave=_leave(record)))
    if not carried and CARRIED_MARK not in record.explanation.split("\n"):
        return record.explanation
    return "\n".join([record.explanation, "", CARRIED_MARK, *carried]).strip()


def _leave(record: QuestionRecord) -> tuple[str, ...]:
    """The unit has its place, and the form is told by the type but for short answers."""
    is_short = Form(record.form) not in _TYPES
    is_clear = not is_short or record.form == short_answer_form(record.stem, "")
    return ("unit", "form") if is_clear else ("unit",)


def _answers(record: QuestionRecord) -> Iterator[str]:
    match record.form:
        case Form.CHOICE | Form.CHOOSE_ALL:
            yield from _options(record)
        case Form.TRUE_FALSE:
            for option in record.options:
                fraction = "100" if option.is_key else "0"
                yield _answer(fraction, option.text, _text("feedback", option.reason))
        case Form.NUMBER:
            yield from _number(record)
        case Form.MATCH:
            yield "<shuffleanswers>true</shuffleanswers>"
            for pair in record.pairs:
                answer = _text("answer", pair.answer, mark="")
                yield _text("subquestion", pair.text, inside=answer)
        case Form.ORDER:
            yield "<layouttype>VERTICAL</layouttype>"
            yield "<selecttype>ALL</selecttype>"
            yield f"<selectcount>{len(record.items)}</selectcount>"
            yield "<gradingtype>ABSOLUTE_POSITION</gradingtype>"
            yield "<showgrading>SHOW</showgrading>"
            for place, item in enumerate(record.items, 1):
                yield _answer(str(place), item)
        case _:
            yield "<usecase>0</usecase>"
            for text in record.accepted:
                yield _answer("100", with_stars(text))


def _options(record: QuestionRecord) -> Iterator[str]:
    is_single = record.form == Form.CHOICE
    wrong = len(record.options) - len(record.keys)
    fractions = {True: share(len(record.keys)), False: f"-{share(wrong)}"}
    if is_single:
        fractions = {True: "100", False: "0"}
    yield f"<single>{str(is_single).lower()}</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>abc</answernumbering>"
    for option in record.options:
        feedback = _text("feedback", option.reason)
        yield _answer(fractions[option.is_key], option.text, feedback)


def _number(record: QuestionRecord) -> Iterator[str]:
    number = record.number
    if number is None:
        return
    off = f"<tolerance>{escape(number.tolerance)}</tolerance>" if number.tolerance else ""
    yield _answer("100", number.number, off)
    if number.unit:
        name = f"<unit_name>{_escaped(number.unit)}</unit_name>"
        yield f"<units><unit><multiplier>1</multiplier>{name}</unit></units>"


def _answer(fraction: str, text: str, inside: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="plain_text">'
        f"<text>{_escaped(text)}</text>{inside}</answer>"
    )


def _text(name: str, text: str, *, mark: str = ' format="plain_text"', inside: str = "") -> str:
    return f"<{name}{mark}><text>{_escaped(text)}</text>{inside}</{name}>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)
