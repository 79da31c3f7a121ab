"""Limits on how often one address may do what costs the server something."""

import re

import pytest
from django.test import Client

from questions.models import User
from tests.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrow_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guest": "2/m/ip"}


def _first_response(client):
    page = client.get("/try/").content.decode()
    return client.post(
        "/try/",
        {
            "item": re.search(r'name="item" value="(\w+)"', page)[1],
            "seed": re.search(r'name="seed" value="([^"]+)"', page)[1],
            "choice": "0",
        },
    )


def test_one_address_cannot_make_guests_without_end(narrow_limits):
    QuestionFactory()
    statuses = [_first_response(Client()).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    assert User.objects.filter(is_guest=True).count() == 2
