"""Three questions before any account: the guest, and what becomes of it."""

import re
import threading

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from questions.models import Card, QuizSession, ReviewLog, SessionItem, Tally, User
from questions.progress.tallies import rebuild_tallies
from tests.factories import FactFactory, QuestionFactory, TopicFactory, UserFactory
from tests.playing import next_item, play_once, question_of, response_to
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "username": "aigerim",
    "password1": "steppe-eagle-42",
    "password2": "steppe-eagle-42",
    "time_zone": "Asia/Almaty",
}


@pytest.fixture(autouse=True)
def library(request) -> None:
    """Six essential facts in three topics, and one that is not essential."""
    for number in range(6):
        topic = TopicFactory(slug=f"topic-{number % 3}", position=number % 3)
        QuestionFactory(fact=FactFactory(topic=topic, importance=3))
    QuestionFactory(fact=FactFactory(importance=2))


def opened(client: Client) -> dict[str, str]:
    """The fields of the form on the trial page."""
    page = client.get("/try/").content.decode()
    return dict(re.findall(r'name="(item|seed)" value="([^"]+)"', page))


def become_guest(client: Client) -> User:
    """Answer the first question; the guest."""
    client.post("/try/", opened(client) | {"choice": "0"}, headers=HTMX)
    return User.objects.get(is_guest=True)


def finish(client: Client) -> QuizSession:
    """Answer all five, the first one wrong, until the session ends."""
    session = QuizSession.objects.get(mode="try")
    while (item := next_item(session)) is not None:
        choice = response_to(item, right=item.is_drill or item.position != 2).choice
        data = {"item": item.token, "choice": choice}
        assert client.post(f"/quiz/{session.token}/answer/", data).status_code == 302
    return session


class TestFirstQuestion:
    def test_opening_the_page_makes_nothing(self, client):
        for _ in range(3):
            assert client.get("/try/").status_code == 200
        assert not User.objects.exists()
        assert not QuizSession.objects.exists()

    def test_the_first_response_makes_the_guest_and_is_stored(self, client):
        form = opened(client)
        response = client.post("/try/", form | {"choice": "0"}, headers=HTMX)
        guest = User.objects.get()
        assert (guest.is_guest, guest.has_usable_password(), guest.is_staff) == (True, False, False)
        assert client.session["_auth_user_id"] == str(guest.pk)
        assert 'id="answer-feedback"' in response.content.decode()
        assert "<template data-next>" in response.content.decode()
        assert ReviewLog.objects.get().learner == guest
        assert SessionItem.objects.filter(answered_at__isnull=False).get().token == form["item"]

    def test_a_plain_form_is_sent_on_to_the_feedback(self, client):
        form = opened(client)
        response = client.post("/try/", form | {"choice": "0"})
        assert (response.status_code, response.url) == (
            302,
            f"/quiz/{QuizSession.objects.get().token}/items/{form['item']}/",
        )

    def test_the_question_answered_is_the_one_that_was_shown(self, client):
        page = client.get("/try/").content.decode()
        form = dict(re.findall(r'name="(item|seed)" value="([^"]+)"', page))
        client.post("/try/", form | {"choice": "0"})
        item = SessionItem.objects.get(token=form["item"])
        assert item.question.stem in page
        assert (
            item.option.text == re.search(r'value="0" class="option">.*?</kbd> ([^<]+)<', page)[1]
        )

    def test_three_essential_facts_with_topics_in_turn(self, client):
        become_guest(client)
        facts = [item.fact for item in SessionItem.objects.order_by("position")]
        assert len({fact.pk for fact in facts}) == 3
        assert {fact.importance for fact in facts} == {3}
        assert len({fact.topic_id for fact in facts[:3]}) == 3

    def test_posted_twice_it_makes_one_guest(self, client):
        form = opened(client) | {"choice": "0"}
        first = client.post("/try/", form, headers=HTMX)
        again = client.post("/try/", form, headers=HTMX)
        elsewhere = Client().post("/try/", form, headers=HTMX)
        assert first.content == again.content == elsewhere.content
        assert User.objects.count() == QuizSession.objects.count() == 1
        assert ReviewLog.objects.count() == 1

    def test_coming_back_leads_to_the_guests_own_session(self, client):
        become_guest(client)
        assert client.get("/try/").url == f"/quiz/{QuizSession.objects.get().token}/"

    @pytest.mark.parametrize(
        "seed",
        [
            "",
            "x",
            "\0",
            "é",
            "a:b:c",
            "a" * 100_000,
            pytest.param(signing.dumps("5eed"), id="without salt"),
            pytest.param(
                signing.dumps("5eed", key="another key" * 5, salt="questions.trial"),
                id="another key",
            ),
        ],
    )
    def test_a_forged_seed_is_refused(self, client, seed):
        response = client.post("/try/", {"item": "0" * 32, "seed": seed, "choice": "0"})
        assert (response.status_code, response.url) == (302, "/try/")
        assert not User.objects.exists()

    def test_an_old_seed_is_refused(self, client, monkeypatch):
        form = opened(client)
        monkeypatch.setattr("questions.views.trial._MAX_AGE_SECONDS", -1)
        assert client.post("/try/", form | {"choice": "0"}).url == "/try/"
        assert not User.objects.exists()

    def test_another_guests_item_is_not_found(self, client):
        become_guest(client)
        other = Client()
        form = opened(other)
        answered = SessionItem.objects.filter(answered_at=None).first().token
        assert other.post("/try/", form | {"item": answered, "choice": "0"}).status_code == 404

    def test_a_member_goes_home(self, alice):
        browser = browser_of(alice)
        assert browser.get("/try/").url == "/"
        assert browser.post("/try/", opened(Client()) | {"choice": "0"}).url == "/"
        assert User.objects.get() == alice

    def test_an_empty_library_says_so(self, client):
        from questions.models import Question

        Question.objects.update(status="withdrawn")
        assert "No questions yet" in client.get("/try/").content.decode()


