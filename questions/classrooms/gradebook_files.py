"""The gradebook as a file: CSV and XLSX that spreadsheets open as they are, and take no harm."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from questions.classrooms.gradebook import Gradebook, Row, Total
from questions.classrooms.work import LearnerWork

Cell = str | int | date | None
# What may be run as a formula, the wide signs too, at a cell's beginning; and in CSV also where
# a program that splits at another separator would begin one.
_FORMULA = "[=+\\-@\t\r\n＝＋－＠]"
_CELL = re.compile(rf"^(?= *'*{_FORMULA})")
_CSV_CELL = re.compile(rf"(?:^|(?<=[;,\t\r\n|]))(?= *'*{_FORMULA})")
# Languages whose spreadsheets take a decimal comma, and so a semicolon between the fields.
_SEMICOLON = {"kk", "ru"}
_WIDEST = 60


def file_name(book: Gradebook, ending: str) -> str:
    """A name that every system can store."""
    name = slugify(book.classroom.name, allow_unicode=True)[:_WIDEST]
    return f"gradebook-{name or 'classroom'}-{book.today:%Y-%m-%d}.{ending}"


def separator() -> str:
    """What stands between the fields of a CSV file in the active language."""
    return ";" if (get_language() or "")[:2] in _SEMICOLON else ","


def write_csv(book: Gradebook) -> Iterator[bytes]:
    """UTF-8 in pieces, with the mark by which Excel knows it."""
    writer = csv.writer(_Echo(), delimiter=separator())
    yield "\ufeff".encode()
    for row in _lines(book):
        yield writer.writerow([_plain(cell) for cell in row]).encode()


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write_xlsx(book: Gradebook) -> bytes:
    """A workbook of one sheet, in which texts are texts and numbers are numbers."""
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet(_("Gradebook")[:31])  # its stubs lack most of it
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 28
    for number, row in enumerate(_lines(book)):
        sheet.append([_cell(sheet, cell, is_bold=number == 0) for cell in row])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Cell, *, is_bold: bool) -> Any:
    if isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        # Otherwise what begins with = would be a formula, and stay one where the cell is edited.
        cell.data_type = "s"
        cell.quotePrefix = bool(_CELL.match(value))
    else:
        cell = WriteOnlyCell(sheet)
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def harmless(text: str) -> str:
    """The text for a cell of a CSV file, never taken for a formula whatever the separator."""
    return _CSV_CELL.sub("'", text)


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell


def _lines(book: Gradebook) -> Iterator[list[Cell]]:
    """The headers, a line per learner, and of when and where all this is."""
    yield _headers(book)
    for row in book.rows:
        yield _line(row)
    zone = book.classroom.time_zone
    local = book.as_of.astimezone(ZoneInfo(zone))
    yield []
    yield [_("Classroom"), book.classroom.name]
    yield [_("As of"), f"{local:%Y-%m-%d %H:%M}"]
    yield [_("Time zone"), zone]


def _headers(book: Gradebook) -> list[Cell]:
    headers: list[Cell] = [_("Name"), _("User name"), _("Left on")]
    parts = [
        _("facts met"),
        _("of all facts"),
        _("right at the first meeting of a day, %"),
        _("predicted known now, %"),
    ]
    headers += [f"{_('All assignments')}: {part}" for part in (*parts, _("last worked on"))]
    for one in book.given:
        exam = [_("predicted known on the exam day, %")] if one.assignment.exam_day else []
        named = (*parts, *exam, _("last worked on"))
        headers += [f"{one.assignment.deck.name}: {part}" for part in named]
    return headers


def _line(row: Row) -> list[Cell]:
    learner = row.learner
    cells: list[Cell] = [learner.name, learner.username, learner.left_day]
    cells += [*_figures(row.total), row.total.last_day]
    for work in row.work:
        exam = [whole(work.known_on_exam)] if work.given.assignment.exam_day else []
        cells += [*_figures(work), *exam, work.last_day]
    return cells


def _figures(work: LearnerWork | Total) -> list[Cell]:
    return [work.met, work.total, whole(work.right_share), whole(work.known)]


def whole(share: float | None) -> int | None:
    """A share of 0 to 1 in whole per cent."""
    return None if share is None else round(share * 100)
