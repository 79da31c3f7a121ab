"""What it takes to close weeks of 5 and of 500 classrooms: seconds, statements and peak memory.

`python -m tests.bench.close_weeks` prints a table; each row is one fresh process with a fresh
SQLite file (or the database of BENCH_DATABASE_URL, which has to be empty), in which each of 30
learners a classroom has earned points in two topics on three days of each week of a year.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

LEARNERS, WEEKS = 30, 52
MONDAY = date(2026, 3, 2)  # of the week that is closed
MADE = datetime(2025, 3, 4, tzinfo=UTC)
OVER = datetime(2026, 3, 9, 12, tzinfo=UTC)


def main() -> None:
    """Print the table."""
    print(
        "classrooms  tallies  a year s  week s  ms each  statements  batches  none due s  peak MB"
    )
    for rooms in (5, 50, 500):
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {
                "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL")
                or f"sqlite:///{folder}/bench.sqlite3",
                "SECRET_KEY": "only-for-measuring-" * 3,
                "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
                "HTTPS": "off",
            }
            subprocess.run(
                [sys.executable, "-m", __spec__.name, str(rooms)], env=environment, check=True
            )


def measure(number: int) -> None:
    """Make classrooms in this process, close their last week, and print one row."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rooms = _classrooms(number)
    tallies = _study()
    from questions.classrooms.closing import close_weeks

    year, _, _ = _timed(lambda: close_weeks(rooms, now=OVER - timedelta(weeks=1)))
    seconds, statements, batches = _timed(lambda: close_weeks(rooms, now=OVER))
    none, _, _ = _timed(lambda: close_weeks(rooms, now=OVER))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{number:10}  {tallies:7}  {year:8.2f}  {seconds:6.3f}  {1000 * seconds / number:7.2f}"
        f"  {statements:10}  {batches:7}  {none:10.4f}  {peak:7.0f}",
        flush=True,
    )


def _timed(work: Callable[[], list]) -> tuple[float, int, int]:
    """Seconds, statements, and besides these the ones that store rows in batches."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        work()
        seconds = time.perf_counter() - started
    taken = [query["sql"] for query in queries.captured_queries]
    batches = sum(sql.startswith("INSERT") for sql in taken)
    return seconds, len(taken) - batches, batches


def _classrooms(number: int) -> list:
    from questions.models import Classroom, Membership, User

    rooms = Classroom.objects.bulk_create(
        Classroom(
            token=f"{n:032x}",
            name=f"Room {n}",
            join_code=f"R{n:06}",
            time_zone=("Asia/Almaty", "UTC", "Asia/Tashkent")[n % 3],
            created_at=MADE,
            kept_goal=100 if n % 2 else None,
        )
        for n in range(number)
    )
    learners = User.objects.bulk_create(
        (User(username=f"learner-{n}", password="!") for n in range(number * LEARNERS)),
        batch_size=500,
    )
    Membership.objects.bulk_create(
        (
            Membership(
                classroom=rooms[n // LEARNERS], user=learner, joined_at=MADE, board_since=MADE
            )
            for n, learner in enumerate(learners)
        ),
        batch_size=500,
    )
    return rooms


def _study() -> int:
    """Tallies of a year, written by the database itself; how many."""
    from django.db import connection

    from questions.models import Tally
    from tests.factories import TopicFactory

    topics = [TopicFactory(slug=slug).pk for slug in ("sco", "csto")]
    with connection.cursor() as cursor:
        for week in range(WEEKS):
            for day in (0, 2, 5):
                when = MONDAY - timedelta(weeks=WEEKS - 1 - week) + timedelta(days=day)
                for topic in topics:
                    cursor.execute(
                        """
                        INSERT INTO questions_tally
                            (scope, scope_id, day, topic_id, responses, "right", rated, rated_right,
                             new_cards, points, duration_ms)
                        SELECT 'membership', id, %s, %s, 0, 0, 0, 0, 0, 10 + id %% 40, 0
                          FROM questions_membership ORDER BY id
                        """,
                        [when.isoformat(), topic],
                    )
        cursor.execute("ANALYZE")
    return Tally.objects.count()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
