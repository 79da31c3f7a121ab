"""The memory model: golden rows, whole study days, and what a question is worth."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.scheduling.memory import Memory, Rating, expected_rise, rate, recall

WEDNESDAY = date(2026, 3, 4)
AGAIN, HARD, GOOD, EASY = Rating
DAY = timedelta(days=1)

memories = st.builds(
    lambda stability, difficulty, ago, interval: Memory(
        stability,
        difficulty,
        WEDNESDAY - timedelta(days=ago),
        WEDNESDAY - timedelta(days=ago) + timedelta(days=interval),
    ),
    st.floats(0.001, 36_500),
    st.floats(1, 10),
    st.integers(1, 2_000),
    st.integers(1, 5_000),
)


class TestGoldenRows:
    @pytest.mark.parametrize(
        ("rating", "stability", "difficulty", "due"),
        [
            (AGAIN, 0.2120, 6.4133, date(2026, 3, 5)),
            (HARD, 1.2931, 5.1122, date(2026, 3, 5)),
            (GOOD, 2.3065, 2.1181, date(2026, 3, 6)),
            (EASY, 8.2956, 1.0, date(2026, 3, 12)),
        ],
    )
    def test_a_first_rating(self, rating, stability, difficulty, due):
        memory = rate(None, rating, WEDNESDAY)
        assert (round(memory.stability, 4), round(memory.difficulty, 4)) == (stability, difficulty)
        assert (memory.last_day, memory.due) == (WEDNESDAY, due)

    def test_a_life_rated_on_each_due_day(self):
        row, memory = [], None
        day = WEDNESDAY
        for rating in (GOOD, GOOD, GOOD, GOOD, AGAIN, GOOD, HARD, GOOD, EASY):
            memory = rate(memory, rating, day)
            row.append((round(memory.stability, 4), memory.due.isoformat()))
            day = memory.due
        assert row == [
            (2.3065, "2026-03-06"),
            (10.9643, "2026-03-17"),
            (46.2802, "2026-05-02"),
            (162.8622, "2026-10-12"),
            (4.7160, "2026-10-17"),
            (12.1047, "2026-10-29"),
            (21.4295, "2026-11-19"),
            (40.2574, "2026-12-29"),
            (100.7749, "2027-04-09"),
        ]

    def test_right_on_consecutive_days(self):
        row, memory = [], None
        for day in range(6):
            memory = rate(memory, GOOD, WEDNESDAY + day * DAY)
            row.append((round(memory.stability, 4), memory.due.isoformat()))
        assert row == [
            (2.3065, "2026-03-06"),
            (7.3153, "2026-03-12"),
            (11.9910, "2026-03-18"),
            (16.4086, "2026-03-23"),
            (20.6497, "2026-03-29"),
            (24.7595, "2026-04-03"),
        ]

    def test_nothing_in_it_is_random(self):
        memory = rate(None, GOOD, WEDNESDAY)
        assert len({rate(memory, GOOD, WEDNESDAY + 30 * DAY) for _ in range(20)}) == 1


class TestRate:
    @pytest.mark.parametrize("day", [WEDNESDAY, WEDNESDAY - DAY])
    def test_the_same_or_an_earlier_study_day_is_refused(self, day):
        with pytest.raises(ValueError, match="not later"):
            rate(rate(None, GOOD, WEDNESDAY), GOOD, day)

    @given(memories, st.sampled_from(Rating))
    def test_it_falls_due_on_a_later_day(self, memory, rating):
        after = rate(memory, rating, WEDNESDAY)
        assert after.due > WEDNESDAY
        assert after.last_day == WEDNESDAY

    @given(memories)
    def test_a_better_rating_never_lasts_shorter(self, memory):
        lasting = [rate(memory, rating, WEDNESDAY).stability for rating in Rating]
        assert lasting == sorted(lasting)

    @given(memories, st.sampled_from(Rating))
    def test_difficulty_stays_within_its_scale(self, memory, rating):
        assert 1 <= rate(memory, rating, WEDNESDAY).difficulty <= 10


class TestRecall:
    def test_what_was_never_rated_is_not_recalled(self):
        assert recall(None, WEDNESDAY) == 0

    def test_on_the_last_day_it_is_certain(self):
        assert recall(rate(None, AGAIN, WEDNESDAY), WEDNESDAY) == 1.0

    def test_before_the_last_day_it_is_certain_too(self):
        assert recall(rate(None, GOOD, WEDNESDAY), WEDNESDAY - 3 * DAY) == 1.0

    def test_after_as_many_days_as_it_is_stable_it_is_ninety_per_cent(self):
        memory = Memory(10.0, 5.0, WEDNESDAY, WEDNESDAY + 10 * DAY)
        assert recall(memory, WEDNESDAY + 10 * DAY) == pytest.approx(0.9)

    @given(memories, st.integers(0, 5_000))
    def test_it_is_a_chance_and_falls_with_time(self, memory, days):
        chance = recall(memory, WEDNESDAY + days * DAY)
        assert 0 <= chance <= 1
        assert recall(memory, WEDNESDAY + (days + 1) * DAY) <= chance


class TestExpectedRise:
    @given(st.none() | memories, st.integers(0, 3_000))
    def test_it_is_a_difference_of_chances(self, memory, days):
        rise = expected_rise(memory, WEDNESDAY, WEDNESDAY + days * DAY)
        assert math.isfinite(rise)
        assert -1 <= rise <= 1

    def test_what_was_never_asked_can_only_gain(self):
        assert expected_rise(None, WEDNESDAY, WEDNESDAY + 30 * DAY) == pytest.approx(
            0.4669, abs=1e-4
        )

    def test_the_two_branches_are_weighed_by_todays_chance(self):
        memory = rate(None, GOOD, WEDNESDAY - 2 * DAY)
        target = WEDNESDAY + 30 * DAY
        chance = recall(memory, WEDNESDAY)
        right = recall(rate(memory, GOOD, WEDNESDAY), target)
        wrong = recall(rate(memory, AGAIN, WEDNESDAY), target)
        expected = chance * right + (1 - chance) * wrong - recall(memory, target)
        assert expected_rise(memory, WEDNESDAY, target) == pytest.approx(expected)
        assert expected > 0

    def test_a_weak_memory_gains_more_than_one_that_holds_anyway(self):
        weak = Memory(5.0, 5.0, WEDNESDAY - 10 * DAY, WEDNESDAY)
        strong = Memory(500.0, 5.0, WEDNESDAY - 10 * DAY, WEDNESDAY)
        target = WEDNESDAY + 30 * DAY
        assert expected_rise(weak, WEDNESDAY, target) > expected_rise(strong, WEDNESDAY, target)
