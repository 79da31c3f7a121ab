"""Questions in XLSX workbooks."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from questions.exchange.question_records import QuestionRecord
from questions.exchange.question_table import MOST_ROWS, Header, read_header, read_row, table_rows
from questions.exchange.remarks import FileRefusedError, remark
from questions.exchange.spreadsheet_cells import harmless, unharmed
from questions.exchange.xlsx_parts import Workbook, escaped
from questions.exchange.xlsx_sheet import Row, sheet_rows

SHEET = "questions"
EXPLANATIONS = "how to fill in"
_WRAPPED, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
_LONG_COLUMNS = frozenset(("question", "explanation", "statement"))
# A file of the same questions is the same file, whenever it is written.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_STAMP = rb"\g<1>1980-01-01T00:00:00Z\g<3>"


def read(stream: BinaryIO) -> Iterator[QuestionRecord | None]:
    """The questions one by one, None while none is ready; FileRefusedError where it must end."""
    workbook = Workbook(stream)
    sheet = workbook.sheet()
    header: Header | None = None
    count = 0
    for row in sheet_rows(workbook, sheet):
        if row is None:
            yield None
        elif header is None:
            header = read_header([unharmed(cell) for cell in row.cells()])
        elif record := _record(header, row):
            count += 1
            if count > MOST_ROWS:
                raise FileRefusedError("too-many-rows", limit=MOST_ROWS)
            yield _noted(record, header, workbook) if count == 1 else record
    if header is None:
        raise FileRefusedError("empty")


def _record(header: Header, row: Row) -> QuestionRecord | None:
    cells = [unharmed(cell) for cell in row.cells()]
    if row.problems and not any(cells):
        cells = ["?"]
    return read_row(header, cells, row.number, row.problems)


def _noted(record: QuestionRecord, header: Header, workbook: Workbook) -> QuestionRecord:
    notes = list(header.notes(1))
    kept = workbook.sheet()
    others = [each.name for each in workbook.sheets if each.name not in (kept.name, EXPLANATIONS)]
    if others:
        notes.append(remark("sheets", name=", ".join(others)))
    if workbook.images:
        notes.append(remark("images", count=workbook.images))
    return replace(record, notes=(*notes, *record.notes))


def write(records: Iterable[QuestionRecord], explanations: Iterable[tuple[str, str]] = ()) -> bytes:
    """The workbook; every cell is a text. The explanations, if any, go on a second sheet."""
    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    rows = iter(table_rows(records))
    header = next(rows)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 60 if name in _LONG_COLUMNS else 18
    sheet.append([_cell(sheet, name, is_bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    if told := list(explanations):
        words = book.create_sheet(EXPLANATIONS)
        words.column_dimensions["A"].width, words.column_dimensions["B"].width = 18, 100
        for name, text in told:
            words.append([_cell(words, name, is_bold=True), _cell(words, text)])
    return _timeless(book)


def _cell(sheet: WriteOnlyWorksheet, text: str, *, is_bold: bool = False) -> Cell | None:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=escaped(harmless(text)))
    # Whatever it begins with, and whatever the program makes of its first sign.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    if is_bold:
        cell.font = _BOLD
    return cell


def _timeless(book: NewWorkbook) -> bytes:
    """The workbook's bytes without the time at which it was written."""
    book.properties.creator = "KazQuiz"
    packed = io.BytesIO()
    book.save(packed)
    result = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _STAMPS.sub(_STAMP, body)
            new.writestr(info, body)
    return result.getvalue()
