"""Decks: making, filling, ordering and putting away; only their owner changes them.

Whoever changes a deck holds its row until it is done, so that two open tabs come one after the
other, and no change takes more statements for many entries than for few.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from questions.authoring.deck_duplicates import Duplicate, find_duplicates
from questions.authoring.history import note_edit
from questions.models import SET_FORMS, Deck, DeckEntry, Edit, Question, User
from questions.models.questions import QuestionQuerySet

# So many ids fit into one statement of either database.
_CHUNK = 5000
# A history names so many questions and counts the rest.
_NAMED = 20
_FEW = 2


@dataclass(frozen=True)
class Removed:
    """An entry that was taken out, with what brings it back."""

    question_id: int
    position: int  # from 1


@transaction.atomic
def make_deck(
    *, name: str, owner: User, now: datetime, token: str, about: str = "", language: str = "en"
) -> Deck:
    """Make an empty deck; the token is 32 hexadecimal digits that nobody can guess."""
    deck = Deck.objects.create(
        name=name, owner=owner, token=token, about=about, language=language,
        created_at=now, changed_at=now,
    )  # fmt: skip
    note_edit(deck, Edit.Action.MADE, actor=owner, now=now)
    return deck


@transaction.atomic
def add_questions(deck: Deck, questions: Iterable[Question], *, actor: User, now: datetime) -> int:
    """Put questions at the end in their order; returns how many were new.

    What is there already, is withdrawn or is not the actor's to see is passed over.
    """
    hold_deck(deck, actor=actor)
    entries = _entries(deck)
    present = {entry.question_id for entry in entries}
    wanted = [pk for pk in dict.fromkeys(one.pk for one in questions) if pk not in present]
    stems = _addable(wanted, actor)
    new = [pk for pk in wanted if pk in stems]
    if not new:
        return 0
    last = entries[-1].position if entries else 0
    DeckEntry.objects.bulk_create(
        [
            DeckEntry(deck=deck, question_id=pk, position=position)
            for position, pk in enumerate(new, start=last + 1)
        ],
        batch_size=_CHUNK,
    )
    _changed(deck, actor, now, {"questions": ("", _names([stems[pk] for pk in new]))})
    return len(new)


def _addable(pks: Sequence[int], actor: User) -> dict[int, str]:
    """The stems of those questions that the actor may add."""
    rows = Question.objects.visible_to(actor).exclude(status=Question.Status.WITHDRAWN)
    found: dict[int, str] = {}
    for start in range(0, len(pks), _CHUNK):
        part = rows.filter(pk__in=pks[start : start + _CHUNK])
        found.update(part.values_list("pk", "stem"))
    return found


@transaction.atomic
def remove_entries(
    deck: Deck, entry_ids: Collection[int], *, actor: User, now: datetime
) -> list[Removed]:
    """Take entries out; returns what `restore_entries` wants in order to undo it."""
    hold_deck(deck, actor=actor)
    entries = _entries(deck)
    gone = [
        (entry, position)
        for position, entry in enumerate(entries, start=1)
        if entry.pk in entry_ids
    ]
    if not gone:
        return []
    DeckEntry.objects.filter(pk__in=[entry.pk for entry, _ in gone]).delete()
    _renumber([entry for entry in entries if entry.pk not in entry_ids])
    _changed(deck, actor, now, {"questions": (_names([e.question.stem for e, _ in gone]), "")})
    return [Removed(entry.question_id, position) for entry, position in gone]


@transaction.atomic
def restore_entries(deck: Deck, removed: Iterable[Removed], *, actor: User, now: datetime) -> int:
    """Put back what was taken out, where it stood; returns how many entries came back."""
    hold_deck(deck, actor=actor)
    entries = _entries(deck)
    present = {entry.question_id for entry in entries}
    back = {one.question_id: one.position for one in removed if one.question_id not in present}
    rows = Question.objects.visible_to(actor).filter(pk__in=back).only("stem")
    found = sorted(rows, key=lambda row: back[row.pk])
    if not found:
        return 0
    made = DeckEntry.objects.bulk_create(
        [DeckEntry(deck=deck, question=row, position=0) for row in found]
    )
    for entry in made:
        entries.insert(max(back[entry.question_id] - 1, 0), entry)
    _renumber(entries)
    _changed(deck, actor, now, {"questions": ("", _names([row.stem for row in found]))})
    return len(found)


@transaction.atomic
def move_entry(entry: DeckEntry, position: int, *, actor: User, now: datetime) -> int:
    """Move an entry to a place from 1, the last one if there are fewer; returns that place."""
    hold_deck(entry.deck, actor=actor)
    entries = _entries(entry.deck)
    order = [one.pk for one in entries]
    if entry.pk not in order:
        raise DeckEntry.DoesNotExist
    before = order.index(entry.pk)
    after = min(max(position, 1), len(order)) - 1
    if after != before:
        entries.insert(after, moved := entries.pop(before))
        _renumber(entries)
        stem = moved.question.stem
        change = {"order": (f"{before + 1}. {stem}", f"{after + 1}. {stem}")}
        _changed(entry.deck, actor, now, change)
    return after + 1


def swap_choices(entry: DeckEntry, *, teacher: User) -> QuestionQuerySet:
    """Other questions of the entry's fact that may stand there: approved ones and own drafts."""
    rows = Question.objects.visible_to(teacher).filter(
        fact=entry.question.fact_id, fact__withdrawn_at=None
    )
    approved = rows.filter(status=Question.Status.APPROVED)
    drafts = rows.filter(status=Question.Status.DRAFT, owner=teacher)
    found = (approved | drafts).exclude(
        pk__in=DeckEntry.objects.filter(deck=entry.deck_id).values("question")
    )
    # A set asks several facts, so it is not another question of one of them.
    if entry.question.form in SET_FORMS:
        return found.sets()
    return found.exclude(form__in=SET_FORMS)


