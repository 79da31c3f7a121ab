"""What a league's page takes with 5 and with 500 classrooms: `python -m tests.bench.league_pages`.

Classrooms of 30 learners with a year of closed weeks, counters and log rows; both leagues are read
from the same SQLite file in one process. BENCH_LOGS says how many log rows each learner has.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

LEARNERS, WEEKS, REQUESTS = 30, 51, 20
LOGS = int(os.environ.get("BENCH_LOGS", "100"))
# Numbers from 0 on, to multiply rows by.
_COUNT = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "


def main() -> None:
    """Set up in this process, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": "only-for-measuring-" * 3,
            "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
            "HTTPS": "off",
            "STATIC_FILES": "plain",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        started = time.perf_counter()
        leagues = _fill()
        print(f"made in {time.perf_counter() - started:.0f} s: {_counts()}")
        _measure(leagues)


def _fill() -> dict[int, Any]:
    """A small and a large league; returns them by their number of classrooms."""
    from django.utils import timezone

    from questions.models import Classroom, League, LeagueEntry, Membership, Season, User
    from questions.progress.weeks import monday_of
    from tests.factories import FactFactory

    now = timezone.now()
    monday = monday_of(now.date())
    fact, leagues = FactFactory(), {}
    for size in (5, 500):
        rooms = Classroom.objects.bulk_create(
            Classroom(
                token=f"{size:04d}{n:028d}", name=f"School {size}, {n}", join_code=f"{size}Z{n}",
                created_at=now - timedelta(days=400),
            )
            for n in range(size)
        )  # fmt: skip
        league = League.objects.create(
            token=f"{size:032d}", name=f"League of {size}", join_code=f"L{size}", created_at=now
        )
        LeagueEntry.objects.bulk_create(
            LeagueEntry(league=league, classroom=room, joined_at=now - timedelta(days=399))
            for room in rooms
        )
        Season.objects.create(
            league=league, name="Year", first_day=monday - timedelta(weeks=WEEKS),
            last_day=monday + timedelta(days=6),
        )  # fmt: skip
        people = User.objects.bulk_create(
            User(username=f"bench-{size}-{n}", password="!") for n in range(size * LEARNERS)
        )
        Membership.objects.bulk_create(
            Membership(
                classroom=rooms[n // LEARNERS], user=user, joined_at=now - timedelta(days=399)
            )
            for n, user in enumerate(people)
        )
        leagues[size] = league
    _multiply(fact, monday)
    return leagues


def _multiply(fact: Any, monday: Any) -> None:
    """Weeks, lines, counters, cards and log rows, by statements of their own."""
    from django.db import connection

    def run(last: int, sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(last=last) + sql, values)

    first = (monday - timedelta(weeks=WEEKS)).isoformat()
    # Midnight in Almaty.
    run(WEEKS - 1, """INSERT INTO questions_classroomweek
        (classroom_id, first_day, starts_at, ends_at, closed_at, learners, points)
        SELECT room.id, date(%s, (7 * i) || ' days'), datetime(%s, (7 * i) || ' days', '-5 hours'),
            datetime(%s, (7 * i + 7) || ' days', '-5 hours'),
            datetime(%s, (7 * i + 7) || ' days'), 30, 900
        FROM questions_classroom room CROSS JOIN n""", first, first, first, first)  # fmt: skip
    # Each class has a level of its own, and each learner and week its luck.
    points = "((room.classroom_id * 37) % 40 + (room.id * 7919 + {turn} * 104729) % 50)"
    run(0, f"""INSERT INTO questions_weekline
        (week_id, membership_id, points, by_topic, stayed, is_on_board)
        SELECT week.id, room.id, {points.format(turn="week.id")}, '{{}}', 1, 0
        FROM questions_classroomweek week
        JOIN questions_membership room ON room.classroom_id = week.classroom_id""")  # fmt: skip
    run(WEEKS * 3 + 2, f"""INSERT INTO questions_tally
        (scope, scope_id, day, topic_id, responses, "right", rated, rated_right, new_cards, points,
         duration_ms)
        SELECT 'membership', room.id, date(%s, (7 * (i / 3) + i % 3) || ' days'), %s,
            0, 0, 0, 0, 0, {points.format(turn="i")} / 3, 0
        FROM questions_membership room CROSS JOIN n""", first, fact.topic_id)  # fmt: skip
    run(0, """INSERT INTO questions_card (learner_id, fact_id, cue, longest_interval)
        SELECT user_id, %s, 'value', 8 FROM questions_membership""", fact.pk)  # fmt: skip
    run(LOGS - 1, """INSERT INTO questions_reviewlog
        (card_id, learner_id, kind, response, rating, study_day, at, duration_ms, memory_version,
         survived_interval, points)
        SELECT card.id, card.learner_id, 'rated', '', 3, date(%s, (3 * i) || ' days'),
            datetime(%s, (3 * i) || ' days', '+7 hours'), 9000, 'bench', 1, 10
        FROM questions_card card CROSS JOIN n""", first, first)  # fmt: skip


def _counts() -> str:
    from questions.models import ClassroomWeek, ReviewLog, Tally, WeekLine

    rows = [(model, model.objects.count()) for model in (ClassroomWeek, WeekLine, Tally, ReviewLog)]
    return ", ".join(f"{count:,} {model._meta.verbose_name_plural}" for model, count in rows)


def _measure(leagues: dict[int, Any]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from questions.classrooms.season_scores import rebuild, refresh
    from questions.models import ClassroomWeek, Membership

    print(f"all scores rebuilt in {_seconds(lambda: rebuild(repair=True)):.1f} s")
    for league in leagues.values():
        last = ClassroomWeek.objects.filter(classroom__league_entries__league=league)
        weeks = list(last.filter(first_day=last.latest("first_day").first_day))
        with CaptureQueriesContext(connection) as captured:
            seconds = _seconds(lambda weeks=weeks: refresh(weeks))
        print(f"{len(weeks):3} weeks refreshed in {len(captured)} statements, {seconds:.2f} s")
    clients = {}
    for size, league in leagues.items():
        room = league.entries.all()[size // 2].classroom
        clients[size] = Client(headers={"host": "localhost"})
        clients[size].force_login(Membership.objects.filter(classroom=room).first().user)
    print("classrooms  statements  median ms  ratio  bytes  bytes of rows")
    first = 0.0
    for size, league in leagues.items():
        url = f"/leagues/{league.token}/"
        clients[size].get(url)
        with CaptureQueriesContext(connection) as captured:
            page = clients[size].get(url)
        statements = len(captured)  # the next request empties it
        assert page.status_code == 200
        times = [_seconds(lambda c=clients[size], u=url: c.get(u)) for _ in range(REQUESTS)]
        first = first or median(times)
        rows = page.content.partition(b"<tbody>")[2].partition(b"</tbody>")[0]
        print(
            f"{size:10}  {statements:10}  {1000 * median(times):9.1f}"
            f"  {median(times) / first:5.2f}  {len(page.content):5}  {len(rows):5}"
        )


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
