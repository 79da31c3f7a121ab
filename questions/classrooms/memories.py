"""What the learners of a classroom remember, read at once.

Only facts of the library and those that the classroom's own assignments ask are read here: what a
learner studies for another teacher is no business of this one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from questions.classrooms.given import Asked, Given
from questions.models import Fact
from questions.scheduling.memory import recall_after

# Plain SQL, because a class can have a hundred thousand cards, and making dates of the days of each
# would take longer than all the rest: most cards share their days, so they are left as texts.
_CARDS = """
SELECT learner_id, fact_id, cue, stability, CAST(last_study_day AS text), CAST(due AS text)
  FROM questions_card
 WHERE learner_id IN ({learners}) AND stability IS NOT NULL
"""
_CHUNK = 5_000
# Stability in days, days since the last rating, and the chance of recall now.
Held = tuple[float, int, float]


@dataclass(slots=True)
class Memories:
    """What one learner remembers of the classroom's facts."""

    # By topic and fact: the chance of recall now, which only facts that were met have.
    recalls: dict[int, dict[int, float]] = field(default_factory=dict)
    held: dict[Asked, Held] = field(default_factory=dict)  # the cards that assignments ask
    due: set[int] = field(default_factory=set)  # facts that are due today or were before
    since: int | None = None  # days since a response last rated one of the facts

    @property
    def met(self) -> int:
        """How many of the facts were met."""
        return sum(map(len, self.recalls.values()))

    def last_day(self, today: date) -> date | None:
        """The last day on which a response rated one of the facts."""
        return None if self.since is None else today - timedelta(days=self.since)


def topics_of_facts(given: Iterable[Given]) -> dict[int, int]:
    """By fact, its topic: the library's published facts and those that were given, in one query."""
    assigned = {fact_id for one in given for fact_id in one.facts}
    facts = Fact.objects.published().filter(Q(owner=None) | Q(pk__in=assigned)).order_by()
    return dict(facts.values_list("pk", "topic_id"))


def chance(stability: float, days: int) -> float:
    """The chance of recall so many days after a rating, which counts from the next day at least.

    On its own day all is fresh, right or missed.
    """
    return recall_after(stability, days if days > 1 else 1)


def memories_of(
    learners: Collection[int],
    *,
    topics: Mapping[int, int],
    given: Iterable[Given],
    today: date,
) -> dict[int, Memories]:
    """By learner, what they remember of the facts that `topics` names, in one query.

    A fact that was asked by both its cues counts with the mean of the two.
    """
    wanted = {asked for one in given for asked in one.asked}
    found = {learner_id: Memories() for learner_id in learners}
    days = _DaysSince(today)
    for learner_id, fact_id, cue, stability, last_day, due in _cards(found):
        topic_id = topics.get(fact_id)
        if topic_id is None:
            continue
        mine, since = found[learner_id], days[last_day]
        now = chance(stability, since)
        recalls = mine.recalls.setdefault(topic_id, {})
        recalls[fact_id] = (recalls[fact_id] + now) / 2 if fact_id in recalls else now
        if (fact_id, cue) in wanted:
            mine.held[fact_id, cue] = (stability, since, now)
        if days[due] >= 0:
            mine.due.add(fact_id)
        if mine.since is None or since < mine.since:
            mine.since = since
    return found


def _cards(learners: Collection[int]) -> Iterator[tuple[int, int, str, float, str, str]]:
    """The learners' rated cards; the days they were rated on and are due are in ISO format."""
    if not learners:
        return
    sql = _CARDS.format(learners=", ".join("%s" for _ in learners))
    with connection.cursor() as cursor:
        cursor.execute(sql, list(learners))
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


class _DaysSince(dict[str, int]):
    """Days from a day in ISO format to today, each counted once."""

    def __init__(self, today: date) -> None:
        self._today = today

    def __missing__(self, day: str) -> int:
        self[day] = (self._today - date.fromisoformat(day)).days
        return self[day]
