"""How long the statistics of questions take, and how much memory: a process for each row.

`python -m tests.bench.item_statistics` prints a table for 10,000 and 100,000 responses.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from random import Random


def main() -> None:
    """Print the table."""
    print("responses  questions  learners  seconds  statements  memory before MB  peak MB")
    for learners in (50, 500):
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "SECRET_KEY": "only-for-measuring-" * 3,
                "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
                "HTTPS": "off",
            }
            for step in ("fill", "measure"):
                subprocess.run(
                    [sys.executable, "-m", __spec__.name, step, str(learners)],
                    env=environment,
                    check=True,
                )


def fill(learners: int, questions: int = 200) -> None:
    """A class that answered every question once."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from questions.models import User
    from tests.classrooms.simulating import Item, responses, store_responses
    from tests.factories import QuestionFactory

    call_command("migrate", verbosity=0)
    rng = Random(1)
    people = User.objects.bulk_create(User(username=f"learner-{n}") for n in range(learners))
    asked = QuestionFactory.create_batch(questions)
    picks = {question.pk: [o.pk for o in question.options.all()] for question in asked}
    right = responses([Item(1.0)] * questions, [rng.gauss(0, 1) for _ in people], rng)
    store_responses(people, asked, right, now=timezone.now(), picks=picks)


def measure() -> None:
    """Compute the statistics in this process, and print one row."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from questions.classrooms.statistics import store_statistics
    from questions.models import SessionItem, User

    rows, learners = SessionItem.objects.count(), User.objects.count()
    before = _peak()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        questions = store_statistics(now=timezone.now())
    seconds = time.perf_counter() - started
    print(
        f"{rows:9}  {questions:9}  {learners:8}  {seconds:7.2f}  {len(captured):10}"
        f"  {before:16.0f}  {_peak():7.0f}",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(int(sys.argv[2]))
    elif sys.argv[1:2] == ["measure"]:
        measure()
    else:
        main()
