"""How near a typed word or name is to a known one: the same, a slip away, or something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from questions.language.distance import edit_distance, typo_budget
from questions.language.inflection import base_forms
from questions.language.scripts import (
    is_cyrillic,
    look_latin,
    romanise,
    skeleton,
    unmix,
    without_kazakh_letters,
)
from questions.language.tidying import all_words, tidy, words
from questions.language.wordlists import word_set

FAR = 99
_SHORT = 5
_LONGEST_ACRONYM = 6
_VOWELS = re.compile("[aeiou]")
_VOICED = str.maketrans("bdgzvj", "ptksfs")
_LEAST_CONSONANTS = 4
_LEAST_TO_MEND = 3
_TURNING = word_set("non un in im il ir dis de anti counter ne bez kontr")


@dataclass(frozen=True)
class Name:
    """A name in all forms it is compared in."""

    tidied: str
    words: tuple[str, ...]
    joined: str
    latin: str
    skeleton: str
    shapes: frozenset[str]
    initials: frozenset[str]
    is_mixed: bool
    is_acronym: bool


@dataclass(frozen=True)
class Slip:
    """How many letters differ, and whether that is still taken for the same word."""

    cost: int
    is_granted: bool


_SAME = Slip(0, True)
_OTHER = Slip(FAR, False)


@lru_cache(maxsize=8192)
def folded(text: str) -> Name:
    """The name in all forms it is compared in."""
    tidied = tidy(text)
    found = words(tidied)
    is_acronym = len(found) == 1 and text.isupper() and len(found[0]) <= _LONGEST_ACRONYM
    shapes = [skeleton(word) for word in found]
    joined = "".join(found)
    return Name(
        tidied=tidied,
        words=found,
        joined=joined,
        latin=romanise(joined),
        skeleton="".join(shapes),
        shapes=frozenset(shapes),
        initials=_initials(tidied, found),
        is_mixed=unmix(joined) != joined,
        is_acronym=is_acronym,
    )


def _initials(tidied: str, found: Sequence[str]) -> frozenset[str]:
    """The acronyms a name may have: Anti-Terrorist gives one letter or two, "of" one or none."""
    apart = tidied.replace("-", " ")
    return frozenset(
        "".join(word[0] for word in row) for row in (found, words(apart), all_words(apart))
    )


def is_exactly(typed: Name, known: Name) -> bool:
    """Whether they are the same but for case, spaces, punctuation and small words."""
    if typed.tidied == known.tidied:
        return True
    if typed.is_mixed:
        return unmix(typed.joined) == look_latin(known.joined)
    return typed.joined == known.joined != ""


@lru_cache(maxsize=16384)
def slip(typed: str, known: str, *, is_acronym: bool = False) -> Slip:
    """How far a typed word is from a known one; short words and acronyms must be exact."""
    if typed == known:
        return _SAME
    if any(char.isdigit() for char in typed + known):
        return _OTHER
    if without_kazakh_letters(typed) == without_kazakh_letters(known):
        return _SAME
    if not is_acronym and _is_same_word(typed, known):
        return _SAME
    return _measure(typed, known, is_acronym=is_acronym)


def _measure(typed: str, known: str, *, is_acronym: bool) -> Slip:
    latin, wanted = romanise(typed), romanise(known)
    budget = 0 if is_acronym else typo_budget(len(wanted))
    is_hopeless = abs(len(latin) - len(wanted)) > budget + 3 or len(wanted) < _LEAST_TO_MEND
    if is_hopeless or _are_opposites(latin, wanted):
        return _OTHER
    cost = edit_distance(latin, wanted, budget + 1)
    if not is_acronym:
        shapes = skeleton(typed), skeleton(known)
        cost = min(cost, max(edit_distance(*shapes, budget + 1), 1))
    if cost <= budget + 1:
        # The first letter is seldom mistyped, and tells bilateral from unilateral.
        return Slip(cost, cost <= budget and skeleton(typed)[:1] == skeleton(known)[:1])
    return Slip(budget + 1, False) if _sounds_alike(typed, known) else _OTHER


def _are_opposites(one: str, other: str) -> bool:
    """Whether a prefix that turns the meaning round is all that differs."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and long.removesuffix(short) in _TURNING


def _is_same_word(typed: str, known: str) -> bool:
    """Whether only script, transliteration, case ending or an English plural's s differ."""
    wanted = romanise(known)
    forms = {typed, *(base_forms(typed) if is_cyrillic(typed) else ())}
    if any(romanise(form) == wanted for form in forms):
        return True
    # Folding is too coarse for a short name, but Сирия has no other way to be Syria.
    is_foreign = is_cyrillic(typed) and not is_cyrillic(known)
    if len(wanted) <= _SHORT and not is_foreign:
        return romanise(typed) + "s" == wanted and len(wanted) == _SHORT
    shape = skeleton(known)
    return any(skeleton(form) in (shape, shape + "s", shape.removesuffix("s")) for form in forms)


def _sounds_alike(typed: str, known: str) -> bool:
    """Whether only vowels and the voice of consonants differ: Semarkent for Samarkand."""
    heard, meant = (_consonants(word) for word in (typed, known))
    return heard == meant and len(meant) >= _LEAST_CONSONANTS


def _consonants(word: str) -> str:
    return _VOWELS.sub("", skeleton(word)).translate(_VOICED)


@dataclass(frozen=True)
class Alignment:
    """Which words of a known name were typed, in whatever order."""

    cost: int
    granted: int
    near: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    is_in_order: bool


def align(typed: Sequence[str], known: Name) -> Alignment:
    """Give each word of the known name the nearest typed word that is left."""
    left = list(enumerate(typed))
    places: list[int] = []
    missing: list[str] = []
    cost = granted = near = 0
    for word in known.words:
        found = min(
            ((slip(one, word, is_acronym=known.is_acronym), place, one) for place, one in left),
            key=lambda candidate: (candidate[0].cost, candidate[1]),
            default=None,
        )
        if found is None or found[0].cost == FAR:
            missing.append(word)
            continue
        left.remove(found[1:])
        places.append(found[1])
        cost += found[0].cost
        granted += found[0].is_granted
        near += not found[0].is_granted
    extra = tuple(word for _, word in left)
    return Alignment(cost, granted, near, tuple(missing), extra, places == sorted(places))


def nearest(typed: Name, rivals: Iterable[Name], bound: int) -> int:
    """Slips between what was typed and the nearest rival; bound + 1 for any more."""
    least = bound + 1
    for rival in rivals:
        if rival.skeleton == typed.skeleton:
            return 0
        if least and abs(len(rival.skeleton) - len(typed.skeleton)) <= least + 2:
            least = min(least, edit_distance(typed.latin, rival.latin, least))
            least = min(least, edit_distance(typed.skeleton, rival.skeleton, least))
    return least
