"""Who rules on a row: its owner, and on the library's the curators."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.models import User


def refuse_strangers(owner_ids: Iterable[int | None], actor: User) -> None:
    """AuthoringError unless the actor rules on rows of all these owners; null is the library."""
    owners = set(owner_ids)
    if None in owners and not actor.is_curator:
        message = _("Only curators decide about rows of the library.")
        raise AuthoringError("", "not-curator", message)
    if owners - {None, actor.pk}:
        raise AuthoringError("", "not-own", _("You can change what is your own only."))
