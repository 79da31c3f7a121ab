"""A file of 10,000 questions brought in while learners answer: time, memory, and their waiting.

`python -m tests.bench.import_ten_thousand` starts the real server on a fresh SQLite file with one
worker and one thread, lets learners answer in a quiet time, then brings the file in as the page
does, step by step, while they go on, and prints how long each answer took in both times.
"""

import http.client
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, quantiles

PORT = int(os.environ.get("BENCH_PORT", "8477"))
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "10000"))
LEARNERS, QUIET_SECONDS, THINK_SECONDS = 8, 30, 1.0
# As the page waits between two steps.
_PAUSE = 0.1
_CITIES = ("Астана", "Алматы", "Шымкент", "Ақтөбе", "Тараз", "Павлодар", "Семей", "Атырау")
_ITEM = re.compile(r'name="item" value="(\w+)"')


def main() -> None:
    """Set up, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": "only-for-measuring-" * 3,
            "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
            "HTTPS": "off",
            "STATIC_FILES": "plain",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        teacher, learners = _prepare()
        server = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
                "--workers", "1", "--blocking-threads", "1", "--port", str(PORT),
                "--no-access-log", "--log-level", "warning", "kazquiz.wsgi:application",
            ]
        )  # fmt: skip
        try:
            _measure(teacher, learners, server.pid)
        finally:
            server.terminate()
            server.wait()


def _prepare() -> tuple[str, list[str]]:
    """Questions to answer and people; returns their session keys."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories import FactFactory, QuestionFactory, TeacherFactory, UserFactory

    for _ in range(300):
        QuestionFactory(fact=FactFactory())
    backend = settings.AUTHENTICATION_BACKENDS[0]
    keys = []
    for person in [TeacherFactory(), *(UserFactory() for _ in range(LEARNERS))]:
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), backend
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.create()
        keys.append(str(store.session_key))
    return keys[0], keys[1:]


@dataclass
class Person:
    """Somebody with a browser that keeps the connection."""

    key: str
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        self._token = secrets.token_hex(16)

    def send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[str, str]:
        """The page and the address it sends on to."""
        headers = {
            "Cookie": f"sessionid={self.key}; csrftoken={self._token}",
            "X-CSRFToken": self._token,
            "Content-Type": kind or "application/x-www-form-urlencoded",
        }
        if "/step/" in path:
            headers["HX-Request"] = "true"
        self._line.request(method, path, body, headers)
        reply = self._line.getresponse()
        page = reply.read().decode()
        if reply.status >= 400:
            told = re.findall('class="error".*', page) or page[:200]
            raise RuntimeError(f"{method} {path}: {reply.status} {told}")
        return page, reply.headers.get("Location", "")

    def learn(self, until: threading.Event) -> None:
        """Answer until told to stop."""
        page, path = "", ""
        while not until.is_set():
            item = _ITEM.search(page)
            if item is None:
                _, path = self.send("POST", "/quiz/start/", b"mode=practice&topic=sco")
                page, _ = self.send("GET", path)
                item = _ITEM.search(page)
            if item is None:
                raise RuntimeError("no question was asked")
            until.wait(THINK_SECONDS)
            started = time.perf_counter()
            self.send("POST", f"{path}answer/", f"item={item[1]}&choice=0".encode())
            self.waits.append(time.perf_counter() - started)
            page, _ = self.send("GET", path)


def _measure(teacher: str, learners: list[str], server: int) -> None:
    _await_server(teacher)
    before = _memory(server)
    quiet = _waits(learners, lambda: time.sleep(QUIET_SECONDS))
    seconds: dict[str, float] = {}
    busy = _waits(learners, lambda: seconds.update(_bring(Person(teacher))))
    print(f"{QUESTIONS} questions: " + ", ".join(f"{k} {v:.1f} s" for k, v in seconds.items()))
    print(f"server's memory: {before:.0f} MB before, {_memory(server):.0f} MB at most")
    print("learners’ answers    mean ms   median      95%   most   answers")
    for name, waits in (("in the quiet time", quiet), ("during the import", busy)):
        marks = quantiles(waits, n=20)
        figures = [mean(waits), marks[9], marks[18], max(waits)]
        print(f"{name:18}" + "".join(f"{1000 * f:9.1f}" for f in figures) + f"{len(waits):9}")
    print(f"ratio: mean {mean(busy) / mean(quiet):.1f}, 95% {_p95(busy) / _p95(quiet):.1f}")


def _p95(waits: list[float]) -> float:
    return quantiles(waits, n=20)[18]


def _waits(keys: list[str], work: object) -> list[float]:
    """How long each answer took while the work was done."""
    until = threading.Event()
    people = [Person(key) for key in keys]
    threads = [threading.Thread(target=person.learn, args=(until,)) for person in people]
    for number, thread in enumerate(threads):
        thread.start()
        time.sleep(THINK_SECONDS / LEARNERS if number else 0)
    work()  # type: ignore[operator]
    until.set()
    for thread in threads:
        thread.join()
    return [wait for person in people for wait in person.waits]


def _bring(person: Person) -> dict[str, float]:
    """The file's way in; how long each part took."""
    boundary = secrets.token_hex(8)
    part = 'Content-Disposition: form-data; name="file"; filename="questions.csv"'
    body = f"--{boundary}\r\n{part}\r\n\r\n{_file()}\r\n--{boundary}--\r\n".encode()
    started = time.perf_counter()
    kind = f"multipart/form-data; boundary={boundary}"
    _, path = person.send("POST", "/admin/desk/transfer/", body, kind)
    taken = time.perf_counter()
    _steps(person, path)
    checked = time.perf_counter()
    person.send("POST", f"{path}begin/", b"topic=sco&language=kk&mode=all&deck=Bench")
    _steps(person, path)
    written = time.perf_counter()
    page, _ = person.send("GET", path)
    if f"{QUESTIONS} questions came in" not in page.replace(",", ""):
        raise RuntimeError("not all questions came in")
    return {
        "taken in": taken - started, "checked": checked - taken, "stored": written - checked,
    }  # fmt: skip


def _steps(person: Person, path: str) -> None:
    page = "<progress"
    while "<progress" in page:
        time.sleep(_PAUSE)
        page, _ = person.send("POST", f"{path}step/")


def _file() -> str:
    rows = ["question;option 1;option 2;option 3;right;topic;language;statement;place"]
    for n in range(QUESTIONS):
        one, two, three = (_CITIES[(n + step) % len(_CITIES)] for step in (0, 3, 5))
        rows.append(
            f"{n}-кездесу қай қалада өтті, {n * 7919 % 100_003}-құжат бойынша?;{one};{two};{three}"
            f";1;sco;kk;{n}-кездесу мына қалада өтті: {one}.;{n % 300 + 1}-бет"
        )
    return "\n".join(rows)


def _await_server(key: str) -> None:
    for _ in range(120):
        try:
            Person(key).send("GET", "/admin/desk/transfer/")
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the server did not start")


def _memory(server: int) -> float:
    """The most that the server and its worker ever held, in MB."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    peaks = []
    for pid in [str(server), *children]:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        peaks.append(int(found[1]) / 1024 if found else 0.0)
    return sum(peaks)


if __name__ == "__main__":
    main()
