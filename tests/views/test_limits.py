"""Limits on how often one address may do what costs the server something."""

import re

import pytest
from django.test import Client

from questions.models import User
from tests.factories import QuestionFactory, UserFactory

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


def _log_in(name, address):
    form = {"login": name, "password": "password"}
    return Client().post("/account/login/", form, headers={"x-forwarded-for": address})


@pytest.mark.parametrize(("proxies", "gets_in"), [(1, True), (0, False)])
def test_behind_a_proxy_nobody_is_kept_out_for_what_another_address_did(settings, proxies, gets_in):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    UserFactory(username="aigerim")
    for number in range(12):
        _log_in(f"nobody-{number}", "203.0.113.9")
    assert (_log_in("aigerim", "198.51.100.7").status_code == 302) == gets_in
