"""Turning a flashcard over."""

from datetime import date, timedelta

import pytest

from questions.models import SessionItem
from questions.quiz.asked import next_asked
from questions.quiz.reveal import reveal
from tests.playing import FORMS, next_item, plan, question_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)


def test_it_is_kept_with_the_study_day(alice, now):
    session = plan(alice, question_of("flashcard"), now=now)
    assert not next_asked(session.pk).is_revealed
    reveal(next_item(session), today=TODAY, now=now)
    item = SessionItem.objects.get()
    assert (item.revealed_at, item.study_day, item.answered_at) == (now, TODAY, None)
    assert next_asked(session.pk).is_revealed


def test_the_first_time_counts(alice, now):
    session = plan(alice, question_of("flashcard"), now=now)
    for days in range(3):
        later = timedelta(days=days)
        reveal(next_item(session), today=TODAY + later, now=now + later)
    item = SessionItem.objects.get()
    assert (item.revealed_at, item.study_day) == (now, TODAY)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "flashcard"])
def test_no_other_form_is_touched(alice, now, form):
    session = plan(alice, question_of(form), now=now)
    reveal(next_item(session), today=TODAY, now=now)
    item = SessionItem.objects.get()
    assert (item.revealed_at, item.study_day) == (None, None)
