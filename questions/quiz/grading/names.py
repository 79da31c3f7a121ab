"""Grading the typed name of an organisation, city, document or other thing, and short texts."""

from collections.abc import Sequence

from questions.language.distance import edit_distance, typo_budget
from questions.language.scripts import skeleton
from questions.language.wordlists import word_set

from .outcome import Grade, Outcome, Reason, best, correct, review, wrong
from .spelling import Alignment, Name, align, folded, is_exactly, nearest

TEXT = "text"  # the kind of a short text, in which the order of words matters

# Words that say what kind of thing is named, and nothing about which one.
_GENERIC = {
    "organisation": word_set("organization организация организации ұйым ұйымы"),
    "city": word_set("city town город города городе гор г қала қаласы қаласында"),
    "country": word_set("""
    country republic islamic people's peoples republics federation kingdom страна республика
    республики ел елі республикасы
    """),
}
_LEAST_INITIALS = 3


def grade_name(tidied: str, kind: str, names: Sequence[str], rivals: Sequence[str]) -> Grade:
    """Any name or alias is right, also misspelt where no rival is as near; parts are for review."""
    typed = folded(tidied)
    known = [folded(name) for name in names]
    for place, name in enumerate(known):
        if is_exactly(typed, name):
            return correct(Reason.ALIAS if place else Reason.EXACT)
    others = _others(rivals, known)
    if any(is_exactly(typed, rival) for rival in others):
        return wrong(Reason.NEAR_OTHER)
    bare = _without_generic(typed, kind)
    if bare is not typed and any(is_exactly(bare, name) for name in known):
        return correct(Reason.ALIAS)
    return _grade_nearest([typed] if bare is typed else [typed, bare], known, kind, others)


def _grade_nearest(
    typed: Sequence[Name], known: Sequence[Name], kind: str, rivals: Sequence[Name]
) -> Grade:
    """The grade for the nearest name of which every word was typed, else the kindest for pieces."""
    pairs = [
        (one, name, align(one.words, name))
        for one in typed
        for name in known
        if _numbers(one) == _numbers(name)
    ]
    whole = [pair for pair in pairs if not pair[2].missing and not pair[2].extra]
    if whole:
        one, name, found = min(whole, key=lambda pair: (pair[2].near, pair[2].cost))
        return _grade_whole(one, name, found, kind, rivals)
    return best(_grade_piece(one, name, found, kind, rivals) for one, name, found in pairs)


def _others(rivals: Sequence[str], known: Sequence[Name]) -> list[Name]:
    """The rivals that share no name with the key."""
    own = {name.joined for name in known}
    return [rival for rival in map(folded, rivals) if rival.joined and rival.joined not in own]


def _without_generic(typed: Name, kind: str) -> Name:
    generic = _GENERIC.get(kind, frozenset())
    kept = [word for word in typed.words if word not in generic]
    return folded(" ".join(kept)) if kept and len(kept) < len(typed.words) else typed


def _numbers(name: Name) -> set[str]:
    return {word for word in name.words if any(char.isdigit() for char in word)}


def _is_beginning(typed: Name, name: Name) -> bool:
    """Whether the one word typed begins the one word of the name: Uzbek for Uzbekistan."""
    is_one_word = len(typed.words) == len(name.words) == 1 and not name.is_acronym
    is_long = len(typed.joined) >= 4 and 2 * len(typed.joined) >= len(name.joined)
    return is_one_word and is_long and name.joined.startswith(typed.joined)


def _grade_whole(
    typed: Name, name: Name, found: Alignment, kind: str, rivals: Sequence[Name]
) -> Grade:
    """Every word was typed, perhaps misspelt."""
    if kind == TEXT and not found.is_in_order:
        return review(Reason.CONFLICT)
    rival = nearest(typed, rivals, found.cost)
    if rival < found.cost:
        return wrong(Reason.NEAR_OTHER)
    if rival == found.cost:
        return review(Reason.NEAR_OTHER)
    if not found.cost:
        return correct(Reason.TRANSLITERATION)
    is_granted = not found.near and found.cost <= typo_budget(len(name.joined))
    return correct(Reason.SPELLING) if is_granted else review(Reason.SPELLING)


def _is_initials(typed: Name, name: Name) -> bool:
    """Whether one is the acronym of the other."""
    short, long = sorted((typed, name), key=lambda one: len(one.words))
    if len(short.words) != 1 or len(long.words) < _LEAST_INITIALS:
        return False
    return short.joined in long.initials


def _grade_initials(typed: Name, name: Name, rivals: Sequence[Name]) -> Grade:
    """The acronym of a known name is right; words that only fit a known acronym prove nothing."""
    is_shared = any(_is_initials(typed, rival) for rival in rivals)
    if len(typed.words) > 1 or is_shared:
        return review(Reason.PART_OF_NAME)
    return correct(Reason.ALIAS)


def _grade_joined(typed: Name, name: Name, rivals: Sequence[Name]) -> Grade:
    """Words run together or apart: Collectivesecurity, Shang hai."""
    if len(typed.words) == len(name.words) or typo_budget(len(name.joined)) == 0:
        return wrong(Reason.NO_MATCH)
    apart = edit_distance(typed.skeleton, name.skeleton, 1)
    if apart > 1 or name.is_acronym:
        return wrong(Reason.NO_MATCH)
    if nearest(typed, rivals, apart) <= apart:
        return review(Reason.NEAR_OTHER)
    return review(Reason.SPELLING) if apart else correct(Reason.SPELLING)


def _grade_piece(
    typed: Name, name: Name, found: Alignment, kind: str, rivals: Sequence[Name]
) -> Grade:
    """Some words are missing, or there are more than the name has."""
    if kind != TEXT and _is_initials(typed, name):
        return _grade_initials(typed, name, rivals)
    if _is_beginning(typed, name):
        return review(Reason.PART_OF_NAME)
    joined = _grade_joined(typed, name, rivals)
    if joined.outcome is not Outcome.WRONG:
        return joined
    return _grade_remainder(found, name, rivals)


def _grade_remainder(found: Alignment, name: Name, rivals: Sequence[Name]) -> Grade:
    if not found.extra and found.granted and not found.near:
        return review(Reason.PART_OF_NAME)
    if not found.missing and not found.near:
        around = {skeleton(word) for word in found.extra}
        holds_rival = any(rival.shapes <= around for rival in rivals)
        return review(Reason.SEVERAL if holds_rival else Reason.EXTRA_WORDS)
    is_most = found.granted >= 2 and found.granted * 3 >= 2 * len(name.words)
    return review(Reason.CONFLICT) if is_most and len(found.extra) <= 1 else wrong(Reason.NO_MATCH)
