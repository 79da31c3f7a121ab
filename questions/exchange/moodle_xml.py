"""Reading questions in Moodle XML."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO
from xml.etree.ElementTree import Element

from questions.exchange.carried import read_line, short_answer_form, with_carried
from questions.exchange.gift import category_topic
from questions.exchange.moodle_answers import READERS, Answers, MoodleTexts
from questions.exchange.moodle_elements import question_elements
from questions.exchange.question_records import QuestionRecord
from questions.exchange.record_checks import checked
from questions.exchange.remarks import remark
from questions.models import Form

# The line after which the general feedback holds what Moodle has no place for.
CARRIED_MARK = "[KazQuiz]"
_NO_KEY = {"essay": "essay", "description": "description"}


def read(stream: TextIO) -> Iterator[QuestionRecord]:
    """The questions one by one; FileRefusedError where the XML cannot be read on."""
    topic = ""
    for line, element in question_elements(stream):
        kind = element.get("type", "")
        if kind == "category":
            topic = category_topic(element.findtext("category/text") or "")
        else:
            yield checked(replace(_question(element, kind, line), topic=topic))


def _question(element: Element, kind: str, line: int) -> QuestionRecord:
    texts = MoodleTexts(line)
    record = QuestionRecord(
        line=line,
        title=(element.findtext("name/text") or "").strip(),
        stem=texts.of(element.find("questiontext")),
        tags=tuple(tag.text or "" for tag in element.iterfind("tags/tag/text")),
    )
    if kind not in READERS:
        problem = remark(_NO_KEY.get(kind, "unsupported"), line, **_named(kind))
        return replace(record, problems=(problem,), notes=tuple(texts.notes))
    explanation, carried = _explanation(texts.of(element.find("generalfeedback")))
    answers = READERS[kind](element, texts)
    record = _with_answers(record, answers, carried.get("form", ""))
    texts.note_extras(element)
    record = replace(record, explanation=explanation, notes=tuple(texts.notes))
    return with_carried(record, carried)


def _named(kind: str) -> dict[str, str | int]:
    return {} if kind in _NO_KEY else {"type": kind or "?"}


def _explanation(feedback: str) -> tuple[str, dict[str, str]]:
    """The explanation, and what is carried behind its mark."""
    lines = feedback.split("\n")
    places = [number for number, line in enumerate(lines) if line.strip() == CARRIED_MARK]
    if not places:
        return feedback, {}
    pairs = (read_line(line) for line in lines[places[-1] + 1 :])
    return "\n".join(lines[: places[-1]]).strip(), dict(pair for pair in pairs if pair)


def _with_answers(record: QuestionRecord, answers: Answers, named: str) -> QuestionRecord:
    form = answers.form
    if form == Form.TYPED:
        form = short_answer_form(record.stem, named)
    return replace(
        record,
        form=form,
        options=answers.options,
        accepted=answers.accepted,
        number=answers.number,
        pairs=answers.pairs,
        items=answers.items,
    )
