import pytest

from questions.models import Form
from tests.exchange.question_examples import codes, read_text


def one(text: str):
    (record,) = read_text(text, "x.gift")
    return record


def test_choice_with_title_feedback_and_general_feedback():
    record = one(
        "// пікір\n::Астана туралы::Астана қай жылы астана болды?{\n=1997#Дұрыс\n"
        "~1991 # Тәуелсіздік жылы\n~2019\n####Қаулы 1997 жылы шықты.}"
    )
    assert record.title == "Астана туралы"
    assert record.form == Form.CHOICE
    assert [(o.text, o.is_key, o.reason) for o in record.options] == [
        ("1997", True, "Дұрыс"),
        ("1991", False, "Тәуелсіздік жылы"),
        ("2019", False, ""),
    ]
    assert record.explanation == "Қаулы 1997 жылы шықты."
    assert record.line == 2


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ШОС основана в 2001 году.{T}", Form.TRUE_FALSE),
        ("ШОС основана в 2002 году.{FALSE#Нет#Да}", Form.TRUE_FALSE),
        ("Столица?{=Астана =Нур-Султан}", Form.TYPED),
        ("Столица?{Астана}", Form.TYPED),
        ("Столица — {=Астана} города.", Form.CLOZE),
        ("Столица {~Алматы =Астана} города.", Form.CHOICE),
        ("Кто основал?{~%50%Казахстан ~%50%Китай ~%-100%Индия}", Form.CHOOSE_ALL),
        ("Пары.{=ШОС -> 2001 =ОДКБ -> 2002}", Form.MATCH),
        ("Год?{#2001}", Form.NUMBER),
        (
            "По порядку.{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW\nпервое\nвторое\nтретье\n}",
            Form.ORDER,
        ),
    ],
)
def test_each_type_becomes_its_form(text, form):
    record = one(text)
    assert record.form == form
    assert record.is_usable


def test_true_and_false_keep_what_is_told_on_each():
    record = one("ШОС основана в 2002 году.{FALSE#Нет, в 2001#Верно}")
    assert [(o.text, o.is_key, o.reason) for o in record.options] == [
        ("true", False, "Нет, в 2001"),
        ("false", True, "Верно"),
    ]


def test_a_missing_word_leaves_a_gap():
    assert one("Столица — {=Астана} города.").stem == "Столица — ____ города."


@pytest.mark.parametrize(
    ("answers", "number", "tolerance"),
    [
        ("#5", "5", ""),
        ("#5:0", "5", "0"),
        ("#3.14:0.005", "3.14", "0.005"),
        ("#3,5", "3.5", ""),
        ("#1990..2000", "1995", "5"),
        ("#-2..-1", "-1.5", "0.5"),
        ("#=1945:0", "1945", "0"),
    ],
)
def test_numbers_with_tolerances_and_ranges(answers, number, tolerance):
    record = one(f"Сколько?{{{answers}}}")
    assert (record.number.number, record.number.tolerance) == (number, tolerance)


def test_of_several_numbers_the_first_whole_one_is_kept_and_the_rest_is_said():
    record = one("Год?{#=%50%1944:0#почти =1945:0 ~#нет}")
    assert record.number.number == "1945"
    assert codes(record)[1] == ["feedback", "answer-left", "feedback"]


def test_escaped_signs_are_themselves():
    record = one(r"Что значит \{a\=b\}\: \#1 \~ \\?{=\= и \~ ~x\:y\n(z)}")
    assert record.stem == r"Что значит {a=b}: #1 ~ \?"
    assert [option.text for option in record.options] == ["= и ~", "x:y (z)"]


def test_html_becomes_text_and_what_is_lost_is_said():
    record = one(
        '[html]<p>Где\\: <b>столица</b>?</p><img src\\="@@PLUGINFILE@@/karta.png">'
        "<script>alert(1)</script>{=Астана ~Алматы}"
    )
    assert record.stem == "Где: столица?"
    assert codes(record)[1] == ["image", "script"]
    assert "karta.png" in str(record.notes[0])


