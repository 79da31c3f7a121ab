"""What any format's question must have, and one way to write its texts."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from questions.authoring.rows import MOST_ACCEPTED, MOST_OPTIONS, MOST_PARTS
from questions.exchange.question_records import (
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
)
from questions.exchange.remarks import Remark, remark, without_repeats
from questions.generation.wording import GAP
from questions.language.tidying import tidy
from questions.models import Form

LANGUAGES = ("kk", "ru", "en")
LONGEST = {
    "stem": 1000, "option": 300, "reason": 1000, "accepted": 300, "unit": 40, "explanation": 2000,
    "statement": 1000, "source": 300, "authors": 300, "year": 20, "address": 300, "place": 200,
    "topic": 200, "language": 40, "tags": 50, "tolerance": 30,
}  # fmt: skip
LONGEST_TITLE = 120
_GAPS = re.compile(r"_{3,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[A-Za-z]")
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NUMBER = re.compile(r"[-−+]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[eE][-+]?\d{1,2})?")
_LARGEST, _MOST_DECIMALS, _LONGEST_NUMBER = 10**15, 4, 60
# Nobody sees them, so that two texts that look the same would differ; joiners make emoji.
_JOINERS = frozenset("\u200c\u200d")
_NOT_IN_XML = frozenset("\ufffe\uffff")


def checked(record: QuestionRecord) -> QuestionRecord:
    """The record with its texts tidied and with everything that keeps it out."""
    notes = list(record.notes)
    if len(line(record.title)) > LONGEST_TITLE:
        notes.append(remark("title-cut", record.line, limit=LONGEST_TITLE))
    if _has_unseen(record):
        notes.append(remark("unseen", record.line))
    record = tidied(record)
    notes += [remark("mixed-letters", record.line, text=word) for word in _mixed_words(record)]
    problems = [*record.problems, *_problems(record)]
    # What cannot be read at all has no stem and no key either; one reason is enough.
    if record.problems:
        problems = list(record.problems)
    return replace(record, problems=without_repeats(problems), notes=without_repeats(notes))


def tidied(record: QuestionRecord) -> QuestionRecord:
    """The record with texts that any format can hold: no control characters, one line end."""
    number = record.number
    source = record.source
    stem = lines(record.stem)
    if record.form == Form.CLOZE:
        stem = _GAPS.sub(GAP, stem)
    return replace(
        record,
        stem=stem,
        title=line(record.title)[:LONGEST_TITLE].rstrip(),
        language=line(record.language),
        topic=line(record.topic),
        options=tuple(
            OptionRecord(line(option.text), option.is_key, lines(option.reason))
            for option in record.options
        ),
        accepted=tuple(dict.fromkeys(text for each in record.accepted if (text := line(each)))),
        number=number and _tidied_number(number),
        pairs=tuple(PairRecord(line(pair.text), line(pair.answer)) for pair in record.pairs),
        items=tuple(line(item) for item in record.items),
        explanation=lines(record.explanation),
        statement=line(record.statement),
        source=CitedSource(
            *(line(each) for each in (source.title, source.authors, source.year, source.address))
        ),
        place=line(record.place),
        importance=line(record.importance),
        tags=tuple(dict.fromkeys(tag for each in record.tags if (tag := _tag(each)))),
    )


def lines(text: str) -> str:
    """The text without control characters, with one kind of line end, no spaces around."""
    text = _BREAK.sub("\n", text).replace("\t", " ")
    return "".join(char for char in text if char == "\n" or _is_wanted(char)).strip()


def line(text: str) -> str:
    """The same in one line."""
    return " ".join(part.strip() for part in lines(text).split("\n") if part.strip())


def _tidied_number(number: NumberRecord) -> NumberRecord:
    figures, off, unit = (line(each) for each in (number.number, number.tolerance, number.unit))
    return NumberRecord(plain_number(figures) or figures, plain_number(off) or off, unit)


def _tag(text: str) -> str:
    # Signs that part or end tags in one of the formats.
    return line(re.sub(r"[;,<>`\[\]\\]", " ", text))


def plain_number(text: str) -> str | None:
    """The number as a person wrote it in plain figures, or None if it is none."""
    text = text.strip()
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    text = re.sub(r"[ \u00a0\u202f]", "", text).replace("−", "-").replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:  # pragma: no cover
        return None
    figures = f"{number:f}"
    figures = figures.rstrip("0").rstrip(".") if "." in figures else figures
    return "0" if figures == "-0" else figures


def _is_wanted(char: str) -> bool:
    if char.isprintable():
        return True
    kind = unicodedata.category(char)
    return char in _JOINERS or (kind not in ("Cc", "Cf", "Cs") and char not in _NOT_IN_XML)


def _has_unseen(record: QuestionRecord) -> bool:
    texts = [record.stem, *(option.text for option in record.options), *record.accepted]
    return any(
        unicodedata.category(char) == "Cf" and char not in _JOINERS
        for text in texts
        if not text.isprintable()
        for char in text
    )


def _mixed_words(record: QuestionRecord) -> Iterator[str]:
    """Words in letters of both scripts, though they look like words of one."""
    for text in (record.stem, *(option.text for option in record.options), *record.accepted):
        for word in _WORD.findall(text):
            if _CYRILLIC.search(word) and _LATIN.search(word):
                yield word


def _problems(record: QuestionRecord) -> Iterator[Remark]:
    at = record.line
    if not record.stem:
        yield remark("no-stem", at)
    if record.language and record.language not in LANGUAGES:
        yield remark("unknown-language", at, text=record.language)
    if record.importance not in ("", "1", "2", "3"):
        yield remark("bad-importance", at, text=record.importance)
    yield from _long_problems(record)
    check = _CHECKS.get(record.form)
    if check is None:
        yield remark("unknown-form", at, text=record.form)
    else:
        yield from (remark(code, at, **given) for code, given in check(record))


def _long_problems(record: QuestionRecord) -> Iterator[Remark]:
    source, number = record.source, record.number or NumberRecord("")
    texts: dict[str, Iterable[str]] = {
        "stem": [record.stem],
        "option": [
            *(option.text for option in record.options),
            *(text for pair in record.pairs for text in (pair.text, pair.answer)),
            *record.items,
        ],
        "reason": [option.reason for option in record.options],
        "accepted": record.accepted,
        "unit": [number.unit],
        "tolerance": [number.tolerance],
        "explanation": [record.explanation],
        "statement": [record.statement],
        "source": [source.title],
        "authors": [source.authors],
        "year": [source.year],
        "address": [source.address],
        "place": [record.place],
        "topic": [record.topic],
        "language": [record.language],
        "tags": record.tags,
    }
    for name, limit in LONGEST.items():
        if any(len(text) > limit for text in texts[name]):
            yield remark("too-long", record.line, field=name, limit=limit)


Found = Iterator[tuple[str, dict[str, str | int]]]


def _option_problems(record: QuestionRecord) -> Found:
    options = record.options
    if len(options) < 2:
        yield "few-options", {}
    if len(options) > MOST_OPTIONS:
        yield "many-options", {"limit": MOST_OPTIONS}
    if any(not option.text for option in options):
        yield "empty-option", {}
    yield from _same_problems([option.text for option in options])
    if not record.keys:
        yield "no-key", {}


def _choice_problems(record: QuestionRecord) -> Found:
    yield from _option_problems(record)
    if len(record.keys) > 1:
        yield "several-keys", {}


def _choose_all_problems(record: QuestionRecord) -> Found:
    yield from _option_problems(record)
    if len(record.options) > 1 and len(record.keys) == len(record.options):
        yield "all-keys", {}


def _true_false_problems(record: QuestionRecord) -> Found:
    if len(record.keys) != 1:
        yield "no-key", {}


def _typed_problems(record: QuestionRecord) -> Found:
    if not record.accepted:
        yield "no-key", {}
    if len(record.accepted) > MOST_ACCEPTED:
        yield "many-accepted", {"limit": MOST_ACCEPTED}


def _cloze_problems(record: QuestionRecord) -> Found:
    yield from _typed_problems(record)
    gaps = record.stem.count(GAP)
    if gaps == 0:
        yield "no-gap", {}
    elif gaps > 1:
        yield "several-gaps", {}


def _number_problems(record: QuestionRecord) -> Found:
    number = record.number
    if number is None or not number.number:
        yield "no-key", {}
        return
    figures = plain_number(number.number)
    if figures is None:
        yield "bad-number", {"text": number.number}
    elif abs(Decimal(figures)) >= _LARGEST or len(figures.partition(".")[2]) > _MOST_DECIMALS:
        yield "fine-number", {"text": number.number, "decimals": _MOST_DECIMALS}
    off = plain_number(number.tolerance) if number.tolerance else "0"
    if off is None or off.startswith("-"):
        yield "bad-tolerance", {"text": number.tolerance}


def _match_problems(record: QuestionRecord) -> Found:
    if len(record.pairs) < 2:
        yield "few-parts", {}
    if len(record.pairs) > MOST_PARTS:
        yield "many-parts", {"limit": MOST_PARTS}
    for pair in record.pairs:
        if not (pair.text and pair.answer):
            yield "half-pair", {"text": pair.text or pair.answer}
    yield from _same_problems([pair.text for pair in record.pairs])


def _order_problems(record: QuestionRecord) -> Found:
    if len(record.items) < 2:
        yield "few-parts", {}
    if len(record.items) > MOST_PARTS:
        yield "many-parts", {"limit": MOST_PARTS}
    if not all(record.items):
        yield "empty-option", {}
    yield from _same_problems(record.items)


def _same_problems(texts: Iterable[str]) -> Found:
    seen: set[str] = set()
    for text in texts:
        if (one := tidy(text)) and one in seen:
            yield "same-options", {"text": text}
        seen.add(one)


_CHECKS: dict[str, Callable[[QuestionRecord], Found]] = {
    Form.CHOICE: _choice_problems,
    Form.CHOOSE_ALL: _choose_all_problems,
    Form.TRUE_FALSE: _true_false_problems,
    Form.TYPED: _typed_problems,
    Form.CLOZE: _cloze_problems,
    Form.FLASHCARD: _typed_problems,
    Form.NUMBER: _number_problems,
    Form.MATCH: _match_problems,
    Form.ORDER: _order_problems,
}
