"""Corrections: where they stand among a card's events, and that folding the log gives the card."""

from datetime import UTC, date, datetime, time, timedelta

from questions.models import ReviewLog
from questions.scheduling.memory import Rating, rate
from questions.scheduling.review import fold, in_order

WEDNESDAY = date(2026, 3, 4)
GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


def event(pk: int, kind: str, day: int, rating: int | None = None, **more) -> ReviewLog:
    """An event on the n-th day at noon."""
    study_day = WEDNESDAY + timedelta(days=day)
    at = datetime.combine(study_day, time(12), tzinfo=UTC)
    return ReviewLog(pk=pk, kind=kind, rating=rating, study_day=study_day, at=at, **more)


def rated(pk: int, day: int, rating: int = GOOD, **more) -> ReviewLog:
    return event(pk, "rated", day, rating, **more)


def memory(*ratings: tuple[int, Rating]):
    """What these ratings on these days make of a new card."""
    found = None
    for day, rating in ratings:
        found = rate(found, rating, WEDNESDAY + timedelta(days=day))
    return found


class TestOneThatNamesARow:
    def test_it_changes_that_rating_in_its_place(self):
        logs = [rated(1, 0), rated(2, 3), event(3, "correction", 0, AGAIN, corrects_id=1)]
        assert fold(logs).memory == memory((0, AGAIN), (3, GOOD))

    def test_of_several_the_last_counts(self):
        logs = [
            rated(1, 0),
            event(2, "correction", 0, AGAIN, corrects_id=1),
            rated(3, 4),
            event(4, "correction", 0, GOOD, corrects_id=1),
        ]
        assert fold(logs) == fold([rated(1, 0), rated(3, 4)])

    def test_what_was_survived_and_paid_stays(self):
        logs = [
            rated(1, 0),
            rated(2, 8, survived_interval=8),
            event(3, "correction", 8, AGAIN, corrects_id=2),
        ]
        assert fold(logs).longest_interval == 8
        assert fold(logs).memory == memory((0, GOOD), (8, AGAIN))


class TestOneThatNamesNone:
    def test_a_new_card_gets_its_memory_on_the_day_of_the_response(self):
        assert fold([event(1, "correction", 2, GOOD)]).memory == memory((2, GOOD))

    def test_it_takes_its_place_before_later_events(self):
        logs = [rated(1, 0), rated(2, 9), event(3, "correction", 4, AGAIN)]
        assert fold(logs).memory == memory((0, GOOD), (4, AGAIN), (9, GOOD))

    def test_several_stand_in_the_order_of_their_responses(self):
        logs = [
            rated(1, 0),
            event(2, "correction", 6, GOOD),
            event(3, "correction", 3, AGAIN),
        ]
        assert [e.study_day.day for e in in_order(logs)] == [4, 7, 10]

    def test_before_a_reset_it_leaves_the_card_new(self):
        logs = [rated(1, 0), event(2, "reset", 5), event(3, "correction", 4, GOOD)]
        assert fold(logs).memory is None
        assert fold([*logs, rated(4, 9)]).memory == memory((9, GOOD))

    def test_after_a_reset_it_begins_anew(self):
        logs = [rated(1, 0), event(2, "reset", 5), event(3, "correction", 7, GOOD)]
        assert fold(logs).memory == memory((7, GOOD))

    def test_another_decision_takes_the_place_of_the_first(self):
        logs = [event(1, "correction", 2, GOOD), event(2, "correction", 2, AGAIN)]
        assert fold(logs).memory == memory((2, AGAIN))

    def test_one_without_a_rating_takes_it_back(self):
        logs = [rated(1, 0), event(2, "correction", 2, GOOD), event(3, "correction", 2)]
        assert fold(logs) == fold([rated(1, 0)])

    def test_a_card_brought_forward_stays_so(self):
        logs = [rated(1, 0), rated(2, 3), event(3, "reschedule", 6), event(4, "correction", 1, 3)]
        assert fold(logs).memory.due == WEDNESDAY + timedelta(days=7)
