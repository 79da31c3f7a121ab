"""What it takes to tell what a class knows: CPU seconds, statements and peak memory, by size.

`python -m tests.bench.class_knowledge` prints a table; each row is one fresh process with a fresh
SQLite file, in which every learner has met every fact and answered each on six days.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FACTS, DAYS = 489, 6
NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


def main() -> None:
    """Print the table."""
    print("learners  facts  knowledge s  statements  gradebook s  statements  xlsx s  peak MB")
    for learners in (3, 30, 200):
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "SECRET_KEY": "only-for-measuring-" * 3,
                "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
                "HTTPS": "off",
            }
            subprocess.run(
                [sys.executable, "-m", __spec__.name, str(learners)], env=environment, check=True
            )


def measure(size: int) -> None:
    """Make a class in this process, and print one row."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    classroom = _classroom(size)
    from questions.classrooms.gradebook import gradebook
    from questions.classrooms.gradebook_files import write_xlsx
    from questions.classrooms.knowledge import class_knowledge
    from questions.classrooms.weakest import in_words, weakest_of_class

    def known() -> None:
        knowledge = class_knowledge(classroom, now=NOW)
        in_words(weakest_of_class(knowledge.memories), language="en")

    def graded() -> None:
        gradebook(classroom, now=NOW)

    row = [*_timed(known), *_timed(graded)]
    book = gradebook(classroom, now=NOW)
    started = time.process_time()
    write_xlsx(book)
    written = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:8}  {FACTS:5}  {row[0]:11.3f}  {row[1]:10}  {row[2]:11.3f}  {row[3]:10}"
        f"  {written:6.3f}  {peak:7.0f}",
        flush=True,
    )


def _timed(work: Callable[[], None]) -> tuple[float, int]:
    """The best of three runs in CPU seconds, and how many statements one takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds = []
    for _ in range(3):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return min(seconds), len(queries)


def _classroom(size: int):
    """A class with cards, items and an assignment of all facts."""
    from questions.models import Card, QuizSession, SessionItem
    from tests.factories import (
        AssignmentFactory,
        ClassroomFactory,
        DeckFactory,
        FactFactory,
        QuestionFactory,
        TopicFactory,
        UserFactory,
    )

    topics = [TopicFactory(slug=f"topic-{n}", position=n) for n in range(5)]
    facts = [FactFactory(topic=topics[n % 5]) for n in range(FACTS)]
    questions = [QuestionFactory(fact=fact, form="cloze") for fact in facts]
    learners = UserFactory.create_batch(size)
    classroom = ClassroomFactory(learners=learners)
    AssignmentFactory(
        classroom=classroom,
        deck=DeckFactory(questions=questions),
        exam_day=(NOW + timedelta(days=20)).date(),
        assigned_at=NOW - timedelta(days=60),
    )
    for learner in learners:
        session = QuizSession.objects.create(
            token=f"{learner.pk:032x}", learner=learner, mode="review", started_at=NOW
        )
        cards = Card.objects.bulk_create(
            Card(
                learner=learner,
                fact=fact,
                cue="value",
                stability=1.0 + (n * 7 + learner.pk) % 60,
                difficulty=5.0,
                last_study_day=(NOW - timedelta(days=n % 40)).date(),
                due=(NOW + timedelta(days=n % 50 - 10)).date(),
            )
            for n, fact in enumerate(facts)
        )
        SessionItem.objects.bulk_create(
            SessionItem(
                token=f"{learner.pk:010x}{n:06x}{day:016x}",
                session=session,
                position=n * DAYS + day,
                learner=learner,
                fact=card.fact,
                card=card,
                question=questions[n],
                outcome="correct" if (n + day) % 4 else "wrong",
                rating=3 if (n + day) % 4 else 1,
                study_day=(NOW - timedelta(days=n % 40 + 2 * day)).date(),
                answered_at=NOW - timedelta(days=n % 40 + 2 * day),
            )
            for n, card in enumerate(cards)
            for day in range(DAYS)
        )
    return classroom


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
