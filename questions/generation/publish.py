"""Making the bank of questions follow the facts."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from questions.generation.asking import draft_all
from questions.generation.drafts import Recipe
from questions.generation.following import Changes, follow, retire
from questions.generation.records import load_facts, load_sets
from questions.generation.report import Report
from questions.models import SET_FORMS, Fact, Option, Question, QuestionPart

_GENERATED_VARIANTS = frozenset({"", "true", "false"})


@transaction.atomic
def generate_questions(*, seed: int, now: datetime) -> Report:
    """Make the library's questions follow its published facts; what is unchanged is untouched."""
    drafts = draft_all(load_facts(), load_sets(), seed=seed)
    rows = _rows_by_recipe()
    ids = dict(Fact.objects.library().values_list("slug", "pk"))
    report, changes = Report(), Changes()
    for draft in drafts:
        follow(draft, rows.pop(draft.recipe, []), now, report, changes)
    for orphans in rows.values():
        retire(orphans[-1], report, changes)
    _write(changes, ids)
    report.weigh(drafts)
    return report


def _rows_by_recipe() -> dict[Recipe, list[Question]]:
    """The library's generated questions, the oldest of a recipe first."""
    rows: dict[Recipe, list[Question]] = defaultdict(list)
    questions = Question.objects.library().filter(fact__owner=None)
    for row in questions.select_related("fact__topic", "replaces").order_by("pk"):
        if row.variant in _GENERATED_VARIANTS or row.form in SET_FORMS:
            rows[row.fact.slug, row.cue, row.form, row.language, row.variant].append(row)
    return rows


def _write(changes: Changes, ids: dict[str, int]) -> None:
    # Before the new rows: a recipe has one row that is not withdrawn.
    Question.objects.bulk_update(
        [*changes.withdrawn, *changes.changed], ["status", "flaws", "approved_at"], batch_size=200
    )
    for row, draft in changes.created:
        row.fact_id = ids[draft.fact.slug]
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
    QuestionPart.objects.bulk_create(
        [
            QuestionPart(
                question=row,
                position=position,
                fact_id=ids[part.fact],
                text=part.text,
                answer=part.answer,
                rank=part.rank,
            )
            for row, draft in changes.created
            for position, part in enumerate(draft.parts)
        ],
        batch_size=500,
    )
