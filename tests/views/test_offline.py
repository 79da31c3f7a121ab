"""The service worker, the manifest and the page without a connection."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from questions.quiz.asked import asked_ahead, next_asked
from tests.factories import UserFactory
from tests.playing import FORMS, plan, question_of
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_the_worker_holds_the_shell_by_the_names_that_pages_use(client, alice):
    script = client.get("/worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    files = re.findall(r'"(/static/[^"]+)"', script.text.replace("\\u002D", "-"))
    page = browser_of(alice).get("/").text
    used = re.findall(r'(?:src|href)="(/static/(?:js|css|django_htmx)/[^"]+)"', page)
    assert used
    assert set(used) <= set(files)


def test_another_language_makes_another_worker_that_brings_its_page(client):
    english, russian, again = (
        client.get("/worker.js", headers={"Accept-Language": code}).text
        for code in ("en", "ru", "en")
    )
    assert english == again != russian


def test_what_was_kept_for_another_is_refused_without_a_way_to_log_in(alice, alices, client, now):
    session = plan(alice, question_of("choice"), now=now)
    url = f"/quiz/{session.token}/answer/"
    form = {"item": session.items.get().token, "choice": "0"}
    kept = {"HX-Request": "true", "X-Learner": str(alice.pk)}
    other = browser_of(UserFactory())
    for browser in (client, other):
        assert browser.post(url, form, headers=kept).status_code == 403
    assert not session.items.get().answered_at
    assert alices.post(url, form, headers=kept).status_code == 200


def test_the_manifest_names_icons_that_are_there_and_reads_in_the_language(client):
    told = client.get("/manifest.webmanifest")
    assert told["Content-Type"].startswith("application/manifest+json")
    found = json.loads(told.content)
    assert found["start_url"] == found["scope"] == "/"
    assert {icon["sizes"] for icon in found["icons"]} >= {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in found["icons"])
    russian = client.get("/manifest.webmanifest", headers={"Accept-Language": "ru"})
    assert json.loads(russian.content)["lang"] == "ru"


def test_the_page_without_a_connection_tells_nothing_of_whoever_opened_it(client, alice):
    mine, anybodys = browser_of(alice).get("/offline/").text, client.get("/offline/").text
    assert mine == anybodys
    assert "alice" not in mine


def test_four_items_are_held_ahead_without_flashcards_and_without_keys(alice, now):
    forms = [*FORMS, "choice", "typed"]
    session = plan(alice, *[question_of(form) for form in forms], now=now)
    asked = next_asked(session.pk)
    ahead = asked_ahead(session.pk, asked)
    assert len(ahead) == 4
    assert asked.token not in {item.token for item in ahead}
    assert "flashcard" not in {item.form for item in ahead}
    assert [item.number for item in ahead] == [2, 3, 4, 5]
    assert not any(hasattr(item, name) for item in ahead for name in ("answer", "key"))


def test_the_page_of_a_session_holds_them_and_a_fragment_does_not(alice, alices, now):
    session = plan(alice, *[question_of("choice") for _ in range(6)], now=now)
    url = f"/quiz/{session.token}/"
    assert alices.get(url).text.count("data-ahead") == 4
    assert "data-ahead" not in alices.get(url, headers={"HX-Request": "true"}).text


def test_an_outsider_gets_no_held_question(alice, charlie, now):
    session = plan(alice, question_of("choice"), question_of("typed"), now=now)
    assert browser_of(charlie).get(f"/quiz/{session.token}/").status_code == 404