@transaction.atomic
def swap_entry(entry: DeckEntry, question: Question, *, actor: User, now: datetime) -> bool:
    """Put another question of the same fact in the entry's place; says whether it may be."""
    hold_deck(entry.deck, actor=actor)
    held = DeckEntry.objects.select_related("question").filter(pk=entry.pk).first()
    if held is None or not swap_choices(held, teacher=actor).filter(pk=question.pk).exists():
        return False
    change = {"questions": (held.question.stem, question.stem)}
    DeckEntry.objects.filter(pk=held.pk).update(question=question)
    _changed(entry.deck, actor, now, change)
    return True


@transaction.atomic
def drop_duplicates(
    deck: Deck, *, actor: User, now: datetime, entry_ids: Collection[int] | None = None
) -> list[Duplicate]:
    """Take out what repeats an earlier entry, or only those of the ids; returns what went."""
    hold_deck(deck, actor=actor)
    found = find_duplicates(deck)
    if entry_ids is not None:
        found = [one for one in found if one.entry.pk in entry_ids]
    remove_entries(deck, {one.entry.pk for one in found}, actor=actor, now=now)
    return found


@transaction.atomic
def copy_deck(deck: Deck, *, name: str, owner: User, now: datetime, token: str) -> Deck:
    """An own deck with the questions of one that the owner may read; what they may not stays."""
    copy = make_deck(
        name=name, owner=owner, now=now, token=token, about=deck.about, language=deck.language
    )
    visible = Question.objects.visible_to(owner).filter(deck_entries__deck=deck)
    rows = DeckEntry.objects.filter(deck=deck, question__in=visible)
    DeckEntry.objects.bulk_create(
        [
            DeckEntry(deck=copy, question_id=pk, position=position)
            for position, pk in enumerate(rows.values_list("question", flat=True), start=1)
        ],
        batch_size=_CHUNK,
    )
    return copy


def hold_deck(deck: Deck, *, actor: User) -> Deck:
    """The deck's row as it stands, held till the transaction ends; PermissionDenied if not own."""
    held = Deck.objects.select_for_update().filter(pk=deck.pk, owner=actor).first()
    if held is None:
        raise PermissionDenied
    return held


def _entries(deck: Deck) -> list[DeckEntry]:
    rows = DeckEntry.objects.filter(deck=deck).select_related("question")
    return list(rows.only("deck", "position", "question__stem"))


def _renumber(entries: Sequence[DeckEntry]) -> None:
    """Store the places of the entries, from 1 and without gaps."""
    moved: dict[int, list[DeckEntry]] = defaultdict(list)
    for position, entry in enumerate(entries, start=1):
        if entry.position != position:
            moved[position - entry.position].append(entry)
    # A statement that names each entry's place takes long to build; mostly all move equally far.
    if len(moved) <= _FEW:
        for far, rows in moved.items():
            together = DeckEntry.objects.filter(pk__in=[entry.pk for entry in rows])
            together.update(position=F("position") + far)
        return
    for far, rows in moved.items():
        for entry in rows:
            entry.position += far
    DeckEntry.objects.bulk_update(
        [entry for rows in moved.values() for entry in rows], ["position"]
    )


def _changed(deck: Deck, actor: User, now: datetime, changes: dict[str, tuple[str, str]]) -> None:
    Deck.objects.filter(pk=deck.pk).update(changed_at=now)
    deck.changed_at = now
    note_edit(deck, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)


def _names(stems: Sequence[str]) -> str:
    more = len(stems) - _NAMED
    return "\n".join([*stems[:_NAMED], *([f"+{more}"] if more > 0 else [])])
