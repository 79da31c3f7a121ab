"""Which questions of a file are there already: in it, with the teacher, in the library."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from questions.authoring.duplicates import fold_stem
from questions.exchange.question_records import QuestionRecord
from questions.exchange.question_wishes import shown_answer
from questions.exchange.remarks import Remark, remark
from questions.generation.wording import TRUE_FALSE
from questions.language.tidying import all_words, tidy
from questions.models import Form, Import, ImportLine, Question, User

_CHUNK = 300
_TRUTH = {words[side]: str(not side) for words in TRUE_FALSE.values() for side in (0, 1)}


def record_digest(record: QuestionRecord) -> str:
    """What a question of a file shares with all that ask the same."""
    if record.form == Form.TRUE_FALSE:
        answer = str(bool(record.options) and record.options[0].is_key)
    elif record.form == Form.NUMBER:
        answer = record.number.number if record.number else ""
    else:
        answer = shown_answer(record, record.language or "en")
    return _digest(record.stem, record.form, answer)


def _question_digest(stem: str, form: str, answer: str, key: Mapping[str, object] | None) -> str:
    if form == Form.TRUE_FALSE:
        answer = _TRUTH.get(answer, answer)
    elif form == Form.NUMBER and key and "number" in key:
        answer = str(key["number"])
    return _digest(stem, form, answer)


def _digest(stem: str, form: str, answer: str) -> str:
    # The answer of many parts is cut where it is stored.
    text = "\n".join((str(form), fold_stem(stem), fold_stem(answer[:299])))
    return hashlib.sha256(text.encode()).hexdigest()


class Known:
    """The questions that the teacher sees, by what they share with others that ask the same."""

    def __init__(self, teacher: User) -> None:
        self._teacher = teacher
        self._rows: dict[str, int] = {}

    def load(self) -> Iterator[None]:
        """Read them, a few at a time, so that others are served between."""
        seen = Question.objects.visible_to(self._teacher)
        seen = seen.exclude(status=Question.Status.WITHDRAWN)
        last = 0
        while True:
            fields = ("pk", "stem", "form", "answer", "key")
            rows = list(seen.filter(pk__gt=last).order_by("pk").values_list(*fields)[:_CHUNK])
            for pk, stem, form, answer, key in rows:
                self._rows.setdefault(_question_digest(stem, form, answer, key), pk)
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]
            yield

    def remarks(self, records: Sequence[QuestionRecord]) -> dict[int, Remark]:
        """What is told of those that are there already, by their place in the sequence."""
        found = {n: self._rows.get(record_digest(record)) for n, record in enumerate(records)}
        pks = {pk for pk in found.values() if pk}
        rows = Question.objects.visible_to(self._teacher).filter(pk__in=pks).only("stem", "owner")
        questions = {question.pk: question for question in rows} if pks else {}
        return {
            n: self._remark(records[n], questions[pk]) for n, pk in found.items() if pk in questions
        }

    def _remark(self, record: QuestionRecord, question: Question) -> Remark:
        code = "same-shared"
        if question.owner_id is None:
            code = "same-library"
        elif question.owner_id == self._teacher.pk:
            code = "same-own"
        if not _reads_same(record.stem, question.stem):
            code = "looks-same"
        return remark(code, record.line, text=question.stem)


def earlier_remarks(
    parent: Import, records: Sequence[QuestionRecord], digests: Sequence[str]
) -> dict[int, Remark]:
    """What is told of those that stand further up in the file, by their place in the sequence."""
    usable = ~Q(status=ImportLine.Status.REFUSED)
    lines = ImportLine.objects.filter(usable, parent=parent, digest__in=set(digests) - {""})
    first: dict[str, tuple[int, str]] = {}
    for digest, number, record in lines.order_by("pk").values_list("digest", "number", "record"):
        first.setdefault(digest, (number, (record or {}).get("stem", "")))
    found = {}
    for n, (record, digest) in enumerate(zip(records, digests, strict=True)):
        if not digest:
            continue
        if digest in first:
            number, stem = first[digest]
            is_same = _reads_same(stem, record.stem)
            code = "same-earlier" if is_same else "looks-same-earlier"
            found[n] = remark(code, record.line, number=number)
        else:
            first[digest] = (record.line, record.stem)
    return found


def _reads_same(one: str, other: str) -> bool:
    """Whether they are the same letters, not only the same looks."""
    return all_words(tidy(one)) == all_words(tidy(other))
