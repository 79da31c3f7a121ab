"""Settings and the language."""

from datetime import date, timedelta

import pytest

from questions.models import User
from tests.factories import TopicFactory, UserFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db

GOOD = {"language": "en", "time_zone": "Asia/Almaty", "new_per_day": "10", "target_day": ""}


class TestSettings:
    def test_they_are_saved(self, alice, alices, clock):
        topic = TopicFactory()
        exam = alice.study_day(clock) + timedelta(days=90)
        changed = {
            "language": "ru",
            "time_zone": "Europe/Lisbon",
            "new_per_day": "7",
            "target_day": exam.isoformat(),
            "target_topics": [topic.pk],
        }
        response = alices.post("/settings/", changed)
        assert (response.status_code, response.url) == (302, "/settings/")
        alice.refresh_from_db()
        assert (alice.language, alice.time_zone, alice.new_per_day) == ("ru", "Europe/Lisbon", 7)
        assert alice.target_day == exam
        assert list(alice.target_topics.all()) == [topic]
        assert response.cookies["django_language"].value == "ru"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"time_zone": "Mars/Olympus"},
            {"time_zone": "../../etc/passwd"},
            {"time_zone": ""},
            {"time_zone": "Asia/Almaty\0"},
            {"language": "xx"},
            {"language": ""},
            {"new_per_day": "-1"},
            {"new_per_day": "101"},
            {"new_per_day": "9" * 50},
            {"new_per_day": "many"},
            {"weekly_goal": "0"},
            {"weekly_goal": "8"},
            {"weekly_goal": "often"},
            {"target_day": "2026-02-30"},
            {"target_day": "soon"},
            {"target_day": "2020-01-01"},
            {"target_day": "2999-01-01"},
            {"target_topics": ["999"]},
            {"target_topics": ["\0"]},
        ],
        ids=str,
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(self, alice, alices, wrong):
        before = User.objects.filter(pk=alice.pk).values().get()
        response = alices.post("/settings/", GOOD | {"new_per_day": "3"} | wrong)
        assert response.status_code == 422
        assert f'id="id_{next(iter(wrong))}_error"' in response.content.decode()
        assert User.objects.filter(pk=alice.pk).values().get() == before

    def test_a_goal_for_the_week_is_set_and_taken_back(self, alice, alices):
        for posted, stored in (("4", 4), ("", None)):
            alices.post("/settings/", GOOD | {"weekly_goal": posted})
            alice.refresh_from_db()
            assert alice.weekly_goal == stored

    def test_nobody_makes_themselves_staff(self, alice, alices):
        alices.post("/settings/", GOOD | {"is_staff": "on", "is_superuser": "on", "id": "1"})
        alice.refresh_from_db()
        assert (alice.is_staff, alice.is_superuser) == (False, False)

    def test_an_exam_that_has_passed_is_not_announced(self, alice, alices):
        User.objects.filter(pk=alice.pk).update(target_day=date(2020, 1, 1))
        assert "exam in your settings" not in alices.get("/").content.decode()

    def test_visitors_are_sent_to_log_in(self, client):
        assert client.get("/settings/").url == "/account/login/?next=/settings/"


class TestLanguage:
    @pytest.mark.parametrize("code", ["kk", "ru", "en"])
    def test_it_is_kept_in_the_cookie_and_with_the_person(self, alice, alices, code):
        response = alices.post("/language/", {"language": code, "next": "/library/?q=x"})
        assert (response.status_code, response.url) == (302, "/library/?q=x")
        assert response.cookies["django_language"].value == code
        alice.refresh_from_db()
        assert alice.language == code
        assert f'<html lang="{code}">' in alices.get("/library/").content.decode()

    def test_a_visitor_has_it_in_the_cookie(self, client):
        client.post("/language/", {"language": "kk"})
        assert '<html lang="kk">' in client.get("/").content.decode()

    @pytest.mark.parametrize("code", ["", "xx", "en-us", "kk\0", "../ru"])
    def test_an_unknown_one_changes_nothing(self, alice, alices, code):
        response = alices.post("/language/", {"language": code})
        assert response.status_code == 302
        assert "django_language" not in response.cookies
        alice.refresh_from_db()
        assert alice.language == "en"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example/",
            "///evil.example",
            r"\\evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:evil.example",
            "https://testserver@evil.example/",
            "https://testserver.evil.example/",
            " https://evil.example/",
            "\thttps://evil.example",
            "data:text/html,x",
            "",
        ],
    )
    def test_it_leads_nowhere_else(self, client, elsewhere):
        response = client.post("/language/", {"language": "en", "next": elsewhere})
        assert (response.status_code, response.url) == (302, "/")

    @pytest.mark.parametrize("back", ["library", "questions", "a\nb", "a\0b", "/ә/", "?q=1"])
    def test_an_odd_way_back_is_no_fault_and_stays_here(self, client, back):
        response = client.post("/language/", {"language": "en", "next": back})
        assert response.status_code == 302
        assert "\n" not in response.url
        assert "//" not in response.url

    def test_logging_in_goes_on_in_the_persons_language(self, client):
        UserFactory(username="bota", language="kk")
        client.post("/account/login/", {"login": "bota", "password": "password"})
        assert client.cookies["django_language"].value == "kk"


def test_one_persons_settings_are_not_anothers(alice, charlie):
    browser_of(charlie).post("/settings/", GOOD | {"new_per_day": "99"})
    alice.refresh_from_db()
    assert alice.new_per_day == 10
