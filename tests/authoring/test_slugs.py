"""Slugs that no row of the owner has yet."""

import pytest

from questions.authoring.slugs import free_slugs
from questions.models import Fact
from tests.factories import FactFactory, TeacherFactory

pytestmark = pytest.mark.django_db


def free(owner, *texts: str) -> list[str]:
    return free_slugs(texts, rows=Fact.objects, owner=owner, most=100, otherwise="fact")


def test_equal_texts_are_numbered_also_within_one_go():
    owner = TeacherFactory()
    FactFactory(owner=owner, slug="lamp", subject=None, relation=None)
    FactFactory(owner=owner, slug="lamp-2", subject=None, relation=None)
    FactFactory(slug="wick")
    assert free(owner, "Lamp", "Wick", "lamp!", "lamp 2", "Wick") == [
        "lamp-3",
        "wick",
        "lamp-4",
        "lamp-2-2",
        "wick-2",
    ]


def test_hundreds_that_are_taken_are_no_trouble():
    owner = TeacherFactory()
    texts = [f"Lamp {i}" for i in range(350)] * 2
    assert len(set(free(owner, *texts))) == 700
