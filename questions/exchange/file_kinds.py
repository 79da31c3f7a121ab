"""Telling by its content what a file is, above all when it is no file of questions."""

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _

from questions.exchange.remarks import FileRefusedError

_SAVE_XLSX = _("Save it as .xlsx or .csv.")
_SAVE_TEXT = _("Copy the questions into the template.")
_UNPACK = _("Unpack it and bring the file of questions.")
_MOODLE = _("In Moodle, export the questions of the question bank as Moodle XML.")
_NONE = _("Bring CSV, XLSX, GIFT, Moodle XML or Aiken.")
# The first bytes of files that are often brought by mistake.
_MAGIC = (
    (b"%PDF", _("a PDF document"), _SAVE_TEXT),
    (b"\xd0\xcf\x11\xe0", _("an old Word or Excel file (.doc or .xls)"), _SAVE_XLSX),
    (b"{\\rtf", _("an RTF document"), _SAVE_TEXT),
    (b"\x1f\x8b", _("a Moodle backup (.mbz) or a packed file (.gz)"), _MOODLE),
    (b"Rar!", _("a packed file (.rar)"), _UNPACK),
    (b"7z\xbc\xaf", _("a packed file (.7z)"), _UNPACK),
    (b"\x89PNG", _("an image"), _NONE),
    (b"\xff\xd8\xff", _("an image"), _NONE),
    (b"GIF8", _("an image"), _NONE),
    (b"SQLite format 3", _("a database"), _NONE),
    (b"MZ", _("a program"), _NONE),
    (b"\x7fELF", _("a program"), _NONE),
)
# A part of a packed file by which its kind is known.
_PARTS = (
    ("xl/vbaProject.bin", _("a workbook with macros (.xlsm)"), _SAVE_XLSX),
    ("xl/workbook.bin", _("a binary workbook (.xlsb)"), _SAVE_XLSX),
    ("word/document.xml", _("a Word document (.docx)"), _SAVE_TEXT),
    ("ppt/presentation.xml", _("a presentation (.pptx)"), _SAVE_TEXT),
    ("moodle_backup.xml", _("a Moodle backup (.mbz)"), _MOODLE),
    ("imsmanifest.xml", _("an IMS or QTI package"), _MOODLE),
    ("h5p.json", _("an H5P package"), _SAVE_TEXT),
    ("collection.anki2", _("an Anki package (.apkg)"), _("In Anki, export the notes as text.")),
    ("collection.anki21", _("an Anki package (.apkg)"), _("In Anki, export the notes as text.")),
    ("mimetype", _("an OpenDocument file (.odt or .ods)"), _SAVE_XLSX),
)
_XML_ROOTS = {
    "html": (_("a web page"), _SAVE_TEXT),
    "questestinterop": (_("a QTI file"), _MOODLE),
    "assessmentItem": (_("a QTI file"), _MOODLE),
    "Workbook": (_("an old Excel file in XML"), _SAVE_XLSX),
    "svg": (_("an image"), _NONE),
}
_ROOT = re.compile(r"<(?!\?|!--|!DOCTYPE\s+(?!html))!?(?:DOCTYPE\s+)?(?:\w+:)?(\w+)", re.I)


def refuse_other_kinds(data: bytes) -> None:
    """FileRefusedError that names the kind, if the bytes are of none of our formats."""
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefusedError("nul" if b"\0" in data else "empty")
    for magic, kind, advice in _MAGIC:
        if data.startswith(magic):
            raise FileRefusedError("kind", kind=str(kind), advice=str(advice))


def is_packed(data: bytes) -> bool:
    """Whether it is a ZIP file, as workbooks are."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refuse_other_packages(data: bytes) -> None:
    """FileRefusedError unless the ZIP file is a workbook without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise FileRefusedError(
                    "kind", kind=str(_("an encrypted file")), advice=str(_UNPACK)
                )
    except (zipfile.BadZipFile, ValueError, OSError):
        raise FileRefusedError("truncated") from None
    for part, kind, advice in _PARTS:
        if part in names:
            raise FileRefusedError("kind", kind=str(kind), advice=str(advice))
    if "xl/workbook.xml" not in names:
        kind, advice = _("a packed file (.zip)"), _UNPACK
        raise FileRefusedError("kind", kind=str(kind), advice=str(advice))


def refuse_other_texts(head: str) -> None:
    """FileRefusedError if the beginning of a text is of another XML, a web page or JSON."""
    if head[:1] in "{[" and re.match(r'[\[{]\s*["{\[]', head):
        raise FileRefusedError("kind", kind="JSON", advice=str(_NONE))
    if not head.startswith("<"):
        return
    root = _ROOT.search(head)
    name = root[1] if root else ""
    if name in _XML_ROOTS or name.lower() == "html":
        kind, advice = _XML_ROOTS.get(name, _XML_ROOTS["html"])
        raise FileRefusedError("kind", kind=str(kind), advice=str(advice))
