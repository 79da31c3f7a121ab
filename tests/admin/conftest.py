"""Two teachers, and the browser of one of them."""

import pytest
from django.test import Client

from tests.factories import TeacherFactory
from tests.views.conftest import browser_of


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def outsider():
    return TeacherFactory()


@pytest.fixture
def desk(teacher) -> Client:
    return browser_of(teacher)
