"""Reading the amounts in a text: figures with any grouping, multipliers, words, fractions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from . import number_words

_TOKEN = re.compile(
    r"(?P<ratio>\d{1,9}/\d{1,9}(?!\d))"
    r"|(?P<figure>\d{1,3}(?:(?P<sep>[ .,'])\d{3}(?:(?P=sep)\d{3})*)(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[%$€£₽₸])"
)
_SINGLE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_SIGNS = {"%": "percent", "$": "dollars", "€": "euros", "£": "pounds", "₽": "roubles", "₸": "tenge"}
_JOINS = frozenset({"and", "a", "an", "и", "с"})
_POINT = frozenset({"point", "бүтін", "целых", "запятая"})


@dataclass(frozen=True)
class Amount:
    """A number read from a text; unsure where its figures are more likely to mean another."""

    value: Fraction
    is_ratio: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class Reading:
    """The amounts in a text and all its other words, signs spelt out."""

    amounts: tuple[Amount, ...]
    others: tuple[str, ...]
    is_mended: bool = False


def read_amounts(tidied: str) -> list[Reading]:
    """Every way to read the text, the likelier first: 1.234 is 1234, or 1 and a bit."""
    tokens = list(_TOKEN.finditer(tidied))
    readings = [_read(tokens, decimal=False)]
    if any(_SINGLE_GROUP.fullmatch(token["figure"] or "") for token in tokens):
        readings.append(_read(tokens, decimal=True))
    return readings


@dataclass
class _Sum:
    """A number as it is built up word by word."""

    total: Fraction = Fraction(0)
    group: Fraction | None = None
    room: Fraction = Fraction(10**18)  # what is added next must be smaller
    scale_room: int = 10**18
    is_ratio: bool = False
    is_sure: bool = True
    is_started: bool = False

    def add(self, value: Fraction) -> bool:
        """Add a word's number where it can follow: six after fifty, not fifty after six."""
        if value >= self.room:
            return False
        self.group = (self.group or Fraction(0)) + value
        self.room = Fraction(_lowest_place(value))
        self.is_started = True
        return True

    def put(self, value: Fraction, *, is_ratio: bool, is_sure: bool) -> bool:
        """Take a number in figures, alone or as the fraction of a mixed number."""
        if self.group is not None and not (is_ratio and value < 1 and self.group.denominator == 1):
            return False
        self.group = (self.group or Fraction(0)) + value
        self.room = Fraction(1) if value.denominator == 1 else Fraction(0)
        self.is_ratio = is_ratio and self.group == value
        self.is_sure, self.is_started = self.is_sure and is_sure, True
        return True

    def multiply(self, size: int) -> bool:
        """Multiply what was said so far by hundred, thousand, million and so on."""
        if size == 100:
            if self.group is not None and not 0 < self.group < 100:
                return False
            self.group, self.room = (self.group or Fraction(1)) * 100, Fraction(100)
        else:
            if size >= self.scale_room or (self.is_started and self.group is None):
                return False
            self.total += (Fraction(1) if self.group is None else self.group) * size
            self.group, self.room, self.scale_room = None, Fraction(1000), size
            self.is_ratio = False
        self.is_started = True
        return True

    def divide(self, share: Fraction) -> bool:
        """Take thirds or quarters of what was said."""
        if self.total:
            return False
        self.group = (Fraction(1) if self.group is None else self.group) * share
        self.room, self.is_ratio, self.is_started = Fraction(0), True, True
        return True

    def amount(self) -> Amount:
        return Amount(self.total + (self.group or 0), self.is_ratio, self.is_sure)


