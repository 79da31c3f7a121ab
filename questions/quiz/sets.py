"""Which orderings and matchings a session asks: those not seen for longest first.

A set that is worded in several languages is one, asked in the learner's.
"""

import random
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, Max, OuterRef

from questions.models import Deck, Question, QuestionPart, SessionItem, Topic, User

_FALLBACK = "en"


@dataclass
class SetQuestion:
    """An approved ordering or matching with the facts it asks."""

    question_id: int
    fact_id: int  # its first fact, under which its responses are kept
    language: str
    is_own: bool = False  # stands in a deck that the learner studies
    wordings: tuple[object, ...] = ()  # the same for all wordings of one set
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
    if deck is not None:
        # Its teacher chose the languages.
        return sorted(sound, key=lambda one: (one.last_item, rng.random()))
    wanted = learner.questions_in
    return sorted(
        _in_language(sound, wanted),
        key=lambda one: (one.last_item, one.language != wanted and not one.is_own, rng.random()),
    )


def _in_language(sets: list[SetQuestion], wanted: str) -> list[SetQuestion]:
    """One wording of each set: the wanted one, else English; what a deck holds stays as it is."""
    wordings: dict[tuple[object, ...], list[SetQuestion]] = defaultdict(list)
    for one in sets:
        wordings[one.wordings].append(one)
    kept = []
    for same in wordings.values():
        latest = max(same, key=lambda one: one.last_item)
        for one in same:
            one.last_item, one.last_day = latest.last_item, latest.last_day
        languages = {one.language for one in same}
        language = next((code for code in (wanted, _FALLBACK) if code in languages), None)
        kept += [one for one in same if one.is_own or language in {one.language, None}]
    return kept


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
    own = Question.objects.in_decks_of(learner).filter(pk=OuterRef("question"))
    rows = (
        QuestionPart.objects.filter(question__in=asked)
        .order_by("question_id", "position")
        .values(
            "question_id",
            "fact_id",
            first=F("question__fact"),
            language=F("question__language"),
            form=F("question__form"),
            variant=F("question__variant"),
            owner=F("question__owner"),
            withdrawn_at=F("fact__withdrawn_at"),
            is_own=Exists(own),
        )
    )
    found: dict[int, SetQuestion] = {}
    for row in rows:
        wordings = row["owner"], row["first"], row["form"], row["variant"]
        one = SetQuestion(
            row["question_id"], row["first"], row["language"], row["is_own"], wordings
        )
        one = found.setdefault(one.question_id, one)
        one.facts.add(row["fact_id"])
        one.is_sound = one.is_sound and row["withdrawn_at"] is None
    return found
