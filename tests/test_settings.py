"""What the settings make of the environment."""

import json
import os
import subprocess
import sys

import pytest

_ASK = "import json; from kazquiz.settings import DATABASES; print(json.dumps(DATABASES))"


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
