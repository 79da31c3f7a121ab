"""The queue: which cards are worth a learner's next minutes.

Cards with a target day are taken by the expected rise of recall on their own day per second. The
others: the day's new cards first, up to half of the session, so that they never wait behind a
backlog; then what is due by the same measure with a horizon of thirty days; then the weakest. What
a deck wants met by a day comes before all other new cards. Two cues of one fact are siblings and
never come on the same day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

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
    target: date | None = None  # the nearest day on which it is to be known
    meet_by: date | None = None  # the day by which a deck wants it met
    place: int = 0  # in that deck
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
    new_left: int,
    seen_today: frozenset[int] = frozenset(),
    met_today: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """At most `size` cards to ask now, in the order of their worth, one per fact.

    `new_left` is how many new cards today may still bring, which only what a deck wants met may
    exceed; facts seen today are left out, and those met for the first time count for their deck.
    """
    every = list(candidates)
    able = [c for c in every if c.fact_id not in seen_today and _was_before(c, today)]
    wanted = _wanted(able, today, _met_by_deck(every, met_today))
    targeted = _by_target(able, today)
    rest = [c for c in able if c.target is None or c.target < today]
    new = wanted + _new_in_order(rest)
    # Half of a session at most, while anything is due: new cards wait behind no backlog, and
    # somebody with one session a day still reviews.
    half = (size + 1) // 2
    first, later = new[:half], new[half:]
    ordered = wanted[:half] + targeted + first + _due(rest, today) + later + _weakest(rest, today)
    return _take(ordered, size=size, new_left=new_left, wanted=wanted)


def choose_from_set(
    candidates: Sequence[Candidate],
    *,
    size: int,
    today: date,
    seen_today: frozenset[int],
    is_ordered: bool = False,
) -> list[Candidate]:
    """Cards of a set that a person chose: due, then new, then weakest; seen today comes last.

    In an ordered set new cards come by their place.
    """
    in_order = _by_place if is_ordered else _new_in_order
    fresh = [c for c in candidates if c.fact_id not in seen_today and _was_before(c, today)]
    ordered = _due(fresh, today) + in_order(fresh) + _weakest(fresh, today)
    chosen = _take(ordered, size=size, new_left=size)
    if len(chosen) < size:
        taken = {c.fact_id for c in chosen}
        again = [c for c in candidates if c.fact_id not in taken]
        again = _due(again, today) + _weakest(again, today) + in_order(again)
        chosen += _take(again, size=size - len(chosen), new_left=size)
    return chosen


def _was_before(candidate: Candidate, today: date) -> bool:
    return candidate.memory is None or candidate.memory.last_day < today


def _worth(candidate: Candidate, today: date, target: date) -> float:
    return expected_rise(candidate.memory, today, target) / _SECONDS[candidate.form]


def _sorted(candidates: Iterable[Candidate], key: Callable[[Candidate], _Rank]) -> list[Candidate]:
    # Ties break by fact and cue, so that the same state gives the same plan.
    return sorted(candidates, key=lambda c: (key(c), c.fact_id, c.cue))


def _met_by_deck(every: Iterable[Candidate], met_today: frozenset[int]) -> dict[date, int]:
    """How many facts were met today for the first time, by the day by which they are wanted."""
    met: dict[date, set[int]] = {}
    for candidate in every:
        if candidate.meet_by is not None and candidate.fact_id in met_today:
            met.setdefault(candidate.meet_by, set()).add(candidate.fact_id)
    return {day: len(facts) for day, facts in met.items()}


def _wanted(able: list[Candidate], today: date, met: dict[date, int]) -> list[Candidate]:
    """New cards that decks want met, spread over the days that are left, the nearest day first.

    On the evening before the day all are met. A day that has passed wants nothing any more.
    """
    pending: dict[date, dict[int, Candidate]] = {}
    for candidate in _by_place(able):
        if candidate.meet_by is not None and candidate.meet_by >= today:
            pending.setdefault(candidate.meet_by, {}).setdefault(candidate.fact_id, candidate)
    wanted: list[Candidate] = []
    for day, cards in sorted(pending.items()):
        already = met.get(day, 0)
        share = ceil((len(cards) + already) / max(1, (day - today).days)) - already
        wanted += list(cards.values())[: max(0, share)]
    return wanted


def _by_target(able: list[Candidate], today: date) -> list[Candidate]:
    worth = {
        id(c): _worth(c, today, c.target)
        for c in able
        if c.target is not None and c.target >= today
    }
    return _sorted((c for c in able if id(c) in worth), lambda c: -worth[id(c)])


def _by_place(rest: list[Candidate]) -> list[Candidate]:
    return _sorted((c for c in rest if c.memory is None), lambda c: c.place)


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


def _take(
    ordered: Iterable[Candidate],
    *,
    size: int,
    new_left: int,
    wanted: Iterable[Candidate] = (),
) -> list[Candidate]:
    chosen: list[Candidate] = []
    facts: set[int] = set()
    always = {id(c) for c in wanted}
    for candidate in ordered:
        if len(chosen) == size:
            break
        is_barred = candidate.memory is None and new_left <= 0 and id(candidate) not in always
        if candidate.fact_id in facts or is_barred:
            continue
        new_left -= candidate.memory is None
        facts.add(candidate.fact_id)
        chosen.append(candidate)
    return chosen
