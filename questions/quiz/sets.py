"""Which orderings and matchings a session asks: those not seen for longest first."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from questions.models import Deck, Question, QuestionPart, SessionItem, Topic, User


@dataclass
class SetQuestion:
    """An approved ordering or matching with the facts it asks."""

    question_id: int
    fact_id: int  # its first fact, under which its responses are kept
    facts: set[int] = field(default_factory=set)
    is_sound: bool = True  # no fact in it was withdrawn
    last_item: int = 0  # by id, the last item that put it to the learner
    last_day: date | None = None


def sets_in_turn(
    *, learner: User, topic: Topic | None, rng: random.Random, deck: Deck | None = None
) -> list[SetQuestion]:
    """All of a topic, of a deck, or all there are, in the order of their turn, in two queries."""
    found = _read(learner, topic, deck)
    # The fact is named too, because that is what the learner's items are found by.
    rows = SessionItem.objects.filter(
        learner=learner,
        fact__in={one.fact_id for one in found.values()},
        question__in=found.keys(),
    ).values_list("question_id")
    for question_id, item, day in rows.annotate(Max("pk"), Max("study_day")).order_by():
        found[question_id].last_item, found[question_id].last_day = item, day
    sound = [one for one in found.values() if one.is_sound]
    return sorted(sound, key=lambda one: (one.last_item, rng.random()))


def closing_set(
    in_turn: Collection[SetQuestion], *, met: Collection[int], today: date
) -> SetQuestion | None:
    """The first whose facts were all met and that was not put today; None where there is none."""
    return next((s for s in in_turn if s.facts <= set(met) and s.last_day != today), None)


def sets_of_deck(
    in_turn: Collection[SetQuestion], *, waiting: Collection[int], today: date | None, size: int
) -> list[SetQuestion]:
    """Those not put today that ask no fact which is still waiting to be met."""
    able = [s for s in in_turn if not s.facts & set(waiting)]
    return [s for s in able if today is None or s.last_day != today][:size]


def _read(learner: User, topic: Topic | None, deck: Deck | None) -> dict[int, SetQuestion]:
    asked = Question.objects.approved().studied_by(learner).sets()
    if deck is not None:
        asked = asked.filter(deck_entries__deck=deck)
    if topic is not None:
        asked = asked.filter(fact__topic=topic)
    rows = QuestionPart.objects.filter(question__in=asked).values_list(
        "question_id", "question__fact_id", "fact_id", "fact__withdrawn_at"
    )
    found: dict[int, SetQuestion] = {}
    for question_id, first, fact, withdrawn_at in rows.order_by("question_id", "position"):
        one = found.setdefault(question_id, SetQuestion(question_id, first))
        one.facts.add(fact)
        one.is_sound = one.is_sound and withdrawn_at is None
    return found
