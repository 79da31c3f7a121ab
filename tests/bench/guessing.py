"""What a reader who knows nothing, but knows tests, gets right by rules of thumb.

`python -m tests.bench.guessing` plays each rule on every choice question of the library, in each
language, and prints the share it gets right beside what chance would. A rule that marks several
options counts as right by its share of them.
"""

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from statistics import mean

Rule = Callable[[str, Sequence[str]], Sequence[float]]
_WORD = re.compile(r"\w+")
_LEAST = 4  # letters: shorter words join sentences and tell nothing


def words(text: str) -> set[str]:
    """The words that say something, by their first five letters, so that cases fall together."""
    return {word[:5] for word in _WORD.findall(text.lower()) if len(word) >= _LEAST}


RULES: dict[str, Rule] = {
    "the longest": lambda _, options: [len(option) for option in options],
    "the shortest": lambda _, options: [-len(option) for option in options],
    "the one in the middle, by length": lambda _, options: [
        -abs(len(option) - mean(map(len, options))) for option in options
    ],
    "shares most words with the question": lambda stem, options: [
        len(words(stem) & words(option)) for option in options
    ],
    "shares most words with the others": lambda _, options: [
        sum(len(words(option) & words(other)) for other in options if other != option)
        for option in options
    ],
    "shares fewest words with the others": lambda _, options: [
        -sum(len(words(option) & words(other)) for other in options if other != option)
        for option in options
    ],
    "most capital letters": lambda _, options: [
        sum(letter.isupper() for letter in option) for option in options
    ],
    "a middle place": lambda _, options: [
        -abs(place - (len(options) - 1) / 2) for place in range(len(options))
    ],
}


def gain(scores: Sequence[float], key: int) -> float:
    """How much of the answer is right where one of the best-scored options is taken."""
    best = [place for place, score in enumerate(scores) if score == max(scores)]
    return 1 / len(best) if key in best else 0.0


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": "only-for-measuring-" * 3,
            "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
            "HTTPS": "off",
        }
        measure()


def measure() -> None:
    """Fill a fresh database and play every rule on it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from questions.exchange.library_import import import_library
    from questions.generation.publish import generate_questions
    from questions.models import Question
    from tests.bench.library_growth import LIBRARY

    call_command("migrate", verbosity=0)
    import_library(folder=LIBRARY, now=timezone.now(), apply=True)
    generate_questions(seed=1, now=timezone.now())
    asked: dict[str, list[tuple[str, list[str], int]]] = {"en": [], "kk": [], "ru": []}
    for question in Question.objects.filter(form="choice").prefetch_related("options"):
        options = sorted(question.options.all(), key=lambda option: option.position)
        key = next(place for place, option in enumerate(options) if option.is_key)
        asked[question.language].append((question.stem, [o.text for o in options], key))
    print(f"{'right by':38}" + "".join(f"{language:>7}" for language in asked))
    print(f"{'questions':38}" + "".join(f"{len(rows):>7}" for rows in asked.values()))
    chance = [mean(1 / len(options) for _, options, _ in rows) for rows in asked.values()]
    print(f"{'chance':38}" + "".join(f"{share:>7.0%}" for share in chance))
    for name, rule in RULES.items():
        shares = [
            mean(gain(rule(stem, options), key) for stem, options, key in rows)
            for rows in asked.values()
        ]
        print(f"{name:38}" + "".join(f"{share:>7.0%}" for share in shares))


if __name__ == "__main__":
    main()
