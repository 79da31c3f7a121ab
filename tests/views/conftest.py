"""Fixtures of the tests that go through the browser's door."""

import re
from datetime import datetime
from html import unescape

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


def undo(client: Client, page: str) -> None:
    """Press “Undo” in the message on top of the page."""
    (toast,) = re.findall(r'<div class="notice toast".*?</div>', page, re.S)
    assert "Undo" in toast
    (url,) = re.findall(r'action="([^"]+)"', toast)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', toast))
    response = client.post(url, {name: unescape(value) for name, value in fields.items()})
    assert response.status_code == 302
