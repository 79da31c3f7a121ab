import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questions.models import Deck, Import, ImportLine, Question
from tests.exchange.question_examples import ALL, read, written
from tests.factories import DeckFactory, TeacherFactory, TopicFactory, own_question

pytestmark = pytest.mark.django_db
HEADER = "question;option 1;option 2;right\n"
GOOD = HEADER + "Қай қала астана?;Астана;Алматы;1\nСтолица?;Астана;Семей;1\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def teacher(client):
    teacher = TeacherFactory()
    for slug in ("sco", "csto", "osce", "cica", "foreign-policy"):
        TopicFactory(slug=slug)
    client.force_login(teacher)
    return teacher


def bring(client, data: str | bytes, name="сұрақтар.csv"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(reverse("desk:transfer"), {"file": SimpleUploadedFile(name, data)})


def go_on(client) -> Import:
    row = Import.objects.get()
    for _ in range(100):
        if row.status not in ("checking", "writing"):
            break
        client.post(reverse("desk:import-step", args=[row.token]))
        row.refresh_from_db()
    return row


def checked(client, data) -> Import:
    bring(client, data)
    return go_on(client)


def act(client, row, what, **data):
    return client.post(reverse(f"desk:import-{what}", args=[row.token]), data, follow=True)


class TestUpload:
    def test_a_file_is_taken_in_and_shown(self, client, teacher):
        response = bring(client, GOOD)
        row = Import.objects.get()
        assert response["Location"] == reverse("desk:import", args=[row.token])
        assert (row.name, row.format, row.encoding) == ("сұрақтар.csv", "csv", "UTF-8")
        assert not row.lines.exists()

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("x.csv", b"", "The file is empty."),
            ("x.pdf", b"%PDF-1.7", "a PDF document"),
            ("x.csv", "вопрос;да\n".encode("koi8-r"), "KOI8-R"),
            ("x.csv", b"question;right\na\0b;c\n", "Line 2: The file holds a zero character"),
        ],
    )
    def test_what_cannot_be_read_is_said_at_the_field(self, client, teacher, name, data, words):
        response = bring(client, data, name)
        assert response.status_code == 422
        page = response.content.decode()
        assert words in page
        assert 'id="id_file_error"' in page
        assert not Import.objects.exists()

    def test_no_file_at_all(self, client, teacher):
        assert client.post(reverse("desk:transfer"), {}).status_code == 422

    def test_a_file_that_is_too_big_is_stopped_while_it_arrives(self, client, teacher):
        response = bring(client, b"question\n" + b"a" * (10 * 1024 * 1024))
        assert response.status_code == 422
        assert "larger than 10 MB" in response.content.decode()
        assert not Import.objects.exists()

    def test_a_second_file_is_not_kept(self, client, teacher):
        files = [SimpleUploadedFile("a.csv", GOOD.encode()), SimpleUploadedFile("b.csv", b"x")]
        assert client.post(reverse("desk:transfer"), {"file": files}).status_code == 422

    def test_a_forged_form_of_another_site_is_refused(self, teacher):
        client = Client(enforce_csrf_checks=True)
        client.force_login(teacher)
        assert bring(client, GOOD).status_code == 403
        page = client.get(reverse("desk:transfer")).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        file = SimpleUploadedFile("x.csv", GOOD.encode())
        data = {"csrfmiddlewaretoken": token, "file": file}
        assert client.post(reverse("desk:transfer"), data).status_code == 302

    def test_the_name_of_a_file_is_text(self, client, teacher):
        response = bring(client, GOOD, "<img src=x onerror=alert(1)>.csv")
        page = client.get(response["Location"]).content.decode()
        assert "<img src=x" not in page


class TestSteps:
    def test_without_javascript_a_button_goes_on(self, client, teacher):
        bring(client, GOOD)
        row = Import.objects.get()
        page = client.get(reverse("desk:import", args=[row.token])).content.decode()
        assert "<progress" in page
        assert "Go on" in page
        response = client.post(reverse("desk:import-step", args=[row.token]))
        assert response.status_code == 302
        page = client.get(response["Location"]).content.decode()
        assert "The file is checked: 2 questions" in page
        assert "<progress" not in page

    def test_htmx_gets_the_fragment(self, client, teacher):
        bring(client, GOOD)
        row = Import.objects.get()
        response = client.post(reverse("desk:import-step", args=[row.token]), headers=HTMX)
        page = response.content.decode()
        assert page.lstrip().startswith('<div id="import-state">')
        assert "<html" not in page

    def test_lines_are_shown_with_what_is_wrong_and_can_be_narrowed(self, client, teacher):
        row = checked(client, GOOD + "<script>x</script>;A;a;1\n;A;B;1\n")
        url = reverse("desk:import", args=[row.token])
        page = client.get(url).content.decode()
        assert "&lt;script&gt;x" in page
        assert "Two options say the same" in page
        narrowed = client.get(url, {"show": "refused"}).content.decode()
        assert "Қай қала астана?" not in narrowed
        assert "There is no question text." in narrowed
        assert client.get(url, {"show": "x\0", "page": "x\0"}).status_code == 200

    def test_pages_of_a_long_report_take_as_many_queries(
        self, client, teacher, django_assert_max_num_queries
    ):
        row = checked(client, HEADER + "".join(f"Вопрос {n}?;да;нет;1\n" for n in range(120)))
        with django_assert_max_num_queries(14):
            client.get(reverse("desk:import", args=[row.token]), {"page": 3})

    def test_a_broken_file_says_so_and_keeps_nothing(self, client, teacher):
        row = checked(client, written(ALL, "moodle-xml")[:-30])
        assert row.status == "failed"
        page = client.get(reverse("desk:import", args=[row.token])).content.decode()
        assert "Nothing came in" in page
        assert "ends too early" in page