@dataclass
class _Reader:
    decimal: bool
    amounts: list[Amount] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    sum: _Sum = field(default_factory=_Sum)

    def close(self) -> None:
        if self.sum.is_started:
            self.amounts.append(self.sum.amount())
        self.sum = _Sum()

    def take_figure(self, figure: str) -> None:
        value, is_sure = _figure(figure, decimal=self.decimal)
        if not self.sum.put(value, is_ratio=False, is_sure=is_sure):
            self.close()
            self.sum.put(value, is_ratio=False, is_sure=is_sure)

    def take_ratio(self, ratio: str) -> None:
        top, bottom = map(int, ratio.split("/"))
        value = Fraction(top, bottom or 1)
        if not self.sum.put(value, is_ratio=True, is_sure=bool(bottom)):
            self.close()
            self.sum.put(value, is_ratio=True, is_sure=bool(bottom))

    def take_word(self, word: str) -> None:
        if self.sum.is_started and word in _JOINS:
            return
        if not self._counts(word):
            self.close()
            if not self._counts(word):
                self.others.append(word)

    def _counts(self, word: str) -> bool:
        """Whether the word is a number that goes on from what was said so far."""
        if (number := number_words.cardinal(word)) is not None:
            return self.sum.add(Fraction(number))
        if word in number_words.HUNDRED:
            return self.sum.multiply(100)
        if size := number_words.scale(word):
            # A letter alone is a multiplier only behind a number.
            return (len(word) > 1 or self.sum.is_started) and self.sum.multiply(size)
        if share := number_words.part(word):
            return self.sum.divide(share)
        if half := number_words.half(word):
            is_alone = not self.sum.is_started
            added = self.sum.add(half)
            self.sum.is_ratio = self.sum.is_ratio or is_alone
            return added
        return False


def _read(tokens: Sequence[re.Match[str]], *, decimal: bool) -> Reading:
    reader = _Reader(decimal)
    words = [token["word"] for token in tokens if token["word"]]
    mended = {} if any(token["figure"] for token in tokens) else _mend(words)
    for token in tokens:
        if token["ratio"]:
            reader.take_ratio(token["ratio"])
        elif token["figure"]:
            reader.take_figure(token["figure"])
        elif token["sign"]:
            # A currency's sign may stand between a number and its multiplier: 10$ bn.
            reader.others.append(_SIGNS[token["sign"]])
        else:
            word = mended.get(token["word"], token["word"])
            for piece in number_words.halves_of_word(word) or (word,):
                reader.take_word(piece)
    reader.close()
    amounts = _with_points(reader.amounts, reader.others)
    return Reading(tuple(amounts), tuple(reader.others), bool(mended))


def _mend(words: Sequence[str]) -> dict[str, str]:
    """Misspelt number words and what they were meant to be, where number words surround them."""
    unknown = [word for word in words if not _is_number_word(word) and word not in _JOINS]
    if len(unknown) != 1 or len(unknown[0]) < 4:
        return {}
    if len(words) == 1 and len(unknown[0]) < 6:
        return {}
    meant = number_words.cardinal_misspelt(unknown[0])
    return {unknown[0]: meant} if meant else {}


def _is_number_word(word: str) -> bool:
    return (
        number_words.cardinal(word) is not None
        or word in number_words.HUNDRED
        or any((number_words.scale(word), number_words.part(word), number_words.half(word)))
    )


def _with_points(amounts: list[Amount], others: list[str]) -> list[Amount]:
    """Twelve point five as one amount; the word for the point is taken out of the others."""
    if len(amounts) != 2 or not _POINT.intersection(others):
        return amounts
    whole, decimals = (amount.value for amount in amounts)
    if whole.denominator != 1 or decimals.denominator != 1 or not 0 <= decimals < 100:
        return amounts
    others[:] = [word for word in others if word not in _POINT]
    return [Amount(whole + decimals / 10 ** len(str(decimals)))]


def _figure(figure: str, *, decimal: bool) -> tuple[Fraction, bool]:
    """A number in figures, and whether that is the likely way to read it."""
    if _SINGLE_GROUP.fullmatch(figure):
        whole, decimals = figure.replace(",", ".").split(".")
        if decimal:
            return Fraction(f"{whole}.{decimals}"), decimals != "000"
        return Fraction(whole + decimals), True
    last = max(figure.rfind("."), figure.rfind(","))
    separators = [char for char in figure if not char.isdigit()]
    is_decimal = last >= 0 and separators.count(figure[last]) == 1
    whole = "".join(_digits(figure[:last] if is_decimal else figure))
    decimals = figure[last + 1 :] if is_decimal else ""
    is_padded = len(decimals) > 2 and not decimals.strip("0")
    return Fraction(f"{whole or 0}.{decimals or 0}"), not is_padded


def _digits(text: str) -> Iterator[str]:
    return (char for char in text if char.isdigit())


def _lowest_place(value: Fraction) -> int:
    """The place of a number's last digit that is not nought: 10 for 50, 100 for 300."""
    if value.denominator != 1 or not value:
        return 0
    place = 1
    while value % (place * 10) == 0:
        place *= 10
    return place
