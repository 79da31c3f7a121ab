"""Dictionary forms a Russian or Kazakh word in some case may come from.

Forms are guessed by their endings and only ever compared with a known name, never shown: a guess
that is no word does no harm. Each ending names the endings it can stand for, so that Nigeria does
not fold into Niger as it would if endings were simply cut off.
"""

from functools import lru_cache

from .wordlists import listed

_RUSSIAN = {
    "а": ("",), "я": ("й", "ь"), "у": ("", "а"), "ю": ("й", "ь", "я"), "е": ("", "а", "я", "й"),
    "ы": ("а",), "и": ("а", "я", "ь"),
    "ом": ("", "ый", "ий", "ой", "ое"), "ем": ("й", "ь", "ий", "ее"), "ой": ("а", "ая"),
    "ей": ("я", "а", "ая"), "ью": ("ь",), "ии": ("ия",), "ию": ("ия",), "ией": ("ия",),
    "ов": ("ы", "и"), "ам": ("ы", "и"), "ах": ("ы", "и"), "ами": ("ы", "и"),
    "ого": ("ый", "ий", "ой", "ое"), "ому": ("ый", "ий", "ой", "ое"), "ым": ("ый", "ой"),
    "им": ("ий",), "ую": ("ая",), "ых": ("ые", "ый"), "их": ("ие", "ий"),
}  # fmt: skip
_KAZAKH = listed("""
    да де та те дан ден тан тен нан нен ның нің дың дің тың тің ға ге қа ке на не ны ні ды
    ді ты ті мен бен пен нда нде
    """)
_SHORTEST = 4


@lru_cache(maxsize=4096)
def base_forms(word: str) -> frozenset[str]:
    """The forms the tidied Cyrillic word may be a case of, itself left out."""
    forms = set[str]()
    for ending, nominatives in _RUSSIAN.items():
        if word.endswith(ending):
            stem = word[: -len(ending)]
            forms.update(stem + nominative for nominative in nominatives)
    forms.update(word.removesuffix(ending) for ending in _KAZAKH)
    return frozenset(form for form in forms if len(form) >= _SHORTEST and form != word)
