"""A new live round: which deck, how many questions, how many teams."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Count, F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.classrooms.live_rounds import FORMS
from questions.models import Deck, Question, User

_MOST_QUESTIONS = 30
_USUAL_QUESTIONS = 10
_MOST_TEAMS = 6


class LiveForm(forms.Form):
    """How a round is to be."""

    deck = forms.ChoiceField(
        label=_("Deck"),
        help_text=_(
            "Its approved questions are asked in their order. Putting in order, matching and"
            " flashcards are left out: they do not suit a class that answers together."
        ),
    )
    size = forms.IntegerField(
        label=_("Questions"),
        min_value=1,
        max_value=_MOST_QUESTIONS,
        initial=_USUAL_QUESTIONS,
        help_text=_("At most 30. You can end the round earlier."),
    )
    teams = forms.TypedChoiceField(
        label=_("Teams"),
        coerce=int,
        initial="0",
        help_text=_("Each team gets stronger and weaker players, so that all can win."),
    )

    def __init__(self, *args: Any, decks: Iterable[Deck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decks = {deck.token: deck for deck in decks}
        choices = [("", "---"), *((t, _deck_label(deck)) for t, deck in self.decks.items())]
        cast("forms.ChoiceField", self.fields["deck"]).choices = choices
        playable = [deck.token for deck in self.decks.values() if getattr(deck, "playable", 0)]
        if len(playable) == 1 and not self.initial.get("deck"):
            self.initial["deck"] = playable[0]
        numbers = [str(number) for number in range(2, _MOST_TEAMS + 1)]
        cast("forms.ChoiceField", self.fields["teams"]).choices = [
            ("0", gettext("No teams")),
            *((number, number) for number in numbers),
        ]


def decks_to_play(teacher: User) -> Iterable[Deck]:
    """What the teacher may ask a class, with how many approved questions each has for a round."""
    approved = Q(
        entries__question__status=Question.Status.APPROVED,
        entries__question__fact__withdrawn_at=None,
    )
    rows = Deck.objects.visible_to(teacher).filter(archived_at=None)
    return rows.annotate(
        approved=Count("entries", filter=approved),
        playable=Count("entries", filter=approved & Q(entries__question__form__in=FORMS)),
        left_out=F("approved") - F("playable"),
    ).order_by("name", "pk")


def _deck_label(deck: Deck) -> str:
    playable: int = getattr(deck, "playable", 0)
    left_out: int = getattr(deck, "left_out", 0)
    if not playable:
        return gettext("%(deck)s (nothing to ask live)") % {"deck": deck.name}
    if left_out:
        told = {"deck": deck.name, "number": playable, "total": playable + left_out}
        return gettext("%(deck)s (%(number)s of %(total)s can be asked live)") % told
    return f"{deck.name} ({playable})"