class TestGuest:
    def test_it_plays_to_the_end_and_is_asked_to_sign_up(self, client):
        become_guest(client)
        session = finish(client)
        page = client.get(f"/quiz/{session.token}/", follow=True).content.decode()
        assert "Sign up and keep this" in page
        assert SessionItem.objects.filter(session=session, is_drill=False).count() == 3

    @pytest.mark.parametrize("mode", ["review", "practice", "flashcards", "weakest"])
    def test_it_starts_no_other_session(self, client, mode):
        become_guest(client)
        assert client.post("/quiz/start/", {"mode": mode}).url == "/account/signup/"
        assert QuizSession.objects.count() == 1

    def test_it_has_no_settings(self, client):
        become_guest(client)
        assert client.get("/settings/").url == "/account/signup/"

    def test_signing_up_keeps_the_person_the_cards_and_the_log(self, client):
        guest = become_guest(client)
        session = finish(client)
        cards = list(Card.objects.order_by("pk").values())
        logs = list(ReviewLog.objects.order_by("pk").values())
        response = client.post("/account/signup/", SIGN_UP)
        assert response.status_code == 302
        member = User.objects.get()
        assert (member.pk, member.username, member.is_guest) == (guest.pk, "aigerim", False)
        assert member.check_password("steppe-eagle-42")
        assert client.session["_auth_user_id"] == str(guest.pk)
        assert list(Card.objects.order_by("pk").values()) == cards
        assert list(ReviewLog.objects.order_by("pk").values()) == logs
        assert client.get(f"/quiz/{session.token}/summary/").status_code == 200
        assert client.post("/quiz/start/", {"mode": "practice"}).url.startswith("/quiz/")

    def test_signing_up_with_a_name_that_is_taken_changes_nothing(self, client):
        UserFactory(username="aigerim")
        guest = become_guest(client)
        response = client.post("/account/signup/", SIGN_UP)
        assert response.status_code == 200
        assert User.objects.get(pk=guest.pk).username == guest.username
        assert User.objects.get(pk=guest.pk).is_guest

    def test_logging_in_drops_the_guest_with_all_that_it_answered(self, client, clock):
        bob = UserFactory(username="bob")
        play_once(bob, question_of("choice"), now=clock)
        kept = [list(m.objects.filter(learner=bob)) for m in (Card, ReviewLog, QuizSession)]
        guest = become_guest(client)
        finish(client)
        response = client.post("/account/login/", {"login": "bob", "password": "password"})
        assert response.status_code == 302
        assert User.objects.get() == bob
        assert client.session["_auth_user_id"] == str(bob.pk)
        for model in (Card, ReviewLog, QuizSession, SessionItem):
            assert not model.objects.filter(learner_id=guest.pk).exists()
        assert not Tally.objects.filter(scope_id=guest.pk).exists()
        assert rebuild_tallies(repair=False) == []
        assert [list(m.objects.filter(learner=bob)) for m in (Card, ReviewLog, QuizSession)] == kept

    def test_a_failed_log_in_drops_nobody(self, client):
        UserFactory(username="bob")
        guest = become_guest(client)
        client.post("/account/login/", {"login": "bob", "password": "wrong"})
        assert User.objects.filter(pk=guest.pk).exists()

    def test_a_member_who_logs_in_as_somebody_else_is_not_dropped(self, alice):
        UserFactory(username="bob")
        browser_of(alice).post("/account/login/", {"login": "bob", "password": "password"})
        assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_guest_and_one_response():
    form = opened(Client()) | {"choice": "0"}
    barrier = threading.Barrier(3)
    statuses = []

    def click():
        client = Client()
        try:
            barrier.wait(timeout=10)
            statuses.append(client.post("/try/", form, headers=HTMX).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert statuses == [200, 200, 200]
    assert User.objects.count() == QuizSession.objects.count() == ReviewLog.objects.count() == 1
    assert rebuild_tallies(repair=False) == []


def test_a_guest_can_end_it_though_they_miss_it_again_and_again():
    client = Client()
    fields = opened(client)
    page = client.post("/try/", fields | {"choice": "3"}, headers=HTMX).content.decode()
    (url,) = re.findall(r'action="(/quiz/[0-9a-f]+/end/)"', page)
    assert client.post(url).url == url.replace("end", "summary")


def test_who_logs_in_is_told_that_answers_of_a_guest_stay_behind(client):
    assert "does not come along" not in client.get("/account/login/").content.decode()
    client.post("/try/", opened(client) | {"choice": "0"})
    assert "does not come along" in client.get("/account/login/").content.decode()
