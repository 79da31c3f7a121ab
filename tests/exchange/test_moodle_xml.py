import pytest

from questions.exchange.file_formats import open_file
from questions.exchange.remarks import FileRefusedError
from questions.models import Form
from tests.exchange.question_examples import CHOICE, codes, read, read_text, written

ANSWERS = (
    '<answer fraction="100"><text>Астана</text></answer>'
    '<answer fraction="0"><text>Алматы</text></answer>'
)


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}</quiz>'


def question(kind: str, inside: str, stem: str = "<p>Қайда?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Аты</text></name><questiontext format="html">'
        f"<text><![CDATA[{stem}]]></text></questiontext>{inside}</question>\n"
    )


def one(kind: str, inside: str, stem: str = "<p>Қайда?</p>"):
    (record,) = read_text(quiz(question(kind, inside, stem)))
    return record


def test_choice_with_feedback_in_html():
    record = one(
        "multichoice",
        "<generalfeedback format='html'><text>&lt;p&gt;Түсіндірме&lt;/p&gt;</text>"
        "</generalfeedback><single>true</single><answer fraction='100' format='html'>"
        "<text><![CDATA[<p>Астана</p>]]></text>"
        "<feedback format='html'><text>Иә</text></feedback></answer>"
        "<answer fraction='0' format='html'><text>Алматы &amp;amp; Семей</text></answer>"
        "<tags><tag><text>тарих</text></tag></tags>",
    )
    assert (record.form, record.stem, record.title) == (Form.CHOICE, "Қайда?", "Аты")
    assert [(o.text, o.is_key, o.reason) for o in record.options] == [
        ("Астана", True, "Иә"),
        ("Алматы & Семей", False, ""),
    ]
    assert (record.explanation, record.tags, record.line) == ("Түсіндірме", ("тарих",), 3)
    assert not record.notes


@pytest.mark.parametrize(
    ("kind", "inside", "form"),
    [
        ("multichoice", f"<single>true</single>{ANSWERS}", Form.CHOICE),
        (
            "multichoice",
            '<single>false</single><answer fraction="50"><text>A</text></answer><answer '
            'fraction="50"><text>B</text></answer><answer fraction="-100"><text>C</text></answer>',
            Form.CHOOSE_ALL,
        ),
        (
            "truefalse",
            '<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>'
            "false</text></answer>",
            Form.TRUE_FALSE,
        ),
        ("shortanswer", '<answer fraction="100"><text>Астана</text></answer>', Form.TYPED),
        (
            "numerical",
            '<answer fraction="100"><text>3.5</text><tolerance>0.1</tolerance></answer>',
            Form.NUMBER,
        ),
        (
            "matching",
            "<subquestion format='html'><text>ШОС</text><answer><text>2001</text></answer>"
            "</subquestion><subquestion><text>ОДКБ</text><answer><text>2002</text></answer>"
            "</subquestion>",
            Form.MATCH,
        ),
        (
            "ordering",
            '<selecttype>ALL</selecttype><answer fraction="1"><text>бір</text></answer>'
            '<answer fraction="2"><text>екі</text></answer>',
            Form.ORDER,
        ),
    ],
)
def test_each_type_becomes_its_form(kind, inside, form):
    record = one(kind, inside)
    assert record.form == form
    assert record.is_usable


def test_a_short_answer_with_a_gap_is_a_cloze():
    answer = '<answer fraction="100"><text>Астана</text></answer>'
    assert one("shortanswer", answer, "Астанамыз — _____.").form == Form.CLOZE


@pytest.mark.parametrize("kind", ["cloze", "ddwtos", "gapselect", "calculated", "random"])
def test_other_types_are_named(kind):
    record = one(kind, "")
    assert codes(record)[0] == ["unsupported"]
    assert f"“{kind}”" in str(record.problems[0])


@pytest.mark.parametrize("kind", ["essay", "description"])
def test_types_without_a_key_say_so(kind):
    assert codes(one(kind, ""))[0] == [kind]


def test_images_files_scripts_and_links_are_said():
    stem = (
        "<p>Где это? <img src='@@PLUGINFILE@@/karta.png' alt='карта'></p><script>alert(1)</script>"
        "<a href='https://example.org/x'>сайт</a>]]></text><file name='karta.png' "
        "encoding='base64'>AAAA</file><file name='plan.pdf' encoding='base64'>AAAA"
        "</file><text><![CDATA["
    )
    record = one("multichoice", f"<single>true</single>{ANSWERS}", stem)
    assert record.stem == "Где это?\n\nсайт"
    assert codes(record)[1] == ["image", "script", "link", "file"]
    told = " ".join(map(str, record.notes))
    assert "karta.png" in told
    assert "plan.pdf" in told


