"""Questions on their way out: as records of a file, with what the format cannot hold."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from questions.authoring.meaning import Things
from questions.authoring.rows import wish_of
from questions.exchange.file_formats import FORMATS
from questions.exchange.losses import is_held, losses
from questions.exchange.question_records import (
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
    true_false,
)
from questions.exchange.remarks import Remark, remark
from questions.models import SET_FORMS, Citation, Deck, FactText, Form, Question, User

# So many at once: writing a workbook of more would make others wait.
MOST_EXPORTED = 2000
_CHUNK = 500
_EXAMPLES = 3


@dataclass(frozen=True)
class Loss:
    """What a format loses of some questions, and how many and which they are."""

    remark: Remark
    count: int
    stems: tuple[str, ...]


def deck_questions(deck: Deck) -> QuerySet[Question]:
    """The questions of a deck in their order."""
    rows = Question.objects.filter(deck_entries__deck=deck)
    return rows.order_by("deck_entries__position", "deck_entries__pk")


def own_questions(teacher: User, topic: str = "") -> QuerySet[Question]:
    """The teacher's own questions, or those of a topic, in the order in which they were made."""
    rows = Question.objects.owned_by(teacher).exclude(status=Question.Status.WITHDRAWN)
    return (rows.filter(fact__topic__slug=topic) if topic else rows).order_by("pk")


def part_of(questions: QuerySet[Question], part: int) -> QuerySet[Question]:
    """As many of them as go into one file: the first part, the second and so on."""
    return questions[(part - 1) * MOST_EXPORTED : part * MOST_EXPORTED]


def records_of(questions: QuerySet[Question], *, teacher: User) -> Iterator[QuestionRecord]:
    """The questions as records, read some hundred at a time."""
    things = Things.known_to(teacher)
    rows = questions.select_related("fact__topic").prefetch_related(
        "options__true_of",
        "parts__fact",
        "fact__texts",
        Prefetch("fact__citations", Citation.objects.with_names()),
    )
    for line, question in enumerate(rows.iterator(chunk_size=_CHUNK), 1):
        yield _record(question, line, things)


def written(records: Iterator[QuestionRecord], format_slug: str) -> bytes:
    """The file; questions of a form that the format lacks are left out."""
    kept = (record for record in records if is_held(record, format_slug))
    return FORMATS[format_slug].write(kept)


def losses_of(records: Iterator[QuestionRecord], format_slug: str) -> list[Loss]:
    """What the format loses, the most frequent first, with examples."""
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Remark] = {}
    stems: dict[tuple[str, str], list[str]] = {}
    for record in records:
        for told in (*record.notes, *losses(record, format_slug)):
            mark = (told.code, told.text)
            counted[mark] += 1
            first.setdefault(mark, replace(told, line=0))
            stems.setdefault(mark, [])
            if len(stems[mark]) < _EXAMPLES:
                stems[mark].append(record.stem)
    return [Loss(first[mark], n, tuple(stems[mark])) for mark, n in counted.most_common()]


def _record(question: Question, line: int, things: Things) -> QuestionRecord:
    text = _text(question)
    citations = list(question.fact.citations.all())
    cited = citations[0] if citations else None
    is_set = question.form in SET_FORMS
    record = QuestionRecord(
        form=question.form,
        line=line,
        stem=question.stem,
        title=question.title,
        language=question.language,
        topic=question.fact.topic.slug,
        explanation=text.explanation if text else "",
        statement=text.statement if text and not is_set else "",
        source=_source(cited),
        place=_place(cited),
        importance=str(question.fact.importance),
        notes=tuple(_notes(question, text, citations)),
    )
    return _with_answers(record, question, things)


def _with_answers(record: QuestionRecord, question: Question, things: Things) -> QuestionRecord:
    options = tuple(
        OptionRecord(option.text, option.is_key, option.reason) for option in question.options.all()
    )
    parts = sorted(question.parts.all(), key=lambda part: part.rank)
    match question.form:
        case Form.CHOICE | Form.CHOOSE_ALL:
            return replace(record, options=options)
        case Form.TRUE_FALSE:
            told = [option.reason for option in options] + ["", ""]
            is_true = bool(options) and options[0].is_key
            return replace(record, options=true_false(is_true=is_true, reasons=(told[0], told[1])))
        case Form.NUMBER:
            return replace(record, number=_number(question, things))
        case Form.MATCH:
            return replace(record, pairs=tuple(PairRecord(p.text, p.answer) for p in parts))
        case Form.ORDER:
            return replace(record, items=tuple(part.text for part in parts))
        case _:
            wish = wish_of(question, things)
            return replace(record, accepted=(question.answer, *wish.accepted))


def _number(question: Question, things: Things) -> NumberRecord:
    """The number in figures: its key, or the answer where there is none yet."""
    wish = wish_of(question, things)
    figures = str((question.key or {}).get("number", "")) or question.answer
    return NumberRecord(figures, wish.tolerance, wish.unit)


def _text(question: Question) -> FactText | None:
    """The fact's words in the language of the question."""
    texts = {text.language: text for text in question.fact.texts.all()}
    return texts.get(question.language)


def _source(citation: Citation | None) -> CitedSource:
    if citation is None:
        return CitedSource()
    source = citation.source
    return CitedSource(source.title, source.authors, source.year, source.identifier)


def _place(citation: Citation | None) -> str:
    if citation is None or citation.place:
        return citation.place if citation else ""
    paragraph = _("paragraph %(number)s") % {"number": citation.paragraph}
    return ", ".join(part for part in (citation.section, paragraph) if part)


def _notes(
    question: Question, text: FactText | None, citations: Sequence[Citation]
) -> Iterator[Remark]:
    """What no format has a place for."""
    if len(citations) > 1:
        yield remark("lost-places")
    if text and text.caveat:
        yield remark("lost-caveat")
    if question.form == Form.ORDER:
        parts = question.parts.all()
        if any(part.answer != str(part.rank + 1) for part in parts):
            yield remark("lost-parts")
