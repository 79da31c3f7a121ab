"""Tallies: what is counted with each response, and that it is what the rows add up to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from questions.models import Tally
from questions.progress.tallies import Counted, count, rebuild_tallies
from questions.quiz.response import Response
from tests.factories import FactFactory, TopicFactory
from tests.playing import plan, play_once, question_of, respond

NOW = datetime(2026, 3, 4, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db

FIELDS = ("responses", "right", "rated", "rated_right", "new_cards", "points", "duration_ms")


def counters(**where) -> dict:
    return Tally.objects.values(*FIELDS).get(**where)


def test_a_session_is_counted_response_by_response(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now - timedelta(days=4))
    session = plan(alice, question, question_of("typed"), question_of("typed"), now=now)
    respond(session, now=now + timedelta(seconds=10))
    respond(session, now=now + timedelta(seconds=20), right=False)
    respond(session, now=now + timedelta(seconds=30), response=Response(typed="6/7/2002"))
    respond(session, now=now + timedelta(seconds=40))  # the drill of the second
    assert counters(day=date(2026, 3, 4)) == {
        "responses": 4,
        "right": 2,
        "rated": 2,
        "rated_right": 1,
        "new_cards": 1,
        "points": 30,
        "duration_ms": 40_000,
    }


def test_each_topic_learner_and_day_is_counted_apart(alice, charlie, now):
    sco, csto = (
        question_of("choice", fact=FactFactory(topic=TopicFactory(slug=slug)))
        for slug in ("sco", "csto")
    )
    for learner in (alice, charlie):
        for question in (sco, csto):
            for days in (0, 2):
                play_once(learner, question, now=now + timedelta(days=days))
    assert list(Tally.objects.values_list("responses", flat=True)) == [1] * 8
    assert len(set(Tally.objects.values_list("scope_id", "topic", "day"))) == 8


def test_the_day_is_the_learners_own(alice, charlie, now):
    charlie.time_zone = "America/New_York"
    charlie.save()
    moment = now.replace(hour=20)  # one in the morning in Almaty, three in the afternoon there
    for learner in (alice, charlie):
        play_once(learner, question_of("choice"), now=moment)
    assert Tally.objects.get(scope_id=alice.pk).day == date(2026, 3, 5)
    assert Tally.objects.get(scope_id=charlie.pk).day == date(2026, 3, 4)


def test_counting_is_one_statement(alice, django_assert_num_queries):
    counted = Counted(alice.pk, date(2026, 3, 4), TopicFactory().pk, True, True, True, 10, 500, NOW)
    for _ in range(3):
        with django_assert_num_queries(1):
            count(counted)
    assert counters() == dict(zip(FIELDS, (3, 3, 3, 3, 3, 30, 1500), strict=True))


@pytest.mark.parametrize("field", FIELDS)
def test_any_wrong_counter_is_found(alice, now, field):
    play_once(alice, question_of("choice"), now=now)
    Tally.objects.update(**{field: 1_000})
    assert len(rebuild_tallies(repair=False)) == 1


def test_a_missing_and_a_needless_tally_are_found_and_set_right(alice, charlie, now):
    play_once(alice, question_of("choice"), now=now)
    tally = Tally.objects.get()
    true = counters()
    Tally.objects.update(scope_id=charlie.pk)
    wanted = [("learner", who.pk, tally.day, tally.topic_id) for who in (alice, charlie)]
    assert rebuild_tallies(repair=True) == sorted(wanted)
    assert counters(scope_id=alice.pk) == true
    assert rebuild_tallies(repair=False) == []


def test_nothing_is_written_where_nothing_differs(alice, now):
    play_once(alice, question_of("choice"), now=now)
    before = Tally.objects.get().pk
    assert rebuild_tallies(repair=True) == []
    assert Tally.objects.get().pk == before