def test_markdown_is_kept_and_said():
    record = one("[markdown]Где **столица**?{=Астана ~Алматы}")
    assert record.stem == "Где **столица**?"
    assert codes(record)[1] == ["markdown"]


def test_plain_text_with_angle_brackets_is_no_html():
    assert one("[plain]Что такое <b>?{=тег ~знак}").stem == "Что такое <b>?"


def test_partial_weights_are_said():
    record = one("Где?{=Астана ~%30%Алматы ~Семей}")
    assert codes(record) == ([], ["partial-weight"])
    record = one("Кто?{~%70%A ~%30%B ~%-100%C}")
    assert codes(record) == ([], ["weights"])
    assert len(record.keys) == 2


def test_wildcards_and_weighted_short_answers_are_left_out_and_said():
    record = one("Где?{=Астана =%50%Нур-Султан =%0%Алматы#Нет =Аст*}")
    assert record.accepted == ("Астана",)
    assert codes(record)[1] == ["partial-weight", "feedback", "wildcard"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Напишите эссе.{}", "essay"),
        ("Просто текст.\n\n::t::Где?{=A ~B}", "description"),
        ("Где?{=Астана ~Алматы\n\nКто?{=Он}", "unclosed"),
        ("Где?} {=A", "stray-brace"),
        ("Где {=A} и {=B}?", "several-answers"),
        ("Пары.{=A -> 1 =B}", "gift-broken"),
        ("Где?{~A ~B}", "no-key"),
        ("Сколько?{#много}", "bad-number"),
        ("{=A ~B}", "no-stem"),
    ],
)
def test_what_cannot_come_in_says_why(text, problem):
    assert problem in codes(read_text(text, "x.gift")[0])[0]


def test_a_question_that_is_not_closed_does_not_swallow_the_next():
    first, second = read_text("::1::Где?{=Астана ~Алматы\n\n::2::Кто?{=Он ~Она}\n", "x.gift")
    assert codes(first)[0] == ["unclosed"]
    assert second.is_usable
    assert second.line == 3


def test_questions_without_blank_lines_between_are_told_apart():
    first, second = read_text("::1::Где?{\n=A\n~B\n}\n// id 2\n::2::Кто?{=C ~D}\n", "x.gift")
    assert (first.title, second.title) == ("1", "2")


def test_blank_lines_inside_the_answers_part_nothing():
    record = one("Где?{\n=Астана\n\n~Алматы\n}")
    assert len(record.options) == 2


def test_the_category_is_the_topic():
    first, second = read_text(
        "$CATEGORY: $course$/top/Ұйымдар/sco\n\nГде?{=A ~B}\n\n"
        "$CATEGORY: $course$/top\n\nКто?{=A ~B}",
        "x.gift",
    )
    assert (first.topic, second.topic) == ("sco", "")


def test_tags_and_what_kazquiz_carries_are_read_from_comments():
    record = one(
        "// question: 5  name: x\n// [id:7] [tag:тарих] [tag:a b]\n// kazquiz language: kk\n"
        "// kazquiz source: Жарғы\n// kazquiz place: 1-бап\nҚайда?{=Астана ~Алматы}"
    )
    assert record.tags == ("тарих", "a b")
    assert (record.language, record.source.title, record.place) == ("kk", "Жарғы", "1-бап")


def test_a_real_export_with_windows_line_ends_and_a_mark_in_front():
    text = "\ufeff// question: 0  name: Switch category\r\n$CATEGORY: $course$/top/csto\r\n\r\n\r\n"
    text += (
        "// question: 1  name: Q\r\n::Q::[html]<p>Қай жылы?</p>{\r\n\t=<p>1992</p>#<p>Иә</p>\r\n"
    )
    text += "\t~<p>2002</p>\r\n\t####<p>Ташкент</p>\r\n}\r\n\r\n"
    record = one(text)
    assert (record.topic, record.stem, record.explanation) == ("csto", "Қай жылы?", "Ташкент")
    assert [option.text for option in record.options] == ["1992", "2002"]
    assert record.options[0].reason == "Иә"
