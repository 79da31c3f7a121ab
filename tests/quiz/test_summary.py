"""Closing a session: how it went, what grew stronger, what comes next."""

from datetime import date, timedelta

import pytest

from questions.models import Card, Fact, SessionItem
from questions.quiz.response import Response
from questions.quiz.summary import end_session, summarise
from tests.playing import SETS, next_item, plan, play_once, question_of, respond, set_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)


def summary(learner, session):
    return summarise(session, learner=learner, today=TODAY)


def test_right_is_told_out_of_answered_and_drills_are_not_counted(alice, now):
    session = plan(alice, *(question_of("choice") for _ in range(4)), now=now)
    for is_right in (True, False, True):
        respond(session, now=now, right=is_right)
    end_session(session, now=now)
    told = summary(alice, session)
    assert (told.right, told.answered, told.open) == (2, 3, 2)


def test_a_drill_that_was_right_makes_no_first_response_right(alice, now):
    session = plan(alice, question_of("choice"), now=now)
    respond(session, now=now, right=False)
    respond(session, now=now)
    told = summary(alice, session)
    assert (told.right, told.answered, len(told.again), told.stronger) == (0, 1, 1, [])


def test_what_was_rated_right_grew_stronger_and_the_rest_is_to_look_at_again(alice, now):
    right, wrong, partly, seen = (question_of("typed") for _ in range(4))
    play_once(alice, seen, now=now)
    session = plan(alice, right, wrong, partly, seen, now=now)
    respond(session, now=now)
    respond(session, now=now, right=False)
    respond(session, now=now, response=Response(typed="2002"))
    respond(session, now=now)
    told = summary(alice, session)
    assert [line.statement.slug for line in told.stronger] == [right.fact.slug, partly.fact.slug]
    assert [line.statement.slug for line in told.again] == [wrong.fact.slug, partly.fact.slug]
    assert told.stronger[0].statement.text == f"Statement of {right.fact.slug}."
    assert (told.stronger[0].due, told.again[0].due) == (TODAY + 2 * DAY, TODAY + DAY)


def test_points_are_those_of_this_session(alice, now):
    question = question_of("choice")
    for days in (0, 4):
        play_once(alice, question, now=now - (8 - days) * DAY)
    session = plan(alice, question, question_of("choice"), now=now + 10 * DAY)
    respond(session, now=now + 10 * DAY)
    respond(session, now=now + 10 * DAY)
    points = SessionItem.objects.filter(session=session).values_list("points", flat=True)
    assert summary(alice, session).points == sum(points) > 0


def test_what_comes_next_is_the_first_due_day_with_its_cards(alice, now):
    session = plan(alice, *(question_of("choice") for _ in range(3)), now=now)
    for is_right in (False, True, True):
        respond(session, now=now, right=is_right)
    respond(session, now=now)
    told = summary(alice, session)
    assert (told.next_due, told.next_count) == (TODAY + DAY, 1)


def test_what_is_due_already_is_next_today(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now - 9 * DAY)
    session = plan(alice, question_of("choice"), now=now)
    respond(session, now=now)
    told = summary(alice, session)
    assert (told.next_due, told.next_count) == (TODAY, 1)


def test_withdrawn_facts_and_other_peoples_cards_do_not_come_next(alice, charlie, now):
    question = question_of("choice")
    play_once(charlie, question_of("choice"), now=now - 9 * DAY)
    session = plan(alice, question, now=now)
    respond(session, now=now)
    Fact.objects.filter(pk=question.fact_id).update(withdrawn_at=now)
    told = summary(alice, session)
    assert (told.next_due, told.next_count) == (None, 0)


def test_a_session_without_answers_has_a_summary_too(alice, now):
    session = plan(alice, question_of("choice"), now=now)
    end_session(session, now=now)
    told = summary(alice, session)
    assert (told.answered, told.right, told.points, told.again, told.next_count) == (0, 0, 0, [], 0)


def test_a_card_that_lasts_says_so(alice, now):
    question = question_of("choice")
    session = plan(alice, question, now=now)
    respond(session, now=now)
    assert not summary(alice, session).stronger[0].is_mature
    Card.objects.update(stability=21)
    assert summary(alice, session).stronger[0].is_mature


def test_ending_keeps_what_was_answered_and_moves_nothing_else(alice, now):
    session = plan(alice, question_of("choice"), question_of("choice"), now=now)
    respond(session, now=now)
    cards = list(Card.objects.order_by("pk").values())
    end_session(session, now=now + timedelta(minutes=5))
    end_session(session, now=now + timedelta(minutes=9))
    session.refresh_from_db()
    assert session.finished_at == now + timedelta(minutes=5)
    assert list(Card.objects.order_by("pk").values()) == cards


@pytest.mark.parametrize("form", SETS)
def test_of_an_ordering_or_a_matching_the_missed_facts_are_to_look_at_again(alice, now, form):
    made = set_of(form)
    session = plan(alice, made, now=now)
    item = next_item(session)
    places = [str(n) for n in range(1, len(item.parts) + 1)]
    # In the order of the positions: the third stands right, or the first has its side.
    response = (
        Response(places=tuple(places[part.position] for part in item.parts))
        if form == "order"
        else Response(matches=("0", "0", "", ""))
    )
    verdict = respond(session, now=now, response=response)
    missed = {row.fact for row in verdict.parts.rows if not row.is_right}
    told = summary(alice, session)
    assert (told.right, told.answered, told.open, told.stronger) == (0, 1, 0, [])
    assert {line.statement.slug for line in told.again} == missed
    assert all(line.statement for line in told.again)


@pytest.mark.parametrize("form", SETS)
def test_a_set_that_was_right_leaves_nothing_and_one_that_was_given_up_all(alice, now, form):
    right, given_up = set_of(form), set_of(form)
    session = plan(alice, right, given_up, now=now)
    respond(session, now=now)
    respond(session, now=now, right=False)
    told = summary(alice, session)
    assert (told.right, told.answered) == (1, 2)
    assert {line.statement.slug for line in told.again} == {
        p.fact.slug for p in given_up.parts.all()
    }
