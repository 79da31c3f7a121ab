from itertools import count

import pytest

from questions.authoring.errors import AuthoringError
from questions.exchange import import_reading
from questions.exchange.exports import deck_questions, own_questions, records_of, written
from questions.exchange.imports import (
    Choice,
    begin,
    cancel,
    choose,
    drop,
    error_of,
    figures,
    is_busy,
    lines_of,
    step,
)
from questions.exchange.question_template import template
from questions.exchange.remarks import FileRefusedError, remark_from_json
from questions.models import (
    Citation,
    Deck,
    Edit,
    Fact,
    Form,
    Import,
    ImportLine,
    Option,
    Question,
    QuestionPart,
    Source,
    Topic,
)
from tests.exchange.question_examples import ALL
from tests.exchange.question_examples import written as file_of
from tests.factories import FactFactory, QuestionFactory, TeacherFactory, TopicFactory, own_question

pytestmark = pytest.mark.django_db
_tokens = count(1)


@pytest.fixture
def teacher():
    return TeacherFactory(username="mugalim", language="kk")


@pytest.fixture
def topics():
    return [TopicFactory(slug=slug) for slug in ("sco", "csto", "osce", "cica", "foreign-policy")]


def at_once():
    return True


def never():
    return False


def start(teacher, now, data: bytes | str, name="сұрақтар.csv") -> Import:
    data = data.encode() if isinstance(data, str) else data
    return begin(data=data, name=name, owner=teacher, token=f"{next(_tokens):032x}", now=now)


def checked(teacher, now, data, name="сұрақтар.csv") -> Import:
    row = start(teacher, now, data, name)
    step(row, now=now, is_over=never)
    return row


def write(row, now, **wishes) -> Import:
    wanted = {"topic": Topic.objects.first(), "language": "kk", "is_all_or_nothing": False} | wishes
    choose(row, Choice(**wanted), now=now)
    step(row, now=now, is_over=never)
    row.refresh_from_db()
    return row


def table(*rows: str) -> str:
    return "\n".join(["question;option 1;option 2;option 3;right;topic;language", *rows])


def codes(row, number=0) -> list[str]:
    return [message["code"] for message in row.lines.order_by("number")[number].messages]


GOOD = table("Қай қала астана?;Астана;Алматы;Семей;1;;kk", "Столица?;Астана;Алматы;;1;;ru")


def test_a_file_is_checked_before_anything_of_it_is_stored(teacher, now, topics):
    row = checked(teacher, now, GOOD)
    assert row.status == Import.Status.CHECKED
    assert figures(row).good == 2
    assert row.body is None
    assert not Question.objects.exists()
    assert not Source.objects.filter(owner=teacher).exists()


def test_checking_goes_on_where_it_was_left(teacher, now, topics):
    rows = (f"Вопрос номер {n}?;да;нет;;1;;ru" for n in range(250))
    row = start(teacher, now, table(*rows))
    steps = 0
    while row.status == Import.Status.CHECKING:
        before = row.lines.count()
        step(row, now=now, is_over=at_once)
        row.refresh_from_db()
        assert row.lines.count() - before <= import_reading.MOST_IN_ONE_GO
        steps += 1
        if steps == 100:
            # As if the next request went to another process.
            import_reading.forget(row)
    assert steps > 200
    assert list(row.lines.values_list("number", flat=True)) == list(range(2, 252))


def test_a_process_that_was_overtaken_reads_on_from_where_the_other_came(teacher, now, topics):
    row = start(teacher, now, table(*(f"Вопрос {n}?;да;нет;;1;;" for n in range(30))))
    for _ in range(5):
        step(row, now=now, is_over=at_once)
    mine = import_reading._readers.pop(row.token)
    for _ in range(20):
        step(row, now=now, is_over=at_once)
    import_reading._readers[row.token] = mine
    while row.status == Import.Status.CHECKING:
        step(row, now=now, is_over=at_once)
        row.refresh_from_db()
    assert list(row.lines.values_list("number", flat=True)) == list(range(2, 32))


def test_good_lines_become_drafts_with_a_fact_and_the_file_as_its_source(teacher, now, topics):
    row = write(checked(teacher, now, GOOD), now)
    assert row.status == Import.Status.DONE
    first, second = Question.objects.filter(owner=teacher).order_by("pk")
    assert (first.stem, first.status, first.language) == ("Қай қала астана?", "draft", "kk")
    assert (second.language, second.answer) == ("ru", "Астана")
    assert [option.text for option in first.options.all()] == ["Астана", "Алматы", "Семей"]
    assert first.fact.owner == teacher
    assert first.fact.texts.get().statement == "Қай қала астана? – Астана"
    citation = first.fact.citations.get()
    assert (citation.source.title, citation.place) == ("сұрақтар.csv", "line 2")
    assert citation.source.digest == row.digest
    assert Edit.objects.filter(question=first, action="made", actor=teacher).exists()
    assert row.lines.filter(question=None).count() == 0


