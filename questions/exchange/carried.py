"""What KazQuiz knows of a question and a format has no place for, carried in lines of words.

GIFT carries it in comments, Moodle XML at the end of the general feedback, where it survives a
real Moodle: its tags end at fifty characters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from questions.exchange.question_records import CitedSource, NumberRecord, QuestionRecord
from questions.models import Form

NAMES = (
    "form", "language", "importance", "unit", "statement", "source", "authors", "year", "address",
    "place",
)  # fmt: skip
_WILDCARD = re.compile(r"(?<!\\)\*")
_LINE = re.compile(rf"({'|'.join(NAMES)}): *(.*)")


def carried_lines(record: QuestionRecord, *, leave: Iterable[str] = ()) -> Iterator[str]:
    """`name: value` for each thing that is said; the form only if `leave` does not name it."""
    for name, value in _values(record).items():
        if value and name not in leave:
            yield f"{name}: {value}"


def read_line(line: str) -> tuple[str, str] | None:
    """The name and the value that a line carries, if it does."""
    found = _LINE.fullmatch(line.strip())
    return (found[1], found[2].strip()) if found else None


def with_carried(record: QuestionRecord, carried: Mapping[str, str]) -> QuestionRecord:
    """The record with what was carried for it; the form is the caller's to follow."""
    source = CitedSource(
        carried.get("source", ""),
        carried.get("authors", ""),
        carried.get("year", ""),
        carried.get("address", ""),
    )
    number = record.number
    if number is not None and carried.get("unit"):
        number = NumberRecord(number.number, number.tolerance, carried["unit"])
    return replace(
        record,
        language=carried.get("language", record.language),
        importance=carried.get("importance", record.importance),
        statement=carried.get("statement", record.statement),
        place=carried.get("place", record.place),
        source=source,
        number=number,
    )


def with_stars(text: str) -> str:
    """A text as Moodle accepts it: a bare asterisk would stand for anything there."""
    return text.replace("*", "\\*")


def without_stars(text: str) -> str | None:
    """The text that Moodle means, or None if a wildcard is in it."""
    return None if _WILDCARD.search(text) else text.replace("\\*", "*")


def short_answer_form(stem: str, named: str) -> str:
    """The form of a question with a short answer: as it was carried, else by the gap in it."""
    if named in (Form.TYPED, Form.CLOZE, Form.FLASHCARD):
        return named
    return Form.CLOZE if "___" in stem else Form.TYPED


def _values(record: QuestionRecord) -> dict[str, str]:
    source = record.source
    return {
        "form": str(record.form),
        "language": record.language,
        "importance": record.importance,
        "unit": record.number.unit if record.number else "",
        "statement": record.statement,
        "source": source.title,
        "authors": source.authors,
        "year": source.year,
        "address": source.address,
        "place": record.place,
    }
