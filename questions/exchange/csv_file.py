"""Questions in CSV files."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from questions.exchange.question_records import QuestionRecord
from questions.exchange.question_table import (
    MOST_ROWS,
    Header,
    known_columns,
    read_header,
    read_row,
    table_rows,
)
from questions.exchange.remarks import FileRefusedError
from questions.exchange.spreadsheet_cells import harmless_csv, unharmed_csv

_SEPARATORS = ";,\t|"
# Longer than any question, so a quotation mark was left open.
_MOST_LINES = 500


def read(stream: TextIO) -> Iterator[QuestionRecord]:
    """The questions one by one; FileRefusedError where the file cannot be read on."""
    source = _Lines(stream)
    first = source.first_filled()
    separator = separator_of(first)
    rows = csv.reader(source, delimiter=separator)
    header: Header | None = None
    count = 0
    for line, cells in _rows(rows, source):
        texts = [unharmed_csv(cell) for cell in cells]
        if header is None:
            header = read_header(texts)
            continue
        record = read_row(header, texts, line)
        if record is None:
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefusedError("too-many-rows", limit=MOST_ROWS)
        yield _noted(record, header) if count == 1 else record


def write(records: Iterable[QuestionRecord]) -> bytes:
    """The file, in the shape that spreadsheet programs of Kazakhstan and Russia open at a click.

    Their separator is the semicolon, and without the mark in front they take it for CP1251.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in table_rows(records):
        writer.writerow([harmless_csv(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def separator_of(line: str) -> str:
    """The separator with which most names of columns are found in the header."""
    return max(_SEPARATORS, key=lambda separator: known_columns(_split(line, separator)))


def header_cells(line: str) -> list[str]:
    """The cells of a header, whatever its separator."""
    return _split(line, separator_of(line))


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _noted(record: QuestionRecord, header: Header) -> QuestionRecord:
    return replace(record, notes=(*header.notes(1), *record.notes))


def _rows(rows: Iterator[list[str]], source: "_Lines") -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins in."""
    while True:
        source.begin_row()
        try:
            cells = next(rows, None)
        except csv.Error:
            raise FileRefusedError("quote-open", source.row_line) from None
        if cells is None:
            return
        if source.is_at_end and source.is_quote_open:
            raise FileRefusedError("quote-open", source.row_line)
        yield source.row_line, cells


class _Lines(Iterator[str]):
    """The lines of the file, knowing which of them the row at hand began with."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._kept: list[str] = []
        self._line = 0
        self.row_line = 1
        self.is_at_end = False
        self._quotes = 0

    def first_filled(self) -> str:
        """The first line with anything in it, which is given again as the first."""
        for line in self._stream:
            self._line += 1
            if line.strip() and not line.lower().startswith("sep="):
                self._kept = [line]
                self._line -= 1
                return line
        raise FileRefusedError("empty")

    def begin_row(self) -> None:
        self.row_line = self._line + 1
        self._quotes = 0

    @property
    def is_quote_open(self) -> bool:
        return self._quotes % 2 == 1

    def __next__(self) -> str:
        line = self._kept.pop() if self._kept else self._stream.readline()
        if not line:
            self.is_at_end = True
            raise StopIteration
        self._line += 1
        self._quotes += line.count('"')
        if self._line - self.row_line > _MOST_LINES:
            raise FileRefusedError("quote-open", self.row_line)
        return line
