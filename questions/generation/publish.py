"""Making the bank of questions follow the facts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from questions.generation.asking import draft_all
from questions.generation.drafts import Draft
from questions.generation.records import load_facts
from questions.generation.report import Report
from questions.models import Fact, Option, Question

Recipe = tuple[str, str, str, str, str]
_STATUS = Question.Status
_GENERATED_VARIANTS = frozenset({"", "true", "false"})
# Why a row was withdrawn, kept among its flaws: a withdrawn row without such a code, or that of
# a gate, was withdrawn by a person.
REPLACED, NO_LONGER_MADE = "replaced", "no-longer-made"
_WITHDRAWN = "withdrawn:"


@dataclass
class _Changes:
    """What one run is about to write."""

    withdrawn: list[Question] = field(default_factory=list)
    changed: list[Question] = field(default_factory=list)
    created: list[tuple[Question, Draft]] = field(default_factory=list)


@transaction.atomic
def generate_questions(*, seed: int, now: datetime) -> Report:
    """Make the library's questions follow its published facts; what is unchanged is untouched."""
    drafts = draft_all(load_facts(), seed=seed)
    rows = _rows_by_recipe()
    ids = dict(Fact.objects.library().values_list("slug", "pk"))
    report, changes = Report(), _Changes()
    for draft in drafts:
        _follow(draft, rows.pop(draft.recipe, []), ids[draft.fact.slug], now, report, changes)
    for orphans in rows.values():
        _retire(orphans[-1], report, changes)
    _write(changes, ids)
    report.weigh(drafts)
    return report


def _rows_by_recipe() -> dict[Recipe, list[Question]]:
    """The library's generated questions, the oldest of a recipe first."""
    rows: dict[Recipe, list[Question]] = defaultdict(list)
    questions = Question.objects.library().filter(fact__owner=None)
    for row in questions.select_related("fact__topic").order_by("pk"):
        if row.variant in _GENERATED_VARIANTS:
            rows[row.fact.slug, row.cue, row.form, row.language, row.variant].append(row)
    return rows


def _follow(
    draft: Draft,
    rows: Sequence[Question],
    fact_id: int,
    now: datetime,
    report: Report,
    changes: _Changes,
) -> None:
    """Make the newest row of a recipe what the draft says it should be."""
    row = rows[-1] if rows else None
    digest = draft.digest()
    if row is not None and row.digest == digest:
        if _keep(row, draft, now, report, changes):
            return
    elif row is not None and row.status != _STATUS.WITHDRAWN:
        _withdraw(row, [REPLACED], changes)
    new = _row(draft, fact_id, digest, now)
    if row is not None:
        new.replaces = row
        # What a person took back comes again for a person to look at.
        if _was_withdrawn_by_hand(row):
            new.status, new.approved_at = _STATUS.DRAFT, None
    changes.created.append((new, draft))
    report.made(draft, is_new=row is None, is_approved=new.status == _STATUS.APPROVED)


def _keep(
    row: Question, draft: Draft, now: datetime, report: Report, changes: _Changes
) -> bool:
    """Bring a row of the same content up to date; False where a new one has to take its place."""
    if row.status == _STATUS.WITHDRAWN:
        if _was_withdrawn_by_hand(row) or draft.gates:
            report.kept(draft, row)
            return True
        return False
    is_personal = row.approved_by_id is not None
    codes = [flaw.code for flaw in draft.flaws]
    if draft.gates and row.status == _STATUS.APPROVED and not is_personal:
        _withdraw(row, codes, changes)
        report.withdrawn(draft.fact.topic, draft.form)
        report.held(draft)
        return True
    is_ready = row.status == _STATUS.DRAFT and row.approved_at is None and not draft.gates
    if is_ready and _replaces_a_withdrawal(row):
        is_ready = False
    if is_ready:
        row.status, row.approved_at = _STATUS.APPROVED, now
    if is_ready or row.flaws != codes:
        row.flaws = codes
        changes.changed.append(row)
    report.kept(draft, row)
    return True


def _replaces_a_withdrawal(row: Question) -> bool:
    return row.replaces is not None and _was_withdrawn_by_hand(row.replaces)


def _was_withdrawn_by_hand(row: Question) -> bool:
    return row.status == _STATUS.WITHDRAWN and not any(
        str(code).startswith(_WITHDRAWN) for code in row.flaws
    )


def _retire(row: Question, report: Report, changes: _Changes) -> None:
    """Withdraw a row whose fact is withdrawn or no longer gives it; a person's choice stays."""
    if row.status == _STATUS.WITHDRAWN:
        return
    if row.approved_by_id is not None and row.fact.withdrawn_at is None:
        return
    _withdraw(row, [NO_LONGER_MADE], changes)
    report.withdrawn(row.fact.topic.slug, row.form)


def _withdraw(row: Question, codes: Iterable[str], changes: _Changes) -> None:
    row.status = _STATUS.WITHDRAWN
    row.flaws = [*row.flaws, *(_WITHDRAWN + code for code in codes)]
    changes.withdrawn.append(row)


def _row(draft: Draft, fact_id: int, digest: str, now: datetime) -> Question:
    is_fit = not draft.gates
    return Question(
        fact_id=fact_id,
        cue=draft.cue,
        form=draft.form,
        language=draft.language,
        variant=draft.variant,
        stem=draft.stem,
        answer=draft.answer,
        key=draft.key,
        status=_STATUS.APPROVED if is_fit else _STATUS.DRAFT,
        flaws=[flaw.code for flaw in draft.flaws],
        digest=digest,
        approved_at=now if is_fit else None,
    )


def _write(changes: _Changes, ids: dict[str, int]) -> None:
    # Before the new rows: a recipe has one row that is not withdrawn.
    Question.objects.bulk_update(
        [*changes.withdrawn, *changes.changed], ["status", "flaws", "approved_at"], batch_size=200
    )
    Question.objects.bulk_create([row for row, _ in changes.created], batch_size=200)
    Option.objects.bulk_create(
        [
            Option(
                question=row,
                position=position,
                text=option.text,
                is_key=option.is_key,
                reason=option.reason,
                true_of_id=ids.get(option.true_of),
            )
            for row, draft in changes.created
            for position, option in enumerate(draft.options)
        ],
        batch_size=500,
    )
