"""Teachers and invitations: for curators alone, and by links that tell nothing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from questions.authoring.invitations import invite, set_curator
from questions.models import Invitation, User
from tests.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = reverse("desk:people")


@pytest.fixture
def curator() -> User:
    teacher = TeacherFactory(username="curator")
    set_curator(teacher, is_curator=True)
    return User.objects.get(pk=teacher.pk)


def made_link(client, curator) -> str:
    client.force_login(curator)
    page = client.post(PEOPLE, {"note": "<b>Aigerim</b>"}).content.decode()
    assert "<b>Aigerim" not in page
    return re.search(r'value="http://testserver(/teach/[^"]+)"', page).group(1)


def test_a_curator_makes_a_link_by_which_a_member_becomes_a_teacher(client, curator, alice):
    link = made_link(client, curator)
    assert link.split("/")[2] not in client.get(PEOPLE).content.decode(), "it is shown once"
    client.force_login(alice)
    assert "Become a teacher" in client.get(link).content.decode()
    assert not User.objects.get(pk=alice.pk).is_teacher
    assert client.post(link)["Location"] == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code == 200
    assert "used by alice" in _as(client, curator).get(PEOPLE).content.decode()
    assert _as(client, UserFactory()).get(link).status_code == 410


def _as(client, user):
    client.force_login(user)
    return client


def test_a_visitor_signs_up_first_and_comes_back(client, curator):
    link = made_link(client, curator)
    client.logout()
    page = client.get(link).content.decode()
    assert f'/account/signup/?next={link}"' in page
    assert client.post(link)["Location"] == f"/account/login/?next={link}"
    signed_up = client.post(
        f"/account/signup/?next={link}",
        {
            "username": "aigerim",
            "password1": "steppe-and-sky",
            "password2": "steppe-and-sky",
            "time_zone": "Asia/Almaty",
            "next": link,
        },
    )
    assert signed_up["Location"] == link
    client.post(link)
    assert User.objects.get(username="aigerim").is_teacher


def test_a_guest_is_asked_to_sign_up(client, curator):
    link = made_link(client, curator)
    _as(client, UserFactory(is_guest=True))
    assert client.post(link)["Location"] == f"/account/signup/?next={link}"


def test_who_teaches_already_does_not_spend_a_link(client, curator):
    link = made_link(client, curator)
    _as(client, TeacherFactory()).post(link)
    assert Invitation.objects.get().used_at is None


def actions(teacher: User) -> list[str]:
    invitation = invite(note="", token="t", actor=teacher, now=timezone.now())
    return [
        PEOPLE,
        reverse("desk:invitation-revoke", args=[invitation.pk]),
        reverse("desk:teacher-end", args=[teacher.pk]),
        reverse("desk:teacher-curator", args=[teacher.pk]),
    ]


@pytest.mark.parametrize("who", ["teacher", "learner", "guest", "visitor"])
def test_nobody_else_gets_there(client, who):
    outsider = {
        "teacher": lambda: TeacherFactory(),
        "learner": lambda: UserFactory(is_superuser=True),
        "guest": lambda: UserFactory(is_guest=True, is_staff=True),
    }.get(who, lambda: None)()
    if outsider:
        client.force_login(outsider)
    teacher = TeacherFactory()
    for url in actions(teacher):
        assert client.post(url, {"curator": "yes"}).status_code == (404 if outsider else 302)
    assert User.objects.get(pk=teacher.pk).is_teacher
    assert not User.objects.get(pk=teacher.pk).is_curator
    assert Invitation.objects.get().revoked_at is None


def test_a_curator_closes_the_desk_to_a_teacher_but_to_no_curator_or_superuser(client, curator):
    client.force_login(curator)
    teacher, other, root = TeacherFactory(), TeacherFactory(), TeacherFactory(is_superuser=True)
    set_curator(other, is_curator=True)
    codes = [
        client.post(reverse("desk:teacher-end", args=[person.pk])).status_code
        for person in (teacher, other, root, curator)
    ]
    assert codes == [302, 404, 404, 404]
    assert not User.objects.get(pk=teacher.pk).is_teacher
    assert User.objects.get(pk=other.pk).is_curator


def test_only_a_superuser_makes_curators(client, curator):
    teacher = TeacherFactory()
    url = reverse("desk:teacher-curator", args=[teacher.pk])
    assert _as(client, curator).post(url, {"curator": "yes"}).status_code == 404
    root = TeacherFactory(is_superuser=True)
    assert _as(client, root).post(url, {"curator": "yes"}).status_code == 302
    assert User.objects.get(pk=teacher.pk).is_curator
    client.post(url, {"curator": "no"})
    assert not User.objects.get(pk=teacher.pk).is_curator


@pytest.mark.parametrize("note", ["x" * 121, "a\0b"])
def test_a_note_that_cannot_be_kept_gets_its_message_at_the_field(client, curator, note):
    response = _as(client, curator).post(PEOPLE, {"note": note})
    assert response.status_code == 422
    assert 'id="id_note_error"' in response.content.decode()
    assert not Invitation.objects.exists()


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    client, curator, django_assert_num_queries
):
    client.force_login(curator)
    for n in range(12):
        TeacherFactory()
        invite(note="", token=str(n), actor=curator, now=timezone.now())
    with django_assert_num_queries(5):
        client.get(PEOPLE)


def test_the_short_cut_to_any_row_is_closed(client):
    client.force_login(TeacherFactory())
    assert client.get("/admin/r/1/1/").status_code == 404
