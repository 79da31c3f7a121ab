"""Month names in English, Russian and Kazakh, in their cases."""

from functools import lru_cache

from .distance import edit_distance
from .scripts import without_kazakh_letters
from .wordlists import listed

_ENGLISH = listed("""
    january february march april may june july august september october november december
    """)
_RUSSIAN = listed("""
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
    """)
_KAZAKH = listed("""
    қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан
    """)
_KAZAKH_CASES = listed("""
     да де та те нда нде дан ден тан тен нан нен ның нің дың дің тың тің ға ге қа ке на не ы
    і сы сі ында інде сында сінде ынан інен ының інің ына іне мен бен пен
    """)
_ROMAN = listed("i ii iii iv v vi vii viii ix x xi xii")
_SHORTEST_TO_MEND = 4


def _russian_forms(name: str) -> set[str]:
    stem = name[:-1] if name[-1] in "ьй" else name
    endings = ("а", "у", "ом", "е") if stem == name else ("я", "ю", "ем", "ём", "е")
    return {name, *(stem + ending for ending in endings)}


def _kazakh_forms(name: str) -> set[str]:
    forms = {name, *(name + case for case in _KAZAKH_CASES)}
    return forms | {without_kazakh_letters(form) for form in forms}


def _all_forms() -> dict[str, int]:
    months = {"sept": 9, "сент": 9, "нояб": 11, "фев": 2, "июн": 6, "июл": 7}
    for names in (_ENGLISH, _RUSSIAN):
        months |= {name[:3]: number for number, name in enumerate(names, 1)}
    for number, name in enumerate(_ENGLISH, 1):
        months[name] = number
    for number, name in enumerate(_RUSSIAN, 1):
        months |= dict.fromkeys(_russian_forms(name), number)
    for number, name in enumerate(_KAZAKH, 1):
        months |= dict.fromkeys(_kazakh_forms(name), number)
    return months


_MONTHS = _all_forms()


def month_named(word: str) -> int | None:
    """The number of the month that the tidied word names."""
    return _MONTHS.get(word)


def roman_month(word: str) -> int | None:
    """The number of the month written as a Roman numeral."""
    return _ROMAN.index(word) + 1 if word in _ROMAN else None


@lru_cache(maxsize=1024)
def month_misspelt(word: str) -> int | None:
    """The one month whose name is a single slip away, if there is exactly one."""
    if len(word) < _SHORTEST_TO_MEND:
        return None
    near = {
        number
        for name, number in _MONTHS.items()
        if len(name) >= _SHORTEST_TO_MEND and edit_distance(word, name, 1) <= 1
    }
    return near.pop() if len(near) == 1 else None
