"""Points follow what is still known later, and nothing else brings any to speak of."""

import pytest

from tests.progress.agents import AGENTS, play, population, rank_correlation

CHEATS = ("easy facts", "fails first", "true or false", "script", "forger")


@pytest.mark.parametrize("seed", [1, 2])
def test_no_cheat_earns_a_twentieth_of_the_honest_per_answer(seed):
    fair = play("honest", seed).per_answer
    assert fair > 1
    shares = {name: play(name, seed).per_answer / fair for name in CHEATS}
    assert {name: share for name, share in shares.items() if share > 0.05} == {}


def test_cramming_earns_less_than_studying_per_answer_and_in_all():
    """Not next to nothing: a month later a quarter of what was forgotten is chosen by luck."""
    fair, crammed = play("honest", 3), play("crammer", 3)
    assert crammed.per_answer < 0.8 * fair.per_answer
    assert crammed.learner.points < fair.learner.points


@pytest.mark.parametrize("seed", [1, 2])
def test_points_tell_better_than_right_answers_what_is_known_a_month_later(seed):
    learners = list(population(60, seed))
    known = [learner.delayed_score() for learner in learners]
    by_points = rank_correlation([one.points for one in learners], known)
    by_right = rank_correlation([one.right for one in learners], known)
    assert by_points > 0.3
    assert by_points > by_right + 0.2


def test_every_agent_has_a_name_in_the_table():
    assert set(CHEATS) < set(AGENTS)
