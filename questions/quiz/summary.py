"""Closing a session: how it went, what grew stronger, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from questions.models import (
    Card,
    Outcome,
    QuestionPart,
    QuizSession,
    ReviewLog,
    SessionItem,
    User,
)
from questions.progress.statements import Statement, statements_of
from questions.progress.studied import of_studied_facts
from questions.quiz.several import parts_right
from questions.scheduling.memory import MATURE_DAYS


@dataclass(frozen=True)
class Line:
    """One fact of the session: how its first response went and what became of its card."""

    statement: Statement | None
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
        .select_related("fact", "card", "question")
        .order_by("position")
    )
    planned = [item for item in items if not item.is_drill]
    answered = [item for item in planned if item.answered_at]
    # What was withdrawn since has no page to look at.
    kept = [item for item in answered if item.fact.withdrawn_at is None]
    missed = [*_missed(kept), *_missed_parts(items)]
    statements = statements_of(item.fact_id for item in items)
    rose = _rose(session, learner)
    next_due, next_count = _next(learner, today)
    return Summary(
        session=session,
        right=sum(item.outcome == Outcome.CORRECT for item in answered),
        answered=len(answered),
        open=sum(1 for item in items if not (item.answered_at or item.withdrawn_at)),
        points=sum(item.points for item in items),
        stronger=[_line(item, statements) for item in kept if item.pk in rose],
        # What was missed alone and among others is to be looked at once.
        again=[_line(i, statements) for i in {item.fact_id: item for item in missed}.values()],
        next_due=next_due,
        next_count=next_count,
    )


def _missed(answered: list[SessionItem]) -> list[SessionItem]:
    """Items whose own fact was missed, which in an ordering or a matching is one of several."""
    sets = {item.question_id: item for item in answered if item.card_id is None}
    own = {item.pk for item in answered if item.card_id and item.outcome != Outcome.CORRECT}
    by_question: dict[int, list[QuestionPart]] = {}
    for part in QuestionPart.objects.filter(question__in=sets).order_by("position"):
        by_question.setdefault(part.question_id, []).append(part)
    for question_id, parts in by_question.items():
        item = sets[question_id]
        chosen = item.chosen if item.chosen is not None else [None] * len(parts)
        are_right = parts_right(item.question.form, parts, chosen)
        if not dict(zip((part.fact_id for part in parts), are_right, strict=True))[item.fact_id]:
            own.add(item.pk)
    return [item for item in answered if item.pk in own]


def _missed_parts(items: list[SessionItem]) -> list[SessionItem]:
    """The further facts of orderings and matchings that were missed."""
    parts = (item for item in items if item.is_drill and item.card_id is None)
    return [i for i in parts if i.outcome != Outcome.CORRECT and i.fact.withdrawn_at is None]


def _rose(session: QuizSession, learner: User) -> set[int]:
    """Items whose rated response was right: their cards last longer than before."""
    rows = ReviewLog.objects.filter(
        learner=learner, at__gte=session.started_at, item__session=session, rating__gte=2
    )
    return {pk for pk in rows.values_list("item_id", flat=True) if pk is not None}


def _line(item: SessionItem, statements: dict[int, Statement]) -> Line:
    card = item.card
    stability = card.stability if card else None
    return Line(
        statement=statements.get(item.fact_id),
        outcome=item.outcome,
        due=card.due if card else None,
        stability=stability,
        is_mature=stability is not None and stability >= MATURE_DAYS,
    )


def _next(learner: User, today: date) -> tuple[date | None, int]:
    """The next day on which something is due, and how much."""
    due = Card.objects.filter(
        of_studied_facts(learner), learner=learner, due__isnull=False, fact__withdrawn_at=None
    )
    first = due.aggregate(first=Min("due"))["first"]
    if first is None:
        return None, 0
    day = max(today, first)
    return day, due.filter(due__lte=day).aggregate(facts=Count("fact", distinct=True))["facts"]
