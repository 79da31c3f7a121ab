"""Faults of what a teacher wrote, each with the field it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

# A translated string, perhaps not yet translated.
Message = str | Promise


@dataclass(frozen=True)
class FieldFlaw:
    """What is wrong with a field and what to do about it; a gate keeps it from learners."""

    field: str
    code: str
    message: Message
    is_gate: bool = False


class AuthoringError(ValueError):
    """What was asked for cannot be made; the message says why, for the field it concerns.

    The field is empty where no single field is at fault.
    """

    def __init__(
        self, field: str, code: str, message: Message, flaws: Iterable[FieldFlaw] = ()
    ) -> None:
        super().__init__(field, code)
        self.field = field
        self.code = code
        self.message = message
        # Where several fields are at fault: all of them, the first one above.
        self.flaws = tuple(flaws) or (FieldFlaw(field, code, message, is_gate=True),)

    def __str__(self) -> str:
        return f"{self.field}: {self.code}"


def refused(flaws: Iterable[FieldFlaw]) -> AuthoringError:
    """The error of what fails gates, at the field of the first of them."""
    found = tuple(flaws)
    return AuthoringError(found[0].field, found[0].code, found[0].message, found)
