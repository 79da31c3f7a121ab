"""The facts that a class, or one learner, is least likely to recall."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import nsmallest
from math import ceil

from questions.classrooms.memories import Memories
from questions.models import Fact, FactText

WEAKEST = 10
_LEAST_MET_BY = 3


@dataclass(frozen=True, slots=True)
class Weak:
    """A fact with the mean chance of recall, 0 to 1, over the learners who met it."""

    fact_id: int
    recall: float
    met_by: int = 1


@dataclass(frozen=True, slots=True)
class WeakFact:
    """The same in words."""

    fact: Fact
    statement: str
    language: str
    recall: float
    met_by: int


def weakest_of_class(memories: Collection[Memories], *, size: int = WEAKEST) -> list[Weak]:
    """The lowest first, of the facts that three learners have met, or a third of a small class."""
    chances: dict[int, list[float]] = defaultdict(list)
    for mine in memories:
        for recalls in mine.recalls.values():
            for fact_id, chance in recalls.items():
                chances[fact_id].append(chance)
    least = min(_LEAST_MET_BY, ceil(len(memories) / 3))
    weak = (
        Weak(fact_id, sum(several) / len(several), len(several))
        for fact_id, several in chances.items()
        if len(several) >= least
    )
    return nsmallest(size, weak, key=lambda one: (one.recall, -one.met_by, one.fact_id))


def weakest_of_learner(memories: Memories, *, size: int = WEAKEST) -> list[Weak]:
    """The lowest first, of all that the learner has met."""
    weak = (
        Weak(fact_id, chance)
        for recalls in memories.recalls.values()
        for fact_id, chance in recalls.items()
    )
    return nsmallest(size, weak, key=lambda one: (one.recall, one.fact_id))


def in_words(weak: Iterable[Weak], *, language: str) -> list[WeakFact]:
    """The facts with their statements in that language, else English, else any, in two queries."""
    rows = list(weak)
    pks = [one.fact_id for one in rows]
    facts = Fact.objects.select_related("topic").in_bulk(pks)
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    for fact_id, code, statement in (
        FactText.objects.filter(fact__in=pks)
        .order_by("fact", "language")
        .values_list("fact_id", "language", "statement")
    ):
        texts[fact_id][code] = statement
    told = []
    for one in rows:
        words = texts[one.fact_id]
        code = next((c for c in (language, "en", *words) if c in words), "")
        told.append(WeakFact(facts[one.fact_id], words.get(code, ""), code, one.recall, one.met_by))
    return told
