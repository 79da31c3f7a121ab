"""Folding a card's log: the proof that each card is what its events made it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

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


def fold(logs: Iterable[ReviewLog]) -> Folded:
    """The state after a card's events, given in the order they happened."""
    memory: Memory | None = None
    longest = 0
    for log in logs:
        if log.kind == ReviewLog.Kind.RESET:
            memory = None
        elif log.kind == ReviewLog.Kind.RESCHEDULE:
            memory = asked_soon(memory, log.study_day)
        elif log.kind == ReviewLog.Kind.RATED and log.rating is not None:
            memory = rate(memory, Rating(log.rating), log.study_day)
            longest = max(longest, log.survived_interval)
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
