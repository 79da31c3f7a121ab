"""Phones in a live round without browsers: they poll, answer and note what was acknowledged."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlencode

POLL_SECONDS = 2.0
_CSRF = "a" * 32
_ITEM = re.compile(rb'name="item" value="([0-9a-f]{32})"')


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """A connection that stays open, as a browser's does."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> Reply:
        """One request and its reply."""
        head = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": f"sessionid={self.cookie}; csrftoken={_CSRF}",
            "Content-Length": str(len(body)),
            **{name: value for name, value in headers.items() if value},
        }
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        reply = await _read(reader)
        if reply.headers.get("connection") == "close":
            self.close()
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Phone:
    """A learner's phone, with a connection to poll by and one to answer by."""

    def __init__(self, port: int, cookie: str, path: str) -> None:
        self.path = path  # of the round
        self.etag = ""
        self.item = ""  # the token of what is asked now
        self.polls = self.unchanged = 0
        self.acknowledged: dict[str, float] = {}  # seconds by the item's token
        self.refused: list[int] = []
        self.polling, self.posting = Wire(port, cookie), Wire(port, cookie)

    async def poll(self) -> None:
        """Ask for the state, as live.js does."""
        reply = await self.polling.send("GET", f"{self.path}state/", {"If-None-Match": self.etag})
        self.polls += 1
        if reply.status == 304:
            self.unchanged += 1
        elif reply.status == 200:
            self.etag = reply.headers.get("etag", "")
            found = _ITEM.search(reply.body)
            self.item = found[1].decode() if found else ""

    async def keep_polling(self, first: float) -> None:
        """Poll every two seconds, for ever."""
        await asyncio.sleep(first)
        while True:
            await self.poll()
            await asyncio.sleep(POLL_SECONDS)

    async def join(self) -> None:
        """Press the button."""
        reply = await self._post("join/", {})
        assert reply.status in (200, 302), reply

    async def answer(self, choice: int) -> None:
        """Choose one of the options, and note how long the acknowledgement took."""
        item, started = self.item, time.perf_counter()
        reply = await self._post("answer/", {"item": item, "choice": str(choice)})
        if reply.status == 200:
            self.acknowledged[item] = time.perf_counter() - started
        else:
            self.refused.append(reply.status)

    async def _post(self, where: str, data: dict[str, str]) -> Reply:
        headers = {"HX-Request": "true", "X-CSRFToken": _CSRF}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(data).encode()
        return await self.posting.send("POST", f"{self.path}{where}", headers, body)

    def hang_up(self) -> None:
        """Close what is open."""
        self.polling.close()
        self.posting.close()


async def _read(reader: asyncio.StreamReader) -> Reply:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    size = int(headers.get("content-length", "0"))
    return Reply(int(first.split()[1]), headers, await reader.readexactly(size) if size else b"")


async def asked(phones: Sequence[Phone]) -> None:
    """Wait until all phones have heard of a question that they have not answered."""
    for phone in phones:
        while not phone.item or phone.item in phone.acknowledged:
            await asyncio.sleep(0.05)


async def burst(phones: Sequence[Phone], rng: Random, *, options: int, seconds: float) -> None:
    """All answer within so many seconds."""

    async def one(phone: Phone, wait: float) -> None:
        await asyncio.sleep(wait)
        await phone.answer(rng.randrange(options))

    waits = [rng.uniform(0, seconds) for _ in phones]
    await asyncio.gather(*(one(phone, wait) for phone, wait in zip(phones, waits, strict=True)))


async def while_polling(phones: Sequence[Phone], rng: Random, work: Awaitable[None]) -> None:
    """Do the work while all phones poll."""
    polling = [asyncio.create_task(p.keep_polling(rng.uniform(0, POLL_SECONDS))) for p in phones]
    try:
        await work
    finally:
        for task in polling:
            task.cancel()
        await asyncio.gather(*polling, return_exceptions=True)
        for phone in phones:  # a reply may have been under way
            phone.polling.close()


@contextmanager
def server(database_url: str, port: int, *, workers: int = 2) -> Iterator[int]:
    """The production server, as `make run` starts it; gives its process id."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "kazquiz.settings",
        "STATIC_FILES": "plain",
        "HTTPS": "off",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--host", "127.0.0.1",
        "--port", str(port), "--log-level", "error", "kazquiz.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("The server did not answer.")
