"""History: noting who changed what, and reading it back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from questions.models import Deck, Edit, Fact, Question, Source, User

_TARGETS: dict[type[Model], str] = {
    Question: "question",
    Fact: "fact",
    Source: "source",
    Deck: "deck",
}
Row = Question | Fact | Source | Deck


def note_edit(
    row: Row,
    action: Edit.Action,
    *,
    actor: User,
    now: datetime,
    changes: Mapping[str, tuple[str, str]] | None = None,
    note: str = "",
) -> Edit:
    """Append to the row's history; `changes` are fields with what stood there before and after."""
    edit = _edit(row, action, actor, now, changes or {}, note)
    edit.save()
    return edit


def note_edits(
    rows: Iterable[Row], action: Edit.Action, *, actor: User, now: datetime, note: str = ""
) -> None:
    """The same for many rows, in one statement."""
    Edit.objects.bulk_create([_edit(row, action, actor, now, {}, note) for row in rows])


def _edit(
    row: Row,
    action: Edit.Action,
    actor: User,
    now: datetime,
    changes: Mapping[str, tuple[str, str]],
    note: str,
) -> Edit:
    target: dict[str, Any] = {_TARGETS[type(row)]: row}
    return Edit(
        actor=actor,
        at=now,
        action=action,
        changes={name: list(pair) for name, pair in changes.items()},
        note=note,
        **target,
    )


def history_of(row: Row) -> QuerySet[Edit]:
    """The row's edits, the latest first."""
    target: dict[str, Any] = {_TARGETS[type(row)]: row}
    return Edit.objects.filter(**target).select_related("actor")
