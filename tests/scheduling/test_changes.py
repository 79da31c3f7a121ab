"""Events that an edit brings to cards: each is logged, and the fold gives the card."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Card, ReviewLog
from questions.scheduling.changes import ask_again_soon, reset_cards
from questions.scheduling.memory import MEMORY_VERSION, Memory, Rating, asked_soon, rate
from questions.scheduling.review import fold, rebuild_cards
from tests.factories import UserFactory
from tests.playing import card_of, play_once, question_of

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 4)
CHANGES = [reset_cards, ask_again_soon]


def log(kind: str, day: int, rating: int | None = None) -> ReviewLog:
    return ReviewLog(kind=kind, rating=rating, study_day=WEDNESDAY + timedelta(days=day))


class TestFold:
    def test_a_reschedule_makes_due_what_stays_as_strong(self):
        before = fold([log("rated", 0, 3), log("rated", 3, 3)]).memory
        after = fold([log("rated", 0, 3), log("rated", 3, 3), log("reschedule", 4)]).memory
        assert after.due == WEDNESDAY + timedelta(days=5) < before.due
        assert (after.stability, after.difficulty, after.last_day) == (
            before.stability,
            before.difficulty,
            before.last_day,
        )

    def test_a_reschedule_never_puts_off(self):
        logs = [log("rated", 0, 1)]
        assert fold([*logs, log("reschedule", 9)]) == fold(logs)

    def test_a_reschedule_of_a_new_card_changes_nothing(self):
        assert fold([log("reschedule", 0)]) == fold([])

    def test_a_later_rating_goes_on_from_there(self):
        memory = rate(None, Rating.GOOD, WEDNESDAY)
        moved = asked_soon(memory, WEDNESDAY)
        wanted = rate(moved, Rating.GOOD, WEDNESDAY + DAY)
        folded = fold([log("rated", 0, 3), log("reschedule", 0), log("rated", 1, 3)])
        assert folded.memory == wanted == rate(memory, Rating.GOOD, WEDNESDAY + DAY)

    def test_after_a_reset_an_earlier_study_day_may_be_rated(self):
        folded = fold([log("rated", 0, 3), log("reset", 1), log("rated", 0, 3)])
        assert isinstance(folded.memory, Memory)


@pytest.mark.django_db
class TestCards:
    @pytest.mark.parametrize("change", CHANGES)
    def test_only_cards_of_that_fact_and_cue_are_moved(self, alice, now, change):
        asked, other = question_of("cloze"), question_of("cloze")
        sibling = question_of("cloze", fact=asked.fact, cue="subject")
        for days, question in ((9, sibling), (3, asked), (3, other)):
            play_once(alice, question, now=now - days * DAY)

        counts = change([(asked.fact_id, "value")], now=now)

        assert counts == {(asked.fact_id, "value"): 1}
        (event,) = ReviewLog.objects.exclude(kind="rated")
        assert (event.card, event.learner, event.study_day) == (
            card_of(alice, asked),
            alice,
            WEDNESDAY,
        )
        assert (event.at, event.memory_version, event.rating) == (now, MEMORY_VERSION, None)
        assert rebuild_cards(repair=False) == []

    @pytest.mark.parametrize("change", CHANGES)
    def test_a_card_that_was_never_rated_gets_no_event(self, alice, now, change):
        question = question_of("cloze")
        Card.objects.create(learner=alice, fact=question.fact, cue="value")

        assert change([(question.fact_id, "value")], now=now) == {}
        assert not ReviewLog.objects.exists()

    @pytest.mark.parametrize("change", CHANGES)
    def test_nothing_asked_is_nothing_done(self, db, now, change, django_assert_num_queries):
        assert change([], now=now) == {}

    def test_a_second_reset_finds_nothing_to_do(self, alice, now):
        question = question_of("cloze")
        play_once(alice, question, now=now - DAY)
        reset_cards([(question.fact_id, "value")], now=now)

        assert reset_cards([(question.fact_id, "value")], now=now) == {}

    def test_what_a_card_was_worth_stays(self, alice, now):
        question = question_of("cloze")
        play_once(alice, question, now=now - 9 * DAY)
        play_once(alice, question, now=now - DAY)

        reset_cards([(question.fact_id, "value")], now=now)

        assert card_of(alice, question).longest_interval == 8

    def test_every_zone_has_its_day(self, now):
        late = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
        question = question_of("cloze")
        days = {"Pacific/Kiritimati": 5, "Asia/Almaty": 4, "Pacific/Niue": 4, "Etc/GMT+12": 3}
        for zone in days:
            learner = UserFactory(username=zone, time_zone=zone)
            for before in (30, 20):
                play_once(learner, question, now=now - before * DAY)
        Card.objects.update(due=date(2026, 6, 1))

        counts = ask_again_soon([(question.fact_id, "value")], now=late)

        assert counts.total() == 4
        events = ReviewLog.objects.filter(kind="reschedule").select_related("learner", "card")
        for event in events:
            day = date(2026, 3, days[event.learner.time_zone])
            assert (event.study_day, event.card.due) == (day, day + DAY)

    @pytest.mark.parametrize("change", CHANGES)
    def test_more_cards_take_no_more_statements(self, now, change):
        question = question_of("cloze")

        def count(learners: int) -> int:
            for _ in range(learners):
                play_once(UserFactory(), question, now=now - DAY)
            with CaptureQueriesContext(connection) as queries:
                change([(question.fact_id, "value")], now=now)
            return len(queries)

        assert count(1) == count(12)
