"""Closing a session: how it went, what grew stronger, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from questions.models import Card, FactText, Outcome, QuizSession, ReviewLog, SessionItem, User
from questions.scheduling.memory import MATURE_DAYS


@dataclass(frozen=True)
class Line:
    """One fact of the session: how its first response went and what became of its card."""

    slug: str
    statement: str
    outcome: str
    due: date | None
    stability: float | None
    is_mature: bool


@dataclass(frozen=True)
class Summary:
    """What a session gave; drills are not counted in right out of answered."""

    session: QuizSession
    right: int
    answered: int
    open: int
    points: int
    stronger: list[Line]
    again: list[Line]
    next_due: date | None
    next_count: int


def end_session(session: QuizSession, *, now: datetime) -> None:
    """Close a session early; what was answered stays, what was not is simply not asked."""
    QuizSession.objects.filter(pk=session.pk, finished_at=None).update(finished_at=now)


def summarise(session: QuizSession, *, learner: User, today: date) -> Summary:
    """The summary of the learner's own session, in a constant number of queries."""
    items = list(
        SessionItem.objects.filter(session=session)
        .select_related("fact", "card")
        .order_by("position")
    )
    planned = [item for item in items if not item.is_drill]
    answered = [item for item in planned if item.answered_at]
    statements = _statements([item.fact_id for item in answered])
    rose = _rose(session, learner)
    # What was withdrawn since has no page to look at.
    lines = {
        item.pk: _line(item, statements) for item in answered if item.fact.withdrawn_at is None
    }
    next_due, next_count = _next(learner, today)
    return Summary(
        session=session,
        right=sum(item.outcome == Outcome.CORRECT for item in answered),
        answered=len(answered),
        open=sum(1 for item in items if not (item.answered_at or item.withdrawn_at)),
        points=sum(item.points for item in items),
        stronger=[line for pk, line in lines.items() if pk in rose],
        again=[line for line in lines.values() if line.outcome != Outcome.CORRECT],
        next_due=next_due,
        next_count=next_count,
    )


def _statements(fact_ids: list[int]) -> dict[int, str]:
    rows = FactText.objects.filter(fact__in=fact_ids, language="en")
    return dict(rows.values_list("fact_id", "statement"))


def _rose(session: QuizSession, learner: User) -> set[int]:
    """Items whose rated response was right: their cards last longer than before."""
    rows = ReviewLog.objects.filter(
        learner=learner, at__gte=session.started_at, item__session=session, rating__gte=2
    )
    return {pk for pk in rows.values_list("item_id", flat=True) if pk is not None}


def _line(item: SessionItem, statements: dict[int, str]) -> Line:
    card = item.card
    stability = card.stability if card else None
    return Line(
        slug=item.fact.slug,
        statement=statements.get(item.fact_id, ""),
        outcome=item.outcome,
        due=card.due if card else None,
        stability=stability,
        is_mature=stability is not None and stability >= MATURE_DAYS,
    )


def _next(learner: User, today: date) -> tuple[date | None, int]:
    """The next day on which something is due, and how much."""
    due = Card.objects.filter(learner=learner, due__isnull=False, fact__withdrawn_at=None)
    first = due.aggregate(first=Min("due"))["first"]
    if first is None:
        return None, 0
    day = max(today, first)
    return day, due.filter(due__lte=day).aggregate(facts=Count("fact", distinct=True))["facts"]
