"""The first page: what a learner does now, and what KazQuiz is for a visitor."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import QuizSession, Topic
from tests.factories import FactFactory, QuestionFactory, TopicFactory
from tests.playing import plan, play_once, question_of, respond

pytestmark = pytest.mark.django_db


def test_a_visitor_is_invited_to_try(client):
    QuestionFactory()
    page = client.get("/").content.decode()
    assert 'href="/try/"' in page
    assert "1 facts, 1 questions, 1 sources" in page.replace("1 fact,", "1 facts,")


def test_a_learner_sees_what_waits_and_how_today_went(alice, alices, clock):
    questions = [question_of("choice") for _ in range(5)]
    for question in questions[:2]:
        play_once(alice, question, now=clock - timedelta(days=10), right=False)
    QuizSession.objects.update(finished_at=clock)
    assert "2 facts are ready to be refreshed" in alices.get("/").content.decode()
    session = plan(alice, questions[2], questions[3], now=clock)
    respond(session, now=clock)
    respond(session, now=clock, right=False)
    respond(session, now=clock)
    page = alices.get("/").content.decode()
    assert "<b>4</b> <span>of 5 facts met" in page
    assert "<b>1 / 2</b>" in page  # the drill is not counted


def test_an_unfinished_session_is_offered_first(alice, alices, clock):
    session = plan(alice, question_of("choice"), now=clock)
    assert f'href="/quiz/{session.token}/"' in alices.get("/").content.decode()
    assert alices.get("/quiz/").url == f"/quiz/{session.token}/"


def test_one_learners_unfinished_session_is_not_anothers(charlie, alice, client, clock):
    session = plan(alice, question_of("choice"), now=clock)
    client.force_login(charlie)
    assert session.token not in client.get("/").content.decode()
    assert client.get("/quiz/").url == "/"


def test_the_exam_is_announced(alice, alices, clock):
    alice.target_day = alice.study_day(clock) + timedelta(days=3)
    alice.save()
    assert "Your exam is in 3 days" in alices.get("/").content.decode()


def test_what_the_home_page_counts_as_due_can_be_asked(alice, alices, clock):
    """A fact whose other cue was answered today waits until tomorrow."""
    fact = FactFactory()
    value, subject = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
    play_once(alice, value, now=clock - timedelta(days=9))
    play_once(alice, subject, now=clock)
    page = alices.get("/").content.decode()
    assert "ready to be refreshed" not in page


def test_each_topic_can_be_practised(alices):
    for number in range(3):
        FactFactory(topic__slug=f"topic-{number}")
    page = alices.get("/").content.decode()
    for topic in Topic.objects.all():
        assert f'name="topic" value="{topic.slug}"' in page


def test_about_says_how_much_there_is(client):
    QuestionFactory()
    assert client.get("/about/").status_code == 200


def test_health_reaches_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert json.loads(response.content) == {"status": "ok"}


def test_order_and_match_is_offered_where_there_is_something(alices, alice, clock):
    sco, csto = TopicFactory(slug="sco"), TopicFactory(slug="csto", position=2)
    QuestionFactory(fact__topic=csto)
    question_of("order", topic=sco, status="draft")
    assert "Order and match" not in alices.get("/").content.decode()
    question_of("match", topic=sco)
    page = alices.get("/").content.decode()
    offered = page[page.index("Order and match") : page.index("Flashcards")]
    assert 'name="mode" value="sets"' in offered
    assert '<option value="sco">' in offered
    assert '<option value="csto">' not in offered


def test_offering_it_takes_no_query_more(alices):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            alices.get("/")
        return len(captured)

    TopicFactory(slug="sco")
    without = queries()
    question_of("match", topic=TopicFactory(slug="sco"))
    assert queries() == without
