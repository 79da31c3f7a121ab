"""What becomes of each stored question when its draft is made anew.

An approved row is never edited: other content is a new row. What a person decided stands: a row
that somebody approved is not taken back for a gate, and what somebody took back comes again only
with other content, as a draft.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from questions.generation.drafts import Draft
from questions.generation.report import Report
from questions.models import Question

_APPROVED, _DRAFT = Question.Status.APPROVED, Question.Status.DRAFT
_WITHDRAWN = Question.Status.WITHDRAWN
# Among the flaws of a row that generation withdrew, with the reason; a withdrawn row without it
# was withdrawn by a person.
WITHDRAWN_FOR = "withdrawn:"


@dataclass
class Changes:
    """What one run is about to write."""

    withdrawn: list[Question] = field(default_factory=list)
    changed: list[Question] = field(default_factory=list)
    created: list[tuple[Question, Draft]] = field(default_factory=list)

    def withdraw(self, row: Question, reasons: Iterable[str]) -> None:
        """Take the row back, with the reasons among its flaws."""
        row.status = _WITHDRAWN
        row.flaws = [*row.flaws, *(WITHDRAWN_FOR + reason for reason in reasons)]
        self.withdrawn.append(row)


def follow(
    draft: Draft, rows: Sequence[Question], now: datetime, report: Report, changes: Changes
) -> None:
    """Make the newest of a recipe's rows, oldest first, what the draft says it should be."""
    row = rows[-1] if rows else None
    digest = draft.digest()
    if row is not None and row.digest == digest and not _is_to_come_again(row, draft):
        _keep(row, draft, now, report, changes)
        return
    new = _new_row(draft, digest, now)
    if row is not None:
        _give_way(row, new, changes)
    changes.created.append((new, draft))
    report.made(draft, is_new=row is None, is_approved=new.status == _APPROVED)


def retire(row: Question, report: Report, changes: Changes) -> None:
    """Withdraw a row whose fact is withdrawn or no longer gives it; a person's choice stays."""
    if row.status == _WITHDRAWN:
        return
    if row.approved_by_id is not None and row.fact.withdrawn_at is None:
        return
    changes.withdraw(row, ["no-longer-made"])
    report.withdrawn(row.fact.topic.slug, row.form)


def _is_to_come_again(row: Question, draft: Draft) -> bool:
    """Whether generation withdrew the row for a reason that is gone."""
    return row.status == _WITHDRAWN and not _is_held_by_hand(row) and not draft.gates


def _keep(row: Question, draft: Draft, now: datetime, report: Report, changes: Changes) -> None:
    """Bring a row of the same content up to date."""
    codes = [flaw.code for flaw in draft.flaws]
    if row.status == _APPROVED and draft.gates and row.approved_by_id is None:
        changes.withdraw(row, draft.gates)
        report.withdrawn(draft.fact.topic, draft.form)
        report.held(draft)
        return
    is_ready = row.status == _DRAFT and not draft.gates and not _is_held_by_hand(row)
    if is_ready:
        row.status, row.approved_at = _APPROVED, now
    if is_ready or (row.status != _WITHDRAWN and row.flaws != codes):
        row.flaws = codes
        changes.changed.append(row)
    report.kept(draft, row)


def _new_row(draft: Draft, digest: str, now: datetime) -> Question:
    is_fit = not draft.gates
    return Question(
        cue=draft.cue,
        form=draft.form,
        language=draft.language,
        variant=draft.variant,
        stem=draft.stem,
        answer=draft.answer,
        key=draft.key,
        status=_APPROVED if is_fit else _DRAFT,
        flaws=[flaw.code for flaw in draft.flaws],
        digest=digest,
        approved_at=now if is_fit else None,
    )


def _give_way(row: Question, new: Question, changes: Changes) -> None:
    """Let a new row take the place of an old one."""
    # A draft was never shown, so the new row stands for what the draft was to replace.
    new.replaces = row.replaces if _awaits_approval(row) else row
    if _is_held_by_hand(row):
        new.status, new.approved_at = _DRAFT, None
    if row.status != _WITHDRAWN:
        changes.withdraw(row, [] if _is_demoted(row) else ["replaced"])


def _is_held_by_hand(row: Question) -> bool:
    """Whether a person took the question back, or has yet to look at what came after it."""
    if row.status == _WITHDRAWN:
        return not any(str(code).startswith(WITHDRAWN_FOR) for code in row.flaws)
    if _awaits_approval(row):
        return row.replaces is not None and _is_held_by_hand(row.replaces)
    return _is_demoted(row)


def _awaits_approval(row: Question) -> bool:
    return row.status == _DRAFT and row.approved_at is None


def _is_demoted(row: Question) -> bool:
    return row.status == _DRAFT and row.approved_at is not None
