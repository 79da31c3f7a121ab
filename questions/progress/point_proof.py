"""Points proved: that each row of the log pays what the rows before it say, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from questions.models import Card, Outcome, ReviewLog, SessionItem
from questions.progress.points import points_for, survives
from questions.progress.tallies import rebuild_tallies

# Each event of a card in their order, with the last earlier day on which the fact was put to the
# learner in any way: what came later may be of an earlier day too, by somebody who flew west.
_EVENTS = """
SELECT l.id, l.card_id, l.kind, l.survived_interval, l.points, i.id, i.points, q.form, i.outcome,
       l.study_day, c.longest_interval,
       (SELECT MAX(p.study_day) FROM questions_sessionitem p
         WHERE p.learner_id = i.learner_id AND p.fact_id = i.fact_id
           AND p.study_day < i.study_day
           AND (p.answered_at < i.answered_at OR p.revealed_at < i.answered_at))
  FROM questions_reviewlog l
  JOIN questions_card c ON c.id = l.card_id
  LEFT JOIN questions_sessionitem i ON i.id = l.item_id
  LEFT JOIN questions_question q ON q.id = l.question_id
 ORDER BY l.card_id, l.id
"""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Mispaid:
    """A row of the log, or a card, whose stored figure is not what the rows before it say."""

    what: str  # "survived", "points", "item" or "longest"
    pk: int  # of the log row, the session item or the card
    stored: int
    wanted: int


def rebuild_points(*, repair: bool) -> list[Mispaid]:
    """All that is paid wrongly, in one streamed query; set right if asked, tallies with it.

    A card's longest survived interval is set right by rebuild_cards.
    """
    with transaction.atomic():
        found = list(_mispaid())
        if repair and found:
            _set_right(found)
            rebuild_tallies(repair=True)
    return found


def _mispaid() -> Iterator[Mispaid]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS)
        rows = iter(lambda: cursor.fetchmany(_AT_ONCE), [])
        events = (event for part in rows for event in part)
        for card_id, of_card in groupby(events, key=lambda event: event[1]):
            yield from _of_card(card_id, of_card)


def _of_card(card_id: int, events: Iterator[tuple[Any, ...]]) -> Iterator[Mispaid]:
    longest = stored_longest = 0
    for pk, _, kind, survived, points, item, paid, form, outcome, day, kept, put in events:
        stored_longest = kept
        wanted, pays = 0, 0
        if kind == ReviewLog.Kind.RATED:
            # An item that is gone proves nothing; what the log says stands.
            wanted = survived if item is None else _survived(form, outcome, day, put)
            pays = points_for(wanted, longest)
            longest = max(longest, wanted)
        if survived != wanted:
            yield Mispaid("survived", pk, survived, wanted)
        if points != pays:
            yield Mispaid("points", pk, points, pays)
        if kind == ReviewLog.Kind.RATED and item is not None and paid != pays:
            yield Mispaid("item", item, paid, pays)
    if stored_longest != longest:
        yield Mispaid("longest", card_id, stored_longest, longest)


def _survived(form: str, outcome: str, day: date | str, put: date | str | None) -> int:
    unseen = (_date(day) - _date(put)).days if put is not None else None
    return survives(form=form, is_right=outcome == Outcome.CORRECT, days_unseen=unseen)


def _date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _set_right(found: list[Mispaid]) -> None:
    for one in found:
        match one.what:
            case "survived":
                ReviewLog.objects.filter(pk=one.pk).update(survived_interval=one.wanted)
            case "points":
                ReviewLog.objects.filter(pk=one.pk).update(points=one.wanted)
            case "item":
                SessionItem.objects.filter(pk=one.pk).update(points=one.wanted)
            case _:
                Card.objects.filter(pk=one.pk).update(longest_interval=one.wanted)
