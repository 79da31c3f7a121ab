"""What a deck is called, who may use it, and the link by which learners study it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from questions.authoring.decks import hold_deck
from questions.authoring.history import note_edit
from questions.models import Deck, Edit, User


@transaction.atomic
def change_deck(
    deck: Deck, *, name: str, about: str, language: str, actor: User, now: datetime
) -> Deck:
    """Give a deck another name, purpose or language."""
    held = hold_deck(deck, actor=actor)
    wanted = {"name": name, "about": about, "language": language}
    changes = {
        field: (getattr(held, field), value)
        for field, value in wanted.items()
        if getattr(held, field) != value
    }
    for field, (_, value) in changes.items():
        setattr(held, field, value)
    if changes:
        _store(held, Edit.Action.CHANGED, actor, now, fields=[*changes], changes=changes)
    return held


@transaction.atomic
def share_deck(
    deck: Deck, *, colleagues: Iterable[User], with_all: bool, actor: User, now: datetime
) -> Deck:
    """Let exactly these teachers read and copy a deck and its own questions, or all of them."""
    held = hold_deck(deck, actor=actor)
    before = _readers(held)
    held.is_shared_with_all = with_all
    held.shared_with.set(one for one in colleagues if one.pk != actor.pk)
    after = _readers(held)
    if before != after:
        changes = {"shared_with": (before, after)}
        fields = ["is_shared_with_all"]
        _store(held, Edit.Action.SHARED, actor, now, fields=fields, changes=changes)
    return held


@transaction.atomic
def open_study_link(deck: Deck, *, token: str, actor: User, now: datetime) -> str:
    """Let whoever has the link study the deck; returns its token, the old one if it is open."""
    held = hold_deck(deck, actor=actor)
    if held.study_token is None:
        held.study_token = token
        _link(held, actor, now, ("", "open"))
    return held.study_token or ""


@transaction.atomic
def close_study_link(deck: Deck, *, actor: User, now: datetime) -> None:
    """Close the link: nobody comes by it, and who came by it is not asked the deck any more."""
    held = hold_deck(deck, actor=actor)
    if held.study_token is not None:
        held.study_token = None
        _link(held, actor, now, ("open", ""))


@transaction.atomic
def archive_deck(deck: Deck, *, actor: User, now: datetime) -> None:
    """Put a deck away: colleagues and the link lose it, assignments keep it."""
    held = hold_deck(deck, actor=actor)
    if held.archived_at is None:
        held.archived_at = now
        _store(held, Edit.Action.WITHDRAWN, actor, now, fields=["archived_at"])


@transaction.atomic
def restore_deck(deck: Deck, *, actor: User, now: datetime) -> None:
    """Bring a deck back that was put away."""
    held = hold_deck(deck, actor=actor)
    if held.archived_at is not None:
        held.archived_at = None
        _store(held, Edit.Action.RESTORED, actor, now, fields=["archived_at"])


def _link(deck: Deck, actor: User, now: datetime, change: tuple[str, str]) -> None:
    changes = {"study_link": change}
    _store(deck, Edit.Action.SHARED, actor, now, fields=["study_token"], changes=changes)


def _readers(deck: Deck) -> str:
    """Who may read it, as the history tells it; “*” for every teacher."""
    names = deck.shared_with.order_by("username").values_list("username", flat=True)
    return ", ".join([*(["*"] if deck.is_shared_with_all else []), *names])


def _store(
    deck: Deck,
    action: Edit.Action,
    actor: User,
    now: datetime,
    *,
    fields: list[str],
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    deck.changed_at = now
    deck.save(update_fields=[*fields, "changed_at"])
    note_edit(deck, action, actor=actor, now=now, changes=changes)
