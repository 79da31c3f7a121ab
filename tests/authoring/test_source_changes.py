"""Changing a source: what is said of it, and its text once."""

import pytest

from questions.authoring.errors import AuthoringError
from questions.authoring.records import SourceWish
from questions.authoring.source_changes import change_source
from questions.authoring.sources import make_source
from questions.models import Edit
from tests.factories import SourceFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def source(teacher, now):
    return make_source(SourceWish(title="A report"), owner=teacher, now=now)


def test_what_changed_is_noted_with_what_stood_there(source, teacher, now):
    wish = SourceWish(title="A report", authors="A. Kaliyeva", year="2024")
    change_source(source, wish, actor=teacher, now=now)
    source.refresh_from_db()
    assert (source.authors, source.short_name) == ("A. Kaliyeva", "Kaliyeva 2024")
    changes = source.edits.first().changes
    assert changes["authors"] == ["", "A. Kaliyeva"]
    assert changes["short_name"] == ["A report", "Kaliyeva 2024"]
    change_source(source, wish, actor=teacher, now=now)
    assert source.edits.count() == 2


def test_a_text_is_loaded_once_and_stays(source, teacher, now):
    change_source(source, SourceWish(title="A report", text="One. Two."), actor=teacher, now=now)
    source.refresh_from_db()
    assert source.text == "One. Two."
    assert source.paragraphs
    change_source(source, SourceWish(title="A report", text="Else."), actor=teacher, now=now)
    source.refresh_from_db()
    assert source.text == "One. Two."


def test_a_text_that_another_source_has_is_refused(source, teacher, now):
    make_source(SourceWish(title="Other", text="The same."), owner=teacher, now=now)
    with pytest.raises(AuthoringError) as refused:
        change_source(
            source, SourceWish(title="A report", text="The same."), actor=teacher, now=now
        )
    assert refused.value.field == "text"


def test_nobody_else_changes_it_nor_the_librarys(source, now):
    outsider, wish = TeacherFactory(is_superuser=True), SourceWish(title="Taken over")
    for row in (source, SourceFactory()):
        with pytest.raises(AuthoringError):
            change_source(row, wish, actor=outsider, now=now)
    assert Edit.objects.count() == 1
