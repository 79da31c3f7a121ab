"""Questions whose fact says something else now: asked no more until they are made anew."""

from collections.abc import Collection

from django.db.models import Q

from questions.generation.following import WITHDRAWN_FOR
from questions.models import Question

VALUE_CHANGED = WITHDRAWN_FOR + "value-changed"


def take_back(fact_ids: Collection[int]) -> None:
    """Withdraw the library's approved questions that ask these facts, alone or with others.

    The next generation puts new ones in their place, because it was no person who took them back.
    """
    asking = Q(fact__in=fact_ids) | Q(parts__fact__in=fact_ids)
    rows = list(
        Question.objects.library().filter(asking, status=Question.Status.APPROVED).distinct()
    )
    for row in rows:
        row.status = Question.Status.WITHDRAWN
        row.flaws = [*row.flaws, VALUE_CHANGED]
    Question.objects.bulk_update(rows, ["status", "flaws"], batch_size=200)