def test_a_question_of_a_picture_alone_cannot_come_in():
    record = one("multichoice", f"<single>true</single>{ANSWERS}", "<img src='a.png'>")
    assert codes(record) == (["no-stem"], ["image"])


def test_weights_units_hints_case_and_wildcards_are_said():
    record = one(
        "multichoice",
        f"<single>true</single>{ANSWERS}<answer fraction='33.33333'><text>Семей</text></answer>"
        "<hint><text>Подумайте</text></hint>"
        "<correctfeedback><text>Молодец!</text></correctfeedback>",
    )
    assert codes(record)[1] == ["partial-weight", "hints", "combined-feedback"]
    record = one(
        "shortanswer",
        "<usecase>1</usecase><answer fraction='100'><text>Астана</text></answer>"
        "<answer fraction='100'><text>Аст*</text></answer>"
        "<answer fraction='0'><text>*</text><feedback><text>Нет</text></feedback></answer>",
    )
    assert record.accepted == ("Астана",)
    assert codes(record)[1] == ["case", "wildcard", "feedback"]
    record = one(
        "numerical",
        "<answer fraction='100'><text>1</text></answer><units><unit><multiplier>1</multiplier>"
        "<unit_name>км</unit_name></unit><unit><multiplier>1000</multiplier><unit_name>м</unit_name>"
        "</unit></units>",
    )
    assert record.number.unit == "км"
    assert codes(record)[1] == ["units"]


def test_categories_are_topics():
    category = (
        '<question type="category"><category><text>$course$/top/Default/osce</text></category>'
        "</question>"
    )
    (record,) = read_text(quiz(category, question("multichoice", ANSWERS)))
    assert record.topic == "osce"


def test_what_is_carried_survives_moodle_rewriting_it_as_html():
    text = written([CHOICE], "moodle-xml").decode()
    start, end = text.index("<generalfeedback"), text.index("</generalfeedback>")
    plain = text[start:end].split("<text>")[1].removesuffix("</text>")
    html = "&lt;p&gt;" + plain.replace("\n", "&lt;br /&gt;\n") + "&lt;/p&gt;"
    rewritten = f"{text[:start]}<generalfeedback format='html'><text>{html}</text>{text[end:]}"
    (record,) = read_text(rewritten)
    assert record.statement == CHOICE.statement
    assert record.source.authors == CHOICE.source.authors
    assert record.explanation == CHOICE.explanation


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>', "xml-entities"),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question '
            'type="essay"><name><text>&a;</text></name></question></quiz>',
            "xml-entities",
        ),
        ('<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd"><quiz></quiz>', "xml-entities"),
        (quiz(question("multichoice", ANSWERS))[:-40], "truncated"),
        ("<quiz><question></quiz>", "xml-broken"),
        ("<quiz>&nbsp;</quiz>", "xml-broken"),
        ("<lesson><a/></lesson>", "xml-root"),
        ("<quiz>" + "<a>" * 50 + "</a>" * 50 + "</quiz>", "xml-deep"),
    ],
)
def test_broken_and_harmful_files_are_refused(text, code):
    with pytest.raises(FileRefusedError) as refused:
        read_text(text, "x.xml")
    assert refused.value.remark.code == code


def test_broken_xml_names_its_line():
    with pytest.raises(FileRefusedError, match="Line 4"):
        read_text(quiz(question("multichoice", ANSWERS), "<a></b>"))


@pytest.mark.parametrize("codec", ["utf-16", "cp1251", "utf-8-sig"])
def test_the_encoding_is_told_by_the_bytes_not_by_the_declaration(codec):
    text = quiz(question("multichoice", ANSWERS, "Где столица Казахстана?"))
    (record,) = read(text.encode(codec))
    assert record.stem == "Где столица Казахстана?"


def test_questions_come_while_the_file_is_read():
    text = quiz(*[question("multichoice", ANSWERS)] * 5000)
    opened = open_file(text.encode(), "x.xml")
    next(opened.questions)
    assert opened.done < opened.size / 5
