"""Imports: a file that a teacher brings is checked, then written as drafts or dropped."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from questions.authoring.decks import make_deck
from questions.authoring.errors import AuthoringError
from questions.authoring.records import SourceWish
from questions.authoring.sources import make_source
from questions.exchange.file_formats import open_file
from questions.exchange.import_reading import check_more, forget
from questions.exchange.import_writing import (
    fail,
    is_undone,
    undo_more,
    wanted_lines,
    write_more,
)
from questions.exchange.remarks import Remark, remark, remark_from_json
from questions.models import Import, ImportLine, Source, Topic, User

__all__ = ["Choice", "Figures", "begin", "cancel", "choose", "drop", "figures", "step"]

_Status = Import.Status
_DONE_WITH = (_Status.DONE, _Status.FAILED)


@dataclass(frozen=True)
class Choice:
    """What a teacher wants of a file that was checked."""

    topic: Topic
    language: str
    is_all_or_nothing: bool
    takes_duplicates: bool = False
    deck_name: str = ""
    deck_token: str = ""


@dataclass(frozen=True)
class Figures:
    """How many lines became what."""

    good: int = 0
    noted: int = 0
    duplicate: int = 0
    refused: int = 0

    @property
    def all(self) -> int:
        """All lines."""
        return self.good + self.noted + self.duplicate + self.refused

    @property
    def coming(self) -> int:
        """Those that come in without more ado."""
        return self.good + self.noted


def begin(*, data: bytes, name: str, owner: User, token: str, now: datetime) -> Import:
    """Take in a file; FileRefusedError if it is none of questions. Nothing of it is read yet."""
    opened = open_file(data, name)
    return Import.objects.create(
        token=token,
        owner=owner,
        name=name[-200:],
        format=opened.format.slug,
        encoding=opened.encoding,
        digest=hashlib.sha256(data).hexdigest(),
        body=data,
        size=len(data),
        language=owner.language,
        started_at=now,
    )


def step(row: Import, *, now: datetime, is_over: Callable[[], bool]) -> None:
    """Do what is to be done next with the file, until time is over."""
    match row.status:
        case _Status.CHECKING:
            check_more(row, is_over=is_over)
        case _Status.WRITING:
            write_more(row, now=now, is_over=is_over)
        case _Status.FAILED:
            undo_more(row, is_over=is_over)


def is_busy(row: Import) -> bool:
    """Whether steps are wanted."""
    if row.status == _Status.FAILED:
        return not is_undone(row)
    return row.status in (_Status.CHECKING, _Status.WRITING)


def progress(row: Import) -> tuple[int, int]:
    """How much is done, and of how much."""
    if row.status == _Status.CHECKING:
        return row.done, max(row.size, 1)
    return row.written, max(wanted_lines(row).count(), 1)


def figures(row: Import) -> Figures:
    """How many lines became what."""
    counts = row.lines.order_by().values_list("status").annotate(Count("pk"))
    return Figures(**{str(status): count for status, count in counts})


def lines_of(row: Import, status: str = "") -> QuerySet[ImportLine]:
    """The lines of the report in their order, all or those of a status."""
    rows = row.lines.select_related("question").order_by("number", "pk")
    return rows.filter(status=status) if status in ImportLine.Status.values else rows


def error_of(row: Import) -> Remark | None:
    """Why it failed."""
    return remark_from_json(row.error) if row.error else None


@transaction.atomic
def choose(row: Import, choice: Choice, *, now: datetime) -> None:
    """Begin to write; AuthoringError where nothing would come in."""
    held = Import.objects.select_for_update().get(pk=row.pk)
    if held.status != _Status.CHECKED:
        row.status = held.status
        return
    counted = figures(row)
    if choice.is_all_or_nothing and counted.refused:
        message = _("Some lines cannot come in, so all or nothing would be nothing.")
        raise AuthoringError("mode", "refused-lines", message)
    if choice.takes_duplicates:
        row.lines.filter(status=ImportLine.Status.DUPLICATE).update(status=ImportLine.Status.NOTED)
    if not wanted_lines(row).exists():
        raise AuthoringError("", "nothing", _("There is nothing that could come in."))
    row.topic, row.language = choice.topic, choice.language
    row.is_all_or_nothing = choice.is_all_or_nothing
    row.source = _file_source(row, now)
    if choice.deck_name:
        row.deck = make_deck(
            name=choice.deck_name,
            owner=row.owner,
            now=now,
            token=choice.deck_token,
            language=choice.language,
        )
    row.status = _Status.WRITING
    row.save()


def _file_source(row: Import, now: datetime) -> Source:
    """The file as a source of the teacher's; the same file brought again is the same source."""
    known = Source.objects.filter(owner=row.owner, digest=row.digest).first()
    if known is not None:
        return known
    wish = SourceWish(title=row.name, language=row.language)
    source = make_source(wish, owner=row.owner, now=now)
    source.digest = row.digest
    source.save(update_fields=["digest"])
    return source


def cancel(row: Import, *, now: datetime) -> None:
    """End an import that is not done; steps then take back what it wrote."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=row.pk)
        row.status = held.status
        if held.status in _DONE_WITH:
            return
        forget(row)
        row.written = held.written
        fail(row, remark("cancelled"))
        row.finished_at = now
        row.save(update_fields=["finished_at"])


def drop(row: Import) -> bool:
    """Delete the report of an import that is over; whether it is gone."""
    if is_busy(row) or row.status not in _DONE_WITH:
        return False
    row.delete()
    return True
