"""Number words in English, Russian and Kazakh, in the cases learners write them in."""

from fractions import Fraction
from functools import lru_cache

from .distance import edit_distance
from .scripts import without_kazakh_letters
from .wordlists import listed

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "нуля одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати "
    "тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати",
    "ноль одна две тремя четырьмя пятью шестью семью восемью девятью десятью",
    "нөл бір екі үш төрт бес алты жеті сегіз тоғыз он",
)
_TENS = (
    "ten twenty thirty forty fifty sixty seventy eighty ninety",
    "десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "десяти двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста",
    "он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан",
)
_HUNDREDS = (
    "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    "ста двухсот трехсот четырехсот пятисот шестисот семисот восьмисот девятисот",
)
_ORDINALS_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS_RUSSIAN = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат "
    "четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_ORDINALS_KAZAKH = (
    "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы"
)
_RUSSIAN_ENDINGS = listed("ый ой ое ого ому ом ая ий ье ьего ьему")
_SCALES = {
    **dict.fromkeys(("thousand", "thousands", "тыс", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "mln", "mn", "mil", "m", "млн"), 10**6),
    **dict.fromkeys(("billion", "billions", "bln", "bn", "b", "млрд", "milliard"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "trln", "tn", "трлн"), 10**12),
}
_SCALE_STEMS = {
    "тысяч": 10**3, "мың": 10**3, "миллион": 10**6, "миллиард": 10**9, "триллион": 10**12,
}  # fmt: skip
_PARTS = {
    **dict.fromkeys(("third", "thirds", "треть", "трети"), Fraction(1, 3)),
    **dict.fromkeys(("quarter", "quarters", "четверть", "четверти", "ширек"), Fraction(1, 4)),
}
_HALVES = {
    **dict.fromkeys(
        listed("half половина половину половины половиной жарты жарым"), Fraction(1, 2)
    ),
    **dict.fromkeys(listed("полтора полутора"), Fraction(3, 2)),
}


def _cardinals() -> dict[str, int]:
    numbers = dict[str, int]()
    for row in _UNITS:
        numbers |= {word: number for number, word in enumerate(row.split())}
    for row in _TENS:
        numbers |= {word: number * 10 for number, word in enumerate(row.split(), 1)}
    for row in _HUNDREDS:
        numbers |= {word: number * 100 for number, word in enumerate(row.split(), 1)}
    return {without_kazakh_letters(word): n for word, n in numbers.items()} | numbers


def _ordinals() -> dict[str, int]:
    numbers = {"thirtieth": 30, "жиырмасыншы": 20, "отызыншы": 30, "fourty": 40}
    for row in (_ORDINALS_ENGLISH, _ORDINALS_KAZAKH):
        numbers |= {word: number for number, word in enumerate(row.split(), 1)}
    for ending in _RUSSIAN_ENDINGS:
        stems = enumerate(_ORDINALS_RUSSIAN.split(), 1)
        numbers |= {stem + ending: number for number, stem in stems} | {"тридцат" + ending: 30}
    return numbers


_CARDINALS = _cardinals()
_ORDINALS = _ordinals()
HUNDRED = frozenset({"hundred", "жүз", "жуз"})


def cardinal(word: str) -> int | None:
    """The number below a thousand that the tidied word names."""
    return _CARDINALS.get(word.replace("ё", "е"))


def ordinal(word: str) -> int | None:
    """The number that the tidied word names as a day of a month."""
    return _ORDINALS.get(word)


def scale(word: str) -> int | None:
    """The power of a thousand that the tidied word multiplies by."""
    if word in _SCALES:
        return _SCALES[word]
    return next((size for stem, size in _SCALE_STEMS.items() if word.startswith(stem)), None)


def part(word: str) -> Fraction | None:
    """The fraction that a word as in "two thirds" multiplies by."""
    return _PARTS.get(word)


def half(word: str) -> Fraction | None:
    """The fraction that a word as in "two and a half" adds."""
    return _HALVES.get(word)


@lru_cache(maxsize=1024)
def halves_of_word(word: str) -> tuple[str, str] | None:
    """Two number words that were typed without a space between them."""
    for cut in range(2, len(word) - 1):
        first, second = word[:cut], word[cut:]
        if cardinal(first) is not None and (cardinal(second) is not None or scale(second)):
            return first, second
    if word.startswith("пол") and scale(word[3:]):
        return "жарты", word[3:]
    return None


@lru_cache(maxsize=1024)
def cardinal_misspelt(word: str) -> str | None:
    """The number word one slip away, where all such words mean the same number."""
    near = {known for known in _CARDINALS if edit_distance(word, known, 1) <= 1}
    if len({_CARDINALS[known] for known in near}) != 1:
        return None
    return min(near)
