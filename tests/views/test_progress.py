"""The progress page."""

from datetime import timedelta

import pytest

from tests.factories import FactFactory, TopicFactory
from tests.playing import play_once, question_of
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(alice, clock):
    """A week in two topics."""
    for number, slug in enumerate(("sco", "sco", "csto")):
        fact = FactFactory(slug=f"fact-of-{number}", topic=TopicFactory(slug=slug, position=number))
        question = question_of("choice", fact=fact)
        play_once(alice, question, now=clock - timedelta(days=8))
        play_once(alice, question, now=clock - timedelta(days=3), right=number > 0)


def test_a_learner_without_answers_is_told_how_to_begin(alices):
    assert "You have not met any of these facts yet" in alices.get("/progress/").content.decode()


@pytest.mark.usefixtures("history")
class TestProgress:
    def test_it_shows_each_topic_with_seen_and_right(self, alices):
        page = alices.get("/progress/").content.decode()
        assert "<b>3</b> <span>of 3 facts met" in page
        assert "2 / 2" in page
        assert "75%" in page.replace("\u00a0", "").replace(" %", "%")  # three of four in the SCO
        assert "<svg" in page

    def test_one_topic_shows_its_own_facts_alone(self, alices):
        page = alices.get("/progress/csto/").content.decode()
        assert "<b>1</b> <span>of 1 facts met" in page
        assert "fact-of-2" in page
        assert "fact-of-0" not in page

    def test_the_weakest_fact_comes_first(self, alices):
        page = alices.get("/progress/sco/").content.decode()
        assert page.index("Statement of fact-of-0") < page.index("Statement of fact-of-1")

    def test_nobody_sees_anothers(self, charlie):
        page = browser_of(charlie).get("/progress/").content.decode()
        assert "You have not met any of these facts yet" in page
        assert "fact-of-" not in page

    def test_charts_have_a_text_alternative(self, alices):
        page = alices.get("/progress/").content.decode()
        told = page.count("<svg") - page.count('aria-hidden="true"><rect')  # its figures follow
        assert told == page.count("<desc") == page.count('role="img"') > 0
        assert page.count("As a table") == told

    def test_htmx_gets_the_part(self, alices):
        page = alices.get("/progress/", headers=HTMX).content.decode()
        assert page.strip().startswith('<div id="progress"')


def test_an_unknown_topic_is_not_found(alices):
    assert alices.get("/progress/nowhere/").status_code == 404


def test_a_visitor_is_sent_to_log_in(client):
    assert client.get("/progress/").url == "/account/login/?next=/progress/"
