"""Finding wrong options among the facts: first those a fact names, then those like it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questions.generation.answers import Answer, are_same
from questions.generation.knowledge import Knowledge, is_named
from questions.generation.records import FactRecord
from questions.models import Cue, ValueKind

# More would be weighed against each other for nothing.
_MOST_AUTOMATIC = 6


@dataclass(frozen=True)
class Candidate:
    """A possible wrong option and the fact it is true of."""

    answer: Answer
    true_of: str
    is_near: bool
    distance: float


def candidates(knowledge: Knowledge, fact: FactRecord, cue: str, stem: str) -> list[Candidate]:
    """Every fair wrong option for the stem: the fact's own choice in order, then the nearest."""
    chosen: list[Candidate] = []
    for rank, other in enumerate(_near(knowledge, fact)):
        _add(chosen, _candidate(knowledge, fact, cue, stem, other, is_near=True, rank=rank))
    own = len(chosen)
    found = [
        candidate
        for other in knowledge.facts.values()
        if other.slug not in fact.near
        and _is_alike(knowledge, fact, cue, other)
        and (candidate := _candidate(knowledge, fact, cue, stem, other, is_near=False))
    ]
    for candidate in sorted(found, key=lambda c: (c.distance, c.true_of)):
        if len(chosen) < own + _MOST_AUTOMATIC:
            _add(chosen, candidate)
    return chosen


def _near(knowledge: Knowledge, fact: FactRecord) -> Iterator[FactRecord]:
    return (knowledge.facts[slug] for slug in fact.near if slug in knowledge.facts)


def _add(chosen: list[Candidate], candidate: Candidate | None) -> None:
    if candidate and not any(are_same(candidate.answer, other.answer) for other in chosen):
        chosen.append(candidate)


def _candidate(
    knowledge: Knowledge,
    fact: FactRecord,
    cue: str,
    stem: str,
    other: FactRecord,
    *,
    is_near: bool,
    rank: int = 0,
) -> Candidate | None:
    """The other fact's answer as a wrong option, where it is a fair one."""
    key, answer = knowledge.answer(fact, cue), knowledge.answer(other, cue)
    if key is None or answer is None or other.slug == fact.slug:
        return None
    if not _goes_with(key, answer) or not _fits(key, answer, stem):
        return None
    if knowledge.is_right(fact, cue, answer) or knowledge.is_barred(fact, cue, answer):
        return None
    distance = float(rank) if is_near else _distance(fact, other, key, answer)
    return Candidate(answer, other.slug, is_near, distance)


def _goes_with(key: Answer, answer: Answer) -> bool:
    """Whether it is of the key's kind and granularity."""
    return not answer.is_list and (key.kind, key.grain) == (answer.kind, answer.grain)


def _fits(key: Answer, answer: Answer, stem: str) -> bool:
    """Whether the stem leaves it possible: not named there, and in the year the stem names."""
    if is_named(answer, stem):
        return False
    if key.kind == ValueKind.DATE and key.grain != "year":
        year = key.values[0].start[:4]
        return year not in stem or answer.values[0].start.startswith(year)
    return True


def _is_alike(knowledge: Knowledge, fact: FactRecord, cue: str, other: FactRecord) -> bool:
    """Whether what the facts say makes it wrong without anybody having said so."""
    if fact.several:
        return False
    if cue == Cue.SUBJECT:
        return _has_another_value(knowledge, fact, other)
    key, value = knowledge.answer(fact, cue), knowledge.answer(other, cue)
    if not key or not value or not _goes_with(key, value) or knowledge.says(fact.subject, value):
        return False
    same_relation, same_topic = other.relation == fact.relation, other.topic == fact.topic
    if value.kind == ValueKind.TEXT:
        return same_relation
    if value.kind == ValueKind.NUMBER:
        return other.values[0].bound == fact.values[0].bound
    return same_relation or same_topic


def _has_another_value(knowledge: Knowledge, fact: FactRecord, other: FactRecord) -> bool:
    """Whether the other's subject has one value of this relation, of the same granularity."""
    mine, theirs = knowledge.answer(fact, Cue.VALUE), knowledge.answer(other, Cue.VALUE)
    return (
        other.relation == fact.relation
        and mine is not None
        and theirs is not None
        and (mine.is_list or _goes_with(mine, theirs))
    )


def _distance(fact: FactRecord, other: FactRecord, key: Answer, answer: Answer) -> float:
    """How far apart two facts are: in relation, topic, time or size, and length of the words."""
    far = 2.0 * (other.relation != fact.relation) + 2.0 * (other.topic != fact.topic)
    if key.kind == ValueKind.DATE:
        far += min(_years_between(key, answer), 10.0) / 2
    elif key.kind == ValueKind.NUMBER:
        far += _magnitudes_between(key, answer)
    else:
        far += abs(len(key.text) - len(answer.text)) / max(len(key.text), 1)
    return far


def _years_between(key: Answer, answer: Answer) -> float:
    one, other = (_as_years(a.values[0].start) for a in (key, answer))
    return abs(one - other)


def _as_years(date: str) -> float:
    parts: Iterable[str] = date.split("-")
    return sum(int(part) / size for part, size in zip(parts, (1, 12, 365), strict=False))


def _magnitudes_between(key: Answer, answer: Answer) -> float:
    one, other = (abs(float(a.values[0].number or 0)) or 1.0 for a in (key, answer))
    return abs(math.log10(one / other))
