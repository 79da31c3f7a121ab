"""First responses of a study day to what a classroom was given."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When

from questions.classrooms.given import Asked, Given
from questions.classrooms.learners import Learner
from questions.language.tidying import tidy
from questions.models import Card, Outcome, Ruling, SessionItem

# The reason that grading gives where learners rate themselves, which proves nothing to others.
_SELF_RATED = "self-rated"


@dataclass(slots=True)
class Responses:
    """One learner's first responses of a day to what one assignment asks."""

    rated: int = 0  # since the assignment was given
    right: int = 0
    facts: set[int] = field(default_factory=set)  # those that were ever met
    last_day: date | None = None  # the last day on which any of them was rated


# No assignment's id: all of them together, in which what several ask counts once.
TOGETHER = 0
# Of a card: its id, a place among the days, how many were rated, how many right, the last day.
_Row = tuple[int, int, int, int, date]
# By the learner's and the assignment's ids.
ByWork = dict[tuple[int, int], Responses]


def first_responses(given: Collection[Given], learners: Collection[Learner]) -> ByWork:
    """How first responses went, in six queries; of those who left, only what came before.

    Cards that learners rate themselves count as met, not as right.
    """
    found: ByWork = {}
    days = sorted({one.since for one in given})
    # With each assignment, the place of its day among the days: rows of that place or a later one
    # are responses since it was given.
    owners: dict[Asked, list[tuple[int, int]]] = defaultdict(list)
    for one in given:
        for asked in one.asked:
            owners[asked].append((one.assignment.pk, bisect_right(days, one.since)))
    for several in owners.values():
        several.append((TOGETHER, min(place for _, place in several)))
    facts = sorted({fact_id for fact_id, _ in owners})
    cards = _cards(facts, learners)
    rows = chain(_rows(facts, learners, days), _ruled(facts, learners, days, cards))
    for card_id, place, rated, right, last_day in rows:
        learner_id, asked = cards[card_id]
        for assignment_id, since in owners.get(asked, ()):
            mine = found.setdefault((learner_id, assignment_id), Responses())
            mine.facts.add(asked[0])
            mine.last_day = max(last_day, mine.last_day or last_day)
            if place >= since:
                mine.rated += rated
                mine.right += right
    return found


def _cards(facts: Iterable[int], learners: Iterable[Learner]) -> dict[int, tuple[int, Asked]]:
    """By id, whose card it is and what it asks; joined here, which is quicker than in the query."""
    rows = Card.objects.filter(
        learner__in=[learner.user_id for learner in learners], fact__in=facts
    ).order_by()
    return {
        pk: (learner_id, (fact_id, cue))
        for pk, learner_id, fact_id, cue in rows.values_list("pk", "learner_id", "fact_id", "cue")
    }


def _rows(
    facts: Iterable[int], learners: Iterable[Learner], days: Sequence[date]
) -> Iterator[_Row]:
    """By card and place among the days: how many were rated, how many were right, the last day."""
    graded = ~Q(reason=_SELF_RATED)
    place = Case(
        *(When(study_day__gte=day, then=Value(n)) for n, day in reversed([*enumerate(days, 1)])),
        default=Value(0),
        output_field=IntegerField(),
    )
    for items in _items(facts, learners):
        yield from (
            items.filter(rating__isnull=False)
            .annotate(place=place)
            .values_list("card_id", "place")
            .annotate(
                given=Count("pk", filter=graded),
                right=Count("pk", filter=graded & Q(outcome=Outcome.CORRECT)),
                last_day=Max("study_day"),
            )
            .order_by()
            .iterator(5_000)
        )


def _ruled(
    facts: Iterable[int],
    learners: Iterable[Learner],
    days: Sequence[date],
    cards: dict[int, tuple[int, Asked]],
) -> Iterator[_Row]:
    """The same of responses that were left for review, once somebody has decided on their texts."""
    rulings = {
        (fact_id, cue, text): is_right
        for fact_id, cue, text, is_right in Ruling.objects.filter(fact__in=facts).values_list(
            "fact_id", "cue", "text", "is_right"
        )
    }
    ruled_facts = sorted({fact_id for fact_id, _, _ in rulings})
    for items in _items(ruled_facts, learners):
        waited = items.filter(outcome=Outcome.REVIEW, is_drill=False, ruled_at__isnull=False)
        for card_id, day, typed in waited.values_list("card_id", "study_day", "typed"):
            is_right = rulings.get((*cards[card_id][1], tidy(typed)))
            if day is not None and is_right is not None:
                yield card_id, bisect_right(days, day), 1, int(is_right), day


def _items(facts: Iterable[int], learners: Iterable[Learner]) -> list[QuerySet[SessionItem]]:
    """What was asked of those who are there, and of those who left, until then."""
    items = SessionItem.objects.filter(fact__in=facts, card__isnull=False)
    there = [learner.user_id for learner in learners if learner.left_day is None]
    left = [learner.membership_id for learner in learners if learner.left_day is not None]
    return [
        items.filter(learner__in=there),
        items.filter(
            learner__memberships__in=left, answered_at__lte=F("learner__memberships__left_at")
        ),
    ]
