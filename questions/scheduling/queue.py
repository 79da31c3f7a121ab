"""The queue: which cards are worth a learner's next minutes.

With a target day, cards are taken by the expected rise of recall on that day per second. Without
one: the day's new cards first, up to half of the session, so that they never wait behind a backlog;
then what is due by the same measure with a horizon of thirty days; then the weakest. Two cues of
one fact are siblings and never come on the same day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from questions.scheduling.memory import Memory, expected_rise, recall

HORIZON = timedelta(days=30)
_Rank = float | tuple[float, float]
_SECONDS = {
    "choice": 12.0,
    "true-false": 8.0,
    "cloze": 15.0,
    "choose-all": 20.0,
    "typed": 18.0,
    "number": 15.0,
    "flashcard": 9.0,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact and cue that could be asked, with what the learner remembers of it."""

    fact_id: int
    cue: str
    topic_id: int
    importance: int
    memory: Memory | None
    form: str  # the form it would be asked in now
    is_targeted: bool = False
    is_second_cue: bool = False


def band(memory: Memory | None) -> tuple[str, ...]:
    """The forms to ask in, best first: recognition, then cued recall, then free recall."""
    stability = memory.stability if memory else 0.0
    if stability < 7:
        return ("choice", "true-false", "cloze", "choose-all", "typed", "number", "flashcard")
    if stability < 21:
        return ("cloze", "choose-all", "choice", "typed", "number", "true-false", "flashcard")
    return ("typed", "number", "cloze", "choose-all", "choice", "true-false", "flashcard")


def choose(
    candidates: Iterable[Candidate],
    *,
    size: int,
    today: date,
    target: date | None = None,
    new_left: int,
    seen_today: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """At most `size` cards to ask now, in the order of their worth, one per fact.

    `new_left` is how many new cards today may still bring; facts seen today are left out.
    """
    able = [c for c in candidates if c.fact_id not in seen_today and _was_before(c, today)]
    if target is not None and target < today:
        target = None
    ordered = _by_target(able, today, target) if target else []
    targeted = {id(c) for c in ordered}
    rest = [c for c in able if id(c) not in targeted]
    new = _new_in_order(rest)
    # Half of a session at most, while anything is due: new cards wait behind no backlog, and
    # somebody with one session a day still reviews.
    half = (size + 1) // 2
    ordered += new[:half] + _due(rest, today) + new[half:] + _weakest(rest, today)
    return _take(ordered, size=size, new_left=new_left)


def choose_from_set(
    candidates: Sequence[Candidate], *, size: int, today: date, seen_today: frozenset[int]
) -> list[Candidate]:
    """Cards of a set that a person chose: due, then new, then weakest; seen today comes last."""
    fresh = [c for c in candidates if c.fact_id not in seen_today and _was_before(c, today)]
    ordered = _due(fresh, today) + _new_in_order(fresh) + _weakest(fresh, today)
    chosen = _take(ordered, size=size, new_left=size)
    if len(chosen) < size:
        taken = {c.fact_id for c in chosen}
        again = [c for c in candidates if c.fact_id not in taken]
        again = _due(again, today) + _weakest(again, today) + _new_in_order(again)
        chosen += _take(again, size=size - len(chosen), new_left=size)
    return chosen


def _was_before(candidate: Candidate, today: date) -> bool:
    return candidate.memory is None or candidate.memory.last_day < today


def _worth(candidate: Candidate, today: date, target: date) -> float:
    return expected_rise(candidate.memory, today, target) / _SECONDS[candidate.form]


def _sorted(candidates: Iterable[Candidate], key: Callable[[Candidate], _Rank]) -> list[Candidate]:
    # Ties break by fact and cue, so that the same state gives the same plan.
    return sorted(candidates, key=lambda c: (key(c), c.fact_id, c.cue))


def _by_target(able: list[Candidate], today: date, target: date) -> list[Candidate]:
    return _sorted((c for c in able if c.is_targeted), lambda c: -_worth(c, today, target))


def _new_in_order(rest: list[Candidate]) -> list[Candidate]:
    """New cards, essential facts first, topics in turn, second cues after first ones."""
    queues: dict[tuple[int, bool, int], list[Candidate]] = {}
    for candidate in _sorted((c for c in rest if c.memory is None), lambda c: 0):
        queues.setdefault(
            (-candidate.importance, candidate.is_second_cue, candidate.topic_id), []
        ).append(candidate)
    ranked = [
        (importance, second, turn, topic, candidate)
        for (importance, second, topic), queue in queues.items()
        for turn, candidate in enumerate(queue)
    ]
    ranked.sort(key=lambda row: row[:4])
    return [row[4] for row in ranked]


def _due(rest: list[Candidate], today: date) -> list[Candidate]:
    due = (c for c in rest if c.memory is not None and c.memory.due <= today)
    return _sorted(due, lambda c: -_worth(c, today, today + HORIZON))


def _weakest(rest: list[Candidate], today: date) -> list[Candidate]:
    weak = (c for c in rest if c.memory is not None and c.memory.due > today)
    return _sorted(weak, lambda c: _strength(c, today))


def _strength(candidate: Candidate, today: date) -> tuple[float, float]:
    # On the day of the response recall is 1 for all; what will be forgotten first is weaker.
    memory = candidate.memory
    return recall(memory, today), memory.stability if memory else 0.0


def _take(ordered: Iterable[Candidate], *, size: int, new_left: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    facts: set[int] = set()
    for candidate in ordered:
        if len(chosen) == size:
            break
        if candidate.fact_id in facts or (candidate.memory is None and new_left <= 0):
            continue
        new_left -= candidate.memory is None
        facts.add(candidate.fact_id)
        chosen.append(candidate)
    return chosen
