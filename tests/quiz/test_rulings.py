"""Decisions about typed texts: what the grader makes of them, and what becomes of the past."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Card, Fact, ReviewLog, Ruling, SessionItem, Tally
from questions.progress.curve import memory_curves
from questions.progress.tallies import rebuild_tallies
from questions.quiz.answer import find_item, verdict_of
from questions.quiz.response import Response
from questions.quiz.rulings import decide, left_texts, undo
from questions.scheduling.review import rebuild_cards
from tests.factories import TeacherFactory, UserFactory
from tests.playing import NAME_KEY, card_of, plan, play_once, question_of, respond

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEAR = Response(typed="Council  of Elders or Court")  # two answers at once are left for review
TEXT = "council of elders or court"


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def question():
    return question_of("typed", key=NAME_KEY, answer="Council of Elders")


def ruled(question, teacher, now, *, is_right=True, text=TEXT) -> int:
    return decide(
        fact=question.fact, cue="value", text=text, is_right=is_right, actor=teacher, now=now
    )


def write(learner, question, now, typed=NEAR):
    return play_once(learner, question, now=now, response=typed)


class TestLeft:
    def test_a_near_miss_is_left_and_moves_nothing(self, alice, question, now):
        assert write(alice, question, now).outcome == "review"
        assert not ReviewLog.objects.exists()
        assert card_of(alice, question).stability is None

    def test_one_text_in_whatever_case_and_spacing_stands_once(self, alice, charlie, question, now):
        write(alice, question, now)
        write(charlie, question, now, Response(typed="COUNCIL OF ELDERS  or court"))
        write(charlie, question, now + DAY)
        write(charlie, question, now + 2 * DAY, Response(typed="Council of Elders / Court"))
        first, second = left_texts(Fact.objects.all())
        assert (first.text, first.count, first.responses) == (TEXT, 2, 3)
        assert (second.text, second.count) == ("council of elders / court", 1)
        assert first.question_id == question.pk

    def test_it_takes_one_query(self, alice, question, now, django_assert_num_queries):
        for days in range(4):
            write(alice, question, now + days * DAY)
        with django_assert_num_queries(1):
            left_texts(Fact.objects.all())

    def test_what_was_decided_and_what_was_withdrawn_waits_no_more(
        self, alice, question, teacher, now
    ):
        other = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        for one in (question, other):
            write(alice, one, now)
        ruled(question, teacher, now)
        assert [left.fact_id for left in left_texts(Fact.objects.all())] == [other.fact_id]
        Fact.objects.update(withdrawn_at=now)
        assert left_texts(Fact.objects.all()) == []

    def test_the_list_and_the_decision_use_the_small_indexes(self, question, teacher, now):
        with CaptureQueriesContext(connection) as queries:
            left_texts(Fact.objects.filter(owner=teacher))
            ruled(question, teacher, now)
        if connection.vendor != "sqlite":
            return
        plans = {"item_left_for_review": 0, "item_fact_typed": 0}
        for query in queries.captured_queries:
            if query["sql"].startswith("SELECT"):
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                    plan_rows = str(cursor.fetchall())
                for index in plans:
                    plans[index] += index in plan_rows
        assert all(plans.values()), plans


class TestGrading:
    def test_what_was_accepted_is_right_from_then_on(self, alice, charlie, question, teacher, now):
        write(alice, question, now)
        ruled(question, teacher, now)
        verdict = write(charlie, question, now, Response(typed=" council OF elders or  court"))
        assert (verdict.outcome, verdict.reason, verdict.is_rated) == ("correct", "exact", True)

    def test_what_was_refused_is_wrong_and_comes_back(self, charlie, question, teacher, now):
        ruled(question, teacher, now, is_right=False)
        verdict = write(charlie, question, now)
        assert (verdict.outcome, verdict.reason, verdict.is_rated) == ("wrong", "ruled", True)
        assert verdict.upcoming.is_drill

    def test_the_key_stays_right_whatever_was_decided(self, charlie, question, teacher, now):
        ruled(question, teacher, now, is_right=False, text="council of elders")
        assert write(charlie, question, now, Response(typed="Council of Elders")).is_right

    def test_it_holds_for_every_question_of_the_cue_and_for_no_other(
        self, alice, question, teacher, now
    ):
        same = question_of("cloze", fact=question.fact, key=NAME_KEY, answer="Council of Elders")
        sibling = question_of(
            "typed", fact=question.fact, cue="subject", key=NAME_KEY, answer="Council of Elders"
        )
        other = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        ruled(question, teacher, now)
        outcomes = [
            write(UserFactory(), one, now).outcome for one in (question, same, sibling, other)
        ]
        assert outcomes == ["correct", "correct", "review", "review"]

    def test_many_decisions_cost_no_statement_more(self, question, teacher, now):
        def statements() -> int:
            session = plan(UserFactory(), question, now=now)
            with CaptureQueriesContext(connection) as queries:
                respond(session, now=now, response=Response(typed="Council of Elders"))
            return len(queries)

        few = statements()
        for number in range(20):
            ruled(question, teacher, now, text=f"text {number}")
        assert statements() == few

    def test_the_learner_is_told_afterwards(self, alice, question, teacher, now):
        item = write(alice, question, now).item
        session = SessionItem.objects.get(pk=item.pk).session

        def told():
            given = find_item(token=item.token, session_token=session.token, learner_id=alice.pk)
            return verdict_of(given).ruled

        assert told() is None
        ruled(question, teacher, now)
        assert told() is True
        ruled(question, teacher, now, is_right=False)
        assert told() is False


class TestThePast:
    @pytest.mark.parametrize("is_right", [True, False])
    def test_each_response_gets_a_correction_on_its_day(
        self, alice, charlie, question, teacher, now, is_right
    ):
        for learner in (alice, charlie):
            write(learner, question, now)
        assert ruled(question, teacher, now + 5 * DAY, is_right=is_right) == 2
        log = ReviewLog.objects.get(learner=alice)
        item = SessionItem.objects.get(learner=alice, is_drill=False)
        assert (log.kind, log.rating, log.item, log.corrects) == (
            "correction",
            3 if is_right else 1,
            item,
            None,
        )
        assert (log.study_day, log.at) == (item.study_day, item.answered_at)
        assert (log.points, log.survived_interval) == (0, 0)
        card = card_of(alice, question)
        assert card.last_study_day == item.study_day
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []

    def test_points_and_counters_stay(self, alice, question, teacher, now):
        play_once(alice, question, now=now - 20 * DAY)
        play_once(alice, question, now=now - 10 * DAY)
        write(alice, question, now)
        before = list(Tally.objects.order_by("pk").values())
        ruled(question, teacher, now)
        assert list(Tally.objects.order_by("pk").values()) == before
        assert card_of(alice, question).longest_interval == 10
        assert SessionItem.objects.get(outcome="review").points == 0

    def test_a_rating_since_then_is_folded_after_it(self, alice, question, teacher, now):
        play_once(alice, question, now=now)
        write(alice, question, now + 4 * DAY)
        play_once(alice, question, now=now + 9 * DAY)
        before = card_of(alice, question)
        assert ruled(question, teacher, now + 12 * DAY, is_right=False) == 1
        after = card_of(alice, question)
        assert after.last_study_day == before.last_study_day
        assert after.stability < before.stability
        assert rebuild_cards(repair=False) == []
        (curve,) = memory_curves(
            alice, question.fact, today=alice.study_day(now + 12 * DAY)
        ).values()
        assert [p.is_right for p in curve if p.is_rating] == [True, False, True]

    def test_what_had_a_rating_is_corrected_by_its_row(self, alice, question, teacher, now):
        ruled(question, teacher, now)
        write(alice, question, now)
        assert ruled(question, teacher, now + DAY, is_right=False) == 1
        rated, correction = ReviewLog.objects.order_by("pk")
        assert (rated.kind, rated.rating) == ("rated", 3)
        assert (correction.corrects, correction.rating) == (rated, 1)
        assert card_of(alice, question).stability < 1
        assert rebuild_cards(repair=False) == []

    def test_deciding_the_same_again_appends_nothing(self, alice, question, teacher, now):
        write(alice, question, now)
        assert [ruled(question, teacher, now + n * DAY) for n in range(3)] == [1, 0, 0]
        assert Ruling.objects.count() == ReviewLog.objects.count() == 1

    def test_deciding_the_other_way_appends_again(self, alice, question, teacher, now):
        write(alice, question, now)
        taken = [
            ruled(question, teacher, now, is_right=is_right) for is_right in (True, False, True)
        ]
        assert taken == [1, 1, 1]
        assert list(ReviewLog.objects.order_by("pk").values_list("rating", flat=True)) == [3, 1, 3]
        assert rebuild_cards(repair=False) == []

    def test_undoing_leaves_the_card_as_it_was_and_the_text_waiting(
        self, alice, question, teacher, now
    ):
        play_once(alice, question, now=now - 9 * DAY)
        before = Card.objects.values().get()
        write(alice, question, now)
        ruled(question, teacher, now)
        assert Card.objects.values().get() != before
        assert undo(fact=question.fact, cue="value", text=TEXT) == 1
        assert Card.objects.values().get() == before
        assert [left.text for left in left_texts(Fact.objects.all())] == [TEXT]
        assert rebuild_cards(repair=False) == []
        assert undo(fact=question.fact, cue="value", text=TEXT) == 0
        assert ruled(question, teacher, now, is_right=False) == 1

    def test_a_drill_and_a_second_response_of_the_day_move_nothing(
        self, alice, question, teacher, now
    ):
        session = plan(alice, question, now=now)
        respond(session, now=now, right=False)
        respond(session, now=now, response=NEAR)  # the drill
        write(alice, question, now + timedelta(hours=1))
        assert SessionItem.objects.filter(outcome="review").count() == 2
        assert ruled(question, teacher, now) == 0
        assert left_texts(Fact.objects.all()) == []
        assert rebuild_cards(repair=False) == []

    def test_after_a_first_near_miss_the_second_of_the_day_moves_nothing(
        self, alice, question, teacher, now
    ):
        write(alice, question, now)
        write(alice, question, now + timedelta(hours=1))
        assert ruled(question, teacher, now + DAY) == 1

    def test_many_cards_take_no_more_statements(self, teacher, now):
        def count(learners: int) -> int:
            question = question_of("typed", key=NAME_KEY, answer="Council of Elders")
            for _ in range(learners):
                write(UserFactory(), question, now)
            with CaptureQueriesContext(connection) as queries:
                ruled(question, teacher, now)
            return len(queries)

        assert count(2) == count(40)
        assert ReviewLog.objects.count() == 42

    @pytest.mark.parametrize("seed", range(4))
    def test_any_history_of_decisions_can_be_replayed(self, question, teacher, now, seed):
        rng = Random(seed)
        learners = [UserFactory() for _ in range(4)]
        texts = {"a": NEAR, "b": Response(typed="Court or Council of Elders")}
        tidied = {"a": TEXT, "b": "court or council of elders"}
        sibling = question_of(
            "typed", fact=question.fact, cue="subject", key=NAME_KEY, answer="Council of Elders"
        )
        moment = now
        for _ in range(60):
            moment += timedelta(hours=rng.choice([2, 9, 20, 30]))
            chance = rng.random()
            if chance < 0.2:
                ruled(
                    question,
                    teacher,
                    moment,
                    is_right=rng.random() < 0.5,
                    text=tidied[rng.choice("ab")],
                )
            elif chance < 0.25:
                undo(fact=question.fact, cue="value", text=tidied[rng.choice("ab")])
            else:
                learner = rng.choice(learners)
                learner.time_zone = rng.choice(["Asia/Almaty", "America/New_York"])
                learner.save(update_fields=["time_zone"])
                response = rng.choice([*texts.values(), None])
                asked = rng.choice([question, question, sibling])
                play_once(learner, asked, now=moment, response=response, right=rng.random() < 0.7)
        assert ReviewLog.objects.filter(kind="correction").count() > 5
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []
