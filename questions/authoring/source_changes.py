"""Changing a teacher's source: what is said of it, and its text while it has none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.authoring.history import note_edit
from questions.authoring.records import SourceWish
from questions.authoring.sources import refuse_known_text, source_of
from questions.models import Edit, Source, User

_SAID = ("title", "authors", "short_name", "year", "identifier", "language")
_TEXT = ("text", "digest", "sections", "paragraphs")


@transaction.atomic
def change_source(source: Source, wish: SourceWish, *, actor: User, now: datetime) -> Source:
    """Make the actor's own source what the wish says; AuthoringError at title, text and so on.

    A text that is there stays, since citations count its letters.
    """
    held = Source.objects.select_for_update().filter(pk=source.pk, owner=actor).first()
    if held is None:
        raise AuthoringError("", "not-own", _("You can change sources of your own only."))
    wanted = source_of(wish, owner=actor)
    changes = {
        name: (getattr(held, name), getattr(wanted, name))
        for name in _SAID
        if getattr(held, name) != getattr(wanted, name)
    }
    fields = list(changes)
    if wanted.digest and not held.digest:
        refuse_known_text(wanted, actor)
        changes["text"] = ("", f"{len(wanted.text)}")
        fields += _TEXT
    if changes:
        for name in fields:
            setattr(held, name, getattr(wanted, name))
        held.save(update_fields=fields)
        note_edit(held, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return held
