"""The library in the admin: teachers read, nobody edits, outsiders stay outside."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questions.models import Entity, Fact, Question, Relation, Source, Topic, User
from tests.factories import EntityFactory, FactFactory, QuestionFactory, SourceFactory, UserFactory
from tests.playing import set_of

pytestmark = pytest.mark.django_db

MODELS = [Topic, Source, Entity, Relation, Fact, Question]
OWNED = [(Source, SourceFactory), (Entity, EntityFactory), (Fact, FactFactory)]


def address(model, action: str, *args) -> str:
    return reverse(f"admin:questions_{model._meta.model_name}_{action}", args=args)


@pytest.fixture
def teacher() -> User:
    return UserFactory(username="teacher", is_staff=True)


@pytest.fixture
def curator() -> User:
    return UserFactory(username="curator", is_staff=True, is_superuser=True)


@pytest.fixture(params=["teacher", "curator"])
def desk(request) -> Client:
    client = Client()
    client.force_login(request.getfixturevalue(request.param))
    return client


@pytest.fixture(autouse=True)
def question():
    return QuestionFactory(fact__slug="charter", stem="When was the charter adopted?")


@pytest.mark.parametrize("model", MODELS)
class TestLibraryRows:
    def test_staff_read_lists_and_rows(self, desk, model):
        row = model.objects.first()
        assert desk.get(address(model, "changelist")).status_code == 200
        page = desk.get(address(model, "change", row.pk))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert b"deletelink" not in page.content

    def test_nobody_adds_changes_or_deletes(self, desk, model):
        row = model.objects.first()
        before = list(model.objects.values())
        assert desk.get(address(model, "add")).status_code == 403
        assert desk.post(address(model, "add"), {"slug": "new"}).status_code == 403
        assert desk.post(address(model, "change", row.pk), {"slug": "new"}).status_code == 403
        assert desk.get(address(model, "delete", row.pk)).status_code == 403
        assert desk.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        action = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        desk.post(address(model, "changelist"), action)
        assert list(model.objects.values()) == before

    @pytest.mark.parametrize("who", ["visitor", "learner", "guest", "former teacher"])
    def test_others_do_not_get_in(self, client, alice, model, who):
        if who == "learner":
            client.force_login(alice)
        elif who == "guest":
            client.force_login(UserFactory(is_guest=True))
        elif who == "former teacher":
            teacher = UserFactory(is_staff=True)
            client.force_login(teacher)
            User.objects.filter(pk=teacher.pk).update(is_active=False)
        row = model.objects.first()
        for url in (
            reverse("admin:index"),
            address(model, "changelist"),
            address(model, "change", row.pk),
        ):
            response = client.get(url)
            assert response.status_code in (302, 403)
            assert "charter" not in response.content.decode()


@pytest.mark.parametrize(("model", "factory"), OWNED)
def test_another_teachers_rows_are_not_there(client, teacher, model, factory):
    bob = UserFactory(username="bob", is_staff=True)
    own, others = factory(slug="own-row", owner=teacher), factory(slug="bobs-row", owner=bob)
    client.force_login(teacher)
    assert client.get(address(model, "change", own.pk)).status_code == 200
    assert client.get(address(model, "change", others.pk)).status_code == 302
    listed = client.get(address(model, "changelist")).context["cl"].queryset
    assert own in listed
    assert others not in listed


def test_another_teachers_questions_are_not_there(client, teacher):
    bob = UserFactory(username="bob", is_staff=True)
    hidden = QuestionFactory(owner=bob, stem="Bob's own question?")
    client.force_login(teacher)
    assert "Bob&#x27;s own" not in client.get(address(Question, "changelist")).content.decode()
    assert client.get(address(Question, "change", hidden.pk)).status_code == 302


def test_people_are_for_curators_alone(client, teacher, curator, alice):
    client.force_login(teacher)
    assert client.get(address(User, "changelist")).status_code == 403
    assert client.get(address(User, "change", alice.pk)).status_code == 403
    client.force_login(curator)
    assert client.get(address(User, "changelist")).status_code == 200
    assert client.get(address(User, "change", alice.pk)).status_code == 200


def test_answers_and_memories_are_nobodys_to_edit():
    registered = {model._meta.model_name for model in admin.site._registry}
    assert not registered & {"card", "reviewlog", "quizsession", "sessionitem", "tally"}


@pytest.mark.parametrize("model", MODELS)
def test_lists_take_as_many_queries_for_many_rows_as_for_few(
    client, teacher, model, django_assert_max_num_queries
):
    client.force_login(teacher)
    QuestionFactory.create_batch(15)
    with django_assert_max_num_queries(12):
        client.get(address(model, "changelist"))


@pytest.mark.parametrize("model", [m for m in MODELS if m not in (Topic, Relation)])
@pytest.mark.parametrize("query", ["charter", "%", "\0", "'", "x" * 3000])
def test_any_search_is_answered(client, teacher, model, query):
    client.force_login(teacher)
    assert client.get(address(model, "changelist"), {"q": query}).status_code in (200, 302)


def test_the_log_in_page_is_the_one_with_limits(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/account/login/")


def test_what_a_teacher_sees_is_escaped(client, teacher):
    evil = "<script>alert(1)</script>"
    question = QuestionFactory(stem=evil, answer=evil, options=[evil, "x"])
    question.fact.texts.update(statement=evil)
    client.force_login(teacher)
    for model, row in ((Question, question), (Fact, question.fact)):
        for url in (address(model, "changelist"), address(model, "change", row.pk)):
            assert evil not in client.get(url).content.decode()


def test_the_parts_of_an_ordering_are_shown_with_their_question(desk):
    made = set_of("order")
    page = desk.get(address(Question, "change", made.pk)).content.decode()
    assert all(part.text in page and part.fact.slug in page for part in made.parts.all())
    assert 'name="parts-0-text"' not in page
    assert desk.get(address(Question, "changelist"), {"form__exact": "order"}).status_code == 200


def test_a_row_leads_to_its_page_on_the_site_where_it_has_one(client, teacher):
    client.force_login(teacher)
    shown = Fact.objects.get(slug="charter")
    gone = FactFactory(withdrawn_at=timezone.now())
    own = FactFactory(owner=teacher)
    links = {
        row.pk: re.findall(
            r'href="([^"]+)" class="viewsitelink"',
            client.get(address(Fact, "change", row.pk)).content.decode(),
        )
        for row in (shown, gone, own)
    }
    assert links == {shown.pk: [shown.get_absolute_url()], gone.pk: [], own.pk: []}
    assert client.get(shown.get_absolute_url()).status_code == 200
