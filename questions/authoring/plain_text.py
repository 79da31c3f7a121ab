"""What people type, made plain: spaces folded, refused where a database could not hold it."""

import re

from django.utils.text import format_lazy
from django.utils.text import slugify as slug_of_latin
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError, Message
from questions.language.scripts import romanise
from questions.language.tidying import tidy

_SURROGATE = re.compile("[\ud800-\udfff]")
# All but tabs and the ends of lines: no file of questions could hold them either.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f\ufffe\uffff]")


def one_line(field: str, text: str, *, most: int) -> str:
    """The text on one line without idle spaces; AuthoringError where it is longer than `most`."""
    return _bounded(field, " ".join(_storable(field, text).split()), most)


def some_lines(field: str, text: str, *, most: int) -> str:
    """The text with its lines kept; AuthoringError where it is longer than `most` characters."""
    lines = _storable(field, text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _bounded(field, "\n".join(line.rstrip() for line in lines).strip(), most)


def required(field: str, text: str, message: Message) -> str:
    """The text; AuthoringError with the message where there is none."""
    if not text:
        raise AuthoringError(field, "required", message)
    return text


def slug_of(text: str, *, most: int, otherwise: str) -> str:
    """The text's words in small Latin letters, cut at a word; another word where none is left."""
    latin = " ".join(romanise(word) for word in tidy(text).split())
    slug = slug_of_latin(latin)
    if len(slug) > most:
        slug = slug[: most + 1].rpartition("-")[0] or slug[:most]
    return slug.strip("-_") or otherwise


def _storable(field: str, text: str) -> str:
    """The text without what nobody sees; AuthoringError for what no row can hold."""
    if "\0" in text or _SURROGATE.search(text):
        message = _("There is a character in this text that cannot be stored; type it anew.")
        raise AuthoringError(field, "nul", message)
    return _CONTROL.sub("", text)


def _bounded(field: str, text: str, most: int) -> str:
    if len(text) > most:
        message = format_lazy(
            _("Use at most {most} characters; these are {size}."), most=most, size=len(text)
        )
        raise AuthoringError(field, "too-long", message)
    return text
