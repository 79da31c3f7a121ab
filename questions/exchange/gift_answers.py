"""Reading what stands between the braces of a GIFT question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from questions.exchange.carried import without_stars
from questions.exchange.gift_syntax import plain, show
from questions.exchange.question_records import (
    NumberRecord,
    OptionRecord,
    PairRecord,
    true_false,
)
from questions.exchange.record_checks import plain_number
from questions.exchange.remarks import Remark, remark
from questions.models import Form

_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d*)?)%")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
# What may stand behind the sign of an ordering, before its items: how many, which, how shown.
_ORDERING_WORD = re.compile(r"\d{1,3}|[A-Z_]{1,40}")
_SOME_ITEMS = frozenset(("RANDOM", "REL", "CONTIGUOUS", "CONTIG"))
_OF_TEXT = (Form.TYPED, Form.CLOZE, Form.FLASHCARD)


@dataclass(frozen=True)
class Answers:
    """What the braces hold."""

    form: str = Form.TYPED
    options: tuple[OptionRecord, ...] = ()
    accepted: tuple[str, ...] = ()
    number: NumberRecord | None = None
    pairs: tuple[PairRecord, ...] = ()
    items: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    problems: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class _Answer:
    """One answer: its sign, its weight in percent, its text and what is told on it."""

    sign: str
    weight: Decimal
    text: str
    feedback: str = ""


def read_answers(inside: str, form: str, line: int, named: str) -> Answers:
    """The answers; `form` is the format of their texts, `named` the form the file names."""
    reader = _Reader(form, line)
    if not inside:
        return Answers(problems=(remark("essay", line),))
    header, _, items = inside.partition("\n")
    if header.startswith(">") and all(map(_ORDERING_WORD.fullmatch, header[1:].split())):
        return reader.ordering(header[1:].split(), items)
    if inside.startswith("#"):
        return reader.number(inside[1:])
    if "~" in inside:
        return reader.choice(inside)
    if "=" in inside and "->" in inside and named not in _OF_TEXT:
        return reader.matching(inside)
    if inside.partition("#")[0].strip().upper() in (*_TRUE, *_FALSE):
        return reader.true_false(inside)
    return reader.short(inside)


class _Reader:
    def __init__(self, form: str, line: int) -> None:
        self._form = form
        self._line = line
        self._notes: list[Remark] = []

    def choice(self, inside: str) -> Answers:
        answers = self._answers(inside)
        has_sign = any(answer.sign == "=" for answer in answers)
        options = []
        for answer in answers:
            is_key = answer.sign == "=" and answer.weight > 0
            if not has_sign:
                is_key = answer.weight > 0
            elif answer.sign == "~" and answer.weight == 100:
                is_key = True
            elif answer.weight > 0 and not is_key:
                self._note("partial-weight", weight=str(answer.weight), text=answer.text)
            options.append(OptionRecord(answer.text, is_key, answer.feedback))
        if not has_sign and len({a.weight for a in answers if a.weight > 0}) > 1:
            self._note("weights")
        form = Form.CHOICE if has_sign else Form.CHOOSE_ALL
        return self._done(Answers(form=form, options=tuple(options)))

    def true_false(self, inside: str) -> Answers:
        word, *feedback = inside.split("#", 2)
        is_true = word.strip().upper() in _TRUE
        wrong, right = (self._plain(text) for text in [*feedback, "", ""][:2])
        reasons = (right, wrong) if is_true else (wrong, right)
        options = true_false(is_true=is_true, reasons=reasons)
        return self._done(Answers(form=Form.TRUE_FALSE, options=options))

    def short(self, inside: str) -> Answers:
        accepted = []
        for answer in self._answers(inside):
            if answer.weight == 100:
                text = without_stars(answer.text)
                if text is None:
                    self._note("wildcard", text=answer.text)
                else:
                    accepted.append(text)
            elif answer.weight > 0:
                self._note("partial-weight", weight=str(answer.weight), text=answer.text)
            if answer.feedback:
                self._note("feedback", text=answer.text, feedback=answer.feedback)
        return self._done(Answers(accepted=tuple(accepted)))

    def matching(self, inside: str) -> Answers:
        pairs = []
        for part in _parts(inside, "="):
            text, sign, answer = part.partition("->")
            if not sign:
                problem = remark("gift-broken", self._line, text=show(part))
                return self._done(Answers(form=Form.MATCH, problems=(problem,)))
            pair = PairRecord(self._plain(text), self._plain(answer))
            if not pair.text and pair.answer:
                self._note("extra-answer", text=pair.answer)
                continue
            pairs.append(pair)
        return self._done(Answers(form=Form.MATCH, pairs=tuple(pairs)))

    def number(self, inside: str) -> Answers:
        inside, sign, wrong = inside.partition("~")
        if sign:
            told = self._plain(wrong.partition("#")[2])
            self._note("feedback", text="*", feedback=told)
        answers = self._answers(inside)
        right = [answer for answer in answers if answer.weight == 100]
        for answer in answers:
            if right and answer is not right[0]:
                self._note("answer-left", text=answer.text)
            if answer.feedback:
                self._note("feedback", text=answer.text, feedback=answer.feedback)
        number = _number(right[0].text) if right else None
        if right and number is None:
            problem = remark("bad-number", self._line, text=right[0].text)
            return self._done(Answers(form=Form.NUMBER, problems=(problem,)))
        return self._done(Answers(form=Form.NUMBER, number=number))

    def ordering(self, words: Sequence[str], rest: str) -> Answers:
        items = tuple(text for each in rest.split("\n") if (text := self._plain(each)))
        if _SOME_ITEMS.intersection(words):
            self._note("ordering-part")
        return self._done(Answers(form=Form.ORDER, items=items))

    def _answers(self, inside: str) -> list[_Answer]:
        """The answers with their signs; an unsigned first one is as if it had an equals sign."""
        found = []
        for sign, part in re.findall(r"([=~]?)([^=~]*)", inside):
            if not sign and not part.strip():
                continue
            found.append(self._answer(sign or "=", part.strip()))
        return found

    def _answer(self, sign: str, text: str) -> _Answer:
        weight = Decimal(100 if sign == "=" else 0)
        if named := _WEIGHT.match(text):
            weight = Decimal(named[1].replace(",", ".").rstrip("."))
            text = text[named.end() :]
        words, _, feedback = text.partition("#")
        return _Answer(sign, weight, self._plain(words), self._plain(feedback))

    def _plain(self, text: str) -> str:
        told, _ = plain(text, self._form, self._line)
        self._notes.extend(told.notes)
        return told.text

    def _note(self, code: str, **arguments: str) -> None:
        self._notes.append(remark(code, self._line, **arguments))

    def _done(self, answers: Answers) -> Answers:
        return replace(answers, notes=tuple(self._notes))


def _parts(inside: str, sign: str) -> Sequence[str]:
    return [part.strip() for part in inside.split(sign) if part.strip()]


def _number(text: str) -> NumberRecord | None:
    """`5`, `5:0.1` or `4.9..5.1`; None if that is no number."""
    low, dots, high = text.partition("..")
    if dots:
        ends = [plain_number(low), plain_number(high)]
        if None in ends:
            return None
        first, last = (Decimal(end or 0) for end in ends)
        middle, off = (first + last) / 2, abs(last - first) / 2
        return NumberRecord(plain_number(f"{middle:f}") or "", plain_number(f"{off:f}") or "")
    number, colon, off_text = text.partition(":")
    plain_off = plain_number(off_text) if colon else ""
    figures = plain_number(number)
    return None if figures is None or plain_off is None else NumberRecord(figures, plain_off)
