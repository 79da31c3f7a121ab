"""Accounts: a name and a password, no e-mail."""

import pytest
from django.test import Client

from questions.models import User
from tests.factories import UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db

NEW = {
    "username": "aigerim",
    "password1": "steppe-eagle-42",
    "password2": "steppe-eagle-42",
    "time_zone": "Asia/Almaty",
}


class TestSignUp:
    def test_it_makes_a_member_who_is_logged_in(self, client):
        client.cookies["django_language"] = "kk"
        response = client.post("/account/signup/", NEW | {"time_zone": "Europe/Lisbon"})
        assert (response.status_code, response.url) == (302, "/")
        user = User.objects.get()
        assert (user.username, user.is_guest, user.is_staff) == ("aigerim", False, False)
        assert (user.time_zone, user.language) == ("Europe/Lisbon", "kk")
        assert client.session["_auth_user_id"] == str(user.pk)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": ""},
            {"username": "a\0b"},
            {"username": "taken"},
            {"username": "TAKEN"},
            {"password1": "12345678", "password2": "12345678"},
            {"password2": "another-one-77"},
            {"time_zone": "Mars/Olympus"},
        ],
        ids=str,
    )
    def test_what_is_wrong_is_said_and_nobody_is_made(self, client, wrong):
        UserFactory(username="taken")
        response = client.post("/account/signup/", NEW | wrong)
        assert response.status_code in (200, 422)
        assert 'role="alert"' in response.content.decode()
        assert User.objects.count() == 1

    def test_nobody_makes_themselves_staff(self, client):
        client.post("/account/signup/", NEW | {"is_staff": "on", "is_superuser": "on"})
        assert not User.objects.get().is_staff

    def test_it_asks_for_no_email(self, client):
        fields = client.get("/account/signup/").content.decode()
        fields = fields[fields.index('name="username"') : fields.rindex("</main>")]
        assert 'name="password1"' in fields
        assert "mail" not in fields


class TestLogIn:
    def test_a_wrong_password_tells_nothing_about_the_name(self, client):
        UserFactory(username="bob")
        pages = []
        for name in ("bob", "nobody"):
            response = client.post("/account/login/", {"login": name, "password": "wrong"})
            page = response.content.decode()
            pages.append(page[page.index('role="alert"') :].partition("</div>")[0])
            assert "_auth_user_id" not in client.session
        assert pages[0] == pages[1]

    def test_failed_tries_are_limited(self, client):
        UserFactory(username="bob")
        wrong = {"login": "bob", "password": "wrong"}
        for _ in range(12):
            response = client.post("/account/login/", wrong)
        assert "Too many failed" in response.content.decode()
        right = {"login": "bob", "password": "password"}
        assert client.post("/account/login/", right).status_code == 200
        assert "_auth_user_id" not in client.session

    def test_it_leads_back_to_where_one_was_going_and_nowhere_else(self):
        UserFactory(username="bob")
        for target, leads_to in (("/progress/", "/progress/"), ("//evil.example/", "/")):
            data = {"login": "bob", "password": "password", "next": target}
            assert Client().post("/account/login/", data).url == leads_to

    def test_a_closed_account_does_not_get_in(self, client):
        UserFactory(username="bob", is_active=False)
        client.post("/account/login/", {"login": "bob", "password": "password"})
        assert "_auth_user_id" not in client.session


class TestPassword:
    def test_it_is_changed_with_the_old_one_alone(self, alice):
        browser = browser_of(alice)
        new = {"password1": "steppe-eagle-42", "password2": "steppe-eagle-42"}
        browser.post("/account/password/", new | {"oldpassword": "wrong"})
        alice.refresh_from_db()
        assert alice.check_password("password")
        browser.post("/account/password/", new | {"oldpassword": "password"})
        alice.refresh_from_db()
        assert alice.check_password("steppe-eagle-42")


def test_logging_out_takes_a_post(alice):
    browser = browser_of(alice)
    browser.get("/account/logout/")
    assert "_auth_user_id" in browser.session
    browser.post("/account/logout/")
    assert "_auth_user_id" not in browser.session
