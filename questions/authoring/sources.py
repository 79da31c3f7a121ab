"""Sources of teachers: documents that their facts cite, with their text where it is at hand."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.authoring.history import note_edit
from questions.authoring.plain_text import one_line, required
from questions.authoring.records import SourceWish
from questions.authoring.slugs import free_slugs, hold
from questions.grounding.outline import outline
from questions.grounding.text import unify_line_ends
from questions.models import Edit, Source, User

MOST_TEXT = 1_000_000
_MOST_SHORT = 80
_MOST_SECTION = 200
_RUNNING = re.compile(r"\s*(javascript|vbscript|data|file|blob)\s*:", re.I)
_SURNAME_FIRST = re.compile(r"(?P<surname>[^,;]+),\s*(?P<given>(?:[^\W\d_]\.[\s-]*)+)$")
_NEXT_AUTHOR = re.compile(r"\s*;\s*|\s+(?:and|и|және|&)\s+")


@transaction.atomic
def make_source(wish: SourceWish, *, owner: User, now: datetime) -> Source:
    """The source as a row of the owner's; AuthoringError at title, text and so on.

    With a text, sections and paragraphs are found in it, so that words quoted from it can be
    located and learners see the paragraph.
    """
    source = source_of(wish, owner=owner)
    hold(owner)
    if source.digest:
        refuse_known_text(source, owner)
    (source.slug,) = free_slugs(
        [source.title], rows=Source.objects, owner=owner, most=80, otherwise="source"
    )
    source.save(force_insert=True)
    note_edit(source, Edit.Action.MADE, actor=owner, now=now)
    return source


def source_of(wish: SourceWish, *, owner: User) -> Source:
    """The source as a row that is not stored yet; AuthoringError as for making one."""
    title = one_line("title", wish.title, most=300)
    required("title", title, _("Give the source a title."))
    authors = one_line("authors", wish.authors, most=300)
    year = one_line("year", wish.year, most=20)
    source = Source(
        owner=owner,
        title=title,
        authors=authors,
        short_name=short_name_of(title, authors, year),
        year=year,
        identifier=_identifier(wish.identifier),
        language=_language(wish.language),
    )
    _add_text(source, wish.text)
    return source


def _add_text(source: Source, written: str) -> None:
    text = text_of(written)
    if not text:
        return
    shape = outline(text)
    source.text, source.digest = text, shape.digest
    source.sections = [{"title": t[:_MOST_SECTION], "start": start} for t, start in shape.headings]
    source.paragraphs = list(shape.paragraphs)


def text_of(written: str) -> str:
    """A source's text with line ends unified, empty for blank; AuthoringError for one too large."""
    if "\0" in written:
        message = _("The text holds a NUL character, so it is no plain text.")
        raise AuthoringError("text", "nul", message)
    text = unify_line_ends(written)
    if len(text.encode()) > MOST_TEXT:
        message = format_lazy(
            _("The text is larger than {size} MB. Load the part that you cite."),
            size=MOST_TEXT // 1_000_000,
        )
        raise AuthoringError("text", "too-large", message)
    return text if text.strip() else ""


def short_name_of(title: str, authors: str, year: str) -> str:
    """How it is cited: author and year, or the title's beginning where nobody signed."""
    if not authors:
        return _cut(f"{title}, {year}" if year and len(title) + len(year) < _MOST_SHORT else title)
    others = _NEXT_AUTHOR.split(authors)
    name = _surname(others[0])
    if len(others) > 1 or ("," in others[0] and not _SURNAME_FIRST.match(others[0])):
        name += " et al."
    return _cut(f"{name} {year}".strip())


def _surname(author: str) -> str:
    surname_first = _SURNAME_FIRST.match(author)
    if surname_first:
        return surname_first["surname"].strip()
    first = author.split(",")[0].split()
    # A body that signs, such as the OSCE Secretariat, is named in full.
    return first[-1] if 1 < len(first) <= 3 else " ".join(first)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHORT else text[: _MOST_SHORT - 1].rpartition(" ")[0] + "…"


def _identifier(written: str) -> str:
    identifier = one_line("identifier", written, most=300)
    if _RUNNING.match(identifier):
        message = _("Give a DOI, an ISBN or an address that begins with http.")
        raise AuthoringError("identifier", "address", message)
    return identifier


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise AuthoringError("language", "language", _("Choose one of the languages."))
    return code


def refuse_known_text(source: Source, owner: User) -> None:
    """AuthoringError where the owner has a source with the same text."""
    known = Source.objects.filter(owner=owner, digest=source.digest).first()
    if known is not None:
        message = format_lazy(
            _("You loaded this text before, as “{title}”. Cite that source."), title=known.title
        )
        raise AuthoringError("text", "known-text", message)
