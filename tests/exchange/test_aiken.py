import pytest

from questions.models import Form
from tests.exchange.question_examples import codes, read_text

GOOD = "Қай қала — астана?\nA. Алматы\nB. Астана\nC. Семей\nANSWER: B\n"


def test_a_question():
    (record,) = read_text(GOOD)
    assert record.form == Form.CHOICE
    assert record.stem == "Қай қала — астана?"
    assert [option.text for option in record.keys] == ["Астана"]


def test_several_with_other_brackets_spaces_and_lines():
    text = GOOD + "\n\nДве\nстроки?\n  A) да\n  B) нет\n\n  ANSWER: A\n" + GOOD
    first, second, third = read_text(text)
    assert second.stem == "Две\nстроки?"
    assert [record.line for record in (first, second, third)] == [1, 8, 14]


@pytest.mark.parametrize(
    ("letters", "answer"), [("ABC", "В"), ("АВС", "B"), ("АБВ", "Б"), ("abc", "b"), ("ABC", "B.")]
)
def test_letters_that_look_alike_are_understood(letters, answer):
    options = "".join(
        f"{letter}) {text}\n" for letter, text in zip(letters, ("раз", "два", "три"), strict=True)
    )
    (record,) = read_text(f"Что?\n{options}ANSWER: {answer}\n", "x.txt")
    assert [option.text for option in record.keys] == ["два"]


def test_words_for_the_answer_in_russian_and_kazakh():
    assert read_text(GOOD.replace("ANSWER", "Ответ"))[0].is_usable
    assert read_text(GOOD.replace("ANSWER", "Жауабы"))[0].is_usable


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Что?\nA. раз\nB. два\nANSWER: D\n", "aiken-answer"),
        ("Что?\nA. раз\nB. два\nещё строка\nANSWER: A\n", "aiken-line"),
        ("A. раз\nB. два\nC. три\nANSWER: A\n", "no-stem"),
        ("Что?\nA. раз\nANSWER: A\n", "few-options"),
        ("Что?\nA. раз\nB. Раз\nANSWER: A\n", "same-options"),
        (GOOD + "\nЧто?\nA. раз\nB. два\n", "aiken-no-answer"),
    ],
)
def test_what_cannot_come_in_says_why(text, problem):
    assert problem in codes(read_text(text)[-1])[0]


def test_a_question_without_an_answer_does_not_swallow_the_next():
    first, second = read_text("Что?\nA. раз\nB. два\n\n" + GOOD)
    assert codes(first)[0] == ["aiken-no-answer"]
    assert second.is_usable
    assert second.stem == "Қай қала — астана?"


def test_several_letters_make_it_choose_all():
    (record,) = read_text(GOOD.replace("ANSWER: B", "ANSWER: A, B"))
    assert record.form == Form.CHOOSE_ALL
