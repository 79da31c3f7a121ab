"""Writing what a file brought: drafts with their facts, in small steps, or nothing at all."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from questions.authoring.errors import AuthoringError
from questions.authoring.history import note_edit
from questions.authoring.questions import make_questions
from questions.exchange.import_facts import Grounds, facts_for
from questions.exchange.question_records import record_from_json
from questions.exchange.question_wishes import Setting, question_wish, topics_by_name
from questions.exchange.remarks import Remark, remark
from questions.models import (
    DeckEntry,
    Edit,
    Fact,
    Import,
    ImportLine,
    Question,
    Source,
)

# A write holds up all others, so it is short.
_IN_ONE_GO = 20
_UNDONE_IN_ONE_GO = 50
_Status = ImportLine.Status
_WANTED = (_Status.GOOD, _Status.NOTED)


def wanted_lines(row: Import) -> QuerySet[ImportLine]:
    """The lines that come in, written or not."""
    return row.lines.filter(status__in=_WANTED)


def write_more(row: Import, *, now: datetime, is_over: Callable[[], bool]) -> None:
    """Write on until time is over or all is written."""
    singly = 0
    while row.status == Import.Status.WRITING:
        is_left = True
        try:
            is_left = _write(row, 1 if singly else _IN_ONE_GO, now)
        except AuthoringError as error:
            # One of them is at fault: go on singly until it is found.
            if singly:
                _refuse_next(row, error)
            else:
                singly = _IN_ONE_GO + 1
        singly = max(singly - 1, 0)
        if not is_left:
            _finish(row, now)
        if is_over():
            return


@transaction.atomic
def _write(row: Import, count: int, now: datetime) -> bool:
    """Write the next lines; whether there were any."""
    if not _hold(row, Import.Status.WRITING):
        return True
    lines = list(_left(row)[:count])
    if not lines:
        return False
    records = [record_from_json(line.record or {}) for line in lines]
    setting = _setting(row)
    grounds = facts_for(records, setting, owner=row.owner, now=now)
    wishes = [
        (facts[0], question_wish(record, setting, facts))
        for record, facts in zip(records, grounds.facts, strict=True)
    ]
    questions = make_questions(wishes, owner=row.owner, now=now)
    _note_written(lines, questions, grounds)
    row.written += len(lines)
    row.save(update_fields=["written"])
    return True


def _note_written(lines: list[ImportLine], questions: list[Question], grounds: Grounds) -> None:
    for n, (line, question) in enumerate(zip(lines, questions, strict=True)):
        line.question = question
        # What goes again if the import is taken back.
        line.record = {"facts": grounds.made_facts[n], "sources": grounds.made_sources[n]}
    ImportLine.objects.bulk_update(lines, ["question", "record"])


def _refuse_next(row: Import, error: AuthoringError) -> None:
    """What the desk refuses of the next line, which the check of the file did not see."""
    line = _left(row).first()
    if line is None:
        return
    reason = str(error.message)
    if row.is_all_or_nothing:
        fail(row, remark("line-refused", number=line.number, reason=reason))
        return
    told = remark("refused-here", line.number, reason=reason)
    line.status, line.messages = _Status.REFUSED, [told.to_json(), *line.messages]
    line.save(update_fields=["status", "messages"])


@transaction.atomic
def _finish(row: Import, now: datetime) -> None:
    if not _hold(row, Import.Status.WRITING):
        return
    if row.deck is not None:
        written = row.lines.exclude(question=None).order_by("number", "pk")
        ids = list(written.values_list("question_id", flat=True))
        DeckEntry.objects.bulk_create(
            [
                DeckEntry(deck=row.deck, question_id=pk, position=position)
                for position, pk in enumerate(ids, 1)
            ]
        )
        changes = {"questions": ("", f"+{len(ids)}")}
        note_edit(row.deck, Edit.Action.CHANGED, actor=row.owner, now=now, changes=changes)
    row.status, row.finished_at = Import.Status.DONE, now
    row.save(update_fields=["status", "finished_at"])


def fail(row: Import, why: Remark) -> None:
    """End the import for this reason; what was written is taken back by `undo_more`."""
    row.status, row.error, row.body = Import.Status.FAILED, why.to_json(), None
    row.save(update_fields=["status", "error", "body"])


def is_undone(row: Import) -> bool:
    """Whether nothing of a failed import is left but its report."""
    return not (row.source_id or row.deck_id) and not row.lines.exclude(question=None).exists()


def undo_more(row: Import, *, is_over: Callable[[], bool]) -> None:
    """Take back what a failed import wrote until time is over or nothing of it is left."""
    while row.status == Import.Status.FAILED:
        with transaction.atomic():
            if not _hold(row, Import.Status.FAILED):
                return
            # Backwards, because a fact is noted with the first question that asks it.
            written = row.lines.exclude(question=None).order_by("-number", "-pk")
            lines = list(written[:_UNDONE_IN_ONE_GO])
            if not lines:
                _drop_source_and_deck(row)
                return
            _undo(lines)
            row.written = max(row.written - len(lines), 0)
            row.save(update_fields=["written"])
        if is_over():
            return


def _undo(lines: list[ImportLine]) -> None:
    questions = [line.question_id for line in lines if line.question_id]
    made = [line.record or {} for line in lines]
    DeckEntry.objects.filter(question__in=questions).delete()
    ImportLine.objects.filter(pk__in=[line.pk for line in lines]).update(question=None, record=None)
    _delete(Question.objects.filter(pk__in=questions))
    _delete(Fact.objects.filter(pk__in=[pk for each in made for pk in each.get("facts", ())]))
    sources = [pk for each in made for pk in each.get("sources", ())]
    _delete(Source.objects.filter(pk__in=sources, citations=None))


def _drop_source_and_deck(row: Import) -> None:
    source, deck = row.source, row.deck
    row.source, row.deck = None, None
    row.save(update_fields=["source", "deck"])
    # Another import of the same file, or the teacher, may cite the source too.
    if source is not None and not source.citations.exists():
        is_shared = Import.objects.filter(source=source).exists()
        if not is_shared:
            source.delete()
    if deck is not None and not deck.entries.exists() and not deck.assignments.exists():
        deck.delete()


def _delete(rows: "QuerySet[Question] | QuerySet[Fact] | QuerySet[Source]") -> None:
    """Delete them; what somebody used meanwhile stays theirs."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        for each in rows:
            try:
                with transaction.atomic():
                    each.delete()
            except ProtectedError:
                continue


def _left(row: Import) -> QuerySet[ImportLine]:
    return wanted_lines(row).filter(question=None).order_by("number", "pk")


def _hold(row: Import, status: str) -> bool:
    """Lock the import and read how far it is; whether it is still in that status."""
    held = Import.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        return False
    row.status, row.written, row.error = held.status, held.written, held.error
    return held.status == status


def _setting(row: Import) -> Setting:
    if row.topic is None or row.source is None:
        raise ValueError("an import is written only once topic and source are chosen")
    return Setting(row.topic, row.language, topics_by_name(), row.source)
