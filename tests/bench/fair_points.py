"""What each kind of learner earns, and how well points tell what is known a month later.

Run with `python -m tests.bench.fair_points`; needs no database.
"""

import os
from collections.abc import Iterable
from statistics import mean

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.progress.agents import (  # noqa: E402
    AGENTS,
    play,
    population,
    rank_correlation,
)

SEEDS = (1, 2, 3)


def _mean(figures: Iterable[float | None]) -> str:
    there = [one for one in figures if one is not None]
    return f"{mean(there):.1f}" if there else "-"


def main() -> None:
    """Print both tables."""
    fair = mean(play("honest", seed).per_answer for seed in SEEDS)
    print(f"{'':16}{'answers':>9}{'points':>8}{'an hour':>10}{'an answer':>11}{'share':>8}", end="")
    print(f"{'known later':>13}{'for each':>10}")
    for name in AGENTS:
        played = [play(name, seed) for seed in SEEDS]
        an_answer = mean(one.per_answer for one in played)
        print(
            f"{name:16}{mean(p.learner.answers for p in played):9.0f}"
            f"{mean(p.learner.points for p in played):8.0f}"
            f"{mean(p.per_hour for p in played):10.0f}{an_answer:11.3f}{an_answer / fair:8.1%}"
            f"{mean(p.learner.delayed_score() for p in played):13.1f}"
            f"{_mean(p.per_recall for p in played):>10}"
        )
    for seed in SEEDS:
        learners = list(population(60, seed))
        known = [one.delayed_score() for one in learners]
        figures = {
            what: rank_correlation([getattr(one, what) for one in learners], known)
            for what in ("points", "right", "answers")
        }
        print(f"60 learners, seed {seed}: rank correlation with a test a month later:", end=" ")
        print(", ".join(f"{what} {figure:.2f}" for what, figure in figures.items()))


if __name__ == "__main__":
    main()
