"""What is to be made of a question that a file holds: its facts, its source, the question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from questions.authoring.records import (
    FactWish,
    OptionWish,
    PartWish,
    PlaceWish,
    QuestionWish,
    SourceWish,
)
from questions.exchange.question_records import CitedSource, QuestionRecord
from questions.exchange.record_checks import LONGEST
from questions.exchange.remarks import Remark, remark
from questions.generation.wording import GAP, TRUE_FALSE
from questions.models import SET_FORMS, Fact, Form, Source, Topic


@dataclass(frozen=True)
class Setting:
    """Where the questions of a file belong, for those that do not say it themselves."""

    topic: Topic
    language: str
    topics: dict[str, Topic]
    file: Source

    def topic_of(self, record: QuestionRecord) -> Topic:
        """The topic that the record names, else the chosen one."""
        return self.topics.get(record.topic.casefold(), self.topic)

    def language_of(self, record: QuestionRecord) -> str:
        """The language that the record names, else the chosen one."""
        return record.language or self.language


def topics_by_name() -> dict[str, Topic]:
    """The topics by slug and by each of their names, in small letters."""
    found = {}
    for topic in Topic.objects.all():
        names = [topic.slug, *topic.names.values(), *topic.titles.values()]
        found.update({name.casefold(): topic for name in names})
    return found


def coming_notes(record: QuestionRecord, topics: dict[str, Topic]) -> Iterator[Remark]:
    """What is told of a question that can come in, beyond what its format lost."""
    if record.topic and record.topic.casefold() not in topics:
        yield remark("unknown-topic", record.line, text=record.topic)
    if record.tags:
        yield remark("tags", record.line, text="; ".join(record.tags))
    if record.source.title and not record.place:
        yield remark("no-source-place", record.line)
    if record.statement and record.form in SET_FORMS:
        yield remark("statement-left", record.line)
    if record.form == Form.TRUE_FALSE and any(option.reason for option in record.keys):
        yield remark("key-feedback", record.line)


def fact_wishes(
    record: QuestionRecord, setting: Setting, source: Source | SourceWish
) -> list[FactWish]:
    """The facts that it asks: one, or one for each part of a set."""
    language = setting.language_of(record)
    place = record.place or _("line %(number)s") % {"number": record.line}
    wish = FactWish(
        topic=setting.topic_of(record),
        language=language,
        statement=record.statement or made_statement(record, language),
        places=(PlaceWish(source, place),),
        explanation=_explanation(record),
        importance=int(record.importance or 2),
    )
    if record.form == Form.MATCH:
        texts = [f"{pair.text} – {pair.answer}" for pair in record.pairs]
    elif record.form == Form.ORDER:
        texts = [f"{record.stem} {n}. {item}" for n, item in enumerate(record.items, 1)]
    else:
        return [wish]
    first = replace(wish, statement=_cut(texts[0]))
    return [first, *(replace(wish, statement=_cut(text), explanation="") for text in texts[1:])]


def question_wish(record: QuestionRecord, setting: Setting, facts: Sequence[Fact]) -> QuestionWish:
    """The question itself, asking these facts."""
    number = record.number
    accepted = record.accepted
    return QuestionWish(
        form=record.form,
        language=setting.language_of(record),
        stem=record.stem,
        title=record.title,
        answer=number.number if number else next(iter(accepted), ""),
        accepted=accepted[1:],
        unit=number.unit if number else "",
        tolerance=number.tolerance if number else "",
        options=tuple(OptionWish(o.text, o.is_key, o.reason) for o in record.options),
        parts=_parts(record, facts),
    )


def source_wish(source: CitedSource, language: str) -> SourceWish:
    """The document that a line names, to be made where the teacher has none of that name."""
    return SourceWish(source.title, source.authors, source.year, source.address, language)


def made_statement(record: QuestionRecord, language: str) -> str:
    """A statement from the question and its key, for a fact that the file does not state."""
    answer = shown_answer(record, language)
    if record.form == Form.CLOZE:
        return _cut(record.stem.replace(GAP, answer))
    if record.form == Form.TRUE_FALSE and record.options[0].is_key:
        return _cut(record.stem)
    return _cut(f"{record.stem} – {answer}")


def shown_answer(record: QuestionRecord, language: str) -> str:
    """The key as it is shown."""
    match record.form:
        case Form.CHOICE | Form.CHOOSE_ALL:
            return "; ".join(option.text for option in record.keys)
        case Form.TRUE_FALSE:
            return TRUE_FALSE[language][0 if record.options[0].is_key else 1]
        case Form.NUMBER:
            return f"{record.number.number} {record.number.unit}".strip() if record.number else ""
        case Form.MATCH:
            return "; ".join(f"{pair.text} – {pair.answer}" for pair in record.pairs)
        case Form.ORDER:
            return "; ".join(f"{item} – {n}" for n, item in enumerate(record.items, 1))
        case _:
            return next(iter(record.accepted), "")


def _parts(record: QuestionRecord, facts: Sequence[Fact]) -> tuple[PartWish, ...]:
    if record.form == Form.MATCH:
        pairs = zip(record.pairs, facts, strict=True)
        return tuple(PartWish(fact, pair.text, pair.answer) for pair, fact in pairs)
    if record.form == Form.ORDER:
        items = enumerate(zip(record.items, facts, strict=True))
        return tuple(PartWish(fact, item, str(n + 1), rank=n) for n, (item, fact) in items)
    return ()


def _explanation(record: QuestionRecord) -> str:
    """What is told after the answer; what a true-or-false key tells has no place of its own."""
    told = [record.explanation]
    if record.form == Form.TRUE_FALSE:
        told += [option.reason for option in record.keys]
    return "\n\n".join(text for text in told if text)[: LONGEST["explanation"]]


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST["statement"] else line[: LONGEST["statement"] - 1] + "…"
