"""Checking a file: its questions are read in small steps and become lines of a report."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db import transaction

from questions.exchange.file_formats import Opened, open_file
from questions.exchange.import_duplicates import Known, earlier_remarks, record_digest
from questions.exchange.question_records import QuestionRecord, record_to_json
from questions.exchange.question_wishes import coming_notes, topics_by_name
from questions.exchange.remarks import FileRefusedError, Remark
from questions.models import Import, ImportLine

# Nothing is locked for longer than it takes to store so many.
MOST_IN_ONE_GO = 100
_MOST_OPEN = 2
_Status = ImportLine.Status


class _Reader:
    """A file that is being read, as far as this process has come with it.

    A file cannot be read from its middle, and reading it anew in each step would take ever longer,
    so the process keeps the few that are being read. A process that has not this one, or lags
    behind another, reads on from the start or from where it was, in steps as well.
    """

    def __init__(self, row: Import) -> None:
        self.opened: Opened = open_file(bytes(row.body or b""), row.name)
        self.known = Known(row.owner)
        self.topics = topics_by_name()
        self.position = 0
        self.lock = threading.Lock()
        self._loading: Iterator[None] = self.known.load()
        self._is_loaded = False

    def take(self, count: int, is_over: Callable[[], bool]) -> tuple[list[QuestionRecord], bool]:
        """The next questions, as many as time allows; whether the file has ended."""
        taken: list[QuestionRecord] = []
        while len(taken) < count:
            if not self._is_loaded:
                self._is_loaded = next(self._loading, self) is self
            else:
                record = next(self.opened.questions, self)
                if record is self:
                    return taken, True
                if isinstance(record, QuestionRecord):
                    taken.append(record)
                    self.position += 1
            if is_over():
                break
        return taken, False


_readers: OrderedDict[str, _Reader] = OrderedDict()
_readers_lock = threading.Lock()


def check_more(row: Import, *, is_over: Callable[[], bool]) -> None:
    """Read on and store what was found, until time is over or the file ends."""
    if row.status != Import.Status.CHECKING:
        return
    try:
        reader = _reader_of(row)
        if reader.lock.acquire(blocking=False):
            try:
                _check(row, reader, is_over)
            finally:
                reader.lock.release()
    except FileRefusedError as error:
        forget(row)
        _fail(row, error.remark)
    if row.status != Import.Status.CHECKING:
        forget(row)


def _check(row: Import, reader: _Reader, is_over: Callable[[], bool]) -> None:
    stored = row.lines.count()
    if reader.position > stored:
        # What was read was not stored: another process was first, or this one failed.
        forget(row)
        return
    while True:
        records, is_end = reader.take(max(stored - reader.position, 0), is_over)
        if reader.position >= stored or is_end or is_over():
            break
    while reader.position >= stored:
        before = reader.position
        records, is_end = reader.take(MOST_IN_ONE_GO, is_over)
        if not _store(row, reader, records, before, is_end=is_end):
            forget(row)
            return
        stored = reader.position
        if is_end or is_over():
            return


def _store(
    row: Import, reader: _Reader, records: list[QuestionRecord], before: int, *, is_end: bool
) -> bool:
    """Store the lines if no other process was first."""
    made = _lines(row, reader, records)
    with transaction.atomic():
        held = Import.objects.select_for_update().filter(pk=row.pk).first()
        if held is None or held.status != Import.Status.CHECKING:
            return False
        if held.lines.count() != before:
            return False
        ImportLine.objects.bulk_create(made)
        row.done = row.size if is_end else min(reader.opened.done, row.size)
        fields = ["done"]
        if is_end:
            row.status, row.body = Import.Status.CHECKED, None
            fields += ["status", "body"]
            if not reader.position:
                row.status, row.error = Import.Status.FAILED, {"code": "no-questions"}
                fields.append("error")
        row.save(update_fields=fields)
    return True


def _lines(row: Import, reader: _Reader, records: list[QuestionRecord]) -> list[ImportLine]:
    digests = [record_digest(record) if record.is_usable else "" for record in records]
    usable = [n for n, digest in enumerate(digests) if digest]
    known = reader.known.remarks([records[n] for n in usable])
    doubles = {usable[n]: told for n, told in known.items()}
    doubles |= earlier_remarks(row, records, digests)
    lines = []
    for n, record in enumerate(records):
        if record.is_usable:
            notes = (*record.notes, *coming_notes(record, reader.topics))
            record = replace(record, notes=notes)
        lines.append(_line(row, record, digests[n], doubles.get(n)))
    return lines


def _line(row: Import, record: QuestionRecord, digest: str, double: Remark | None) -> ImportLine:
    told = [*record.problems, *([double] if double else []), *record.notes]
    status = _Status.NOTED if record.notes else _Status.GOOD
    if record.problems:
        status = _Status.REFUSED
    elif double:
        status = _Status.DUPLICATE
    return ImportLine(
        parent=row,
        number=record.line,
        status=status,
        messages=[each.to_json() for each in told],
        record=record_to_json(record),
        digest=digest,
    )


def _reader_of(row: Import) -> _Reader:
    with _readers_lock:
        reader = _readers.get(row.token)
        if reader is not None:
            _readers.move_to_end(row.token)
            return reader
    reader = _Reader(row)
    with _readers_lock:
        _readers[row.token] = reader
        while len(_readers) > _MOST_OPEN:
            _readers.popitem(last=False)
    return reader


def forget(row: Import) -> None:
    """Close the file in this process."""
    with _readers_lock:
        _readers.pop(row.token, None)


def _fail(row: Import, why: Remark) -> None:
    """End the import; what was found so far is dropped, for nothing of the file comes in."""
    row.status, row.error, row.body = Import.Status.FAILED, why.to_json(), None
    row.save(update_fields=["status", "error", "body"])
