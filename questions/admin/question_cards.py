"""Questions as closed cards: what the deck's page shows of each, read in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from questions.admin.access import TeacherRequest, deck_questions
from questions.authoring.errors import FieldFlaw
from questions.authoring.naming import statement_of
from questions.models import Deck, Edit, Option, Question, QuestionPart, User


@dataclass(frozen=True)
class Card:
    """A question with what stands on its closed card."""

    question: Question
    options: Sequence[Option]
    parts: Sequence[QuestionPart]
    statement: str
    is_own: bool
    who: User | None
    when: datetime | None
    told: Sequence[FieldFlaw] = field(default=())


def deck_cards(
    request: TeacherRequest, deck: Deck, refused: dict[int, list[FieldFlaw]] | None = None
) -> list[Card]:
    """The cards of a deck in its order."""
    return cards_of(request, deck_questions(request, deck), refused)


def cards_of(
    request: TeacherRequest,
    questions: "Iterable[Question]",
    refused: dict[int, list[FieldFlaw]] | None = None,
) -> list[Card]:
    """The questions as cards, in the order given."""
    rows = _with_words(questions)
    withdrawn = _withdrawals(rows)
    return [_card(row, request.user, withdrawn.get(row.pk), refused or {}) for row in rows]


def card_of(request: TeacherRequest, question: Question, told: Sequence[FieldFlaw] = ()) -> Card:
    """One question as a card."""
    rows = Question.objects.filter(pk=question.pk)
    return cards_of(request, rows, {question.pk: list(told)})[0]


def _with_words(questions: Iterable[Question]) -> list[Question]:
    rows = questions.select_related("fact", "approved_by")  # type: ignore[attr-defined]
    return list(rows.prefetch_related("options", "parts", "fact__texts"))


def _withdrawals(rows: Sequence[Question]) -> dict[int, Edit]:
    """The last withdrawal of each question that is withdrawn."""
    gone = [row.pk for row in rows if row.status == Question.Status.WITHDRAWN]
    if not gone:
        return {}
    edits = Edit.objects.filter(question__in=gone, action=Edit.Action.WITHDRAWN)
    found = edits.select_related("actor").order_by("at", "pk")
    return {edit.question_id: edit for edit in found if edit.question_id is not None}


def _card(
    row: Question, user: User, withdrawal: Edit | None, refused: dict[int, list[FieldFlaw]]
) -> Card:
    who, when = row.approved_by, row.approved_at
    if row.status == Question.Status.DRAFT:
        who, when = None, row.made_at
    if withdrawal is not None:
        who, when = withdrawal.actor, withdrawal.at
    return Card(
        question=row,
        options=list(row.options.all()),
        parts=sorted(row.parts.all(), key=lambda part: (part.rank, part.position)),
        statement=statement_of(row.fact, row.language),
        is_own=row.owner_id == user.pk,
        who=who,
        when=when,
        told=refused.get(row.pk, ()),
    )
