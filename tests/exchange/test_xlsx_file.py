import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from questions.exchange.question_template import template
from questions.exchange.remarks import FileRefusedError
from tests.exchange.question_examples import ALL, codes, read, written


def workbook(*rows, title="Sheet1", others=()) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for other in others:
        book.create_sheet(other).append(["x"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def repacked(data: bytes, changes: dict[str, bytes], *, drop=()) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", 8) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return result.getvalue()


HEADER = ["question", "option 1", "option 2", "right"]
GOOD = workbook(HEADER, ["Где?", "Астана", "Алматы", 1])
SHEET = "xl/worksheets/sheet1.xml"


def refused(data: bytes) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as found:
        read(data, "x.xlsx")
    return found.value


def test_numbers_dates_and_truth_are_read_as_they_are_shown():
    data = workbook(
        HEADER, ["Когда?", date(2001, 6, 15), date(2002, 6, 7), 2], ["Сколько?", 1945, 0.1 + 0.2, 1]
    )
    dated, counted = read(data)
    assert [option.text for option in dated.options] == ["2001-06-15", "2002-06-07"]
    assert [option.text for option in counted.options] == ["1945", "0.3"]
    assert (dated.line, counted.line) == (2, 3)


def test_a_formula_is_refused_by_its_cell_not_read_by_its_value():
    (record,) = read(workbook(HEADER, ["Сколько?", "=1+1", "3", 1]))
    assert "Cell B2 holds a formula" in str(record.problems[0])


def test_what_is_written_are_texts_and_no_formulas():
    book = load_workbook(io.BytesIO(written(ALL, "xlsx")))
    cells = [cell for row in book["questions"] for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.value.startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_same_questions_make_the_same_file_at_any_time(monkeypatch):
    first = written(ALL, "xlsx")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    assert written(ALL, "xlsx") == first


def test_other_sheets_and_images_are_said():
    data = workbook(HEADER, ["Где?", "Астана", "Алматы", 1], others=["Черновик"])
    (record,) = read(repacked(data, {"xl/media/image1.png": b"png"}))
    assert codes(record) == ([], ["sheets", "images"])
    assert "Черновик" in str(record.notes[0])


def test_a_sheet_named_for_questions_is_taken_before_the_first():
    book = Workbook()
    book.active.append(["x"])
    for row in (HEADER, ["Где?", "Астана", "Алматы", 1]):
        (book["Вопросы"] if "Вопросы" in book.sheetnames else book.create_sheet("Вопросы")).append(
            row
        )
    data = io.BytesIO()
    book.save(data)
    (record,) = read(data.getvalue())
    assert record.stem == "Где?"


def test_an_empty_sheet_is_said_to_be_empty():
    assert refused(workbook()).remark.code == "empty"


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
def test_declared_entities_are_refused(part):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">'
        b'<!ENTITY c SYSTEM "file:///etc/passwd">]><x>&b;&c;</x>'
    )
    assert refused(repacked(GOOD, {part: bomb})).remark.code == "xml-entities"


def test_a_zip_bomb_is_not_unpacked():
    error = refused(repacked(GOOD, {"xl/media/big.bin": b"\0" * (129 * 1024 * 1024)}))
    assert error.remark.code == "unpacks-too-big"
    assert "128 MB" in str(error)


def test_rows_and_columns_far_away_are_refused():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    far = sheet % b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    wide = sheet % b'<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert refused(repacked(GOOD, {SHEET: far})).remark.code == "too-many-rows"
    assert refused(repacked(GOOD, {SHEET: wide})).remark.code == "too-many-columns"


def test_a_file_cut_short_or_damaged_is_said_to_be_so():
    assert refused(GOOD[: len(GOOD) // 2]).remark.code == "truncated"
    assert refused(repacked(GOOD, {SHEET: b"<worksheet><sheetData>"})).remark.code == "xlsx-broken"
    assert refused(repacked(GOOD, {}, drop=[SHEET])).remark.code == "xlsx-broken"
    assert refused(repacked(GOOD, {"xl/styles.xml": b"<<"})).remark.code == "xlsx-broken"


def test_rows_of_a_large_sheet_come_in_slices():
    rows = ([f"Вопрос {n}?", "да", "нет", 1] for n in range(3000))
    from questions.exchange.file_formats import open_file

    opened = open_file(workbook(HEADER, *rows), "x.xlsx")
    first = [next(opened.questions) for _ in range(3)]
    assert None in first


def test_the_template_holds_an_example_of_each_form_and_its_explanations():
    data = template("xlsx")
    records = read(data)
    assert {str(record.form) for record in records} == {
        "choice", "choose-all", "true-false", "typed", "cloze", "number", "match", "order",
        "flashcard",
    }  # fmt: skip
    assert all(record.is_usable and not record.notes for record in records)
    assert load_workbook(io.BytesIO(data)).sheetnames == ["questions", "how to fill in"]
    assert [r.content() for r in read(template("csv"))] == [r.content() for r in records]
