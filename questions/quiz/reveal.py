"""Turning a flashcard over: the gate that opens its back."""

from datetime import date, datetime

from questions.models import SessionItem
from questions.quiz.rows import GivenItem


def reveal(item: GivenItem, *, today: date, now: datetime) -> None:
    """Mark the flashcard as turned over; once is enough, and only then may it be rated.

    The study day is kept at once: the back was seen, whether or not a rating follows.
    """
    if item.form == "flashcard":
        SessionItem.objects.filter(pk=item.pk, revealed_at=None).update(
            revealed_at=now, study_day=today
        )
