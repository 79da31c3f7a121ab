"""Draft, approved, withdrawn: what teachers rule on their questions, and curators on the library's.

A library row that a person withdrew has no marker of generation among its flaws, by which
generation knows that it must not bring it back.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from questions.authoring.checks import Checks
from questions.authoring.errors import FieldFlaw
from questions.authoring.flaw_words import words_for
from questions.authoring.history import note_edits
from questions.authoring.plain_text import some_lines
from questions.authoring.rights import refuse_strangers
from questions.authoring.rows import wish_of
from questions.generation.following import WITHDRAWN_FOR
from questions.models import Edit, Question, User
from questions.quiz.leaving import leave_questions

_APPROVED, _DRAFT = Question.Status.APPROVED, Question.Status.DRAFT
_WITHDRAWN = Question.Status.WITHDRAWN


@dataclass
class Approval:
    """Which questions were approved, and what keeps the others from learners."""

    approved: list[Question] = field(default_factory=list)
    refused: dict[int, list[FieldFlaw]] = field(default_factory=dict)


@transaction.atomic
def approve_questions(questions: Collection[Question], *, actor: User, now: datetime) -> Approval:
    """Approve the drafts among these that pass the gates, in a constant number of statements.

    Own ones, and for a curator the library's; AuthoringError where another's is among them. What
    is approved already is passed over.
    """
    rows = _held(questions, actor)
    result = Approval()
    checks = Checks.for_questions([(row.fact, wish_of(row)) for row in rows], actor)
    for row in rows:
        if row.status == _APPROVED:
            continue
        flaws = [_withdrawn()] if row.status == _WITHDRAWN else _flaws(row, checks)
        gates = [flaw for flaw in flaws if flaw.is_gate]
        if gates:
            result.refused[row.pk] = gates
            continue
        row.status, row.approved_by, row.approved_at = _APPROVED, actor, now
        row.flaws = list(dict.fromkeys(flaw.code for flaw in flaws))
        result.approved.append(row)
    fields = ["status", "flaws", "approved_by", "approved_at"]
    Question.objects.bulk_update(result.approved, fields, batch_size=200)
    note_edits(result.approved, Edit.Action.APPROVED, actor=actor, now=now)
    return result


def _flaws(row: Question, checks: Checks) -> list[FieldFlaw]:
    return checks.of(wish_of(row, checks.things), row.fact)


def _withdrawn() -> FieldFlaw:
    return FieldFlaw("", "withdrawn", words_for("withdrawn"), is_gate=True)


@transaction.atomic
def withdraw_questions(
    questions: Collection[Question], *, actor: User, now: datetime, note: str = ""
) -> list[Question]:
    """Ask these no more, also where they are open in a session; those that were not withdrawn yet.

    AuthoringError where a row is among them that is not the actor's to rule on.
    """
    note = some_lines("note", note, most=1000)
    rows = [row for row in _held(questions, actor) if row.status != _WITHDRAWN]
    for row in rows:
        row.status = _WITHDRAWN
        row.flaws = _without_markers(row)
    Question.objects.bulk_update(rows, ["status", "flaws"], batch_size=200)
    leave_questions([row.pk for row in rows], now=now)
    note_edits(rows, Edit.Action.WITHDRAWN, actor=actor, now=now, note=note)
    return rows


@transaction.atomic
def restore_questions(
    questions: Collection[Question], *, actor: User, now: datetime
) -> list[Question]:
    """Bring withdrawn questions back as drafts; those that were.

    One that another row took the place of stays, as does one of the library that was made anew.
    """
    rows = [row for row in _held(questions, actor) if row.status == _WITHDRAWN]
    left = _given_way(rows)
    rows = [row for row in rows if row.pk not in left]
    for row in rows:
        row.status = _DRAFT
        row.flaws = _without_markers(row)
    Question.objects.bulk_update(rows, ["status", "flaws"], batch_size=200)
    note_edits(rows, Edit.Action.RESTORED, actor=actor, now=now)
    return rows


def _without_markers(row: Question) -> list[str]:
    return [code for code in row.flaws if not str(code).startswith(WITHDRAWN_FOR)]


def _held(questions: Collection[Question], actor: User) -> list[Question]:
    """The rows as they are now, locked, with all that their checks read."""
    rows = list(
        Question.objects.filter(pk__in=[question.pk for question in questions])
        .select_for_update(of=("self",))
        .select_related("fact")
        .prefetch_related("options__true_of", "parts__fact")
        .order_by("pk")
    )
    refuse_strangers({row.owner_id for row in rows}, actor)
    return rows


def _given_way(rows: Collection[Question]) -> set[int]:
    """Which of the rows another one stands for now."""
    recipe = {name: OuterRef(name) for name in ("fact", "cue", "form", "language", "variant")}
    newer = Question.objects.filter(replaces=OuterRef("pk"))
    anew = Question.objects.library().filter(**recipe).exclude(status=_WITHDRAWN)
    found = Question.objects.filter(Exists(newer) | Q(owner=None) & Exists(anew))
    ids = [row.pk for row in rows]
    return set(found.filter(pk__in=ids).values_list("pk", flat=True))
