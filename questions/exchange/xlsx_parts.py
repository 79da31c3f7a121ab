"""The parts of an XLSX workbook, opened with care: what is unpacked is bounded beforehand."""

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError  # parsed by defusedxml only

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from questions.exchange.record_checks import plain_number
from questions.exchange.remarks import FileRefusedError

MOST_UNPACKED = 128 * 1024 * 1024
_MOST_SMALL_PART = 4 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_QUESTIONS = ("questions", "вопросы", "сұрақтар")


@dataclass(frozen=True)
class Sheet:
    """A sheet's name and the part that holds it."""

    name: str
    part: str


class Workbook:
    """An opened workbook; FileRefusedError if it is none or would unpack to too much."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self.archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError):
            raise FileRefusedError("truncated") from None
        # No more than is declared here is unpacked of a part.
        if sum(info.file_size for info in self.archive.infolist()) > MOST_UNPACKED:
            raise FileRefusedError("unpacks-too-big", limit=MOST_UNPACKED // _MEGABYTE)
        self._names = {info.filename: info.file_size for info in self.archive.infolist()}
        self.sheets = self._sheets()
        self._date_styles = self._read_styles()

    @property
    def images(self) -> int:
        """How many images there are."""
        return sum(name.startswith("xl/media/") for name in self._names)

    def sheet(self) -> Sheet:
        """The sheet of questions: by its name, else the first."""
        named = (sheet for sheet in self.sheets if sheet.name.strip().casefold() in _QUESTIONS)
        return next(named, self.sheets[0])

    def has(self, part: str) -> bool:
        """Whether the workbook has the part."""
        return part in self._names

    def number_text(self, text: str, style: int) -> str:
        """What a number cell shows, near enough: a date where its style says so, else figures."""
        try:
            number = float(text)
        except ValueError:
            return text
        if style in self._date_styles:
            try:
                moment = from_excel(number, epoch=self._epoch)
            except (ValueError, OverflowError):
                return text
            return _moment_text(moment)
        # What Excel keeps as 0.30000000000000004 is shown as 0.3 there.
        return plain_number(f"{number:.15g}") or text

    def _sheets(self) -> list[Sheet]:
        book = self._tree("xl/workbook.xml")
        links = {
            link.get("Id", ""): link.get("Target", "")
            for link in self._tree("xl/_rels/workbook.xml.rels")
        }
        properties = book.find(f"{_MAIN}workbookPr")
        is_mac = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = CALENDAR_MAC_1904 if is_mac else CALENDAR_WINDOWS_1900
        sheets = []
        for each in book.iter(f"{_MAIN}sheet"):
            target = links.get(each.get(_RELATION, ""), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self._names and "worksheets/" in part:
                sheets.append(Sheet(each.get("name", ""), part))
        if not sheets:
            raise FileRefusedError("xlsx-broken")
        return sheets

    def _read_styles(self) -> frozenset[int]:
        """The numbers of the cell styles that show a date or a time."""
        if not self.has("xl/styles.xml"):
            return frozenset()
        styles = self._tree("xl/styles.xml")
        codes: dict[int, str] = dict(BUILTIN_FORMATS)
        for each in styles.iter(f"{_MAIN}numFmt"):
            codes[int(each.get("numFmtId", "0"))] = each.get("formatCode", "")
        formats = styles.find(f"{_MAIN}cellXfs")
        return frozenset(
            number
            for number, each in enumerate(formats if formats is not None else ())
            if is_date_format(codes.get(int(each.get("numFmtId", "0")), ""))
        )

    def _tree(self, part: str) -> Element:
        if self._names.get(part, _MOST_SMALL_PART + 1) > _MOST_SMALL_PART:
            raise FileRefusedError("xlsx-broken")
        try:
            tree: Element = SafeTree.fromstring(self.archive.read(part), forbid_dtd=True)
        except DefusedXmlException:
            raise FileRefusedError("xml-entities") from None
        except (ParseError, ValueError, zipfile.BadZipFile, EOFError, OSError):
            raise FileRefusedError("xlsx-broken") from None
        return tree


def _moment_text(moment: Any) -> str:
    if isinstance(moment, datetime):
        is_day = moment.time() == time()
        return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
    return str(moment)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def unescaped(text: str) -> str:
    """The text of a cell, in which _x000D_ stands for a character XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(text: str) -> str:
    """The text for a cell, so that what only looks like such an escape is kept."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)
