"""Reading a TOML table strictly: every key missing, unknown or of a wrong type is told."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

LANGUAGES = tuple(sorted(code for code, _ in settings.LANGUAGES))
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_TEXT = 2000


class UnreadableFileError(Exception):
    """A file that is no TOML at all; the message says why."""


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content, numbers exact; UnreadableFileError where it is missing or broken."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise UnreadableFileError("the file is missing") from None
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"the file is not UTF-8 (byte {error.start})") from None
    except (tomllib.TOMLDecodeError, OSError, ValueError, ArithmeticError, RecursionError) as error:
        raise UnreadableFileError(f"the file cannot be read as TOML: {error}") from None


class Table:
    """A table whose keys are taken one by one; `close` names those nobody asked for.

    Whatever is wrong is reported, and a plain default taken instead, so that one fault does not
    hide the others.
    """

    def __init__(self, values: object, report: Callable[[str], None], path: str = "") -> None:
        self._report, self._path = report, path
        self._values: dict[str, Any] = {}
        if isinstance(values, Mapping):
            self._values = dict(values)
        else:
            report(f"{path.rstrip('.') or 'entry'}: must be a table")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def tell(self, key: str, reason: str) -> None:
        """Report a problem of the key."""
        self._report(f"{self._path}{key}: {reason}")

    def tell_plainly(self, reason: str) -> None:
        """Report a problem that names its key itself."""
        self._report(f"{self._path}{reason}")

    def take(self, key: str, *, required: bool = False) -> Any:
        """The value whatever it is, None where there is none."""
        if required and key not in self._values:
            self.tell(key, "is missing")
        return self._values.pop(key, None)

    def text(self, key: str, *, required: bool = False, limit: int = _LONGEST_TEXT) -> str:
        """A text without space around it."""
        return self._as_text(key, self.take(key, required=required), limit)

    def slug(self, key: str, *, required: bool = False, limit: int = 80) -> str:
        """An id of small letters, figures and hyphens."""
        text = self.text(key, required=required, limit=limit)
        if text and not _SLUG.fullmatch(text):
            self.tell(key, f"“{text}” is no id (small letters, figures, hyphens)")
            return ""
        return text

    def slugs(self, key: str) -> tuple[str, ...]:
        """A list of ids, none twice."""
        return self._list(key, lambda item: _is_slug(item), "an id")

    def texts(self, key: str, *, limit: int = 200) -> tuple[str, ...]:
        """A list of texts, none twice."""
        return self._list(key, lambda item: _text_fault(item, limit) is None, "a text")

    def one_of(self, key: str, choices: tuple[str, ...], *, required: bool = False) -> str:
        """One of the choices."""
        text = self.text(key, required=required)
        if text and text not in choices:
            self.tell(key, f"“{text}” is none of {', '.join(choices)}")
            return ""
        return text

    def some_of(self, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """A list of some of the choices."""
        return self._list(key, lambda item: item in choices, f"one of {', '.join(choices)}")

    def flag(self, key: str) -> bool:
        """True or false, false where it is not given."""
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.tell(key, "must be true or false")
        return value is True

    def integer(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        """A whole number within the bounds, both included."""
        value = self.take(key, required=default is None)
        if value is None:
            return low if default is None else default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.tell(key, f"must be a whole number from {low} to {high}")
            return low
        return value

    def positions(self, key: str) -> tuple[int, ...]:
        """A list of offsets, rising."""
        items = self._list(key, lambda item: type(item) is int and item >= 0, "an offset")
        if list(items) != sorted(items):
            self.tell(key, "must rise")
        return items

    def by_language(self, key: str, *, required: bool = False) -> dict[str, str]:
        """A text per language; English must be there where it is required."""
        table = self.table(key)
        if required and "en" not in table:
            self.tell(f"{key}.en", "is missing")
        texts = {code: table.text(code, limit=300) for code in LANGUAGES if code in table}
        table.close()
        return {code: text for code, text in texts.items() if text}

    def lists_by_language(self, key: str) -> dict[str, tuple[str, ...]]:
        """A list of texts per language."""
        table = self.table(key)
        lists = {code: table.texts(code) for code in LANGUAGES if code in table}
        table.close()
        return lists

    def table(self, key: str) -> "Table":
        """A table within, empty where it is not given."""
        value = self.take(key)
        return Table({} if value is None else value, self._report, f"{self._path}{key}.")

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list."""
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.tell(key, "must be a list of tables")
            return
        for number, item in enumerate(value or [], 1):
            yield Table(item, self._report, f"{self._path}{key}.{number}.")

    def close(self) -> None:
        """Report the keys that were not taken."""
        for key in self._values:
            self.tell(key, "is no known key")

    def _as_text(self, key: str, value: object, limit: int) -> str:
        if value is None:
            return ""
        fault = _text_fault(value, limit)
        if fault is not None:
            self.tell(key, fault)
            return ""
        return str(value)

    def _list(self, key: str, fits: Callable[[Any], bool], wanted: str) -> tuple[Any, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.tell(key, "must be a list")
            return ()
        kept: list[Any] = []
        for item in value:
            if not fits(item):
                self.tell(key, f"{_shown(item)} is not {wanted}")
            elif item in kept:
                self.tell(key, f"{_shown(item)} stands twice")
            else:
                kept.append(item)
        return tuple(kept)


def _shown(item: object) -> str:
    return f"“{str(item)[:60]}”"


def _is_slug(item: object) -> bool:
    return isinstance(item, str) and _SLUG.fullmatch(item) is not None


def _text_fault(value: object, limit: int) -> str | None:
    if not isinstance(value, str):
        return "must be a text"
    if not value.strip():
        return "is empty"
    if value != value.strip():
        return "has space around it"
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
        return "has a control character in it"
    if len(value) > limit:
        return f"is longer than {limit} characters"
    return None
