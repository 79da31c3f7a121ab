"""Grading a typed number against a number with a unit and a tolerance."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from questions.language.amounts import Amount, Reading, read_amounts
from questions.language.scripts import skeleton
from questions.language.tidying import tidy, words
from questions.language.wordlists import word_set

from .keys import NumberKey
from .outcome import Grade, Outcome, Reason, best, correct, review, wrong

_POWERS = (10**3, 10**6, 10**9)
_PERCENT = word_set("""
    percent percents pct per cent процент процента процентов проц пайыз пайызы
    """)
_MEASURES = (
    _PERCENT,
    word_set("dollar dollars usd us доллар доллара долларов доллары долл сша ақш"),
    word_set("euro euros eur евро еуро"),
    word_set("pound pounds gbp фунт фунтов"),
    word_set("rouble roubles ruble rubles rub рубль рубля рублей руб рубл"),
    word_set("tenge kzt тенге теңге тг"),
    word_set("yuan cny юань юаней юань"),
    word_set("year years год года лет жыл"),
    word_set("month months месяц месяца месяцев ай"),
    word_set("week weeks неделя недели недель апта"),
    word_set("day days день дня дней күн"),
    word_set("hour hours час часа часов сағат"),
    word_set("km kilometre kilometres kilometer kilometers км километр километров"),
    word_set("tonne tonnes ton tons тонна тонн тонны"),
)
_COUNTED = (
    word_set("""
    state states country countries member members participant participants nation nations
    государство государства государств страна страны стран член члена членов участник
    участников мемлекет ел мүше
    """),
    word_set("""
    people person persons troop troops soldier soldiers personnel peacekeeper peacekeepers
    military serviceman servicemen человек человека людей военных военнослужащих миротворцев
    солдат адам бітімгер әскери
    """),
)
# Words around a number that change nothing.
_FILLERS = word_set("""
    a an the of in it is was were there are total in all number about approximately around
    roughly some ca circa около примерно приблизительно всего шамамен their its for
    """)
_MINUS = re.compile(r"^(?:-|(?:minus|минус) )(?=[\d$€])")
_LEAST_TO_ROUND = 10_000


def grade_number(tidied: str, key: NumberKey) -> Grade:
    """Within the tolerance is right; exactly a thousand or million times off is for review."""
    return best(_grade_sign(tidied, one) for one in _in_full(key))


def _in_full(key: NumberKey) -> Iterator[NumberKey]:
    """The key, and where its unit is one as in 10 "billion US dollars" the same in full size."""
    yield key
    for reading in read_amounts(tidy(f"1 {key.unit}")):
        size = reading.amounts[0].value if len(reading.amounts) == 1 else Fraction(1)
        if size > 1:
            number, tolerance = key.number * int(size), key.tolerance * int(size)
            yield NumberKey(number, " ".join(reading.others), tolerance)


def _grade_sign(tidied: str, key: NumberKey) -> Grade:
    unsigned = replace(key, number=abs(key.number))
    bare = _MINUS.sub("", tidied)
    given = best(_grade_reading(reading, unsigned) for reading in read_amounts(bare))
    has_other_sign = (bare != tidied) != (key.number < 0)
    if has_other_sign and given.outcome is not Outcome.WRONG:
        return review(Reason.CONFLICT)
    return given


def _grade_reading(reading: Reading, key: NumberKey) -> Grade:
    grades = [_grade_amount(amount, key) for amount in reading.amounts]
    grade = best(grades)
    if grade.outcome is Outcome.WRONG:
        return grade
    if len(grades) > 1 and {one.outcome for one in grades} != {Outcome.CORRECT}:
        return review(Reason.SEVERAL)
    if grade.outcome is Outcome.CORRECT and not _fits_unit(reading.others, key.unit):
        return review(Reason.UNIT)
    if grade.outcome is Outcome.CORRECT and reading.is_mended:
        return correct(Reason.SPELLING)
    return grade


def _grade_amount(amount: Amount, key: NumberKey) -> Grade:
    number, tolerance = Fraction(key.number), Fraction(key.tolerance)
    value = amount.value
    if amount.is_ratio and _words_of(key.unit) & _PERCENT:
        value *= 100
    off = abs(value - number)
    if off <= tolerance:
        if not amount.is_sure:
            return review(Reason.MAGNITUDE)
        return correct(Reason.ROUNDED if off else Reason.EXACT)
    if off <= 2 * tolerance:
        return review(Reason.ROUNDED)
    if value and any(abs(value * p - number) <= tolerance for p in _POWERS):
        return review(Reason.MAGNITUDE)
    if value and any(abs(value / p - number) <= tolerance for p in _POWERS):
        return review(Reason.MAGNITUDE)
    is_rounded = amount.is_sure and _is_rounding(value, number)
    return review(Reason.ROUNDED) if is_rounded else wrong(Reason.NO_MATCH)


def _is_rounding(value: Fraction, number: Fraction) -> bool:
    """Whether a large number was rounded properly to two digits or more."""
    if number.denominator != 1 or value.denominator != 1 or number < _LEAST_TO_ROUND:
        return False
    place = 10
    while value and value % (place * 10) == 0:
        place *= 10
    return value >= 10 * place and abs(value - number) * 2 <= place


def _words_of(text: str) -> frozenset[str]:
    return frozenset(words(tidy(text.replace("%", " percent "))))


def _fits_unit(others: Iterable[str], unit: str) -> bool:
    """Whether the words around the number are the key's unit, something like it, or nothing."""
    typed = set(words(" ".join(others))) - _FILLERS if others else set()
    if not typed:
        return True
    wanted = _words_of(unit)
    if not wanted:
        return _BOUNDS.isdisjoint(typed)
    measures = [group for group in _MEASURES if group & typed]
    if measures and not any(group & wanted for group in measures):
        return False
    alike = wanted.union(*(group for group in (*_MEASURES, *_COUNTED) if group & wanted))
    return _BOUNDS.isdisjoint(typed) and not _skeletons(alike).isdisjoint(_skeletons(typed))


def _skeletons(found: Iterable[str]) -> set[str]:
    """Skeletons without an English plural's ending."""
    return {skeleton(word).removesuffix("s") for word in found}


_BOUNDS = word_set("""
    more over less than under least most above below almost nearly not no minus up более
    свыше больше менее меньше почти не минус астам көп аз кем емес жуық
    """)
