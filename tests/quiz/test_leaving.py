"""Leaving open sessions: what was withdrawn is passed over, whoever withdrew it."""

from datetime import timedelta

import pytest

from questions.models import QuizSession, SessionItem
from questions.quiz.asked import next_asked
from questions.quiz.leaving import leave_facts, leave_questions, leave_withdrawn
from questions.quiz.response import ResponseError
from questions.quiz.reveal import reveal
from questions.quiz.summary import end_session, summarise
from tests.factories import FactFactory
from tests.playing import next_item, plan, play_once, question_of, respond

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_fact_is_told_with_the_sessions_it_was_open_in(alice, charlie, now):
    one, two = question_of("cloze"), question_of("cloze")
    plan(alice, one, two, now=now)
    plan(charlie, one, now=now)

    left = leave_facts([one.fact_id, two.fact_id], now=now)

    assert left == {one.fact_id: 2, two.fact_id: 1}
    assert not QuizSession.objects.filter(finished_at=None).exists()


def test_both_cues_in_one_session_are_one_session(alice, now):
    fact = FactFactory()
    asked = [question_of("cloze", fact=fact, cue=cue) for cue in ("value", "subject")]
    plan(alice, *asked, now=now)

    assert leave_facts([fact.pk], now=now) == {fact.pk: 1}


def test_a_set_is_left_with_any_of_its_facts(alice, now):
    ordering = question_of("order", cue="")
    facts = [part.fact for part in ordering.parts.order_by("position")]
    session = plan(alice, ordering, question_of("cloze"), now=now)

    assert leave_facts([facts[2].pk], now=now) == {facts[2].pk: 1}
    assert next_asked(session.pk).total == 1


def test_finished_sessions_and_answered_items_stay_as_they_are(alice, now):
    question = question_of("cloze")
    play_once(alice, question, now=now)
    ended = plan(alice, question, now=now)
    end_session(ended, now=now)
    before = list(SessionItem.objects.order_by("pk").values_list())

    assert leave_facts([question.fact_id], now=now + DAY) == {}
    assert list(SessionItem.objects.order_by("pk").values_list()) == before
    assert set(QuizSession.objects.values_list("finished_at", flat=True)) == {now}


def test_what_was_turned_over_was_seen(alice, now):
    card = question_of("flashcard")
    typed = question_of("typed", fact=card.fact)
    play_once(alice, typed, now=now - 9 * DAY)
    session = plan(alice, card, now=now - DAY)
    reveal(next_item(session), today=(now - DAY).date(), now=now - DAY)

    leave_facts([card.fact_id], now=now)

    # One day since the back was seen, not nine.
    assert play_once(alice, typed, now=now).points == 10


def test_a_fact_that_was_withdrawn_by_other_ways_takes_no_response(alice, now):
    question = question_of("cloze")
    session = plan(alice, question, question_of("cloze"), now=now)
    question.fact.withdrawn_at = now
    question.fact.save()

    with pytest.raises(ResponseError, match="withdrawn"):
        respond(session, now=now)
    leave_withdrawn(session.pk, now=now)

    assert next_item(session).fact_id != question.fact_id
    respond(session, now=now)
    assert QuizSession.objects.get().finished_at == now


def test_a_response_on_its_way_when_the_fact_is_withdrawn_is_not_counted(alice, now):
    question = question_of("cloze")
    session = plan(alice, question, now=now)
    item = next_item(session)
    leave_facts([question.fact_id], now=now)

    with pytest.raises(ResponseError, match="withdrawn"):
        respond(session, now=now, item=item)

    assert SessionItem.objects.get().answered_at is None


def test_the_summary_names_no_fact_that_was_withdrawn(alice, now):
    right, wrong = question_of("cloze"), question_of("cloze")
    session = plan(alice, right, wrong, now=now)
    respond(session, now=now)
    respond(session, now=now, right=False)
    for question in (right, wrong):
        question.fact.withdrawn_at = now
        question.fact.save()

    summary = summarise(session, learner=alice, today=now.date())

    assert (summary.right, summary.answered) == (1, 2)
    assert (summary.stronger, summary.again) == ([], [])


def test_questions_can_be_left_alone_and_are_no_drill_any_more(alice, now):
    fact = FactFactory()
    one, two = question_of("cloze", fact=fact), question_of("choice", fact=fact)
    session = plan(alice, one, two, now=now, drills=[two, None])

    assert leave_questions([two.pk], now=now) == {two.pk: 1}
    assert next_asked(session.pk).total == 1
    assert SessionItem.objects.get(question=one).drill is None
    assert leave_questions([two.pk], now=now) == {}
    assert leave_questions([], now=now) == {}
