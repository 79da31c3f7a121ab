"""How values, entities and sentences read in each language."""

import re
from collections.abc import Sequence
from decimal import Decimal

from questions.generation.records import Thing, Value

GAP = "____"
SLOT = "{}"
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ru": [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
}
_RUSSIAN_OF_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_DATE_PATTERNS = {
    "en": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "ru": ("{day} {month} {year} года", "{month} {year} года", "{year} год"),
    "kk": ("{year} жылғы {day} {month}", "{year} жылғы {month}", "{year} жыл"),
}
# A sentence that says “year” before its slot wants the figures alone.
_YEAR_SAID = {" год": re.compile(r"\bгод\b", re.I), " жыл": re.compile(r"\bжыл(?:ы)?:\s*$")}
_RANGES = {"en": "{} to {}", "ru": "{} – {}", "kk": "{} – {}"}
_YEARS = {"ru": "{}–{} годы", "kk": "{}–{} жылдар"}
_AND = {"en": "and", "ru": "и", "kk": "және"}
_BOUNDS = {
    "en": {"about": "about {}", "over": "over {}", "up-to": "up to {}"},
    "ru": {"about": "около {}", "over": "более {}", "up-to": "до {}"},
    "kk": {"about": "шамамен {}", "over": "{} астам", "up-to": "{} дейін"},
}
_SCALES = {
    "en": ("trillion", "billion", "million"),
    "ru": ("трлн", "млрд", "млн"),
    "kk": ("трлн", "млрд", "млн"),
}
_SIZES = (Decimal(10**12), Decimal(10**9), Decimal(10**6))
_SIGNS = {"US dollars": "$", "euros": "€"}
_PREPOSITION = re.compile(r" (?:of|on|in|to|for|between|until|at)\b")
_PLURAL = re.compile(r"[^su]s$")
TRUE_FALSE = {"en": ("True", "False"), "ru": ("Верно", "Неверно"), "kk": ("Дұрыс", "Бұрыс")}


def date_words(date: str, language: str) -> str:
    """How `2002-06-07`, `2002-06` or `2002` reads."""
    year, month, day = [*date.split("-"), "", ""][:3]
    by_day, by_month, by_year = _DATE_PATTERNS[language]
    if not month:
        return by_year.format(year=year)
    names = _RUSSIAN_OF_MONTHS if day and language == "ru" else _MONTHS[language]
    name = names[int(month) - 1]
    if not day:
        return by_month.format(month=name, year=year)
    return by_day.format(day=int(day), month=name, year=year)


def range_words(start: str, end: str, language: str) -> str:
    """How a range of dates reads; of years, and in English, what both ends share is said once."""
    if language in _YEARS and "-" not in start + end:
        return _YEARS[language].format(start, end)
    first, last = date_words(start, language), date_words(end, language)
    if language == "en":
        first_parts, last_parts = first.split(), last.split()
        while len(first_parts) > 1 and first_parts[-1] == last_parts[-1]:
            first_parts.pop()
            last_parts = last_parts[:-1]
        first = " ".join(first_parts)
    return _RANGES[language].format(first, last)


def number_words(value: Value, language: str) -> str:
    """How a number reads with its unit and bound: 56 states, 26%, about $23 trillion."""
    number = value.number or Decimal(0)
    sign = _SIGNS.get(value.unit, "")
    words = sign + _figure(number, language)
    if value.unit == "%":
        words += "%"
    elif not sign and value.unit:
        words += f" {value.unit}"
    return _BOUNDS[language].get(value.bound, "{}").format(words)


def _figure(number: Decimal, language: str) -> str:
    for size, scale in zip(_SIZES, _SCALES[language], strict=True):
        if number >= size:
            return f"{_grouped(number / size, language)} {scale}"
    return _grouped(number, language)


def _grouped(number: Decimal, language: str) -> str:
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "en":
        return text
    return text.replace(",", "\u00a0").replace(".", ",")


def value_words(value: Value, language: str) -> str:
    """How one value reads on its own, without an article."""
    if value.thing is not None:
        return value.thing.name(language)
    if value.end:
        return range_words(value.start, value.end, language)
    if value.start:
        return date_words(value.start, language)
    return number_words(value, language)


def in_sentence(value: Value, language: str) -> str:
    """How one value reads within a sentence, with an article where it takes one."""
    if value.thing is not None:
        return thing_in_sentence(value.thing, language)
    return value_words(value, language)


def thing_in_sentence(thing: Thing, language: str) -> str:
    """The entity's name with “the” where an English sentence wants it."""
    name = thing.name(language)
    return f"the {name}" if thing.takes_article and language == "en" else name


def listed(items: Sequence[str], language: str) -> str:
    """Words as a list: India and Pakistan; CICA, the SCO and the CSTO."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"


def fill(claim: str, words: str) -> str:
    """The claim with the words in its slot, with a capital at the sentence's start."""
    before, _, after = claim.partition(SLOT)
    for ending, said in _YEAR_SAID.items():
        if words.endswith(ending) and said.search(before):
            words = words.removesuffix(ending)
    if not before.strip():
        words = words[:1].upper() + words[1:]
    return f"{before}{words}{after}"


def head_of(name: str) -> str:
    """What comes before the first preposition: the Organization for Security and Development."""
    return _PREPOSITION.split(name, maxsplit=1)[0]


def is_plural(name: str) -> bool:
    """Whether an English sentence goes on with a plural verb."""
    head = head_of(name)
    return " and " in head or bool(_PLURAL.search(head))
