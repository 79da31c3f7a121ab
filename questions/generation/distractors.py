"""Finding wrong options among the facts: first those a fact names, then those like it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questions.generation.answers import Answer, are_same, normalised
from questions.generation.knowledge import Knowledge, is_named
from questions.generation.records import FactRecord
from questions.models import Cue, ValueKind

# With as many that a fact chose itself, no others are looked for.
ENOUGH_CHOSEN = 2

# More would be weighed against each other for nothing.
_MOST_AUTOMATIC = 6
_LATER_CHOICE = 0.2
_NOT_CHOSEN = 1.5
# Things of these kinds are plausible beside each other whatever the topic.
_KNOWN_EVERYWHERE = frozenset({"organisation", "person", "country", "city"})
# By whether it is a thing, and one that is known everywhere.
_OF_ANOTHER_TOPIC = {(False, False): 0.3, (True, True): 0.8, (True, False): 0.8}


@dataclass(frozen=True)
class Candidate:
    """A possible wrong option and the fact it is true of."""

    answer: Answer
    true_of: str
    # How little it suits: its rank in the fact's own choice, and how far it is from the key.
    cost: float


def candidates(knowledge: Knowledge, fact: FactRecord, cue: str, stem: str) -> list[Candidate]:
    """Every fair wrong option for the stem: what the fact chose; the nearest others if need be."""
    near = fact.near[Cue(cue)]
    chosen = candidates_of(knowledge, fact, cue, stem, near)
    own = len(chosen)
    key = knowledge.answer(fact, cue)
    if key is None or (own >= ENOUGH_CHOSEN and not _takes_any_date(fact, key)):
        return chosen
    found = [
        candidate
        for other in knowledge.facts_like(cue, key)
        if other.slug not in near and _is_alike(knowledge, fact, cue, other)
        for candidate in _candidates(knowledge, fact, cue, stem, other, _NOT_CHOSEN)
    ]
    for candidate in sorted(found, key=lambda c: (c.cost, c.true_of)):
        if len(chosen) < own + _MOST_AUTOMATIC:
            _add(chosen, candidate)
    return chosen


def _takes_any_date(fact: FactRecord, key: Answer) -> bool:
    """Whether other dates may join those that the fact chose, so that the key falls anywhere.

    Not where a stem says as of when: what was expected then has no date before.
    """
    return key.kind == ValueKind.DATE and not fact.as_of


def candidates_of(
    knowledge: Knowledge, fact: FactRecord, cue: str, stem: str, slugs: Iterable[str]
) -> list[Candidate]:
    """The fair wrong options among the answers of these facts, and the items of their lists."""
    chosen: list[Candidate] = []
    for rank, slug in enumerate(slugs):
        if other := knowledge.facts.get(slug):
            cost = _LATER_CHOICE * rank
            for candidate in _candidates(knowledge, fact, cue, stem, other, cost):
                _add(chosen, candidate)
    return chosen


def _add(chosen: list[Candidate], candidate: Candidate) -> None:
    if not any(are_same(candidate.answer, other.answer) for other in chosen):
        chosen.append(candidate)


def _candidates(
    knowledge: Knowledge, fact: FactRecord, cue: str, stem: str, other: FactRecord, cost: float
) -> Iterator[Candidate]:
    """The other fact's answer, or the items of its list, as wrong options where they are fair."""
    key, said = knowledge.answer(fact, cue), knowledge.answer(other, cue)
    if key is None or said is None or other.slug == fact.slug:
        return
    for answer in said.each:
        if not _goes_with(key, answer) or not fits(key, answer, stem):
            continue
        if knowledge.is_right(fact, cue, answer):
            continue
        if knowledge.is_barred(fact, cue, answer, other.slug):
            continue
        yield Candidate(answer, other.slug, cost + _distance(fact, other, key, answer))


def _goes_with(key: Answer, answer: Answer) -> bool:
    """Whether it is of the key's kind and granularity."""
    return not answer.is_list and (key.kind, key.grain) == (answer.kind, answer.grain)


def fits(key: Answer, answer: Answer, stem: str) -> bool:
    """Whether the stem leaves it possible: not named there, and in the year the stem names."""
    if is_named(answer, stem):
        return False
    if key.kind == ValueKind.TEXT:
        return not any(_is_part(one, answer) for one in key.each)
    if key.kind == ValueKind.DATE and key.grain != "year":
        year = key.values[0].start[:4]
        return year not in stem or answer.values[0].start.startswith(year)
    return True


def _is_part(key: Answer, answer: Answer) -> bool:
    """Whether one says the other and more, so that both could pass for right."""
    mine, theirs = (set(normalised(a.text)) for a in (key, answer))
    return mine <= theirs or theirs <= mine


def _is_alike(knowledge: Knowledge, fact: FactRecord, cue: str, other: FactRecord) -> bool:
    """Whether what the facts say makes it wrong without anybody having said so."""
    key, answer = knowledge.answer(fact, cue), knowledge.answer(other, cue)
    if fact.several or not key or key.is_list or not answer or not _goes_with(key, answer):
        return False
    same_relation, same_topic = other.relation == fact.relation, other.topic == fact.topic
    if key.thing is not None and key.grain not in _KNOWN_EVERYWHERE and not same_topic:
        return False
    if cue == Cue.SUBJECT:
        return same_relation and _has_another_value(knowledge, fact, other)
    if knowledge.says(fact.subject, answer):
        return False
    if key.kind == ValueKind.NUMBER:
        return other.values[0].bound == fact.values[0].bound
    # No rule can tell whether two texts are both right.
    return key.kind != ValueKind.TEXT


def _has_another_value(knowledge: Knowledge, fact: FactRecord, other: FactRecord) -> bool:
    """Whether the other's subject has one value of the same granularity."""
    mine, theirs = knowledge.answer(fact, Cue.VALUE), knowledge.answer(other, Cue.VALUE)
    return mine is not None and theirs is not None and (mine.is_list or _goes_with(mine, theirs))


def _distance(fact: FactRecord, other: FactRecord, key: Answer, answer: Answer) -> float:
    """How far apart two facts are: in relation and topic, in time, size or length of the words."""
    far = 0.3 * (other.relation != fact.relation)
    if other.topic != fact.topic:
        is_thing = key.each[0].thing is not None
        far += _OF_ANOTHER_TOPIC[is_thing, key.grain in _KNOWN_EVERYWHERE]
    if key.kind == ValueKind.DATE:
        return far + min(years_between(key, answer) / 8, 4.0)
    if key.kind == ValueKind.NUMBER:
        return far + min(magnitudes_between(key, answer), 1.5)
    if key.is_list:
        return far
    return far + 0.3 * min(abs(len(key.text) - len(answer.text)) / max(len(key.text), 1), 2.0)


def years_between(key: Answer, answer: Answer) -> float:
    """How many years lie between two dates."""
    one, other = (_as_years(a.values[0].start) for a in (key, answer))
    return abs(one - other)


def _as_years(date: str) -> float:
    parts: Iterable[str] = date.split("-")
    return sum(int(part) / size for part, size in zip(parts, (1, 12, 365), strict=False))


def magnitudes_between(key: Answer, answer: Answer) -> float:
    """How many powers of ten lie between two numbers."""
    one, other = (abs(float(a.values[0].number or 0)) or 1.0 for a in (key, answer))
    return abs(math.log10(one / other))
