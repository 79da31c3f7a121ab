"""A learner's memory of one fact over time, told from the log."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from questions.models import Card, Fact, ReviewLog, SessionItem, User
from questions.scheduling.memory import Memory, Rating, rate, recall
from questions.scheduling.review import Event, in_order


@dataclass(frozen=True)
class Point:
    """The chance of recall, 0 to 1, on one day."""

    day: date
    recall: float
    is_rating: bool = False
    is_right: bool = False


def memory_curves(
    learner: User,
    fact: Fact,
    *,
    today: date,
    ahead: int = 30,
    without: QuerySet[SessionItem] | None = None,
) -> dict[str, list[Point]]:
    """By cue, the chance of recall from the first rating to `ahead` days from today.

    The ratings of the items in `without` are left out.
    It falls to 0 where the card was made new because its key had changed.
    """
    cards = dict(Card.objects.filter(learner=learner, fact=fact).values_list("pk", "cue"))
    curves: dict[str, list[Point]] = {}
    logs = ReviewLog.objects.filter(card__in=cards).exclude(kind=ReviewLog.Kind.RESCHEDULE)
    if without is not None:
        logs = logs.exclude(item__in=without)
    by_card: dict[int, list[ReviewLog]] = {}
    for log in logs.order_by("pk"):
        by_card.setdefault(log.card_id, []).append(log)
    for pk, events in by_card.items():
        curves[cards[pk]] = _curve(in_order(events), today + timedelta(days=ahead))
    return curves


def _curve(events: list[Event], end: date) -> list[Point]:
    points: list[Point] = []
    memory: Memory | None = None
    for number, log in enumerate(events):
        if log.kind == ReviewLog.Kind.RESET:
            memory = None
            points.append(Point(log.study_day, 0.0))
            continue
        rating = Rating(log.rating or 1)
        memory = rate(memory, rating, log.study_day)
        points.append(Point(log.study_day, 1.0, is_rating=True, is_right=rating > Rating.AGAIN))
        until = events[number + 1].study_day if number + 1 < len(events) else end
        points += _falling(memory, log.study_day, until)
    return points


def _falling(memory: Memory, start: date, until: date) -> list[Point]:
    days = (until - start).days
    step = max(1, days // 12)
    marks = [*range(step, days, step), days] if days > 0 else []
    return [
        Point(start + timedelta(days=n), recall(memory, start + timedelta(days=n))) for n in marks
    ]
