"""The queue: what is asked now, in which order, and what has to wait."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from questions.models import SET_FORMS, Form
from questions.scheduling.memory import Memory, Rating, expected_rise, rate
from questions.scheduling.queue import Candidate, band, choose, choose_from_set

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
ALL = {"size": 100, "today": TODAY, "new_left": 100}


def memory(stability: float, *, ago: int, due_in: int) -> Memory:
    return Memory(stability, 5.0, TODAY - ago * DAY, TODAY + due_in * DAY)


def candidate(fact_id: int, known: Memory | None = None, **more) -> Candidate:
    fields = {"cue": "value", "topic_id": 1, "importance": 3, "form": "choice"} | more
    return Candidate(fact_id=fact_id, memory=known, **fields)


def facts(chosen) -> list[int]:
    return [c.fact_id for c in chosen]


DUE = memory(5, ago=6, due_in=-1)
NOT_DUE = memory(20, ago=2, due_in=18)


class TestWithoutTarget:
    def test_new_comes_first_then_what_is_due_then_the_weakest(self):
        queue = [candidate(1, NOT_DUE), candidate(2, DUE), candidate(3)]
        assert facts(choose(queue, **ALL)) == [3, 2, 1]

    def test_what_is_due_comes_by_its_worth_and_not_by_its_date(self):
        lasting = memory(200, ago=220, due_in=-20)
        fading = memory(5, ago=6, due_in=0)
        rises = [expected_rise(m, TODAY, TODAY + 30 * DAY) for m in (lasting, fading)]
        assert rises[1] > rises[0]
        assert facts(choose([candidate(1, lasting), candidate(2, fading)], **ALL)) == [2, 1]

    def test_worth_is_by_the_second(self):
        queue = [candidate(1, DUE, form="typed"), candidate(2, DUE, form="true-false")]
        assert facts(choose(queue, **ALL)) == [2, 1]

    def test_the_weakest_come_by_their_chance_of_recall(self):
        weaker = memory(10, ago=5, due_in=5)
        assert facts(choose([candidate(1, NOT_DUE), candidate(2, weaker)], **ALL)) == [2, 1]

    def test_among_what_was_answered_yesterday_the_less_stable_is_weaker(self):
        day_before = [memory(s, ago=1, due_in=9) for s in (50, 2, 7)]
        queue = [candidate(n, known) for n, known in enumerate(day_before)]
        assert facts(choose(queue, **ALL)) == [1, 2, 0]

    def test_what_falls_due_today_is_due(self):
        due_today = memory(30, ago=30, due_in=0)
        weaker = memory(1.2, ago=1, due_in=1)
        assert facts(choose([candidate(1, weaker), candidate(2, due_today)], **ALL)) == [2, 1]

    def test_new_cards_take_half_of_a_session_at_most_while_anything_is_due(self):
        new = [candidate(n) for n in range(10)]
        due = [candidate(20 + n, DUE) for n in range(3)]
        chosen = facts(choose(new + due, size=6, today=TODAY, new_left=10))
        assert chosen == [0, 1, 2, 20, 21, 22]
        chosen = facts(choose(new + due, size=10, today=TODAY, new_left=10))
        assert chosen == [0, 1, 2, 3, 4, 20, 21, 22, 5, 6]

    def test_ties_go_by_fact_and_cue_in_whatever_order_they_come(self):
        queue = [candidate(n, DUE) for n in range(20)] + [candidate(n) for n in range(20, 40)]
        expected = facts(choose(queue, **ALL))
        for seed in range(5):
            mixed = Random(seed).sample(queue, len(queue))
            assert facts(choose(mixed, **ALL)) == expected


class TestNewCards:
    def test_essential_facts_come_first_and_topics_in_turn(self):
        queue = [
            candidate(1, importance=1),
            candidate(2, topic_id=1),
            candidate(3, topic_id=1),
            candidate(4, topic_id=2),
            candidate(5, importance=2),
        ]
        assert facts(choose(queue, **ALL)) == [2, 4, 3, 5, 1]

    def test_second_cues_come_after_first_ones(self):
        queue = [candidate(1, is_second_cue=True), candidate(2)]
        assert facts(choose(queue, **ALL)) == [2, 1]

    def test_no_more_of_them_than_today_may_still_bring(self):
        queue = [candidate(n) for n in range(5)] + [candidate(9, DUE)]
        assert facts(choose(queue, size=10, today=TODAY, new_left=2)) == [0, 1, 9]

    @pytest.mark.parametrize("left", [0, -3])
    def test_none_of_them_where_the_quota_is_used_up(self, left):
        queue = [candidate(1), candidate(2, DUE)]
        assert facts(choose(queue, size=10, today=TODAY, new_left=left)) == [2]


class TestLimits:
    def test_no_more_than_the_size(self):
        assert (
            len(choose([candidate(n) for n in range(30)], size=10, today=TODAY, new_left=99)) == 10
        )

    def test_two_cues_of_one_fact_never_come_in_one_session(self):
        queue = [candidate(1), candidate(1, DUE, cue="subject"), candidate(1, NOT_DUE, cue="third")]
        for target in (None, TODAY + 5 * DAY):
            targeted = [replace(c, target=target) for c in queue]
            assert facts(choose(targeted, **ALL)) == [1]

    def test_facts_seen_today_are_left_out_by_either_cue(self):
        queue = [candidate(1, DUE), candidate(1, cue="subject"), candidate(2, DUE)]
        assert facts(choose(queue, seen_today=frozenset({1}), **ALL)) == [2]

    @pytest.mark.parametrize("ahead", [0, 1])
    def test_cards_rated_today_or_in_a_zone_that_is_ahead_are_left_out(self, ahead):
        rated = rate(None, Rating.AGAIN, TODAY + ahead * DAY)
        assert choose([candidate(1, rated)], **ALL) == []


def until(target: date, *queue: Candidate) -> list[Candidate]:
    """The candidates, to be known on a day."""
    return [replace(c, target=target) for c in queue]


class TestWithTarget:
    # The exam is near for one order and far for the other.
    fresh = candidate(1, memory(3, ago=2, due_in=1))
    old = candidate(2, memory(40, ago=50, due_in=-10))
    new = candidate(3, form="typed")

    def test_the_order_is_that_of_the_rise_on_the_target_day(self):
        for days in (1, 20, 200):
            target = TODAY + days * DAY
            queue = until(target, self.fresh, self.old, replace(self.new, form="choice"))
            rises = {c.fact_id: expected_rise(c.memory, TODAY, target) for c in queue}
            expected = sorted(rises, key=lambda fact: -rises[fact])
            assert facts(choose(queue, **ALL)) == expected

    def test_another_target_day_gives_another_order(self):
        orders = {
            tuple(facts(choose(until(TODAY + days * DAY, self.fresh, self.old), **ALL)))
            for days in (1, 5, 30, 400)
        }
        assert orders == {(1, 2), (2, 1)}

    def test_each_card_is_weighed_for_its_own_day(self):
        days = {1: TODAY + DAY, 2: TODAY + 90 * DAY, 3: TODAY + 9 * DAY}
        queue = [replace(c, target=days[c.fact_id]) for c in (self.fresh, self.old, self.new)]
        rises = {
            c.fact_id: expected_rise(c.memory, TODAY, c.target) / (18 if c.form == "typed" else 12)
            for c in queue
        }
        assert facts(choose(queue, **ALL)) == sorted(rises, key=lambda fact: -rises[fact])

    def test_what_is_not_due_is_a_candidate(self):
        queue = [*until(TODAY + 60 * DAY, candidate(1, NOT_DUE)), candidate(2, DUE)]
        assert facts(choose(queue, **ALL)) == [1, 2]

    def test_what_is_not_in_the_exam_comes_after_it_in_the_usual_order(self):
        queue = [candidate(5, NOT_DUE), candidate(6, DUE), candidate(7)]
        queue += until(TODAY + 9 * DAY, self.old)
        assert facts(choose(queue, **ALL)) == [2, 7, 6, 5]

    def test_a_target_in_the_past_is_ignored(self):
        queue = [self.fresh, self.old, self.new, candidate(9)]
        past = [replace(c, target=TODAY - DAY) for c in queue]
        assert facts(choose(past, **ALL)) == facts(choose(queue, **ALL))

    def test_the_quota_of_new_cards_holds_there_too(self):
        queue = until(TODAY + DAY, self.new, self.old)
        assert facts(choose(queue, size=9, today=TODAY, new_left=0)) == [2]


class TestToBeMet:
    """New facts of a deck that is to be done by a day."""

    def wanted(self, number: int, days: int, first: int = 100) -> list[Candidate]:
        return [
            candidate(first + n, meet_by=TODAY + days * DAY, place=n, importance=1)
            for n in range(number)
        ]

    def test_they_come_first_among_the_new_ones_spread_over_the_days_left(self):
        queue = [candidate(n) for n in range(9)] + self.wanted(9, 3)
        assert facts(choose(queue, size=6, today=TODAY, new_left=6)) == [100, 101, 102, 0, 1, 2]

    @pytest.mark.parametrize("days", [0, 1])
    def test_all_are_met_on_the_evening_before_the_day_or_on_the_day(self, days):
        assert facts(choose(self.wanted(5, days), **ALL)) == [100, 101, 102, 103, 104]

    def test_by_the_day_all_are_met_and_no_day_has_more_than_its_share(self):
        left, met = self.wanted(11, 4), []
        for day in range(4):
            today = TODAY + day * DAY
            taken: set[int] = set()
            for _ in range(3):  # sessions of that day
                chosen = choose(
                    left, size=10, today=today, new_left=-len(taken), met_today=frozenset(taken)
                )
                taken |= {c.fact_id for c in chosen if c.memory is None}
                known = rate(None, Rating.GOOD, today)
                left = [replace(c, memory=known) if c.fact_id in taken else c for c in left]
            met.append(len(taken))
            left = [replace(c, meet_by=None) if c.fact_id in taken else c for c in left]
        assert met == [3, 3, 3, 2]

    def test_the_share_may_exceed_the_learners_own_number_but_nothing_else_does(self):
        queue = [candidate(1), *self.wanted(6, 2)]
        assert facts(choose(queue, size=10, today=TODAY, new_left=1)) == [100, 101, 102]
        assert facts(choose(queue, size=10, today=TODAY, new_left=4)) == [100, 101, 102, 1]

    def test_the_nearest_day_comes_first_and_each_deck_in_its_order(self):
        queue = self.wanted(4, 2, first=100) + self.wanted(1, 1, first=200)
        assert facts(choose(queue, size=10, today=TODAY, new_left=0)) == [200, 100, 101]

    def test_they_leave_half_of_the_session_to_what_is_due(self):
        queue = self.wanted(8, 1) + [candidate(n, DUE) for n in range(4)]
        chosen = facts(choose(queue, size=8, today=TODAY, new_left=8))
        assert chosen == [100, 101, 102, 103, 0, 1, 2, 3]

    def test_they_come_before_what_an_exam_wants(self):
        exam = until(TODAY + 5 * DAY, candidate(1), candidate(2, DUE))
        chosen = facts(choose([*exam, *self.wanted(2, 1)], size=9, today=TODAY, new_left=3))
        assert chosen == [100, 101, 1, 2]

    def test_a_day_that_has_passed_wants_nothing(self):
        queue = [candidate(1), *self.wanted(2, -1)]
        assert facts(choose(queue, size=9, today=TODAY, new_left=1)) == [1]

    def test_two_cues_of_a_fact_are_met_once(self):
        queue = self.wanted(1, 1)
        queue += [replace(queue[0], cue="subject", place=1)]
        assert [c.cue for c in choose(queue, **ALL)] == ["value"]


class TestChosenSet:
    def ask(self, queue, size=100, seen=frozenset()):
        return facts(choose_from_set(queue, size=size, today=TODAY, seen_today=seen))

    def test_due_comes_first_then_new_then_the_weakest(self):
        assert self.ask([candidate(1, NOT_DUE), candidate(2), candidate(3, DUE)]) == [3, 2, 1]

    def test_in_an_ordered_set_new_ones_come_by_their_place(self):
        queue = [candidate(n, place=9 - n, importance=n % 3 + 1) for n in range(5)]
        chosen = choose_from_set(
            queue, size=3, today=TODAY, seen_today=frozenset(), is_ordered=True
        )
        assert facts(chosen) == [4, 3, 2]

    def test_what_was_seen_today_comes_last_and_only_to_fill_up(self):
        queue = [candidate(1, DUE), candidate(2, DUE), candidate(3, DUE)]
        assert self.ask(queue, seen=frozenset({1})) == [2, 3, 1]
        assert self.ask(queue, size=2, seen=frozenset({1})) == [2, 3]

    def test_two_cues_of_one_fact_never_come_in_one_session(self):
        rated = rate(None, Rating.GOOD, TODAY)
        queue = [candidate(1, DUE), candidate(1, rated, cue="subject")]
        assert self.ask(queue) == [1]
        assert self.ask(queue, seen=frozenset({1})) == [1]


@pytest.mark.parametrize("form", [form for form in Form if form not in SET_FORMS])
def test_every_form_that_has_a_card_takes_its_time(form):
    due = candidate(1, DUE, form=form)
    assert choose([due], size=5, today=TODAY, new_left=0) == [due]


class TestBand:
    @pytest.mark.parametrize(
        ("stability", "first"),
        [(None, "choice"), (6.9, "choice"), (7, "cloze"), (20.9, "cloze"), (21, "typed")],
    )
    def test_forms_grow_harder_as_memory_grows(self, stability, first):
        known = memory(stability, ago=1, due_in=1) if stability else None
        assert band(known)[0] == first

    def test_every_band_knows_every_form(self):
        bands = [band(memory(s, ago=1, due_in=1)) for s in (1, 10, 30)]
        assert {frozenset(b) for b in bands} == {frozenset(Form.values) - frozenset(SET_FORMS)}
