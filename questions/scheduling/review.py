"""Folding a card's log: the proof that each card is what its events made it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection, transaction

from questions.models import Card, ReviewLog
from questions.scheduling.memory import Memory, Rating, asked_soon, rate


@dataclass(frozen=True)
class Folded:
    """The state that a card's log gives."""

    memory: Memory | None = None
    longest_interval: int = 0

    def fields(self) -> dict[str, object]:
        """The card's fields in this state."""
        memory = self.memory
        return {
            "stability": memory.stability if memory else None,
            "difficulty": memory.difficulty if memory else None,
            "due": memory.due if memory else None,
            "last_study_day": memory.last_day if memory else None,
            "longest_interval": self.longest_interval,
        }


class Event(NamedTuple):
    """What happened to a card, corrections taken into account."""

    kind: str
    rating: int | None
    study_day: date
    survived_interval: int = 0


def in_order(logs: Iterable[ReviewLog]) -> list[Event]:
    """A card's events in the order in which they count, from the log in the order of its ids.

    That is the order of the log, but for corrections, which are appended long after what they
    correct. One that names a row changes that row's rating in its place. One that names none is a
    rating that was never given, and takes its place at the moment of its response: before the first
    event of a later moment. Of several for one response the last counts; one without a rating takes
    the earlier ones back.
    """
    rows = list(logs)
    corrections = [log for log in rows if log.kind == ReviewLog.Kind.CORRECTION]
    if not corrections:
        return [_event(log) for log in rows]
    rest = [log for log in rows if log.kind != ReviewLog.Kind.CORRECTION]
    ratings = {log.corrects_id: log.rating for log in corrections if log.corrects_id}
    added = {log.study_day: log for log in corrections if not log.corrects_id}
    timed = [(log.at, _event(log, ratings.get(log.pk, log.rating))) for log in rest]
    for log in sorted(added.values(), key=lambda log: log.study_day):
        if log.rating is not None:
            later = (n for n, (at, _) in enumerate(timed) if at > log.at)
            timed.insert(next(later, len(timed)), (log.at, _event(log)))
    return [event for _, event in timed]


_SAME = object()


def _event(log: ReviewLog, rating: Any = _SAME) -> Event:
    kept = log.rating if rating is _SAME else rating
    return Event(log.kind, kept, log.study_day, log.survived_interval)


def fold(logs: Iterable[ReviewLog]) -> Folded:
    """The state after a card's events, given in the order of their ids."""
    memory: Memory | None = None
    longest = 0
    for event in in_order(logs):
        if event.kind == ReviewLog.Kind.RESET:
            memory = None
        elif event.kind == ReviewLog.Kind.RESCHEDULE:
            memory = asked_soon(memory, event.study_day)
        elif event.rating is not None:
            memory = rate(memory, Rating(event.rating), event.study_day)
            longest = max(longest, event.survived_interval)
    return Folded(memory, longest)


@dataclass(frozen=True)
class Difference:
    """A card that is not what its log says."""

    card: Card
    folded: Folded


def differences() -> Iterator[Difference]:
    """Every card that differs from its folded log, in two streamed queries.

    Events are taken in the order of their ids, in which they were appended: after a change of time
    zone a later event may be of an earlier study day.
    """
    logs = groupby(ReviewLog.objects.order_by("card_id", "id").iterator(), lambda log: log.card_id)
    card_id, events = next(logs, (None, iter(())))
    for card in Card.objects.order_by("pk").iterator():
        folded = Folded()
        if card_id == card.pk:
            folded = fold(events)
            card_id, events = next(logs, (None, iter(())))
        if any(getattr(card, name) != value for name, value in folded.fields().items()):
            yield Difference(card, folded)


def rebuild_cards(*, repair: bool) -> list[Difference]:
    """Compare every card with its log and, if asked, set those that differ."""
    with transaction.atomic():
        found = list(differences())
        if repair:
            for difference in found:
                Card.objects.filter(pk=difference.card.pk).update(**difference.folded.fields())
    return found


_CARD = """
UPDATE questions_card
   SET stability = %s, difficulty = %s, due = %s, last_study_day = %s, longest_interval = %s
 WHERE id = %s
"""


def refold(cards: Collection[int]) -> None:
    """Set cards, which the caller has locked, to what their log says; three statements."""
    logs = ReviewLog.objects.filter(card__in=cards).order_by("card_id", "id")
    # Apart, since each of them has an index.
    rated = logs.filter(kind=ReviewLog.Kind.RATED)
    others = logs.exclude(kind=ReviewLog.Kind.RATED)
    in_turn = merge(rated.iterator(), others.iterator(), key=lambda log: (log.card_id, log.pk))
    values = [
        [*fold(events).fields().values(), card_id]
        for card_id, events in groupby(in_turn, lambda log: log.card_id)
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_CARD, values)
