"""Fixtures of the tests that go through the browser's door."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clock() -> datetime:
    """The real time, which views read."""
    return timezone.now()


@pytest.fixture
def alices(alice: User) -> Client:
    """Alice's browser."""
    return browser_of(alice)


def browser_of(user: User) -> Client:
    """A browser in which the user is logged in."""
    client = Client()
    client.force_login(user)
    return client
