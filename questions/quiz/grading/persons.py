"""Grading the typed name of a person: the surname decides, a given name must not contradict it.

The surname is the last word of a name, or the first where a patronymic comes last. For a name that
begins with the surname (Zhang Ming) the surname alone should be among the names of the person.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from questions.language.distance import edit_distance
from questions.language.inflection import base_forms
from questions.language.scripts import romanise, skeleton
from questions.language.tidying import all_words, tidy
from questions.language.wordlists import word_set

from .outcome import Grade, Outcome, Reason, correct, review, wrong
from .spelling import folded, is_exactly, slip

_PATRONYMIC = re.compile(r"(vich|vna|uly|kyzy|qyzy|uli|kizi|ogly|oglu)$")
_JOINS = word_set("and or и или және жане немесе мен пен бен")
_SMALL = word_set("the of by was is it это был")
_TITLES = word_set("""
    president prime minister foreign mr mrs ms dr prof professor ambassador general colonel
    lieutenant secretary executive director chairman sir comrade leader first президент
    премьер министр господин госпожа генерал полковник посол секретарь директор глава
    председатель доктор профессор первый елбасы президенті мырза министрі хатшы хатшысы бас
    """)
_LONG_SURNAME = 8


@dataclass(frozen=True)
class _Person:
    surname: str
    givens: tuple[str, ...]


def grade_person(tidied: str, names: Sequence[str], rivals: Sequence[str]) -> Grade:
    """A surname that is nobody else's suffices; one a slip away is for review, never a pass."""
    whole = folded(tidied)
    for place, name in enumerate(names):
        if is_exactly(whole, folded(name)):
            return correct(Reason.ALIAS if place else Reason.EXACT)
    own = {folded(name).joined for name in names}
    others = [rival for rival in rivals if folded(rival).joined not in own]
    if any(is_exactly(whole, folded(rival)) for rival in others):
        return wrong(Reason.NEAR_OTHER)
    known = [person for name in names if (person := _person(name))]
    typed = [word for word in _words(tidied) if word not in _TITLES]
    has_title = len(typed) < len(_words(tidied))
    return _grade_words(typed, known, _persons(others), has_title=has_title)


def _words(tidied: str) -> list[str]:
    """The words of a name; initials stand alone, no single letter is a preposition."""
    found = all_words(tidied.replace(".", " "))
    return [word for word in found if word not in _SMALL and (len(word) == 1 or word not in _JOINS)]


@lru_cache(maxsize=4096)
def _person(name: str) -> _Person | None:
    tidied = tidy(name)
    found = _words(tidied)
    if not found:
        return None
    is_last_first = "," in tidied or (len(found) > 2 and _PATRONYMIC.search(romanise(found[-1])))
    place = 0 if is_last_first else -1
    surname = found.pop(place)
    joined = ["".join(found)] if len(found) > 1 else []
    return _Person(surname, (*found, *joined))


def _persons(names: Iterable[str]) -> list[_Person]:
    return [person for name in names if (person := _person(name))]


def _grade_words(
    typed: Sequence[str], known: Sequence[_Person], others: Sequence[_Person], *, has_title: bool
) -> Grade:
    surnames = {person.surname for person in known}
    givens = {given for person in known for given in person.givens}
    exact = next((word for word in typed if _is_surname(word, surnames)), None)
    near = next((word for word in typed if _is_near_surname(word, surnames)), None)
    surname = exact or near
    rest = [word for word in typed if word != surname]
    if surname is None:
        is_given = bool(rest) and all(_fits(word, givens) for word in rest)
        return review(Reason.PART_OF_NAME) if is_given else wrong(Reason.NO_MATCH)
    grade = _grade_rest(rest, givens, others, has_title=has_title)
    if grade.outcome is Outcome.WRONG:
        return grade
    if others_share := [person for person in others if _is_surname(surname, {person.surname})]:
        return _grade_shared(rest, exact, others_share, grade)
    return grade if exact else review(Reason.SPELLING)


def _grade_shared(
    rest: Sequence[str], exact: str | None, others: Sequence[_Person], grade: Grade
) -> Grade:
    """The surname is also somebody else's, so a given name has to say whose."""
    if exact is None:
        return wrong(Reason.NEAR_OTHER)
    fits_other = any(all(_fits(word, set(person.givens)) for word in rest) for person in others)
    return review(Reason.NEAR_OTHER) if fits_other else grade


def _is_surname(word: str, surnames: Iterable[str]) -> bool:
    return any(
        skeleton(word) == skeleton(surname) and (len(surname) > 3 or word[:1] == surname[:1])
        for surname in surnames
    )


def _is_near_surname(word: str, surnames: Iterable[str]) -> bool:
    return any(
        _surname_slips(word, surname) <= (2 if len(surname) >= _LONG_SURNAME else 1)
        or any(_is_surname(form, {surname}) for form in base_forms(word))
        for surname in surnames
        if len(surname) > 3
    )


def _surname_slips(word: str, surname: str) -> int:
    return min(
        edit_distance(romanise(word), romanise(surname), 2),
        edit_distance(skeleton(word), skeleton(surname), 2),
    )


def _grade_rest(
    rest: Sequence[str], givens: set[str], others: Sequence[_Person], *, has_title: bool
) -> Grade:
    """What stands beside the surname: given names, initials, a patronymic, or a contradiction."""
    strange = [word for place, word in enumerate(rest) if not _is_harmless(word, place, givens)]
    if not strange:
        return correct(Reason.ALIAS)
    if not givens:
        return review(Reason.EXTRA_WORDS)
    if all(slip(word, given).cost < 9 for word in strange for given in _nearest(word, givens)):
        return review(Reason.SPELLING)
    if any(_is_surname(word, {person.surname}) for word in strange for person in others):
        return review(Reason.SEVERAL)
    is_other_given = any(_fits(word, set(person.givens)) for word in strange for person in others)
    is_remark = has_title and not is_other_given
    return review(Reason.EXTRA_WORDS) if is_remark else wrong(Reason.CONFLICT)


def _is_harmless(word: str, place: int, givens: set[str]) -> bool:
    """A given name or its initial, or what may be a patronymic behind it."""
    if _fits(word, givens) or _PATRONYMIC.search(romanise(word)):
        return True
    return place > 0 and len(word) <= 2


def _nearest(word: str, givens: set[str]) -> list[str]:
    return [min(givens, key=lambda given: slip(word, given).cost)]


def _fits(word: str, givens: set[str]) -> bool:
    """Whether the word is one of the given names or an initial of one, in either direction."""
    return any(_fits_given(word, given) for given in givens)


def _fits_given(word: str, given: str) -> bool:
    typed, known = skeleton(word), skeleton(given)
    if typed == known or slip(word, given).is_granted:
        return True
    if not typed or not known:
        return False
    if len(word) <= 2 and romanise(given).startswith(romanise(word)):
        return True
    if len(word) <= 3:
        is_initials = len(word) == 2 and not set(typed) & set("aeiou")
        return known.startswith(typed if not is_initials else typed[0])
    return len(given) <= 2 and typed.startswith(known)
