"""A table of questions from the template into a deck and out again, with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from questions.exchange.question_template import template
from questions.models import Deck
from tests.exchange.question_examples import read
from tests.factories import TeacherFactory, TopicFactory

_ROWS = "".join(f"Қай қалада {n}-кездесу өтті?;Астана;Алматы;Семей;1\n" for n in range(300))
_TABLE = f"сұрақ;нұсқа 1;нұсқа 2;нұсқа 3;дұрыс жауап\n{_ROWS};A;B;;1\n"


@pytest.fixture
def teacher(transactional_db):
    for slug in ("sco", "csto", "osce", "cica", "foreign-policy"):
        TopicFactory(slug=slug)
    return TeacherFactory(username="teacher")


def brought(page: Page, name: str, data: bytes) -> None:
    page.goto("/admin/desk/transfer/")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("File").set_input_files(files=[file])
    page.get_by_role("button", name="Look what is in it").click()


def goes_on_until(page: Page, heading: str) -> None:
    """Press the button of each part of the work until that heading stands there."""
    done = page.get_by_role("heading", name=heading)
    more = page.get_by_role("button", name="Go on")
    done.or_(more).first.wait_for()
    while more.count():
        more.click()
        done.or_(more).first.wait_for()
    expect(done).to_be_visible()


def test_a_large_table_comes_in_by_itself(new_context, log_in, teacher):
    context = new_context()
    log_in(context, teacher)
    page = context.new_page()
    brought(page, "Сұрақтар.csv", _TABLE.encode("utf-16"))
    expect(page.get_by_role("heading", name="The file is checked: 301 questions")).to_be_visible()
    expect(page.get_by_text("CSV, encoding UTF-16 LE.")).to_be_visible()
    page.get_by_role("link", name="cannot come in 1").click()
    expect(page.get_by_text("There is no question text.")).to_be_visible()
    page.get_by_label("Topic").select_option("sco")
    page.get_by_label("Language").select_option("kk")
    page.get_by_role("button", name="Bring in 300 questions as drafts").click()
    expect(page.get_by_role("heading", name="300 questions came in as drafts")).to_be_visible()
    assert Deck.objects.get(owner=teacher, name="Сұрақтар").entries.count() == 300


def test_all_works_without_javascript(new_context, log_in, teacher):
    context = new_context(java_script_enabled=False)
    log_in(context, teacher)
    page = context.new_page()
    brought(page, "үлгі.xlsx", template("xlsx"))
    goes_on_until(page, "The file is checked: 9 questions")
    page.get_by_label("Topic").select_option("osce")
    page.get_by_role("button", name="Bring in 9 questions as drafts").click()
    goes_on_until(page, "9 questions came in as drafts")
    page.goto("/admin/desk/transfer/export/")
    page.get_by_label("Format").select_option("moodle-xml")
    page.get_by_role("button", name="See what the file will hold").click()
    expect(page.get_by_text("Elsewhere it becomes a question with a short answer")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download").click()
    assert saved.value.suggested_filename == "kazquiz.xml"
    assert len(read(saved.value.path().read_bytes())) == 9


def test_stopping_keeps_nothing(new_context, log_in, teacher):
    context = new_context()
    log_in(context, teacher)
    page = context.new_page()
    brought(page, "x.csv", _TABLE.encode())
    page.get_by_label("Topic").select_option("sco")
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("heading", name="Dropped")).to_be_visible()
    page.get_by_role("button", name="Delete this report").click()
    expect(page.get_by_text("The report is deleted.")).to_be_visible()
