"""A real Chromium against a real server, and what a browser test may not leave behind."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from questions.models import User
from tests.browser.bank import make_bank
from tests.browser.chromium import find_chromium
from tests.factories import UserFactory

# Playwright keeps an event loop in this thread, which Django takes for a reason to refuse queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_HERE = Path(__file__).parent
_MISSING = "No Chromium was found (apt-get install chromium): the browser tests did not run."
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Longer than anything takes on a busy machine; only what fails waits so long.
_WAIT_MS = 15_000
expect.set_options(timeout=_WAIT_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder, so that none can forget it."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> str:
    """The path of a Chromium; without one the tests are skipped, or fail where CI=true."""
    path = find_chromium()
    if path is None:
        pytestconfig.stash[_is_missing] = True
        if os.environ.get("CI") == "true":
            pytest.fail(_MISSING, pytrace=False)
        pytest.skip(_MISSING)
    return path


_is_missing = pytest.StashKey[bool]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say aloud that browser tests were left out."""
    if config.stash.get(_is_missing, False):
        terminalreporter.write_sep("!", "WARNING", red=True, bold=True)
        terminalreporter.write_line(_MISSING, red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, chromium: str) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium, "args": _ARGUMENTS}


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    """Where pages are opened by their path alone."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Asia/Aqtobe",
        "viewport": {"width": 390, "height": 844},
        "service_workers": "block",  # only tests of being offline want one
    }


class Complaints(list[str]):
    """What browsers complained of: errors in the console, breaches of the policy, script errors."""

    def forgive_requests(self) -> None:
        """Forget the requests that failed because the test wanted them to."""
        self[:] = [text for text in self if not text.startswith(_REQUEST_FAILED)]


_NO_WORKER = "Service Worker registration blocked"
_REQUEST_FAILED = ("Failed to load resource:", "Response Status Error", "htmx:")


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def new_context(
    chromium: str, transactional_db: None, new_context: Callable, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own per call; no test may leave a complaint behind."""

    def make(**arguments) -> BrowserContext:
        context = new_context(**arguments)
        context.set_default_timeout(_WAIT_MS)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type in ("error", "warning") and not said.text.startswith(_NO_WORKER)
                else None
            ),
        )
        return context

    yield make
    assert complaints == []


@pytest.fixture
def bank(transactional_db: None) -> None:
    """The made-up library."""
    make_bank()


@pytest.fixture
def learner(bank: None) -> User:
    """Somebody who has an account and has answered nothing."""
    return UserFactory(username="alice")


@pytest.fixture
def log_in(live_server) -> Callable[[BrowserContext, User], None]:
    """Log a person in by the cookie alone, where logging in is not the subject."""

    def by_cookie(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return by_cookie


@pytest.fixture
def learners_page(page: Page, context: BrowserContext, learner: User, log_in: Callable) -> Page:
    """A page of the learner's browser."""
    log_in(context, learner)
    return page
