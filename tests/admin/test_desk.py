"""The desk's first page: what to do next, in a constant number of queries."""

import pytest
from django.urls import reverse

from tests.admin.test_queue import flag
from tests.desk import rows_of_a_teacher
from tests.factories import DeckFactory, TeacherFactory, UserFactory, own_question

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")


def page_of(client, user) -> str:
    client.force_login(user)
    return client.get(HOME).content.decode()


def test_a_new_teacher_is_told_the_first_steps(client):
    assert "Three steps to a first lesson" in page_of(client, TeacherFactory())


def test_a_teacher_sees_what_is_theirs_and_nothing_else(client):
    rows = rows_of_a_teacher(TeacherFactory())
    page = page_of(client, rows.teacher)
    assert rows.deck.name in page
    assert rows.classroom.name in page
    assert "Three steps" not in page
    outsiders = page_of(client, TeacherFactory())
    assert rows.deck.name not in outsiders
    assert rows.classroom.name not in outsiders


def test_drafts_that_wait_are_told(client):
    teacher = TeacherFactory()
    own_question(teacher, status="draft")
    own_question(TeacherFactory(), status="draft")
    assert "1 draft waits" in page_of(client, teacher)


def test_what_waits_for_a_decision_is_told_to_whoever_decides(client):
    teacher = TeacherFactory()
    flag(own_question(teacher))
    flag(own_question(teacher), reason="unclear")
    assert "2 cases wait for your decision." in page_of(client, teacher)
    assert "for your decision" not in page_of(client, TeacherFactory())


def test_the_page_takes_as_many_queries_for_many_rows(client, django_assert_num_queries):
    teacher = TeacherFactory(is_superuser=True)
    for _ in range(8):
        rows_of_a_teacher(teacher) if not _ else DeckFactory(owner=teacher)
        flag(own_question(teacher))
    client.force_login(teacher)
    with django_assert_num_queries(11):
        client.get(HOME)


@pytest.mark.parametrize("who", ["visitor", "learner", "guest", "former teacher"])
def test_others_do_not_get_in(client, who):
    user = {
        "learner": lambda: UserFactory(),
        "guest": lambda: UserFactory(is_guest=True, is_staff=True),
        "former teacher": lambda: TeacherFactory(is_active=False),
    }.get(who, lambda: None)()
    if user:
        client.force_login(user)
    response = client.get(HOME)
    if who in ("visitor", "former teacher"):
        assert response["Location"].startswith("/account/login/")
    else:
        assert response.status_code == 404
