"""What edited and withdrawn facts do to their learners' cards and open sessions."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from questions.exchange.library_memory import Effect, EffectByCue
from questions.generation.outdated import take_back
from questions.quiz.leaving import leave_facts
from questions.scheduling.changes import Asked, ask_again_soon, reset_cards

Told = tuple[str, ...]


def carry_out(
    changed: Mapping[int, EffectByCue], withdrawn: Collection[int], *, now: datetime
) -> dict[int, Told]:
    """Let cards and open sessions follow, in the caller's transaction; by fact, what happened.

    Facts are known by their row's id. A question whose key or given end is another one now is
    asked no more: neither in open sessions, nor in new ones begun before the next generation.
    """
    outdated = [fact for fact, cues in changed.items() if any(cues.values())]
    # Items before cards, as an answer does it, so that neither waits for the other in a ring.
    left = leave_facts([*outdated, *withdrawn], now=now)
    moved = {
        Effect.RESET: reset_cards(_asked(changed, Effect.RESET), now=now),
        Effect.ASKED_SOON: ask_again_soon(_asked(changed, Effect.ASKED_SOON), now=now),
    }
    take_back(outdated, now=now)
    told = {fact: _told(fact, cues, moved) for fact, cues in changed.items()}
    return {fact: (*told.get(fact, ()), *left_told(left[fact])) for fact in [*told, *withdrawn]}


def left_told(sessions: int) -> Told:
    """What to tell of the open sessions that were left; nothing where there was none."""
    return (f"left {_counted(sessions, 'open session')}",) if sessions else ()


def _asked(changed: Mapping[int, EffectByCue], effect: Effect) -> list[Asked]:
    return [(fact, cue) for fact, cues in changed.items() for cue in cues if cues[cue] == effect]


def _told(fact: int, cues: EffectByCue, moved: Mapping[Effect, Counter[Asked]]) -> Told:
    """The strongest effect, and whatever else moved a card."""
    strongest = max(cues.values())
    if strongest == Effect.KEPT:
        return ("memory kept",)
    names = {Effect.ASKED_SOON: "asked again soon", Effect.RESET: "memory reset"}
    cards = {effect: sum(moved[effect][fact, cue] for cue in cues) for effect in names}
    return tuple(
        f"{names[effect]}: {_counted(cards[effect], 'card')}"
        for effect in (Effect.RESET, Effect.ASKED_SOON)
        if effect == strongest or cards[effect]
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
