"""Reading questions in GIFT, as Moodle and people write it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from questions.exchange.carried import read_line, short_answer_form, with_carried
from questions.exchange.gift_answers import Answers, read_answers
from questions.exchange.gift_syntax import Block, blocks, plain, show
from questions.exchange.question_records import QuestionRecord
from questions.exchange.record_checks import checked
from questions.exchange.remarks import Remark, remark
from questions.generation.wording import GAP
from questions.models import Form

_TAG = re.compile(r"\[tag:((?:\\\]|[^]])*)\]")
_CARRIED = "kazquiz "


def read(stream: TextIO) -> Iterator[QuestionRecord]:
    """The questions one by one."""
    topic = ""
    for block in blocks(stream):
        if block.is_command:
            topic = category_topic(show(block.text.partition(":")[2]))
        else:
            yield checked(replace(_question(block), topic=topic))


def category_topic(path: str) -> str:
    """The last name in the path of a category; its roots are no topic."""
    parts = re.split(r"(?<!/)/(?!/)", path.strip())
    names = [part.strip().replace("//", "/") for part in parts]
    kept = [name for name in names if name and not name.startswith("$") and name != "top"]
    return kept[-1] if kept else ""


def _question(block: Block) -> QuestionRecord:
    title, text = _title(block.text)
    start, end = text.find("{"), text.find("}")
    record = QuestionRecord(line=block.line, title=title)
    if problem := _brace_problem(block.line, text, start, end):
        stem = plain(text if start < 0 else text[:start], "moodle", block.line)[0].text
        return replace(record, stem=stem, problems=(problem,))
    before, inside, after = text[:start], text[start + 1 : end].strip(), text[end + 1 :]
    has_more = bool(after.strip())
    told, form = plain(before + (GAP + after if has_more else ""), "moodle", block.line)
    stem = told.text
    carried = _carried(block)
    inside, general = _general_feedback(inside)
    explanation, _ = plain(general, form, block.line)
    answers = read_answers(inside, form, block.line, carried.get("form", ""))
    record = replace(
        record,
        stem=stem,
        explanation=explanation.text,
        tags=_tags(block),
        notes=(*told.notes, *explanation.notes, *answers.notes),
        problems=answers.problems,
    )
    return with_carried(_with_answers(record, answers, carried.get("form", "")), carried)


def _title(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        title, sign, rest = text[2:].partition("::")
        if sign:
            return show(title), rest.strip()
    return "", text


def _brace_problem(line: int, text: str, start: int, end: int) -> Remark | None:
    if start < 0:
        return remark("description" if end < 0 else "stray-brace", line)
    if end < start:
        return remark("unclosed" if end < 0 else "stray-brace", line)
    if "{" in text[end:]:
        return remark("several-answers", line)
    return None


def _general_feedback(inside: str) -> tuple[str, str]:
    answers, sign, general = inside.rpartition("####")
    return (answers.strip(), general) if sign else (inside, "")


def _with_answers(record: QuestionRecord, answers: Answers, named: str) -> QuestionRecord:
    form = answers.form
    if form == Form.TYPED:
        form = short_answer_form(record.stem, named)
    if form == Form.CHOICE and named == Form.CHOOSE_ALL:
        form = named
    return replace(
        record,
        form=form,
        options=answers.options,
        accepted=answers.accepted,
        number=answers.number,
        pairs=answers.pairs,
        items=answers.items,
    )


def _carried(block: Block) -> dict[str, str]:
    found = {}
    for comment in block.comments:
        if comment.startswith(_CARRIED) and (pair := read_line(comment.removeprefix(_CARRIED))):
            found[pair[0]] = pair[1]
    return found


def _tags(block: Block) -> tuple[str, ...]:
    tags = (tag for comment in block.comments for tag in _TAG.findall(comment))
    return tuple(tag.replace("\\]", "]").strip() for tag in tags)
