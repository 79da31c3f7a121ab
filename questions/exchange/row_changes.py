"""How rows differ from what the files want of them."""

from collections.abc import Sequence
from typing import Any

from questions.exchange.library_rows import Columns


def differences(row: Any, wanted: Columns) -> list[str]:
    """The names of the columns that are not as wanted."""
    return [name for name, value in wanted.items() if getattr(row, name) != value]


def update(row: Any, wanted: Columns, fields: Sequence[str]) -> None:
    """Give the row's fields what is wanted; no statement where there are none."""
    if not fields:
        return
    for name in fields:
        setattr(row, name, wanted[name])
    row.save(update_fields=fields)


def child_differences(name: str, found: Sequence[Any], wanted: Sequence[Columns]) -> list[str]:
    """What of a fact's values, wordings or citations differs, as the file calls it."""
    if name != "text":
        same = len(found) == len(wanted) and not any(
            differences(row, columns) for row, columns in zip(found, wanted, strict=True)
        )
        return [] if same else [name]
    texts = {row.language: row for row in found}
    languages = {columns["language"]: columns for columns in wanted}
    changed = sorted(texts.keys() ^ languages.keys())
    for code in sorted(texts.keys() & languages.keys()):
        changed += [f"{code}.{column}" for column in differences(texts[code], languages[code])]
    return changed
