"""Figures of a question against a table worked out by hand and classes of known discrimination."""

from random import Random

import pytest

from questions.classrooms.item_analysis import (
    MIN_EXPECTED,
    MIN_LEARNERS,
    MIN_WRONG,
    Choice,
    Expectation,
    Suspicion,
    Thirds,
    Work,
    analyse,
    draws_strong,
    is_easier,
    is_harder,
    is_idle,
)
from tests.classrooms.simulating import Item, responses

KEY, FIRST, SECOND = 1, 2, 3
OPTIONS = [(KEY, True), (FIRST, False), (SECOND, False)]


def works_of(right: list[list[bool]], item: int) -> list[Work]:
    """What each learner did on one item, and on the rest less what is usual there."""
    shares = [sum(column) / len(right) for column in zip(*right, strict=True)]
    others = len(shares) - 1
    return [
        Work(
            right=row[item],
            responses=1,
            other=(sum(row) - row[item] - (sum(shares) - shares[item])) / others,
            other_count=others,
        )
        for row in right
    ]


def class_of(number: int, rng: Random) -> list[float]:
    """Abilities as they are usually taken to be spread."""
    return [rng.gauss(0, 1) for _ in range(number)]


class TestByHand:
    """Thirty learners; the first ten are the weakest, the last ten the strongest.

    ======== ===== ======= ========
    learners rest  right   picked
    ======== ===== ======= ========
    10       -0.2  2       2 key, 6 first, 2 second
    10        0.0  5       5 key, 5 first
    10       +0.2  8       8 key, 1 first, 1 second
    ======== ===== ======= ========
    """

    ROWS = (
        *[(-0.2, KEY)] * 2,
        *[(-0.2, FIRST)] * 6,
        *[(-0.2, SECOND)] * 2,
        *[(0.0, KEY)] * 5,
        *[(0.0, FIRST)] * 5,
        *[(0.2, KEY)] * 8,
        *[(0.2, FIRST)] * 1,
        *[(0.2, SECOND)] * 1,
    )

    @pytest.fixture
    def figures(self):
        works = [
            Work(right=pick == KEY, responses=1, picked=(pick,), other=rest, other_count=20)
            for rest, pick in self.ROWS
        ]
        Random(1).shuffle(works)
        return analyse(works, options=OPTIONS)

    def test_facility(self, figures):
        # 15 of 30: (0.5 + 0.06402) / 1.12805 = 0.5, half 1.96 * sqrt(0.25 / 30 + 0.96 / 900)
        # / 1.12805 = 0.1685.
        assert (figures.asked, figures.learners, figures.compared) == (30, 30, 30)
        found = figures.facility
        assert (found.share, found.low, found.high) == pytest.approx(
            (0.5, 0.3315, 0.6685), abs=1e-4
        )

    def test_discrimination(self, figures):
        # Covariance (2 * -0.2 + 8 * 0.2) / 30 - 0 = 0.04; deviations 0.5 and
        # sqrt(20 * 0.04 / 30) = 0.16330: 0.04 / 0.08165 = 0.4899. Fisher: 0.5359 ± 0.3772.
        found = figures.discrimination
        assert (found.share, found.low, found.high) == pytest.approx(
            (0.4899, 0.1574, 0.7226), abs=1e-4
        )

    def test_choice_shares(self, figures):
        assert figures.thirds == Thirds(10, 10, 30)
        assert [(c.weaker, c.stronger, c.all) for c in figures.choices] == [
            (2, 8, 15),
            (6, 1, 12),
            (2, 1, 3),
        ]
        assert figures.suspicions == ()


class TestNoVerdict:
    def test_one_learner_short_of_the_threshold_there_is_no_figure(self):
        works = [
            Work(right=n % 2, responses=1, picked=(KEY if n % 2 else FIRST,), other=-n % 2)
            for n in range(MIN_LEARNERS - 1)
        ]
        few = analyse(works, options=OPTIONS)
        assert few.discrimination is None
        assert few.thirds.weaker == few.choices[0].weaker == 0
        assert few.suspicions == ()

    def test_with_it_the_keyed_wrong_is_found(self):
        works = [
            Work(
                right=n % 2,
                responses=1,
                picked=(KEY if n % 2 else FIRST,),
                other=-float(n % 2),
                other_count=20,
            )
            for n in range(MIN_LEARNERS)
        ]
        found = analyse(works, options=OPTIONS)
        assert found.suspicions == (Suspicion.NEGATIVE, Suspicion.DRAWS_STRONG)

    def test_learners_with_too_little_other_work_are_left_out(self):
        works = [Work(right=n % 2, responses=1, other=None) for n in range(100)]
        assert analyse(works).discrimination is None

    def test_nothing_graded_has_no_facility(self):
        found = analyse([Work(right=0, responses=0)], asked=1)
        assert (found.asked, found.learners, found.facility) == (1, 1, None)

    def test_nothing_at_all(self):
        assert analyse([]).suspicions == ()


