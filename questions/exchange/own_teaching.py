"""What a teacher made, for the file of all that is kept about them."""

from typing import Any

from questions.exchange.own_rows import Rows, in_chunks, told
from questions.models import (
    Assignment,
    Deck,
    DeckEntry,
    Edit,
    FactText,
    Flag,
    Import,
    Invitation,
    League,
    LiveRound,
    Option,
    Question,
    QuestionPart,
    Ruling,
    Source,
    User,
)


def teaching_of(user: User) -> dict[str, Rows]:
    """The parts of the file by name; all empty for who never taught."""
    return {
        "decks": _decks(user),
        "sources": told(
            Source.objects.filter(owner=user).order_by("pk"), "title", "authors", "year",
            "short_name", "publication", "identifier", "language", "note",
        ),
        "facts": told(
            FactText.objects.filter(fact__owner=user).order_by("fact", "language"), "fact_id",
            "language", "statement", "explanation", "caveat", of_topic="fact__topic__slug",
        ),
        "questions": _questions(user),
        **_acts(user),
    }  # fmt: skip


def _acts(user: User) -> dict[str, Rows]:
    return {
        "assignments": told(
            Assignment.objects.filter(assigned_by=user).order_by("pk"), "due_day", "exam_day",
            "note", "assigned_at", "withdrawn_at", to_classroom="classroom__name",
            of_deck="deck__name",
        ),
        "changes": told(
            Edit.objects.filter(actor=user).order_by("pk"), "at", "action", "note", "question_id",
            "fact_id", "source_id", of_deck="deck__name",
        ),
        "imports": told(
            Import.objects.filter(owner=user).order_by("pk"), "name", "format", "status",
            "started_at", "finished_at",
        ),
        # Learners typed the texts, so that they are not the teacher's.
        "decisions_on_typed_texts": told(
            Ruling.objects.filter(ruled_by=user).order_by("pk"), "fact_id", "cue", "is_right",
            "ruled_at",
        ),
        "replies_to_reports": told(
            Flag.objects.filter(resolved_by=user).order_by("pk"), "question_id", "resolution",
            "reply", "resolved_at",
        ),
        "invitations": told(
            Invitation.objects.filter(invited_by=user).order_by("pk"), "invited_at", "expires_at",
            "revoked_at", "used_at",
        ),
        "leagues": told(League.objects.filter(owner=user).order_by("pk"), "name", "created_at"),
        "live_rounds": told(
            LiveRound.objects.filter(started_by=user).order_by("pk"), "opened_at", "finished_at",
            in_classroom="classroom__name",
        ),
    }  # fmt: skip


def _decks(user: User) -> Rows:
    """With the ids of their questions; two queries."""
    entries: dict[int, list[int]] = {}
    rows = DeckEntry.objects.filter(deck__owner=user).order_by("deck", "position", "pk")
    for deck_id, question_id in rows.values_list("deck_id", "question_id"):
        entries.setdefault(deck_id, []).append(question_id)
    decks = Deck.objects.filter(owner=user).order_by("pk")
    for deck in told(decks, "pk", "name", "about", "language", "created_at", "archived_at"):
        yield {**deck, "question_ids": entries.get(deck["pk"], [])}


def _questions(user: User) -> Rows:
    """With their keys, since the teacher wrote them; two queries for each five hundred."""
    rows = told(
        Question.objects.filter(owner=user).order_by("pk"), "id", "fact_id", "form", "language",
        "title", "stem", "answer", "key", "status", "made_at",
    )  # fmt: skip
    for chunk in in_chunks(rows):
        asked = [row["id"] for row in chunk]
        options = _by_question(Option, asked, "text", "is_key", "reason")
        parts = _by_question(QuestionPart, asked, "text", "answer", "rank")
        for row in chunk:
            yield {
                **row,
                "options": options.get(row["id"], []),
                "parts": parts.get(row["id"], []),
            }


def _by_question(
    model: type[Option] | type[QuestionPart], asked: list[int], *fields: str
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = model.objects.filter(question__in=asked).order_by("question", "position")
    for row in told(rows, "question_id", *fields):
        found.setdefault(row.pop("question_id"), []).append(row)
    return found
