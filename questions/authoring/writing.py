"""Writing a question from the desk: its fact and source, the question and its place in a deck."""

from datetime import datetime

from django.db import transaction

from questions.authoring.decks import add_questions, hold_deck, move_entry
from questions.authoring.errors import AuthoringError, FieldFlaw
from questions.authoring.facts import make_fact
from questions.authoring.history import note_edit
from questions.authoring.questions import change_question, make_question
from questions.authoring.records import FactWish, QuestionWish
from questions.models import Deck, DeckEntry, Edit, Fact, Question, User


@transaction.atomic
def write_question(
    wish: QuestionWish,
    *,
    fact: Fact | FactWish,
    owner: User,
    now: datetime,
    deck: Deck | None = None,
    after: Question | None = None,
) -> Question:
    """Make a draft, with its fact where that is new, and put it into the deck after another.

    At the end where `after` is none or not in the deck. Raises AuthoringError; the names of a
    fact's fields begin with “fact-” then.
    """
    question = make_question(wish, fact=_settled(fact, owner, now), owner=owner, now=now)
    if deck is not None:
        add_questions(deck, [question], actor=owner, now=now)
        if after is not None:
            _place_after(deck, question, after, actor=owner, now=now)
    return question


def _place_after(
    deck: Deck, question: Question, after: Question, *, actor: User, now: datetime
) -> None:
    order = list(deck.entries.values_list("question", flat=True))
    if after.pk in order:
        entry = DeckEntry.objects.select_related("deck").get(deck=deck, question=question)
        move_entry(entry, order.index(after.pk) + 2, actor=actor, now=now)


@transaction.atomic
def rewrite_question(
    question: Question,
    wish: QuestionWish,
    *,
    fact: Fact | FactWish,
    is_same_key: bool | None,
    actor: User,
    now: datetime,
) -> Question:
    """Change a question, with its fact where that is new; returns the row that stands for it now.

    Raises AuthoringError as `write_question` does.
    """
    settled = _settled(fact, actor, now)
    other = settled if settled.pk != question.fact_id else None
    return change_question(
        question, wish, fact=other, is_same_key=is_same_key, actor=actor, now=now
    )


def _settled(fact: Fact | FactWish, owner: User, now: datetime) -> Fact:
    if isinstance(fact, Fact):
        return fact
    try:
        return make_fact(fact, owner=owner, now=now)
    except AuthoringError as error:
        flaws = [_of_fact(flaw) for flaw in error.flaws]
        first = flaws[0]
        raise AuthoringError(first.field, error.code, error.message, flaws) from error


def _of_fact(flaw: FieldFlaw) -> FieldFlaw:
    # The source has a place of its own in the editor.
    name = flaw.field if flaw.field in ("", "source") else f"fact-{flaw.field}"
    return FieldFlaw(name, flaw.code, flaw.message, flaw.is_gate)


@transaction.atomic
def describe_deck(deck: Deck, *, name: str, about: str, actor: User, now: datetime) -> Deck:
    """Give an own deck another name and purpose; nothing is noted where nothing changes."""
    held = hold_deck(deck, actor=actor)
    changes = {
        field: (before, after)
        for field, before, after in (("name", held.name, name), ("about", held.about, about))
        if before != after
    }
    if changes:
        held.name, held.about, held.changed_at = name, about, now
        held.save(update_fields=["name", "about", "changed_at"])
        note_edit(held, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return held
