"""Flags: what learners report about a question, and what became of it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from questions.models import Flag, User
from questions.quiz.rows import GivenItem


def raise_flag(item: GivenItem, *, learner: User, reason: str, words: str, now: datetime) -> bool:
    """Report the question of an answered item; False where the learner's report is open already."""
    try:
        with transaction.atomic():
            Flag.objects.create(
                question_id=item.question_id,
                learner=learner,
                item_id=item.pk,
                reason=reason,
                words=words,
                flagged_at=now,
            )
    except IntegrityError:
        return False
    return True


def take_back(learner: User, pk: int) -> bool:
    """Delete the learner's own report; False where it is settled or not theirs."""
    deleted, _ = Flag.objects.filter(pk=pk, learner=learner, resolved_at=None).delete()
    return deleted > 0


def flags_of(learner: User) -> QuerySet[Flag]:
    """The learner's own reports, the latest first."""
    own = Flag.objects.filter(learner=learner).select_related("question")
    return own.order_by("-flagged_at", "-pk")
