"""Taking back that a session was ended early."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from questions.models import Question, QuizSession, SessionItem
from questions.quiz.leaving import leave_withdrawn

# Later what is due has changed, and a new session asks that instead.
REOPEN_WITHIN = timedelta(hours=1)


def is_reopenable(session: QuizSession, *, now: datetime) -> bool:
    """Whether the session was ended a short while ago and has something left to ask."""
    return (
        session.mode != QuizSession.Mode.LIVE
        and session.finished_at is not None
        and session.finished_at > now - REOPEN_WITHIN
        and _left(session).exists()
    )


@transaction.atomic
def reopen_session(session: QuizSession, *, now: datetime) -> bool:
    """Go on with a session that was just ended; False where there is nothing to go on with.

    What was withdrawn since it was ended is passed over, as it is in a session that is open.
    """
    locked = QuizSession.objects.select_for_update().get(pk=session.pk)
    if not is_reopenable(locked, now=now):
        return False
    locked.finished_at = None
    locked.save(update_fields=["finished_at"])
    asked_no_more = Question.objects.exclude(status=Question.Status.APPROVED)
    _left(locked).filter(question__in=asked_no_more).update(withdrawn_at=now)
    leave_withdrawn(locked.pk, now=now)
    if not _left(locked).exists():
        locked.finished_at = now
        locked.save(update_fields=["finished_at"])
        return False
    return True


def _left(session: QuizSession) -> QuerySet[SessionItem]:
    return SessionItem.objects.filter(session=session.pk, answered_at=None, withdrawn_at=None)
