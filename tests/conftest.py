"""Fixtures that many tests use."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from django.utils import translation

from questions.models import User
from tests.factories import UserFactory

_DATABASE = frozenset({"db", "transactional_db"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than the usual one, leave out the tests that use none."""
    if os.environ.get("KAZQUIZ_TEST_DATABASE", "sqlite") == "sqlite":
        return
    kept, left_out = [], []
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        uses = item.get_closest_marker("django_db") or not _DATABASE.isdisjoint(fixtures)
        (kept if uses else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def _language_of_the_settings() -> Iterator[None]:
    """A request or a test that chose a language leaves nothing of it to the next test."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """Noon in Almaty on a Wednesday."""
    return datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@pytest.fixture
def rng() -> Random:
    """Randomness that is the same in each run."""
    return Random(1)


@pytest.fixture
def alice(db) -> User:
    """A learner."""
    return UserFactory(username="alice")


@pytest.fixture
def charlie(db) -> User:
    """Another learner, who must not see what is Alice's."""
    return UserFactory(username="charlie")
