"""Questions as rows of a table: what CSV and XLSX share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from questions.exchange.question_records import (
    FALSE,
    TRUE,
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
    true_false,
)
from questions.exchange.record_checks import checked, plain_number, tidied
from questions.exchange.remarks import FileRefusedError, Remark, remark
from questions.exchange.table_words import COLUMN_NAMES, FORM_NAMES, LANGUAGE_NAMES, NO, YES
from questions.generation.wording import GAP
from questions.models import Form

MOST_ROWS = 60_000
MOST_COLUMNS = 200
_FEWEST_GROUPS = 6
_LONGEST_NAME = 60
_BEFORE = ("form", "topic", "language", "importance", "title", "question", "right")
_AFTER = (
    "tolerance", "unit", "explanation", "statement", "source", "authors", "year", "address",
    "place", "tags",
)  # fmt: skip
_GROUPS = ("option", "reason", "match")
_NUMBERED = re.compile(r"(.*?)[ _.№#-]*(\d{1,3})")
_TAG_BREAK = re.compile(r"[;,]")
# Letters that name options; of both scripts, because they look alike.
_LETTERS = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRST", 1)}
_LOOKALIKE = str.maketrans("АВСЕНКМОРТ", "ABCEHKMOPT")


@dataclass(frozen=True)
class Header:
    """What each column of the table is; unknown columns are None."""

    columns: tuple[tuple[str, int] | None, ...]
    unknown: tuple[str, ...] = ()

    def notes(self, line: int) -> tuple[Remark, ...]:
        """What is told of columns that are left out."""
        return tuple(remark("column", line, name=name) for name in self.unknown)


def read_header(cells: Sequence[str]) -> Header:
    """The columns by their names in any of the languages; FileRefusedError without a question."""
    columns: list[tuple[str, int] | None] = []
    unknown = []
    for cell in cells:
        column = _column(cell)
        if column is None and cell.strip():
            unknown.append(cell.strip())
        if column is not None and column in columns:
            raise FileRefusedError("same-header", 1, name=cell.strip())
        columns.append(column)
    if ("question", 0) not in columns:
        raise FileRefusedError("no-header", 1)
    return Header(tuple(columns), tuple(unknown))


def known_columns(cells: Sequence[str]) -> int:
    """How many of the cells name a column."""
    return sum(_column(cell) is not None for cell in cells)


def _column(cell: str) -> tuple[str, int] | None:
    if len(cell) > _LONGEST_NAME:
        return None
    name = " ".join(cell.casefold().split())
    if column := COLUMN_NAMES.get(name):
        return (column, 1) if column in _GROUPS else (column, 0)
    numbered = _NUMBERED.fullmatch(name)
    column = COLUMN_NAMES.get(numbered[1].strip(), "") if numbered else ""
    if numbered and column in _GROUPS and 0 < int(numbered[2]) <= MOST_COLUMNS:
        return column, int(numbered[2])
    return None


def read_row(
    header: Header, cells: Sequence[str], line: int, problems: Sequence[Remark] = ()
) -> QuestionRecord | None:
    """The question of one row, None of an empty one."""
    if not any(cell.strip() for cell in cells):
        return None
    found = list(problems)
    if any(cell.strip() for cell in cells[len(header.columns) :]):
        found.append(remark("too-many-cells", line))
    row: dict[tuple[str, int], str] = {
        column: cell.strip()
        for column, cell in zip(header.columns, cells, strict=False)
        if column is not None
    }
    return checked(_Row(row, line, found).record())


class _Row:
    """One row by its columns, and what is wrong with it."""

    def __init__(
        self, row: Mapping[tuple[str, int], str], line: int, problems: list[Remark]
    ) -> None:
        self._row = row
        self._line = line
        self._problems = problems

    def record(self) -> QuestionRecord:
        form = self._form()
        record = QuestionRecord(
            form=form,
            line=self._line,
            stem=self._at("question"),
            title=self._at("title"),
            language=self._language(),
            topic=self._at("topic"),
            explanation=self._at("explanation"),
            statement=self._at("statement"),
            source=CitedSource(*(self._at(n) for n in ("source", "authors", "year", "address"))),
            place=self._at("place"),
            importance=self._at("importance"),
            tags=tuple(_TAG_BREAK.split(self._at("tags"))),
        )
        record = self._with_answers(record)
        return replace(record, problems=tuple(self._problems))

    def _with_answers(self, record: QuestionRecord) -> QuestionRecord:
        options = self._group("option")
        match record.form:
            case Form.CHOICE | Form.CHOOSE_ALL:
                return replace(record, options=self._options(options))
            case Form.TRUE_FALSE:
                return replace(record, options=self._true_false())
            case Form.NUMBER:
                given = options[0] if options else self._at("right")
                number = plain_number(given) or given
                off = plain_number(self._at("tolerance")) or self._at("tolerance")
                return replace(record, number=NumberRecord(number, off, self._at("unit")))
            case Form.MATCH:
                answers = self._group("match")
                size = max(len(options), len(answers))
                whole = [(*group, *[""] * (size - len(group))) for group in (options, answers)]
                pairs = tuple(PairRecord(*pair) for pair in zip(*whole, strict=True))
                return replace(record, pairs=pairs)
            case Form.ORDER:
                return replace(record, items=tuple(options))
            case _:
                accepted = options or ([self._at("right")] if self._at("right") else [])
                return replace(record, accepted=tuple(accepted))

    def _form(self) -> str:
        named = self._at("form").casefold()
        if named:
            return FORM_NAMES.get(named, named)
        options, right = self._group("option"), self._at("right").casefold()
        if self._group("match"):
            return Form.MATCH
        if right in YES | NO and len(options) < 2:
            return Form.TRUE_FALSE
        if len(options) > 1 and right:
            return Form.CHOOSE_ALL if len(self._places(options)) > 1 else Form.CHOICE
        if len(options) > 1 and not right:
            return Form.CHOICE
        return Form.CLOZE if GAP in self._at("question") else Form.TYPED

    def _language(self) -> str:
        named = self._at("language").casefold()
        return LANGUAGE_NAMES.get(named, named)

    def _options(self, texts: Sequence[str]) -> tuple[OptionRecord, ...]:
        keys = self._places(texts)
        for place in keys:
            if not 1 <= place <= len(texts):
                self._problems.append(remark("bad-right", self._line, text=self._at("right")))
        reasons = self._group("reason")
        reasons += [""] * (len(texts) - len(reasons))
        return tuple(
            OptionRecord(text, number in keys, reasons[number - 1])
            for number, text in enumerate(texts, 1)
        )

    def _places(self, texts: Sequence[str]) -> set[int]:
        """Which options are right, by number, letter or text; 0 stands for none of them."""
        right = self._at("right")
        names = [name.strip(" .)(") for name in re.split(r"[;,\s]+", right) if name.strip(" .)(")]
        places = {_place(name) for name in names}
        # Where the options are numbers themselves, a small one is still the place of an option.
        is_numbered = all(map(str.isdecimal, names)) and max(places, default=0) <= len(texts)
        if right in texts and not is_numbered:
            return {texts.index(right) + 1}
        return places

    def _true_false(self) -> tuple[OptionRecord, ...]:
        options = self._group("option")
        right = self._at("right").casefold()
        if right in ("1", "2", "a", "b") and len(options) == 2:
            right = options[0 if right in ("1", "a") else 1].casefold()
        if not right:
            return ()
        if right not in YES | NO:
            self._problems.append(remark("bad-right", self._line, text=self._at("right")))
        reasons = [*self._group("reason"), "", ""]
        return true_false(is_true=right in YES, reasons=(reasons[0], reasons[1]))

    def _at(self, name: str) -> str:
        return self._row.get((name, 0), "")

    def _group(self, name: str) -> list[str]:
        """The numbered cells in their order up to the last that is filled."""
        numbered = {number: text for (group, number), text in self._row.items() if group == name}
        last = max((number for number, text in numbered.items() if text), default=0)
        return [numbered.get(number, "") for number in range(1, last + 1)]


def _place(name: str) -> int:
    if name.isdecimal():
        return int(name[:4])
    return _LETTERS.get(name.upper().translate(_LOOKALIKE), 0)


def table_rows(records: Iterable[QuestionRecord]) -> Iterator[list[str]]:
    """The header and a row for each question, with as many columns as the longest one needs."""
    kept = [tidied(record) for record in records]
    groups = max([_FEWEST_GROUPS, *(_size(record) for record in kept)])
    yield header_names(groups)
    for record in kept:
        yield _cells(record, groups)


def header_names(groups: int = _FEWEST_GROUPS) -> list[str]:
    """The names of the columns as they are written."""
    numbered = [f"{group} {number}" for group in _GROUPS for number in range(1, groups + 1)]
    return [*_BEFORE, *numbered, *_AFTER]


def _size(record: QuestionRecord) -> int:
    return max(map(len, (record.options, record.accepted, record.pairs, record.items)))


def _cells(record: QuestionRecord, groups: int) -> list[str]:
    number, source = record.number or NumberRecord(""), record.source
    options, reasons, matches, right = _answer_cells(record)
    before = [
        record.form, record.topic, record.language, record.importance, record.title, record.stem,
        right,
    ]  # fmt: skip
    numbered = [
        cell
        for group in (options, reasons, matches)
        for cell in [*group, *[""] * (groups - len(group))]
    ]
    after = [
        number.tolerance, number.unit, record.explanation, record.statement, source.title,
        source.authors, source.year, source.address, record.place, "; ".join(record.tags),
    ]  # fmt: skip
    return [str(cell) for cell in [*before, *numbered, *after]]


def _answer_cells(record: QuestionRecord) -> tuple[list[str], list[str], list[str], str]:
    """Options, reasons, matches, and what is right."""
    reasons = [option.reason for option in record.options]
    keys = [str(n) for n, option in enumerate(record.options, 1) if option.is_key]
    match record.form:
        case Form.CHOICE | Form.CHOOSE_ALL:
            return [option.text for option in record.options], reasons, [], ", ".join(keys)
        case Form.TRUE_FALSE:
            return [], reasons, [], (TRUE if keys == ["1"] else FALSE) if keys else ""
        case Form.NUMBER:
            return [record.number.number if record.number else ""], [], [], ""
        case Form.MATCH:
            texts = [pair.text for pair in record.pairs]
            return texts, [], [pair.answer for pair in record.pairs], ""
        case Form.ORDER:
            return list(record.items), [], [], ""
        case _:
            return list(record.accepted), [], [], ""
