"""A class that answers within one second: what a phone was told is stored, is stored, and once.

It runs the production server on the database of the tests; tests/bench/live_burst.py measures more.
"""

import asyncio
import os
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.db import connection

from tests.live_class import move, stored, waiting_class
from tests.phones import Phone, asked, burst, server

LEARNERS = 40


@pytest.fixture
def address(transactional_db) -> str:
    """Where the server finds the tests' database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://postgres@/{name}?host={os.environ['KAZQUIZ_TEST_SERVER']}"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser test before it may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def gather(phones: list[Phone]) -> None:
    await asyncio.gather(*(phone.join() for phone in phones))
    for phone in phones:
        phone.hang_up()


async def answer_at_once(phones: list[Phone]) -> None:
    for phone in phones:
        await phone.poll()
    await asked(phones)
    await burst(phones, Random(1), options=4, seconds=1.0)
    for phone in phones:
        phone.hang_up()


def test_what_was_acknowledged_in_a_burst_is_stored_once(address, port):
    row, keys = waiting_class(LEARNERS, 2)
    phones = [Phone(port, key, f"/live/{row.token}/") for key in keys]
    with server(address, port):
        run(gather(phones))
        for _ in range(2):
            move(row)
            run(answer_at_once(phones))
            move(row)
    acknowledged = {token for phone in phones for token in phone.acknowledged}
    found = stored(row)
    assert found.items == acknowledged
    assert len(acknowledged) == found.logs == found.counted == 2 * LEARNERS
    assert not any(phone.refused for phone in phones)


def test_a_response_sent_twice_at_once_is_stored_once_and_both_are_told(address, port):
    row, keys = waiting_class(10, 1)
    phones = [Phone(port, key, f"/live/{row.token}/") for key in keys]
    twins = [Phone(port, key, f"/live/{row.token}/") for key in keys]
    with server(address, port):
        run(gather(phones))
        move(row)
        run(answer_at_once([*phones, *twins]))
    found = stored(row)
    assert found.items == {token for phone in phones for token in phone.acknowledged}
    assert found.items == {token for phone in twins for token in phone.acknowledged}
    assert found.logs == found.counted == 10