class TestOptions:
    def test_a_distractor_draws_the_strong_only_without_doubt(self):
        thirds = Thirds(20, 20, 60)
        # 10 of 20 against 2 of 20: 0.4 with an interval from 0.12; 6 against 2: from -0.06.
        assert draws_strong(Choice(FIRST, False, 2, 10, 20), thirds)
        assert not draws_strong(Choice(FIRST, False, 2, 6, 20), thirds)
        assert not draws_strong(Choice(KEY, True, 2, 20, 40), thirds)

    def idle(self, picked: int, wrong: int, learners: int) -> bool:
        choices = [
            Choice(KEY, True, 0, 0, learners - wrong),
            Choice(FIRST, False, 0, 0, picked),
            Choice(SECOND, False, 0, 0, wrong - picked),
        ]
        return is_idle(choices[1], choices, Thirds(0, 0, learners), wrong)

    def test_a_distractor_is_idle_when_the_bound_of_its_share_is_under_one_in_twenty(self):
        # 0 of 73: z² / (73 + z²) = 0.04999; of 72: 0.0507.
        assert self.idle(0, 30, 73)
        assert not self.idle(0, 30, 72)

    def test_few_wrong_responses_say_nothing(self):
        assert not self.idle(0, MIN_WRONG - 1, 500)

    def test_in_an_easy_question_a_fair_distractor_is_picked_seldom_too(self):
        assert not self.idle(20, 40, 1_000)

    def test_one_distractor_alone_takes_all_who_are_wrong(self):
        choices = [Choice(KEY, True, 0, 0, 480), Choice(FIRST, False, 0, 0, 0)]
        assert not is_idle(choices[1], choices, Thirds(0, 0, 500), 20)


class TestExpectation:
    def test_far_below_is_harder(self):
        # 40 of 60: the interval ends at 0.772.
        assert is_harder(Expectation(0.9, 40, 60))
        assert not is_easier(Expectation(0.9, 40, 60))

    def test_a_little_below_is_not(self):
        assert not is_harder(Expectation(0.9, 830, 1_000))

    def test_far_above_is_easier_where_it_cannot_be_guessed(self):
        works = [Work(right=1, responses=1)]
        for can_be_guessed, codes in ((False, (Suspicion.EASIER,)), (True, ())):
            found = analyse(
                works, expectation=Expectation(0.5, 55, 60), can_be_guessed=can_be_guessed
            )
            assert found.suspicions == codes

    def test_few_say_nothing(self):
        assert not is_harder(Expectation(0.9, 0, MIN_EXPECTED - 1))
        assert not is_harder(None)


class TestSimulatedClass:
    def test_estimates_rank_the_true_discriminations(self):
        rng = Random(11)
        true = [0.2 + 0.1 * n for n in range(24)]
        rng.shuffle(true)
        right = responses([Item(a, rng.gauss(0, 0.7)) for a in true], class_of(500, rng), rng)
        found = [analyse(works_of(right, n)).discrimination.share for n in range(len(true))]
        ranks = [sorted(values).index(value) for values in (true, found) for value in values]
        pairs = zip(ranks[: len(true)], ranks[len(true) :], strict=True)
        gaps = sum((one - other) ** 2 for one, other in pairs)
        spearman = 1 - 6 * gaps / (len(true) * (len(true) ** 2 - 1))
        assert spearman > 0.9

    def test_a_keyed_wrong_item_is_suspect_and_the_good_ones_are_not(self):
        rng = Random(5)
        items = [Item(1.2, rng.gauss(0, 0.7)) for _ in range(20)]
        right = responses(items, class_of(60, rng), rng)
        for row in right:
            row[0] = not row[0]
        found = [analyse(works_of(right, n)).suspicions for n in range(len(items))]
        assert found == [(Suspicion.NEGATIVE,)] + [()] * 19

    def test_a_bad_item_gets_no_verdict_in_small_numbers(self):
        rng = Random(5)
        right = responses([Item(1.2)] * 20, class_of(MIN_LEARNERS - 1, rng), rng)
        for row in right:
            row[0] = not row[0]
        assert analyse(works_of(right, 0)).suspicions == ()

    @pytest.mark.parametrize("learners", [30, 120])
    def test_false_alarms_over_a_thousand_fair_items(self, learners):
        rng = Random(learners)
        alarms = 0
        for _ in range(20):
            items = [Item(rng.uniform(0.5, 2), rng.gauss(0, 1)) for _ in range(50)]
            right = responses(items, class_of(learners, rng), rng)
            alarms += sum(bool(analyse(works_of(right, n)).suspicions) for n in range(50))
        print("false alarms of 1,000 fair items", alarms)
        # An interval that leaves out 2.5 % on that side promises at most 25; fair items do better.
        assert alarms <= 5

    def test_items_that_tell_nothing_are_called_negative_as_seldom_as_the_interval_promises(
        self,
    ):
        rng = Random(8)
        alarms = 0
        for _ in range(40):
            items = [Item(0)] * 25 + [Item(1.2, rng.gauss(0, 1)) for _ in range(25)]
            right = responses(items, class_of(60, rng), rng)
            alarms += sum(bool(analyse(works_of(right, n)).suspicions) for n in range(25))
        print("false alarms of 1,000 items without discrimination", alarms)
        # 2.5 % are 25, and chance adds less than three deviations of 4.9.
        assert alarms <= 25 + 15

    def test_fair_distractors_draw_false_alarms_as_seldom_as_promised(self):
        rng = Random(3)
        alarms = 0
        for _ in range(1_000):
            works = []
            for ability in class_of(90, rng):
                is_right = rng.random() < Item(1).chance(ability)
                works.append(
                    Work(
                        right=is_right,
                        responses=1,
                        picked=(KEY if is_right else rng.choice((FIRST, SECOND)),),
                        other=ability / 5 + rng.gauss(0, 0.1),
                        other_count=30,
                    )
                )
            alarms += bool(analyse(works, options=OPTIONS).suspicions)
        print("false alarms of 1,000 fair choice items", alarms)
        assert alarms <= 5
