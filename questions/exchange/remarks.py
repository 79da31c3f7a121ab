"""What is told of a file of questions and of each question in it, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from questions.exchange.remark_words import FIELDS, MESSAGES


@dataclass(frozen=True)
class Remark:
    """A message by its code and arguments, and the line of the file it is about (0: the file)."""

    code: str
    line: int = 0
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        text = self.text
        return (
            _("Line %(line)s: %(text)s") % {"line": self.line, "text": text} if self.line else text
        )

    @property
    def text(self) -> str:
        """The message without its line."""
        told = {name: _told(name, value) for name, value in self.arguments.items()}
        return str(MESSAGES[self.code]) % told

    def to_json(self) -> dict[str, Any]:
        """The remark as plain JSON types."""
        return {"code": self.code, "line": self.line, "arguments": dict(self.arguments)}


def remark(code: str, line: int = 0, /, **arguments: str | int) -> Remark:
    """A remark with these arguments; long texts in them are cut."""
    if code not in MESSAGES:
        raise KeyError(code)
    short = {name: _shown(value) for name, value in arguments.items()}
    return Remark(code, line, short)


def remark_from_json(stored: Mapping[str, Any]) -> Remark:
    """The remark that was stored so."""
    return Remark(stored["code"], stored.get("line", 0), stored.get("arguments", {}))


def without_repeats(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """The remarks in their order, each once."""
    seen: dict[str, Remark] = {}
    for each in remarks:
        seen.setdefault(repr(each.to_json()), each)
    return tuple(seen.values())


class FileRefusedError(Exception):
    """The file as a whole cannot be read; nothing of it is kept."""

    def __init__(self, code: str, line: int = 0, /, **arguments: str | int) -> None:
        self.remark = remark(code, line, **arguments)
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.remark)


_LONGEST_SHOWN = 80


def _told(name: str, value: str | int) -> str | int:
    """The argument; names of fields, parted by commas, in the reader's language."""
    if name != "field" or isinstance(value, int):
        return value
    return ", ".join(str(FIELDS.get(each, each)) for each in value.split(","))


def _shown(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    printable = "".join(char if char.isprintable() else " " for char in value)
    flat = " ".join(printable.split())
    return flat if len(flat) <= _LONGEST_SHOWN else flat[: _LONGEST_SHOWN - 1] + "…"
