"""Facts at the desk: read by every teacher, changed by their owner, ruled on by curators."""

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from questions.grounding.text import digest
from questions.models import CURATORS, Edit, Fact
from tests.factories import (
    CitationFactory,
    DeckFactory,
    FactFactory,
    FactTextFactory,
    QuestionFactory,
    SourceFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.playing import plan
from tests.views.conftest import HTMX, browser_of, undo

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def curator(db):
    made = TeacherFactory(username="bolat")
    made.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return made


@pytest.fixture
def curators_desk(curator):
    return browser_of(curator)


@pytest.fixture
def own(teacher) -> Fact:
    fact = own_question(teacher, stem="My question?").fact
    fact.texts.update(statement="My own fact.")
    fact.citations.update(place="page 3", start=None, end=None)
    return fact


def page(browser, name, *args, **query) -> str:
    response = browser.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


class TestReading:
    def test_facts_are_found_by_words_and_withdrawn_ones_when_asked_for(self, desk, own, now):
        FactFactory(text__statement="The charter was adopted.")
        FactFactory(text__statement="The charter is gone.", withdrawn_at=now)
        text = page(desk, "facts", q="charter")
        assert "The charter was adopted." in text
        assert "is gone" not in text
        assert "is gone" in page(desk, "facts", q="charter", withdrawn="on")
        assert "My own fact." in page(desk, "facts", whose="mine")
        assert "No fact fits." in page(desk, "facts", q="zzz")

    @pytest.mark.parametrize(
        ("language", "first", "second"),
        [
            ("ru", "Хартия", "The charter"),
            ("en", "The charter", "Жарғы"),
            ("kk", "Жарғы", "The charter"),
        ],
    )
    def test_a_fact_is_told_in_the_language_of_the_page_first(self, desk, language, first, second):
        fact = FactFactory(text=None)
        for code, words in (("ru", "Хартия"), ("kk", "Жарғы"), ("en", "The charter")):
            FactTextFactory(fact=fact, language=code, statement=words)
        question = QuestionFactory(fact=fact)
        desk.cookies["django_language"] = language
        listed = page(desk, "facts")
        assert f'lang="{language}">{first}</a>' in listed
        assert second not in listed
        assert first in page(desk, "source", fact.citations.get().source_id)
        for name, row in (("fact", fact), ("question", question)):
            told = page(desk, name, row.pk)
            assert told.index(first) < told.index(second)

    def test_htmx_gets_the_list_alone(self, desk, own):
        response = desk.get(reverse("desk:facts"), headers=HTMX)
        assert response.content.decode().strip().startswith('<section id="found"')

    @pytest.mark.parametrize("name", ["q", "topic", "importance", "whose", "page"])
    @pytest.mark.parametrize("value", ["\0", "9" * 200, EVIL])
    def test_odd_searches_are_answered(self, desk, own, name, value):
        response = desk.get(reverse("desk:facts"), {name: value})
        assert response.status_code in (200, 422)
        assert EVIL not in response.content.decode()

    def test_a_fact_tells_its_words_places_and_questions(self, desk):
        fact = FactFactory(text__statement="The charter was adopted.", according_to="A. Author")
        FactTextFactory(fact=fact, language="ru", statement="Хартия принята.", caveat="Спорно.")
        source = SourceFactory(text="Before. The charter. After.")
        CitationFactory(
            fact=fact, source=source, position=1, start=8, end=20,
            span_digest=digest("The charter.")[:12], section="Part 2", paragraph=4,
        )  # fmt: skip
        QuestionFactory(fact=fact, stem="When was it?", answer="In June")
        own_question(TeacherFactory(), fact=fact, stem="A secret?")
        text = page(desk, "fact", fact.pk)
        for told in (
            "The charter was adopted.", "Хартия принята.", "Спорно.", "according to A. Author",
            "<mark>The charter.</mark>", "Part 2", "paragraph 4", "When was it?", "In June",
        ):  # fmt: skip
            assert told in text
        assert "A secret?" not in text
        assert "library’s files alone" in text

    def test_a_colleagues_fact_is_read_once_a_deck_shares_it_and_not_its_history(
        self, desk, teacher
    ):
        colleague = TeacherFactory(username="bolat")
        question = own_question(colleague)
        question.fact.edits.create(
            action="noted", note="Private thought", actor=colleague, at="2026-01-01T00:00Z"
        )
        url = reverse("desk:fact", args=[question.fact_id])
        assert desk.get(url).status_code == 404
        DeckFactory(owner=colleague, questions=[question]).shared_with.add(teacher)
        text = page(desk, "fact", question.fact_id)
        assert "by bolat" in text
        assert "Private thought" not in text
        assert "Withdraw" not in text

    def test_many_facts_take_as_many_queries_as_few(self, desk, django_assert_max_num_queries):
        counts = []
        for size in (3, 25):
            QuestionFactory.create_batch(size)
            with django_assert_max_num_queries(10) as told:
                page(desk, "facts")
            counts.append(len(told))
        assert counts[0] == counts[1]

    def test_many_questions_of_a_fact_take_as_many_queries_as_few(
        self, desk, django_assert_max_num_queries
    ):
        fact, counts = FactFactory(), []
        for number in range(1, 3):
            for form in ("choice", "typed", "cloze", "number")[: number * 2]:
                own_question(TeacherFactory(), fact=fact, form=form)
                QuestionFactory(fact=fact, form=form, variant=f"v{number}{form}")
                CitationFactory(fact=fact, position=fact.citations.count())
            with django_assert_max_num_queries(12) as told:
                page(desk, "fact", fact.pk)
            counts.append(len(told))
        assert counts[0] == counts[1]


def form_of(fact, **changes) -> dict[str, object]:
    """What the browser sends when nothing was changed, with changes."""
    source = fact.citations.get().source
    return {
        "statement": "My own fact.", "explanation": "", "caveat": "", "as_of": "",
        "topic": fact.topic_id, "importance": "3", "language": "en",
        "places-TOTAL_FORMS": "3", "places-INITIAL_FORMS": "1",
        "places-0-source": source.pk, "places-0-place": "page 3", "places-0-quote": "",
        "places-1-source": "", "places-1-place": "", "places-1-quote": "",
        "places-2-source": "", "places-2-place": "", "places-2-quote": "",
        **changes,
    }  # fmt: skip


class TestChanging:
    def url(self, fact) -> str:
        return reverse("desk:fact-edit", args=[fact.pk])

    def test_words_topic_and_places_change_and_history_tells(self, desk, own):
        other, csto = SourceFactory(short_name="A law"), TopicFactory(slug="csto")
        text = page(desk, "fact-edit", own.pk)
        assert "My own fact." in text
        assert 'value="page 3"' in text
        changes = {
            "statement": "My better fact.", "as_of": "2024", "topic": csto.pk, "importance": "1",
            "places-1-source": other.pk, "places-1-place": "article 5",
        }  # fmt: skip
        response = desk.post(self.url(own), form_of(own, **changes))
        assert response.url == reverse("desk:fact", args=[own.pk])
        own.refresh_from_db()
        assert (own.topic, own.importance, own.as_of) == (csto, 1, "2024")
        assert [c.place for c in own.citations.all()] == ["page 3", "article 5"]
        text = page(desk, "fact", own.pk)
        assert "My better fact." in text
        assert "<b>Statement</b> <del>My own fact.</del>" in text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"statement": ""}, "statement"),
            ({"statement": "x" * 1001}, "statement"),
            ({"statement": "a\0b"}, "statement"),
            ({"as_of": "x" * 21}, "as_of"),
            ({"topic": "999"}, "topic"),
            ({"importance": "7"}, "importance"),
            ({"language": "xx"}, "language"),
            ({"places-1-place": "page 9"}, "places-1-source"),
            ({"places-1-source": "999999"}, "places-1-source"),
            ({"places-1-source": "x"}, "places-1-source"),
        ],
    )
    def test_bad_input_gets_its_message_at_the_field(self, desk, own, changes, field):
        response = desk.post(self.url(own), form_of(own, **changes))
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()
        assert own.texts.get().statement == "My own fact."
        assert not own.edits.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"places-0-source": ""},
            {"places-0-place": "x" * 201},
            {"places-0-source": "", "places-0-place": ""},
            {"places-0-place": ""},
            {"places-TOTAL_FORMS": "x"},
            {"places-TOTAL_FORMS": "9999"},
        ],
    )
    def test_a_fact_keeps_a_place(self, desk, own, changes):
        response = desk.post(self.url(own), form_of(own, **changes))
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        assert own.citations.get().place == "page 3"

    def test_another_teachers_source_cannot_be_cited(self, desk, own):
        hidden = SourceFactory(owner=TeacherFactory(), short_name="Hidden work")
        assert "Hidden work" not in page(desk, "fact-edit", own.pk)
        changes = {"places-1-source": hidden.pk, "places-1-place": "page 1"}
        assert desk.post(self.url(own), form_of(own, **changes)).status_code == 422

    def test_a_missing_form_is_refused(self, desk, own):
        assert desk.post(self.url(own), {}).status_code == 422

    def test_nobody_changes_the_librarys_words_here(self, curators_desk, own):
        library = FactFactory()
        for fact in (library, own):
            assert curators_desk.get(self.url(fact)).status_code == 404
            assert curators_desk.post(self.url(fact), form_of(own)).status_code == 404
        assert library.texts.get().statement.startswith("Statement of")


