"""Questions whose fact says something else now: asked no more until somebody looked at them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from questions.generation.following import WITHDRAWN_FOR
from questions.models import Edit, Question

# Among the flaws of a teacher's question that must be looked at again.
VALUE_CHANGED_CODE = "value-changed"
VALUE_CHANGED = WITHDRAWN_FOR + VALUE_CHANGED_CODE
# Told in the reader's language where the history is shown.
VALUE_CHANGED_NOTE = gettext_noop("The library's fact says something else now.")


def take_back(fact_ids: Collection[int], *, now: datetime) -> None:
    """Have the approved questions that ask these facts, alone or with others, asked no more.

    The library's are withdrawn: the next generation puts new ones in their place, because it was no
    person who took them back. Teachers' own become drafts again, and their history says why.
    """
    asking = Q(fact__in=fact_ids) | Q(parts__fact__in=fact_ids)
    rows = Question.objects.filter(asking, status=Question.Status.APPROVED).distinct()
    _withdraw(rows.filter(owner=None))
    _demote(rows.exclude(owner=None), now)


def _withdraw(questions: QuerySet[Question]) -> None:
    rows = list(questions)
    for row in rows:
        row.status = Question.Status.WITHDRAWN
        row.flaws = [*row.flaws, VALUE_CHANGED]
    Question.objects.bulk_update(rows, ["status", "flaws"], batch_size=200)


def _demote(questions: QuerySet[Question], now: datetime) -> None:
    rows = list(questions)
    for row in rows:
        row.status = Question.Status.DRAFT
        row.flaws = [*row.flaws, VALUE_CHANGED_CODE]
        # A draft with this date was shown to learners once; see questions.authoring.
        row.approved_at = row.approved_at or now
    Question.objects.bulk_update(rows, ["status", "flaws", "approved_at"], batch_size=200)
    Edit.objects.bulk_create(
        Edit(
            actor=None,
            at=now,
            action=Edit.Action.DEMOTED,
            question=row,
            changes={"status": [Question.Status.APPROVED.value, Question.Status.DRAFT.value]},
            note=VALUE_CHANGED_NOTE,
        )
        for row in rows
    )
