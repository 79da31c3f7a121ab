"""Going on with a session that was ended a moment ago."""

from datetime import timedelta

import pytest

from questions.models import Fact, Question, QuizSession
from questions.quiz.reopening import REOPEN_WITHIN, is_reopenable, reopen_session
from questions.quiz.summary import end_session
from tests.playing import next_item, plan, question_of, respond

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(alice, now) -> QuizSession:
    """Three questions, one answered, and then ended."""
    session = plan(alice, *(question_of("choice") for _ in range(3)), now=now)
    respond(session, now=now)
    end_session(session, now=now)
    session.refresh_from_db()
    return session


def test_it_goes_on_with_the_question_that_was_next(session, now):
    asked = next_item(session).token
    assert reopen_session(session, now=now)
    session.refresh_from_db()
    assert session.finished_at is None
    assert next_item(session).token == asked
    respond(session, now=now)


def test_after_an_hour_it_stays_ended(session, now):
    late = now + REOPEN_WITHIN
    assert is_reopenable(session, now=late - timedelta(seconds=1))
    assert not reopen_session(session, now=late)
    session.refresh_from_db()
    assert session.finished_at == now


def test_where_all_was_answered_there_is_nothing_to_go_on_with(alice, now):
    session = plan(alice, question_of("choice"), now=now)
    respond(session, now=now)
    session.refresh_from_db()
    assert session.finished_at is not None
    assert not reopen_session(session, now=now)


def test_what_was_withdrawn_meanwhile_is_not_asked(session, now):
    first, second = session.items.filter(answered_at=None).order_by("position")
    Fact.objects.filter(pk=first.fact_id).update(withdrawn_at=now)
    assert reopen_session(session, now=now)
    assert next_item(session).token == second.token


def test_where_all_the_rest_was_withdrawn_it_stays_ended(session, now):
    open_items = session.items.filter(answered_at=None)
    asked = Question.objects.filter(pk__in=open_items.values("question"))
    asked.update(status=Question.Status.WITHDRAWN)
    assert not reopen_session(session, now=now)
    session.refresh_from_db()
    assert session.finished_at == now
    assert next_item(session) is None


def test_a_live_round_cannot_be_taken_up_again(session, now):
    QuizSession.objects.update(mode=QuizSession.Mode.LIVE)
    assert not reopen_session(session, now=now)
