import io
import zipfile

import pytest

from questions.exchange.file_formats import FORMATS, MOST_BYTES, open_file
from questions.exchange.remarks import FileRefusedError
from tests.exchange.question_examples import ALL, written


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            # Without the hour in it, so that the tests have the same names in each run.
            archive.writestr(zipfile.ZipInfo(name), "x")
    return data.getvalue()


@pytest.mark.parametrize("slug", FORMATS)
@pytest.mark.parametrize("name", ["x", "x.pdf", "вопросы.txt"])
def test_a_format_is_told_by_its_content_whatever_the_name(slug, name):
    records = ALL if slug != "aiken" else ALL[:1]
    assert open_file(written(records, slug), name).format.slug == slug


QUOTED_BRACE = b"Put {>2 ALL VERTICAL ABSOLUTE_POSITION SHOW\nx\ny ab\\{c\n}\n"


def test_a_brace_that_is_quoted_does_not_hide_the_format():
    assert open_file(QUOTED_BRACE, "x").format.slug == "gift"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("<b>Что это?\nA. шо\nB. 1 шо\nANSWER: A\n", "aiken"),
        ("<b>Что это?</b> {=шо ~по}\n", "gift"),
        ("<quiz><!-- ANSWER: A\nA. шо --></quiz>", "moodle-xml"),
        ("<questions></questions>", "moodle-xml"),
    ],
)
def test_words_in_a_tag_make_no_xml_of_a_text(text, slug):
    assert open_file(text.encode(), "x.txt").format.slug == slug


def test_the_encoding_is_told():
    text = "вопрос;вариант 1\nЧто?;то\n"
    assert open_file(text.encode("cp1251"), "x.csv").encoding == "CP1251"
    assert open_file(text.encode("utf-16"), "x.csv").encoding == "UTF-16 LE"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "empty"),
        (b"\0" * 100, "nul", "zero character"),
        (b"%PDF-1.7", "kind", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind", ".doc or .xls"),
        (packed("word/document.xml"), "kind", "Word document"),
        (packed("ppt/presentation.xml"), "kind", "presentation"),
        (packed("moodle_backup.xml"), "kind", "Moodle backup"),
        (b"\x1f\x8b\x08\0", "kind", ".mbz"),
        (packed("imsmanifest.xml"), "kind", "QTI"),
        (packed("h5p.json"), "kind", "H5P"),
        (packed("mimetype", "content.xml"), "kind", "OpenDocument"),
        (packed("xl/workbook.xml", "xl/vbaProject.bin"), "kind", "macros"),
        (packed("a.txt"), "kind", ".zip"),
        (packed("a.txt")[:20], "truncated", "ends too early"),
        (b"\x89PNG\r\n", "kind", "image"),
        (b"{\\rtf1", "kind", "RTF"),
        (b"<!DOCTYPE html><html></html>", "kind", "web page"),
        (b"<html><body>x</body></html>", "kind", "web page"),
        (b'<?xml version="1.0"?><questestinterop/>', "kind", "QTI"),
        (b'{"questions": []}', "kind", "JSON"),
        ("Просто письмо, без вопросов.".encode(), "unknown-format", "CSV, XLSX, GIFT"),
    ],
)
def test_other_kinds_are_refused_by_name(data, code, words):
    with pytest.raises(FileRefusedError) as refused:
        open_file(data, "x.csv.txt")
    assert refused.value.remark.code == code
    assert words in str(refused.value)


def test_a_file_that_is_too_big_is_not_opened():
    with pytest.raises(FileRefusedError, match="larger than 10 MB"):
        open_file(b"a" * (MOST_BYTES + 1), "x.csv")