class TestRuling:
    def post(self, browser, name, fact, **data) -> int:
        return browser.post(reverse(f"desk:fact-{name}", args=[fact.pk]), data).status_code

    def test_withdrawing_can_be_undone_at_once(self, desk, own):
        url = reverse("desk:fact-status", args=[own.pk])
        undo(desk, desk.post(url, {"do": "withdraw"}, follow=True).content.decode())
        own.refresh_from_db()
        assert own.withdrawn_at is None

    def test_an_owner_withdraws_and_brings_back(self, desk, own):
        assert self.post(desk, "status", own, do="withdraw") == 302
        own.refresh_from_db()
        assert own.withdrawn_at is not None
        assert self.post(desk, "status", own, do="restore") == 302
        own.refresh_from_db()
        assert own.withdrawn_at is None
        assert [edit.action for edit in own.edits.all()] == ["restored", "withdrawn"]

    def test_a_curator_withdraws_library_facts_also_where_they_are_open(
        self, curators_desk, alice, now
    ):
        question = QuestionFactory()
        session = plan(alice, question, now=now)
        assert "Withdraw it" in page(curators_desk, "fact", question.fact_id)
        self.post(curators_desk, "status", question.fact, do="withdraw")
        assert session.items.get().withdrawn_at is not None
        assert page(curators_desk, "facts", withdrawn="on").count("withdrawn</span>") == 1

    def test_a_note_is_read_by_every_teacher_with_name_and_day(self, desk, curators_desk):
        fact = FactFactory()
        assert self.post(curators_desk, "note", fact, note="Two sources disagree.") == 302
        text = page(desk, "fact", fact.pk)
        assert "Two sources disagree." in text
        assert "bolat" in text
        assert "20" in text

    @pytest.mark.parametrize("note", ["", "   ", "x" * 1001, "a\0b"])
    def test_a_note_that_is_none_is_refused_at_its_field(self, curators_desk, note):
        fact = FactFactory()
        assert self.post(curators_desk, "note", fact, note=note) == 422
        assert not Edit.objects.exists()

    def test_other_teachers_rule_on_nothing(self, desk, teacher, curators_desk, own):
        library = FactFactory()
        text = page(desk, "fact", library.pk)
        assert "Withdraw it" not in text
        assert "Note something" not in text
        assert self.post(desk, "status", library, do="withdraw") == 404
        assert self.post(desk, "note", library, note="x") == 404
        assert self.post(curators_desk, "status", own, do="withdraw") == 404
        assert self.post(curators_desk, "note", own, note="x") == 404
        assert not Fact.objects.exclude(withdrawn_at=None).exists()
        assert not Edit.objects.exists()


def test_everything_is_escaped(desk, teacher, curators_desk):
    fact = FactFactory(owner=teacher, as_of="<b>20", according_to=EVIL)
    fact.texts.update(statement=EVIL, explanation=EVIL, caveat=EVIL)
    fact.citations.update(place=EVIL, section=EVIL, source=SourceFactory(short_name=EVIL))
    desk.post(reverse("desk:fact-note", args=[fact.pk]), {"note": EVIL})
    for name, args in (("facts", []), ("fact", [fact.pk]), ("fact-edit", [fact.pk])):
        text = desk.get(reverse(f"desk:{name}", args=args)).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text
        assert "<b>20" not in text


def test_a_number_that_is_no_id_is_not_found(desk):
    for path in ("facts/0/", "facts/" + "9" * 40 + "/", "facts/x/", "sources/0/"):
        assert desk.get(f"/admin/desk/{path}").status_code == 404
