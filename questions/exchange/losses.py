"""What a format cannot hold of a question, said before it is written."""

from collections.abc import Iterator

from questions.exchange import aiken
from questions.exchange.question_records import CitedSource, QuestionRecord
from questions.exchange.remarks import Remark, remark
from questions.models import Form

_WHOLE = ("xlsx", "csv")
_SHORT = (Form.CLOZE, Form.FLASHCARD)


def losses(record: QuestionRecord, format_slug: str) -> tuple[Remark, ...]:
    """What the format leaves out or changes of the question."""
    if format_slug in _WHOLE:
        return ()
    if format_slug == "aiken":
        return tuple(_aiken_losses(record))
    return tuple(_moodle_losses(record, format_slug))


def is_held(record: QuestionRecord, format_slug: str) -> bool:
    """Whether the format has questions of this form at all."""
    return format_slug != "aiken" or aiken.holds(record)


def _aiken_losses(record: QuestionRecord) -> Iterator[Remark]:
    if not aiken.holds(record):
        yield remark("lost-form", record.line, form=str(Form(record.form).label))
        return
    if "\n" in record.stem:
        yield remark("lost-lines", record.line)
    fields = [name for name in _FIELDS if _has(record, name)]
    if any(option.reason for option in record.options):
        fields.append("reason")
    if fields:
        yield remark("lost-field", record.line, field=",".join(fields))


def _moodle_losses(record: QuestionRecord, format_slug: str) -> Iterator[Remark]:
    if record.form in _SHORT:
        yield remark("changed-form", record.line)
    if format_slug == "gift" and _has_arrow(record):
        yield remark("changed-arrow", record.line)
    kept = [name for name in _CARRIED if _has(record, name)]
    if format_slug == "gift" and record.number and record.number.unit:
        kept.append("unit")
    if kept:
        yield remark("kept-here", record.line, field=",".join(kept))


def _has_arrow(record: QuestionRecord) -> bool:
    texts = [*record.accepted, *(text for p in record.pairs for text in (p.text, p.answer))]
    return any("->" in text for text in texts)


_CARRIED = ("language", "importance", "statement", "source", "place")
_FIELDS = ("title", "topic", "explanation", "tags", *_CARRIED)


def _has(record: QuestionRecord, name: str) -> bool:
    value = getattr(record, name)
    return bool(value) and value != CitedSource()
