"""Reading one sheet of a workbook row by row, in bounded memory and in small slices of time."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat  # its declarations are refused below

from questions.exchange.question_table import MOST_COLUMNS, MOST_ROWS
from questions.exchange.remarks import FileRefusedError, Remark, remark
from questions.exchange.xlsx_parts import Sheet, Workbook, unescaped

_CHUNK = 64 * 1024
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHARED = "xl/sharedStrings.xml"
# Shared texts and the sheet's cells together would fill the memory otherwise.
_MOST_SHARED = 1_500_000
_MOST_DEPTH = 30


@dataclass
class Row:
    """One row: its number, its texts by column from 0, and what is wrong in it."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    problems: list[Remark] = field(default_factory=list)

    def cells(self) -> list[str]:
        """The texts from the first column to the last one filled."""
        return [self.texts.get(column, "") for column in range(max(self.texts, default=-1) + 1)]


def sheet_rows(workbook: Workbook, sheet: Sheet) -> Iterator[Row | None]:
    """The rows that hold anything; None now and then while nothing is ready yet."""
    shared: list[str] = []
    if workbook.has(_SHARED):
        strings = _SharedStrings(shared)
        for _ in _parsed(workbook, _SHARED, strings):
            yield None
    cells = _Cells(workbook, shared)
    for _ in _parsed(workbook, sheet.part, cells):
        yield None
        yield from cells.take()


def _parsed(workbook: Workbook, part: str, target: "_Target") -> Iterator[None]:
    """Feed the part to the target, a piece at a time."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = target.start
    parser.EndElementHandler = target.end
    parser.CharacterDataHandler = target.data
    try:
        with workbook.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError):
        raise FileRefusedError("xlsx-broken") from None


def _refuse_declarations(*_given: Any) -> None:
    raise FileRefusedError("xml-entities")


class _Target:
    """What the parser calls; names come without their namespace."""

    def __init__(self) -> None:
        self._depth = 0
        self._text: list[str] = []
        self._is_text = False
        # Furigana over a text are no part of it.
        self._is_hint = False

    def start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise FileRefusedError("xml-deep")
        self.begin(name.rpartition("}")[2], given)

    def end(self, name: str) -> None:
        self._depth -= 1
        self.finish(name.rpartition("}")[2])

    def data(self, text: str) -> None:
        if self._is_text and not self._is_hint:
            self._text.append(text)

    def begin(self, name: str, given: dict[str, str]) -> None:
        raise NotImplementedError

    def finish(self, name: str) -> None:
        raise NotImplementedError


class _SharedStrings(_Target):
    """The texts that cells name by number."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts

    def begin(self, name: str, given: dict[str, str]) -> None:
        if name == "t":
            self._is_text = True
        elif name == "rPh":
            self._is_hint = True

    def finish(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_hint = False
        elif name == "si":
            if len(self._texts) >= _MOST_SHARED:
                raise FileRefusedError("too-many-rows", limit=MOST_ROWS)
            self._texts.append(unescaped("".join(self._text)))
            self._text.clear()


class _Cells(_Target):
    """The rows as they are finished."""

    def __init__(self, workbook: Workbook, shared: list[str]) -> None:
        super().__init__()
        self._workbook = workbook
        self._shared = shared
        self._rows: list[Row] = []
        self._row = Row(0)
        self._column = -1
        self._place = ""
        self._kind, self._style = "n", 0
        self._has_formula = False
        self._finishers: dict[str, Callable[[], None]] = {"c": self._end_cell, "row": self._end_row}

    def take(self) -> list[Row]:
        """The rows that were finished since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def begin(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(given)
        elif name in ("v", "t"):
            self._is_text = True
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_hint = True
        elif name == "row":
            self._begin_row(given)

    def finish(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_text = False
        elif name == "rPh":
            self._is_hint = False
        elif finisher := self._finishers.get(name):
            finisher()

    def _begin_row(self, given: dict[str, str]) -> None:
        number = given.get("r", "")
        self._row = Row(int(number) if number.isdecimal() else self._row.number + 1)
        self._column = -1
        if self._row.number > MOST_ROWS * 2:
            raise FileRefusedError("too-many-rows", limit=MOST_ROWS)

    def _begin_cell(self, given: dict[str, str]) -> None:
        place = _PLACE.fullmatch(given.get("r", ""))
        self._column = _column_number(place[1]) if place else self._column + 1
        self._place = given.get("r", "")
        self._kind, style = given.get("t", "n"), given.get("s", "0")
        self._style = int(style) if style.isdecimal() else 0
        self._has_formula = False

    def _end_cell(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if self._has_formula:
            self._row.problems.append(remark("formula", self._row.number, cell=self._place))
        elif text:
            if self._column >= MOST_COLUMNS:
                raise FileRefusedError("too-many-columns", limit=MOST_COLUMNS)
            self._row.texts[self._column] = self._cell_text(text)

    def _cell_text(self, text: str) -> str:
        match self._kind:
            case "s":
                number = int(text) if text.isdecimal() else -1
                if not 0 <= number < len(self._shared):
                    raise FileRefusedError("xlsx-broken")
                return self._shared[number]
            case "b":
                return "true" if text == "1" else "false"
            case "e":
                problem = remark("error-cell", self._row.number, cell=self._place, text=text)
                self._row.problems.append(problem)
                return ""
            case "n":
                return self._workbook.number_text(text, self._style)
            case "d":
                return text.removesuffix("T00:00:00")
            case _:
                return unescaped(text)

    def _end_row(self) -> None:
        if self._row.texts or self._row.problems:
            self._rows.append(self._row)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
