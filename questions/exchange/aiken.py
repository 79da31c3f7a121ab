"""Questions in Aiken: a stem, lettered options, and a line that names the right one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from questions.exchange.question_records import OptionRecord, QuestionRecord
from questions.exchange.record_checks import checked, line, tidied
from questions.exchange.remarks import FileRefusedError, Remark, remark
from questions.models import Form

_OPTION = re.compile(r"([A-Za-zА-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүІі])\s*[.)]\s+(.*)|([A-ZА-Я])\s*[.)](\S.*)")
ANSWER = re.compile(r"(?:ANSWER|ОТВЕТ|ЖАУАП|ЖАУАБЫ)\s*[:：]\s*(.*)", re.I)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A teacher's keyboard stands on Cyrillic: these letters look the same.
_LOOKALIKE = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")
_LONGEST = 20_000
# Who begins with the second letter has left out the question, or written it in the first line.
_SECOND = ("B", "b", "В", "в", "Б", "б")


@dataclass
class _Block:
    line: int
    stem: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    size: int = 0

    def add(self, number: int, text: str) -> None:
        """Take a line that is not the answer."""
        self.size += len(text)
        if self.size > _LONGEST:
            raise FileRefusedError("too-long-line", self.line)
        option = _OPTION.fullmatch(text)
        if option and (self.stem or self.options or option[1] in _SECOND):
            if not self.labels and option[1] in _SECOND:
                self._take_first()
            self.labels.append((option[1] or option[3]).upper())
            self.options.append(option[2] or option[4] or "")
        elif self.options:
            self.strays.append(text)
            self.problems.append(remark("aiken-line", number, text=text))
        else:
            self.stem.append(text)

    def _take_first(self) -> None:
        """What stands before the second option is the first, even where no question is."""
        first = _OPTION.fullmatch(self.stem[-1]) if self.stem else None
        if first and first[1] and first[1].upper() in ("A", "А"):
            self.stem.pop()
            self.labels.append(first[1].upper())
            self.options.append(first[2])


def read(stream: TextIO) -> Iterator[QuestionRecord]:
    """The questions one by one."""
    block: _Block | None = None
    for number, raw in enumerate(stream, 1):
        text = raw.strip().lstrip("\ufeff")
        if not text:
            continue
        answer = ANSWER.fullmatch(text)
        block = block or _Block(number)
        if answer:
            yield _question(block, answer[1])
            block = None
        else:
            block.add(number, text)
            if _is_next(block):
                block, rest = _parted(block)
                yield _question(block, None)
                block = rest
    if block is not None:
        yield _question(block, None)


def _is_next(block: _Block) -> bool:
    """Whether a question without an answer has run into the next: its options begin again."""
    return len(block.labels) > 2 and block.labels[-1] == block.labels[0] and bool(block.problems)


def _parted(block: _Block) -> tuple[_Block, _Block]:
    """The question before, and the one whose stem seemed a stray line."""
    stray = block.problems.pop()
    rest = _Block(stray.line, [block.strays.pop()])
    rest.labels, rest.options = [block.labels.pop()], [block.options.pop()]
    return block, rest


def _question(block: _Block, answer: str | None) -> QuestionRecord:
    places = [] if answer is None else _places(answer, block.labels)
    problems = list(block.problems)
    if answer is None:
        problems.append(remark("aiken-no-answer", block.line))
    elif not places:
        problems.append(remark("aiken-answer", block.line, text=answer))
    options = (OptionRecord(text, number in places) for number, text in enumerate(block.options))
    return checked(
        QuestionRecord(
            form=Form.CHOOSE_ALL if len(places) > 1 else Form.CHOICE,
            line=block.line,
            stem="\n".join(block.stem),
            options=tuple(options),
            problems=tuple(problems),
        )
    )


def _places(answer: str, labels: Sequence[str]) -> list[int]:
    """Which options the letters name, as they are written or as they look; none if one is wrong."""
    names = [name.upper() for name in re.split(r"[\s,;]+", answer.strip(" .)")) if name]
    alike = [label.translate(_LOOKALIKE) for label in labels]
    places = []
    for name in names:
        if name in labels:
            places.append(labels.index(name))
        elif name.translate(_LOOKALIKE) in alike:
            places.append(alike.index(name.translate(_LOOKALIKE)))
        else:
            return []
    return places


def write(records: Iterable[QuestionRecord]) -> bytes:
    """The questions with one right option, in UTF-8; others have no place in Aiken."""
    kept = (record for record in map(tidied, records) if holds(record))
    return "".join(_written(record) for record in kept).encode()


def holds(record: QuestionRecord) -> bool:
    """Whether Aiken has such questions."""
    stem = line(record.stem)
    option = _OPTION.fullmatch(stem)
    is_clear = not ANSWER.fullmatch(stem) and not option
    return record.form == Form.CHOICE and len(record.options) <= len(_LETTERS) and is_clear


def _written(record: QuestionRecord) -> str:
    letters = _LETTERS[: len(record.options)]
    options = "".join(
        f"{letter}. {option.text}\n" for letter, option in zip(letters, record.options, strict=True)
    )
    keys = "".join(letter for letter, o in zip(letters, record.options, strict=True) if o.is_key)
    return f"{line(record.stem)}\n{options}ANSWER: {keys[:1]}\n\n"
