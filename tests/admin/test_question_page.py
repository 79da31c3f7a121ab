"""A question's page and what is ruled on it: approving, withdrawing, notes, history, versions."""

import pytest
from django.urls import reverse

from questions.models import Edit, Question
from tests.admin.authoring_posts import choice, edit_url
from tests.factories import DeckFactory, QuestionFactory, TeacherFactory, own_question
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db
STATUS = "/admin/desk/questions/status/"
GOOD = {
    "stem": "On what date was the charter of the league adopted?",
    "options": ["7 June 2002", "15 June 2001", "26 April 1996"],
    "status": "draft",
}


def page_of(question):
    return reverse("desk:question", args=[question.pk])


@pytest.fixture
def draft(teacher):
    question = own_question(teacher, **GOOD)
    question.fact.texts.update(statement="The charter was adopted on 7 June 2002.")
    return question


class TestStatus:
    def test_a_draft_is_approved_by_whom_and_when(self, desk, teacher, draft):
        assert desk.post(STATUS, {"approve": draft.pk}).url == page_of(draft)
        draft.refresh_from_db()
        assert (draft.status, draft.approved_by) == ("approved", teacher)
        assert draft.approved_at is not None

    def test_without_a_source_it_is_refused_and_told_on_the_card(self, desk, teacher, draft):
        deck = DeckFactory(owner=teacher, questions=[draft])
        draft.fact.citations.all().delete()
        reply = desk.post(STATUS, {"approve": draft.pk, "deck": deck.token}, headers=HTMX)
        assert reply.status_code == 422
        assert "flaw gate" in reply.content.decode()
        draft.refresh_from_db()
        assert draft.status == "draft"

    def test_withdrawing_and_bringing_back_give_a_draft(self, desk, draft):
        for action, status in (("withdraw", "withdrawn"), ("restore", "draft")):
            desk.post(STATUS, {action: draft.pk})
            draft.refresh_from_db()
            assert draft.status == status

    def test_all_that_can_be_is_approved_and_the_rest_told_why(self, desk, teacher, draft):
        bare = own_question(teacher, **GOOD | {"stem": "On what day did the league begin?"})
        bare.fact.citations.all().delete()
        deck = DeckFactory(owner=teacher, questions=[draft, bare])
        reply = desk.post(reverse("desk:deck-approve", args=[deck.token]))
        text = reply.content.decode()
        assert "1 question approved." in text
        assert "flaw gate" in text.split(f'id="card-{bare.pk}"')[1]
        assert "flaw gate" not in text.split(f'id="card-{bare.pk}"')[0]
        assert Question.objects.get(pk=draft.pk).status == "approved"
        assert Question.objects.get(pk=bare.pk).status == "draft"

    @pytest.mark.parametrize("post", [{}, {"approve": ""}, {"approve": "x"}, {"approve": "9" * 40}])
    def test_odd_posts_find_no_question(self, desk, draft, post):
        assert desk.post(STATUS, post).status_code == 404

    def test_curators_rule_on_the_library_and_teachers_do_not(self, desk):
        question = QuestionFactory()
        assert desk.post(STATUS, {"withdraw": question.pk}).status_code == 404
        curator = browser_of(TeacherFactory(is_superuser=True))
        assert curator.post(STATUS, {"withdraw": question.pk}).status_code == 302
        question.refresh_from_db()
        assert question.status == "withdrawn"

    def test_a_curator_does_not_rule_on_a_teachers_question(self, draft):
        curator = browser_of(TeacherFactory(is_superuser=True))
        assert curator.post(STATUS, {"withdraw": draft.pk}).status_code == 404


class TestPage:
    def test_shows_key_fact_source_and_decks(self, desk, teacher, draft):
        deck = DeckFactory(owner=teacher, questions=[draft], name="Week 3")
        DeckFactory(owner=TeacherFactory(), questions=[draft], name="A strangers deck")
        text = desk.get(page_of(draft)).content.decode()
        for words in ("7 June 2002", "The charter was adopted", deck.name):
            assert words in text
        assert draft.fact.citations.get().source.title in text
        assert "A strangers deck" not in text
        assert text.count("<h1") == 1

    def test_history_tells_what_changed_and_escapes_it(self, desk, draft):
        post = choice(fact=draft.fact_id, stem="On what date was <b>the charter</b> adopted?")
        assert desk.post(edit_url(draft), post).status_code == 302
        text = desk.get(page_of(draft)).content.decode()
        assert "<ins>" in text
        assert "&lt;b&gt;the" in text
        assert "<b>the charter" not in text

    def test_a_changed_approved_question_names_its_earlier_version(self, desk, teacher, draft):
        desk.post(STATUS, {"approve": draft.pk})
        post = choice(fact=draft.fact_id, stem="On what day was the charter adopted?")
        post |= {"options-1-reason": ""}
        assert desk.post(edit_url(draft), post).status_code == 302
        newer = Question.objects.get(replaces=draft)
        assert page_of(draft) in desk.get(page_of(newer)).content.decode()
        assert "This is an earlier version" in desk.get(page_of(draft)).content.decode()

    def test_a_note_is_kept_and_shown_escaped(self, desk, draft):
        url = reverse("desk:question-note", args=[draft.pk])
        desk.post(url, {"note": "See <i>page 3</i>\0"})
        assert Edit.objects.get(action="noted").note == "See <i>page 3</i>"
        assert "See &lt;i&gt;page 3&lt;/i&gt;" in desk.get(page_of(draft)).content.decode()
        desk.post(url, {"note": "  "})
        assert Edit.objects.filter(action="noted").count() == 1

    def test_teachers_may_not_note_on_the_library(self, desk):
        question = QuestionFactory()
        url = reverse("desk:question-note", args=[question.pk])
        assert desk.post(url, {"note": "x"}).status_code == 404
        assert 'name="note"' not in desk.get(page_of(question)).content.decode()

    def test_a_shared_question_is_read_and_its_private_versions_are_not(
        self, desk, teacher, draft, outsider
    ):
        desk.post(STATUS, {"approve": draft.pk})
        post = choice(fact=draft.fact_id, stem="On what day was the charter adopted?")
        desk.post(edit_url(draft), post)
        newer = Question.objects.get(replaces=draft)
        DeckFactory(owner=teacher, questions=[newer], is_shared_with_all=True)
        browser = browser_of(outsider)
        assert browser.get(page_of(newer)).status_code == 200
        assert page_of(draft) not in browser.get(page_of(newer)).content.decode()
        assert browser.get(page_of(draft)).status_code == 404
        assert browser.get(edit_url(newer)).status_code == 404

    def test_ten_versions_take_as_many_statements_as_two(
        self, desk, teacher, django_assert_max_num_queries
    ):
        counts = []
        for versions in (2, 10):
            row = None
            for _ in range(versions):
                row = own_question(teacher, replaces=row, fact=row.fact if row else None)
            with django_assert_max_num_queries(25) as counted:
                desk.get(page_of(row))
            counts.append(len(counted))
        assert counts[0] == counts[1]