class TestBegin:
    def test_drafts_and_a_deck_are_made(self, client, teacher):
        row = checked(client, GOOD)
        act(client, row, "begin", topic="sco", language="kk", mode="all", deck="Менің сұрақтарым")
        row = go_on(client)
        assert row.status == "done"
        deck = Deck.objects.get(owner=teacher)
        assert [entry.question.status for entry in deck.entries.all()] == ["draft", "draft"]
        page = client.get(reverse("desk:import", args=[row.token])).content.decode()
        assert "2 questions came in as drafts" in page
        assert "Менің сұрақтарым" in page

    def test_the_form_says_what_is_missing(self, client, teacher):
        row = checked(client, GOOD)
        response = act(client, row, "begin", topic="nowhere", language="kk")
        assert response.status_code == 422
        assert not Question.objects.exists()

    def test_from_a_refused_form_the_links_and_the_languages_lead_on(self, client, teacher):
        row = checked(client, GOOD)
        there = reverse("desk:import", args=[row.token])
        refused = client.post(
            reverse("desk:import-begin", args=[row.token]), {"topic": "nowhere"},
            headers={"Referer": f"http://testserver{there}?show=good"},
        ).content.decode()  # fmt: skip
        assert f'name="next" value="{there}?show=good"' in refused
        assert f'href="{there}?show=good#report"' in refused
        assert 'href="?' not in refused

    def test_all_or_nothing_is_not_offered_where_a_line_is_refused(self, client, teacher):
        row = checked(client, GOOD + ";A;B;1\n")
        page = client.get(reverse("desk:import", args=[row.token])).content.decode()
        assert 'name="mode"' not in page
        assert "1 line cannot come in" in page
        act(client, row, "begin", topic="sco", language="kk", mode="all", deck="")
        assert go_on(client).written == 2

    def test_where_nothing_is_good_nothing_is_offered(self, client, teacher):
        row = checked(client, HEADER + ";A;B;1\n")
        page = client.get(reverse("desk:import", args=[row.token])).content.decode()
        assert "Bring in 0" not in page
        response = act(client, row, "begin", topic="sco", language="kk", deck="")
        assert response.status_code == 422

    def test_a_second_click_begins_nothing_anew(self, client, teacher):
        row = checked(client, GOOD)
        for _ in range(2):
            act(client, row, "begin", topic="sco", language="kk", mode="all", deck="X")
        go_on(client)
        assert Deck.objects.count() == 1
        assert Question.objects.count() == 2


class TestCancel:
    def test_everything_is_taken_back(self, client, teacher):
        row = checked(client, GOOD)
        act(client, row, "begin", topic="sco", language="kk", mode="all", deck="X")
        go_on(client)
        act(client, row, "cancel")
        row.refresh_from_db()
        assert row.status == "done"  # too late

    def test_a_checked_file_is_dropped_and_its_report_deleted(self, client, teacher):
        row = checked(client, GOOD)
        page = act(client, row, "cancel").content.decode()
        assert "nothing of it was kept" in page
        act(client, row, "drop")
        assert not Import.objects.exists()
        assert not ImportLine.objects.exists()

    def test_a_file_at_work_is_not_deleted(self, client, teacher):
        bring(client, GOOD)
        act(client, Import.objects.get(), "drop")
        assert Import.objects.count() == 1


class TestTemplate:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_it_can_be_brought_in_as_it_is(self, client, teacher, ending):
        response = client.get(reverse("desk:transfer-template"), {"format": ending})
        assert "attachment" in response["Content-Disposition"]
        row = checked(client, response.content)
        assert row.lines.filter(status="refused").count() == 0
        assert row.lines.count() == 9


class TestExport:
    def test_losses_are_told_before(self, client, teacher):
        deck = DeckFactory(owner=teacher, questions=[own_question(teacher, options=["a", "b"])])
        given = {"what": deck.token, "format": "aiken"}
        page = client.get(reverse("desk:export"), given).content.decode()
        assert "1 question as Aiken" in page
        assert "Not in the file: importance, language" not in page
        assert "Not in the file:" in page
        given["format"] = "xlsx"
        assert "Nothing is lost" in client.get(reverse("desk:export"), given).content.decode()

    @pytest.mark.parametrize("slug", ["csv", "xlsx", "gift", "moodle-xml", "aiken"])
    def test_the_file_can_be_read_again(self, client, teacher, slug):
        question = own_question(teacher, stem="Қайда?", options=["Астана", "Алматы"])
        response = client.get(reverse("desk:export-file"), {"what": "own", "format": slug})
        (record,) = read(response.content, "x")
        assert record.stem == question.stem
        assert response["Content-Disposition"].startswith("attachment")

    def test_a_deck_of_another_is_no_choice(self, client, teacher):
        question = own_question(TeacherFactory(), stem="Secret?")
        deck = DeckFactory(owner=question.owner, questions=[question], name="Secret deck")
        for name in ("desk:export", "desk:export-file"):
            given = {"what": deck.token, "format": "csv"}
            response = client.get(reverse(name), given)
            assert b"Secret" not in response.content

    def test_odd_requests_are_answered(self, client, teacher):
        for given in ({"what": "\0"}, {"what": "own", "format": "\0"}, {"format": "csv"}):
            assert client.get(reverse("desk:export"), given).status_code in (200, 422)
            assert client.get(reverse("desk:export-file"), given).status_code == 302

    def test_queries_do_not_grow_with_the_questions(
        self, client, teacher, django_assert_max_num_queries
    ):
        for _ in range(12):
            own_question(teacher)
        with django_assert_max_num_queries(20):
            client.get(reverse("desk:export-file"), {"what": "own", "format": "csv"})