def test_every_form_comes_in(teacher, now, topics):
    row = write(checked(teacher, now, template("xlsx"), "үлгі.xlsx"), now, is_all_or_nothing=True)
    assert row.status == Import.Status.DONE
    made = {question.form: question for question in Question.objects.filter(owner=teacher)}
    assert set(made) == set(Form.values)
    assert made["number"].key["number"] == "6"
    assert made["number"].key["unit"] == "мемлекет"
    assert made["typed"].key["type"] in ("text", "name")
    assert [p.rank for p in made["order"].parts.all()] == [0, 1, 2]
    assert [p.answer for p in made["match"].parts.all()] == ["2001", "2002", "1945"]
    assert made["choice"].fact.citations.get().place == "last page"


@pytest.mark.parametrize("slug", ["csv", "xlsx", "gift", "moodle-xml"])
def test_what_was_taken_out_and_brought_in_is_taken_out_the_same(teacher, now, topics, slug):
    row = write(checked(teacher, now, template("csv"), "үлгі.csv"), now, is_all_or_nothing=True)
    assert row.status == Import.Status.DONE
    first = written(records_of(own_questions(teacher), teacher=teacher), slug)
    other = TeacherFactory()
    again = checked(other, now, first, f"файл.{slug}")
    assert figures(again).refused == 0
    write(again, now, deck_name="Көшірме", deck_token="d" * 32)
    deck = Deck.objects.get(owner=other)
    assert written(records_of(deck_questions(deck), teacher=other), slug) == first
    assert written(records_of(own_questions(other), teacher=other), slug) == first


def test_topics_and_languages_of_the_lines_go_before_those_that_were_chosen(teacher, now, topics):
    data = table("A?;да;нет;;1;osce;ru", "B?;да;нет;;1;Жоқ тақырып;", "C?;да;нет;;1;;")
    row = checked(teacher, now, data)
    assert codes(row, 1) == ["unknown-topic"]
    write(row, now, topic=topics[1], language="kk")
    rows = Question.objects.order_by("pk").values_list("fact__topic__slug", "language")
    assert list(rows) == [("osce", "ru"), ("csto", "kk"), ("csto", "kk")]


def test_duplicates_are_told_and_left_out(teacher, now, topics):
    stem = "Which city hosted the summit?"
    own_question(teacher, stem=stem, options=["Astana", "Almaty"], answer="Astana")
    QuestionFactory(stem="Who founded it?", options=["Six states", "Two"], answer="Six states")
    stranger = own_question(TeacherFactory(), stem="Secret?", options=["Yes", "No"], answer="Yes")
    data = table(
        f"{stem};Almaty;Astana;;2;;en",
        "WHO FOUNDED IT;Two;Six states;;2;;en",
        "Secret?;Yes;No;;1;;en",
        "Новый вопрос?;да;нет;;1;;ru",
        "новый  вопрос;Да;Нет, нет;;1;;ru",
        "Нoвый вoпрoс?;да;нет;;1;;ru",  # with Latin letters
        "Новый вопрос?;да;нет;;2;;ru",  # another key
    )
    row = checked(teacher, now, data)
    found = [codes(row, n) for n in range(7)]
    assert found[0] == ["same-own"]
    assert found[1] == ["same-library"]
    assert found[2] == []
    assert found[4] == ["same-earlier"]
    assert found[5][0] == "looks-same-earlier"
    assert "mixed-letters" in found[5]
    assert found[6] == []
    assert stranger.stem not in str([line.messages for line in row.lines.all()])
    assert (figures(row).duplicate, figures(row).coming) == (4, 3)
    write(row, now)
    assert Question.objects.filter(owner=teacher).count() == 4


def test_duplicates_can_be_wanted(teacher, now, topics):
    row = checked(teacher, now, table("A?;да;нет;;1;;ru", "A?;да;нет;;1;;ru"))
    write(row, now, takes_duplicates=True)
    assert Question.objects.filter(owner=teacher).count() == 2


def test_all_or_nothing_is_refused_where_a_line_is_refused(teacher, now, topics):
    row = checked(teacher, now, table("A?;да;нет;;1;;ru", ";да;нет;;1;;ru"))
    with pytest.raises(AuthoringError):
        write(row, now, is_all_or_nothing=True)
    assert not Question.objects.exists()
    write(row, now, is_all_or_nothing=False)
    assert Question.objects.count() == 1


