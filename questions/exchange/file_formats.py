"""The formats of question files: recognising one, opening it, writing one."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questions.exchange import (
    aiken,
    csv_file,
    gift,
    gift_writing,
    moodle_xml,
    moodle_xml_writing,
    xlsx_file,
)
from questions.exchange.encodings import text_encoding
from questions.exchange.file_kinds import (
    is_packed,
    refuse_other_kinds,
    refuse_other_packages,
    refuse_other_texts,
)
from questions.exchange.question_records import QuestionRecord
from questions.exchange.question_table import known_columns
from questions.exchange.remarks import FileRefusedError

MOST_BYTES = 10 * 1024 * 1024
_HEAD = 64 * 1024
_AIKEN_OPTION = re.compile(r"^[ \t]*\w[ \t]?[.)]", re.M)
# A question in words may begin with a tag as well.
_XML_HEAD = re.compile(r"<(?:\?xml|!--|!DOCTYPE|quiz\b)", re.IGNORECASE)
_AIKEN_ANSWER = re.compile(rf"^[ \t]*{aiken.ANSWER.pattern}", re.M | re.I)
# A brace with a backslash before it is a letter like any other.
_GIFT_SIGNS = re.compile(r"^[ \t]*(?:::|\$CATEGORY:)|(?<!\\)\{(?:[^{}\\]|\\.)*+\}", re.M | re.S)
_OPEN_BRACE = re.compile(r"(?<!\\)\{\s*[=~#]|::.*::")


@dataclass(frozen=True)
class Format:
    """A format of question files."""

    slug: str
    name: str
    ending: str
    content_type: str
    about: str | Promise
    write: Callable[[Iterable[QuestionRecord]], bytes]


FORMATS: dict[str, Format] = {
    each.slug: each
    for each in (
        Format(
            "xlsx",
            "XLSX",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("a workbook for Excel or LibreOffice; holds everything"),
            xlsx_file.write,
        ),
        Format(
            "csv",
            "CSV",
            "csv",
            "text/csv; charset=utf-8",
            _("a table as text; holds everything"),
            csv_file.write,
        ),
        Format(
            "gift",
            "GIFT",
            "gift.txt",
            "text/plain; charset=utf-8",
            _("text for Moodle and other systems"),
            gift_writing.write,
        ),
        Format(
            "moodle-xml",
            "Moodle XML",
            "xml",
            "application/xml; charset=utf-8",
            _("for Moodle; holds everything"),
            moodle_xml_writing.write,
        ),
        Format(
            "aiken",
            "Aiken",
            "aiken.txt",
            "text/plain; charset=utf-8",
            _("plain text; only questions with one right option, without explanations"),
            aiken.write,
        ),
    )
}
_READERS: dict[str, Callable[[TextIO], Iterator[QuestionRecord]]] = {
    "csv": csv_file.read,
    "gift": gift.read,
    "moodle-xml": moodle_xml.read,
    "aiken": aiken.read,
}


@dataclass
class Opened:
    """A file being read: its questions come one by one, None while none is ready."""

    format: Format
    encoding: str
    size: int
    questions: Iterator[QuestionRecord | None]
    _stream: io.BytesIO

    @property
    def done(self) -> int:
        """How many of its bytes were read; a workbook's are counted while unpacking."""
        return self._stream.tell()


def open_file(data: bytes, name: str) -> Opened:
    """The file's questions, read as they are asked for; FileRefusedError if it is no such file."""
    if len(data) > MOST_BYTES:
        raise FileRefusedError("too-big", limit=MOST_BYTES // 1024 // 1024)
    refuse_other_kinds(data)
    stream = io.BytesIO(data)
    if is_packed(data):
        refuse_other_packages(data)
        return Opened(FORMATS["xlsx"], "", len(data), xlsx_file.read(stream), stream)
    codec, encoding = text_encoding(data)
    slug = _recognised(_head(data, codec), name)
    newline = "" if slug == "csv" else None
    text = io.TextIOWrapper(stream, encoding=codec, newline=newline)
    return Opened(FORMATS[slug], encoding, len(data), _READERS[slug](text), stream)


def _head(data: bytes, codec: str) -> str:
    return data[:_HEAD].decode(codec, errors="replace").lstrip("\ufeff").lstrip()


def _recognised(head: str, name: str) -> str:
    """The format by the content, and by the name only where the content leaves it open."""
    refuse_other_texts(head)
    if _XML_HEAD.match(head):
        return "moodle-xml"
    first = next((line for line in head.split("\n") if not line.lower().startswith("sep=")), "")
    if known_columns(csv_file.header_cells(first)) >= 2:
        return "csv"
    if _AIKEN_ANSWER.search(head) and _AIKEN_OPTION.search(head):
        return "aiken"
    if _GIFT_SIGNS.search(head) or _OPEN_BRACE.search(head):
        return "gift"
    if head.startswith("<"):
        return "moodle-xml"
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in ("csv", "tsv"):
        return "csv"
    if ending == "gift":
        return "gift"
    if _AIKEN_OPTION.search(head) and len(_AIKEN_OPTION.findall(head)) > 1:
        return "aiken"
    raise FileRefusedError("unknown-format")
