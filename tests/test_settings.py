"""What the settings make of the environment."""

import json
import os
import subprocess
import sys

import pytest

_ASK = "import json; from kazquiz.settings import DATABASES; print(json.dumps(DATABASES))"
_ASK_PROXIES = """
from kazquiz import settings
print(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0))
"""


@pytest.mark.parametrize("pool", ["on", "off"])
def test_the_address_of_a_postgresql_keeps_what_it_says_of_the_connection(pool):
    environment = os.environ | {
        "DATABASE_URL": "postgres://kazquiz@db/kazquiz?sslmode=verify-full",
        "DATABASE_POOL": pool,
    }
    said = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True
    )
    options = json.loads(said.stdout)["default"]["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert ("pool" in options) == (pool == "on")


@pytest.mark.parametrize(("behind", "proxies"), [("on", "1"), ("off", "0")])
def test_the_address_that_a_proxy_names_is_believed_only_where_there_is_a_proxy(behind, proxies):
    said = subprocess.run(
        [sys.executable, "-c", _ASK_PROXIES],
        env=os.environ | {"BEHIND_PROXY": behind}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == proxies
