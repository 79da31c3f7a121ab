"""Writing questions in GIFT; what it has no signs for goes into comments before the question."""

from collections.abc import Iterable, Iterator

from questions.exchange.carried import carried_lines, short_answer_form, with_stars
from questions.exchange.gift_syntax import begins_with_format, escape
from questions.exchange.question_records import OptionRecord, QuestionRecord
from questions.exchange.record_checks import plain_number, tidied
from questions.models import Form

# The weights that Moodle knows for so many equal parts; more would not sum up there.
_SHARES = {
    1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5",
    9: "11.11111", 10: "10",
}  # fmt: skip


def write(records: Iterable[QuestionRecord]) -> bytes:
    """The file in UTF-8."""
    return "".join(_pieces(records)).encode()


def share(count: int) -> str:
    """The weight in percent of each of so many right options."""
    return _SHARES.get(count, "5")


def category(topic: str) -> str:
    """The category that stands for a topic."""
    return "$course$/top" + (f"/{topic.replace('/', '//')}" if topic else "")


def _pieces(records: Iterable[QuestionRecord]) -> Iterator[str]:
    topic = ""
    for record in map(tidied, records):
        if record.topic != topic:
            topic = record.topic
            yield f"$CATEGORY: {escape(category(topic)) if topic else category(topic)}\n\n"
        yield _question(record) + "\n\n"


def _question(record: QuestionRecord) -> str:
    comments = [f"// kazquiz {line}\n" for line in carried_lines(record, leave=_leave(record))]
    if record.tags:
        comments.append("// " + " ".join(f"[tag:{tag}]" for tag in record.tags) + "\n")
    title = f"::{escape(record.title)}::" if record.title else ""
    mark = "[plain]" if _needs_mark(record) else ""
    feedback = f"\t####{_text(record.explanation)}\n" if record.explanation else ""
    return f"{''.join(comments)}{title}{mark}{escape(record.stem)} {{{_answers(record)}{feedback}}}"


def _leave(record: QuestionRecord) -> tuple[str, ...]:
    """The form need not be carried where the signs say it."""
    is_clear = record.form not in (Form.TYPED, Form.CLOZE, Form.FLASHCARD)
    is_clear = is_clear or record.form == short_answer_form(record.stem, "")
    return ("form",) if is_clear else ()


def _needs_mark(record: QuestionRecord) -> bool:
    """Whether Moodle would take signs of a text for HTML, or its beginning for something else."""
    texts = [record.stem, record.explanation, *record.accepted, *record.items]
    texts += [text for option in record.options for text in (option.text, option.reason)]
    texts += [text for pair in record.pairs for text in (pair.text, pair.answer)]
    starts = begins_with_format(record.stem) or record.stem.startswith("//")
    return starts or any("<" in text or "&" in text for text in texts)


def _text(text: str) -> str:
    """A text inside the braces; what only looks like the name of a format gets one before it."""
    return ("[plain]" if begins_with_format(text) else "") + escape(text)


def _answers(record: QuestionRecord) -> str:
    match record.form:
        case Form.CHOICE:
            return "\n" + "".join(_option(o, "=" if o.is_key else "~") for o in record.options)
        case Form.CHOOSE_ALL:
            wrong = len(record.options) - len(record.keys)
            signs = {True: f"~%{share(len(record.keys))}%", False: f"~%-{share(wrong)}%"}
            return "\n" + "".join(_option(o, signs[o.is_key]) for o in record.options)
        case Form.TRUE_FALSE:
            return _true_false(record)
        case Form.NUMBER:
            return "#" + _number(record)
        case Form.MATCH:
            pairs = (f"\t={_side(p.text)} -> {_side(p.answer)}\n" for p in record.pairs)
            return "\n" + "".join(pairs)
        case Form.ORDER:
            items = "".join(f"{_item(item)}\n" for item in record.items)
            return f">{len(record.items)} ALL VERTICAL ABSOLUTE_POSITION SHOW\n{items}"
        case _:
            return "\n" + "".join(
                f"\t={_weighted(_side(with_stars(text)))}\n" for text in record.accepted
            )


def _option(option: OptionRecord, sign: str) -> str:
    text = _text(option.text)
    if sign in "=~" and _looks_weighted(text):
        sign += "%100%" if sign == "=" else "%0%"
    feedback = f"#{_text(option.reason)}" if option.reason else ""
    return f"\t{sign}{text}{feedback}\n"


def _true_false(record: QuestionRecord) -> str:
    key = bool(record.options and record.options[0].is_key)
    told = [_text(option.reason) for option in record.options] or ["", ""]
    right, wrong = (told[0], told[1]) if key else (told[1], told[0])
    feedback = f"#{wrong}#{right}" if right else f"#{wrong}" if wrong else ""
    return ("TRUE" if key else "FALSE") + feedback


def _number(record: QuestionRecord) -> str:
    number = record.number
    if number is None:
        return ""
    figures = plain_number(number.number) or number.number
    off = plain_number(number.tolerance) or number.tolerance
    return f"{figures}:{off}" if off else figures


def _side(text: str) -> str:
    # An arrow parts the sides of a pair, and GIFT has no escape for it.
    return _text(text.replace("->", "→"))


def _item(text: str) -> str:
    escaped = _text(text)
    return "\\/" + escaped[1:] if escaped.startswith("//") else escaped


def _weighted(text: str) -> str:
    return f"%100%{text}" if _looks_weighted(text) else text


def _looks_weighted(text: str) -> bool:
    return text.startswith("%")
