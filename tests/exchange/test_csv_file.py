import pytest

from questions.exchange.file_formats import open_file
from questions.exchange.remarks import FileRefusedError
from questions.models import Form
from tests.exchange.question_examples import CHOICE, codes, read, read_text, written


def test_header_and_separator_of_any_language_are_read():
    header = "Вопрос;Вариант 1;Вариант 2;Вариант 3;Правильный ответ;Тема"
    text = f"{header}\nГде?;Астана;Алматы;Семей;2;sco\n"
    (record,) = read_text(text)
    assert record.form == Form.CHOICE
    assert [option.text for option in record.keys] == ["Алматы"]
    assert (record.topic, record.line) == ("sco", 2)
    (again,) = read_text(text.replace(";", "\t"))
    assert again.options == record.options


def test_kazakh_header_in_kz1048():
    text = "сұрақ,нұсқа 1,нұсқа 2,дұрыс жауап\nҚайда?,Өскемен,Әулиекөл,Өскемен\n"
    (record,) = read(text.encode("kz1048"))
    assert record.stem == "Қайда?"
    assert [option.text for option in record.keys] == ["Өскемен"]


@pytest.mark.parametrize(
    ("row", "form"),
    [
        ("Да?;;;;верно;", Form.TRUE_FALSE),
        ("Что?;то;;;;", Form.TYPED),
        ("Столица ____.;Астана;;;;", Form.CLOZE),
        ("Кто?;A;B;C;1,3;", Form.CHOOSE_ALL),
        ("Кто?;A;B;C;b;", Form.CHOICE),
        ("Кто?;A;B;C;В;", Form.CHOICE),
        ("Пары;A;B;;;1", Form.MATCH),
    ],
)
def test_a_form_that_is_not_named_is_told_by_the_rest(row, form):
    (record,) = read_text(f"question;option 1;option 2;option 3;right;match 1\n{row}\n")
    assert record.form == form


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";A;B;;1;;;", "no-stem"),
        ("Кто?;A;B;;;;;", "no-key"),
        ("Кто?;A;B;;7;;;", "bad-right"),
        ("Кто?;A;;;1;choice;;", "few-options"),
        ("Кто?;A;;C;1;choice;;", "empty-option"),
        ("Кто?;A;a ;C;1;;;", "same-options"),
        ("Кто?;A;B;;1,2;choice;;", "several-keys"),
        ("Кто?;A;B;;1,2;choose all;;", "all-keys"),
        ("Сколько?;много;;;;число;;", "bad-number"),
        ("Кто?;A;;;;цветок;;", "unknown-form"),
        ("Столица?;A;;;;cloze;;", "no-gap"),
        ("____ и ____;A;;;;cloze;;", "several-gaps"),
        ("Кто?;A;B;;1;;de;", "unknown-language"),
        ("Кто?;A;B;;1;;;9", "bad-importance"),
        ("Кто?;A;B;;1;;;;лишнее", "too-many-cells"),
        (f"{'я' * 2001};A;B;;1;;;", "too-long"),
    ],
)
def test_rows_that_cannot_come_in_say_why(row, problem):
    header = "question;option 1;option 2;option 3;right;form;language;importance"
    (record,) = read_text(f"{header}\n{row}\n")
    assert problem in codes(record)[0]
    assert str(record.problems[0]).startswith("Line 2: ")


def test_numbers_among_the_options_do_not_confuse_their_places():
    (record,) = read_text("question;option 1;option 2;option 3;right\nГод?;3;2;1;1\n")
    assert [option.text for option in record.keys] == ["3"]
    (record,) = read_text("question;option 1;option 2;right\nГод?;1992;2001;2001\n")
    assert [option.text for option in record.keys] == ["2001"]


def test_a_column_that_is_not_known_is_said():
    (record,) = read_text("question;option 1;right;Цвет\nЧто?;то;;синий\n")
    assert codes(record) == ([], ["column"])
    assert "Цвет" in str(record.notes[0])


def test_texts_over_several_lines_keep_the_line_in_which_their_row_begins():
    first, second = read_text('question;option 1\n"Две\nстроки?";да\nЕщё?;да\n')
    assert (first.stem, first.line) == ("Две\nстроки?", 2)
    assert second.line == 4


def test_script_stays_text():
    (record,) = read_text("question;option 1\n<script>alert(1)</script>?;да\n")
    assert record.stem == "<script>alert(1)</script>?"


def test_nothing_in_the_file_begins_a_formula_whatever_the_separator():
    data = written([CHOICE], "csv").decode("utf-8-sig")
    for sign in ";,\t\n":
        for cell in data.split(sign):
            assert not cell.strip('"').startswith(("=", "+", "@", "-", "\t", "\r"))


def test_the_separator_that_excel_names_in_a_line_of_its_own_is_passed_over():
    (record,) = read_text("sep=;\nquestion;option 1\nЧто?;то\n", "x.csv")
    assert record.accepted == ("то",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("вариант 1;вариант 2;ответ\nA;B;1\n", "no-header"),
        ("question;question;right\nA;B;1\n", "same-header"),
        ('question;option 1\n"Где?;Астана\nКто?;он\n', "quote-open"),
    ],
)
def test_files_that_are_no_such_table_are_refused(text, code):
    with pytest.raises(FileRefusedError) as refused:
        read_text(text, "x.csv")
    assert refused.value.remark.code == code


def test_a_quotation_mark_left_open_names_its_line():
    rows = "".join(f"Вопрос {n}?;да\n" for n in range(2000))
    with pytest.raises(FileRefusedError, match="Line 3: A quotation mark"):
        read_text(f'question;option 1\nРаз?;да\n"Два?;да\n{rows}')


def test_rows_are_read_as_they_are_asked_for():
    rows = "".join(f"Вопрос {n}?;да\n" for n in range(20_000))
    opened = open_file(f"question;option 1\n{rows}".encode(), "x.csv")
    next(opened.questions)
    assert opened.done < opened.size / 10


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("questions.exchange.csv_file.MOST_ROWS", 3)
    with pytest.raises(FileRefusedError, match="more than 3 rows"):
        read_text("question;option 1\n" + "Что?;то\n" * 4)
