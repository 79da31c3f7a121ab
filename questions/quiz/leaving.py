"""Leaving open sessions: what was withdrawn meanwhile is asked no more, and counts for nothing.

Left items stay as rows, since a flashcard that was turned over was seen. Nothing of this happens
when an answer is given: items are closed where the library changes, and the statements that read
the next item pass over them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from questions.models import SET_FORMS, Question, QuizSession, SessionItem


@transaction.atomic
def leave_facts(fact_ids: Collection[int], *, now: datetime) -> Counter[int]:
    """Close the open items that ask these facts; returns in how many sessions each was open.

    Sets that a fact is a part of are left too. A session that has nothing left to ask ends.
    """
    if not fact_ids:
        return Counter()
    alone = _open().filter(fact__in=fact_ids)
    together = _open().filter(question__parts__fact__in=fact_ids)
    left = _sessions(
        [
            *alone.values_list("fact_id", "session_id"),
            *together.values_list("question__parts__fact_id", "session_id"),
        ]
    )
    if left:
        asking = Question.objects.filter(parts__fact__in=fact_ids)
        _close(_open().filter(Q(fact__in=fact_ids) | Q(question__in=asking)), now)
    return left


@transaction.atomic
def leave_sets(slugs: Collection[str], *, now: datetime) -> Counter[str]:
    """The same for sets of facts, by their slugs."""
    if not slugs:
        return Counter()
    asking = Question.objects.library().filter(form__in=SET_FORMS, variant__in=slugs)
    items = _open().filter(question__in=asking)
    left = _sessions(items.values_list("question__variant", "session_id"))
    if left:
        _close(items, now)
    return left


@transaction.atomic
def leave_questions(question_ids: Collection[int], *, now: datetime) -> Counter[int]:
    """The same for questions alone; none of them is asked any more when another one is missed."""
    if not question_ids:
        return Counter()
    items = _open().filter(question__in=question_ids)
    left = _sessions(items.values_list("question_id", "session_id"))
    if left:
        _close(items, now)
    _open().filter(drill__in=question_ids).update(drill=None)
    return left


@transaction.atomic
def leave_withdrawn(session_id: int, *, now: datetime) -> None:
    """Close the open items of one session whose fact was withdrawn, by whatever way."""
    _close(_open().filter(session=session_id, fact__withdrawn_at__isnull=False), now)


def _open() -> QuerySet[SessionItem]:
    return SessionItem.objects.filter(
        answered_at=None, withdrawn_at=None, session__finished_at=None
    )


def _sessions(rows: Iterable[tuple[Any, int]]) -> Counter[Any]:
    """In how many different sessions each of them is asked."""
    asked = defaultdict(set)
    for what, session_id in rows:
        asked[what].add(session_id)
    return Counter({what: len(sessions) for what, sessions in asked.items()})


def _close(items: QuerySet[SessionItem], now: datetime) -> None:
    # Told twice that they are open: who waits for a row that is being answered must look again.
    SessionItem.objects.filter(pk__in=items.values("pk"), answered_at=None).update(withdrawn_at=now)
    here = SessionItem.objects.filter(session=OuterRef("pk"))
    QuizSession.objects.filter(
        Exists(here.filter(withdrawn_at=now)),
        ~Exists(here.filter(answered_at=None, withdrawn_at=None)),
        finished_at=None,
    ).update(finished_at=now)