def state() -> dict[str, int]:
    models = (Question, Option, QuestionPart, Fact, Citation, Source, Deck, Edit)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_cancelled_import_leaves_nothing(teacher, now, topics, steps):
    own_question(teacher)
    before = state()
    row = checked(teacher, now, file_of(ALL * 6, "csv"))
    choose(
        row,
        Choice(topics[0], "ru", False, takes_duplicates=True, deck_name="X", deck_token="e" * 32),
        now=now,
    )
    for _ in range(steps):
        step(row, now=now, is_over=at_once)
    assert steps == 0 or Question.objects.count() > 1
    cancel(row, now=now)
    assert error_of(row).code == "cancelled"
    while is_busy(row):
        step(row, now=now, is_over=at_once)
    assert state() == before
    assert drop(row)
    assert not ImportLine.objects.exists()


def test_facts_that_were_there_before_stay_when_an_import_is_taken_back(teacher, now, topics):
    data = (
        "question;option 1;statement;source;place;topic;language\n"
        "Что?;то;Факт.;Книга;стр. 1;sco;ru\nКак?;так;Факт.;Книга;стр. 1;sco;ru\n"
    )
    write(checked(teacher, now, data), now)
    assert Fact.objects.filter(owner=teacher).count() == 1
    assert Source.objects.filter(owner=teacher, title="Книга").count() == 1
    row = checked(teacher, now, data.replace("Что?", "Где?").replace("Как?", "Кто?"))
    before = state()
    choose(row, Choice(topics[0], "ru", False), now=now)
    step(row, now=now, is_over=at_once)
    assert Fact.objects.filter(owner=teacher).count() == 1
    cancel(row, now=now)
    while is_busy(row):
        step(row, now=now, is_over=at_once)
    assert state() == before


def test_a_line_that_the_desk_refuses_ends_it_all_or_is_left_out(teacher, now, topics):
    bad = "Где?;там;Книга;javascript:alert(1)"
    data = f"question;option 1;source;address\nЧто?;то;;\n{bad}\nКак?;так;;\n"
    before = state()
    row = write(checked(teacher, now, data), now, is_all_or_nothing=True)
    while is_busy(row):
        step(row, now=now, is_over=never)
    assert row.status == Import.Status.FAILED
    assert "Line 3" in str(error_of(row))
    assert state() == before
    row = write(checked(teacher, now, data), now, is_all_or_nothing=False)
    assert row.status == Import.Status.DONE
    assert Question.objects.filter(owner=teacher).count() == 2
    assert codes(row, 1)[0] == "refused-here"


def test_the_same_file_brought_again_is_the_same_source(teacher, now, topics):
    write(checked(teacher, now, GOOD), now)
    row = checked(teacher, now, GOOD)
    assert figures(row).duplicate == 2
    write(row, now, takes_duplicates=True)
    assert Source.objects.filter(owner=teacher).count() == 1


def test_questions_go_into_a_new_deck_in_their_order(teacher, now, topics):
    row = write(checked(teacher, now, GOOD), now, deck_name="Сұрақтар", deck_token="f" * 32)
    stems = [question.stem for question in deck_questions(row.deck)]
    assert stems == ["Қай қала астана?", "Столица?"]


def test_a_file_that_breaks_halfway_leaves_nothing(teacher, now, topics):
    data = file_of(ALL, "moodle-xml")[:-30]
    row = checked(teacher, now, data, "x.xml")
    assert row.status == Import.Status.FAILED
    assert error_of(row).code == "truncated"
    assert not is_busy(row)
    assert not Question.objects.exists()


def test_a_table_without_rows_is_said_to_have_no_questions(teacher, now, topics):
    row = checked(teacher, now, table())
    assert row.status == Import.Status.FAILED
    assert error_of(row).code == "no-questions"


def test_what_is_no_file_of_questions_is_not_taken_in(teacher, now):
    with pytest.raises(FileRefusedError):
        start(teacher, now, b"%PDF-1.7", "x.pdf")
    assert not Import.objects.exists()


def test_messages_are_stored_so_that_each_reader_reads_their_own_language(teacher, now, topics):
    row = checked(teacher, now, table(";да;нет;;1;;ru"))
    (line,) = lines_of(row, "refused")
    assert str(remark_from_json(line.messages[0])) == "Line 2: There is no question text."


def test_queries_do_not_grow_with_the_lines_of_a_step(
    teacher, now, topics, django_assert_max_num_queries
):
    few = checked(teacher, now, table(*(f"Несколько {n}?;да;нет;;1;;" for n in range(3))))
    many = checked(teacher, now, table(*(f"Много {n}?;да;нет;;1;;" for n in range(20))))
    FactFactory()
    for row in (few, many):
        choose(row, Choice(topics[0], "ru", False), now=now)
        with django_assert_max_num_queries(60):
            step(row, now=now, is_over=at_once)
