"""Whether the size of a class decides about its place: `python -m tests.bench.class_size`.

Leagues of made-up classes of 8 and of 32, as many of each, ranked by the real code.
"""

from random import Random
from typing import Any

from tests.classrooms.competition import (
    HIDINGS,
    Gain,
    gain,
    luckiest,
    removed_after_two_weeks,
    wins,
)


def main() -> None:
    """Print both tables."""
    print("Share of classes of 8 among the first, 50 % being fair; ties are split evenly.")
    print(
        "classes  spread  leagues  shared first  alone first (of)  top estimate  plain mean  tied"
    )
    for each, leagues in ((3, 4000), (10, 2000), (50, 400)):
        for spread in (0.0, 0.15, 0.3, 0.6):
            found = wins(leagues=leagues, each=each, spread=spread, rng=Random(each))
            alone = f"{found.alone:.1%} ({found.alone_count})" if found.alone_count else "- (0)"
            print(
                f"{2 * each:7}  {spread:6.2f}  {leagues:7}  {found.shared:12.1%}  {alone:>16}"
                f"  {found.figure:12.1%}  {found.plain:10.1%}  {found.tied:4.0%}"
            )
    print()
    print(
        "What a class in a league of 20 wins by hiding its weakest third (less than 0: it loses)."
    )
    print("Trend: a person's points in the last week as a multiple of those in the first.")
    print("trend  size  how                    ranks (error)    order   points a learner and week")
    for trend in (1.0, 0.5, 2.0):
        for size in (9, 24):
            for name, hiding in HIDINGS.items():
                _print(trend, size, name, gain(hiding, size=size, **_asked(size, trend)))
            won = gain(removed_after_two_weeks, size=size, whom=luckiest, **_asked(size, trend))
            _print(trend, size, "the luckiest removed", won)


def _asked(size: int, trend: float) -> dict[str, Any]:
    return {"leagues": 600, "rng": Random(size), "trend": trend}


def _print(trend: float, size: int, name: str, won: Gain) -> None:
    print(
        f"{trend:5.1f}  {size:4}  {name:21}  {won.ranks:+.3f} ({won.error:.3f})"
        f"  {won.order:+7.2f}  {won.points:+.2f}"
    )


if __name__ == "__main__":
    main()
