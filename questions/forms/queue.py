"""Settling what waits in the teacher's queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models import Cue, Flag

RIGHT, WRONG, UNDO = "right", "wrong", "undo"


_DECISIONS = [
    (Flag.Resolution.MENDED, _("I have mended it")),
    (Flag.Resolution.WITHDRAWN, _("Withdraw the question now")),
    (Flag.Resolution.STANDS, _("It stands as it is")),
]


class SettleForm(forms.Form):
    """What was done about the reports of a question, and what the learners are told."""

    resolution = forms.ChoiceField(
        label=_("What you decided"),
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say what you decided."),
            "invalid_choice": _("Say what you decided."),
        },
    )
    reply = forms.CharField(
        label=_("Reply to the learners"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who reported it read this."),
        error_messages={"max_length": _("That is too long. Use at most 500 characters.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A longer one gets a message, not a silent cut.
        self.fields["reply"].widget.attrs.pop("maxlength", None)


class RulingForm(forms.Form):
    """A decision on a text, as the buttons of the queue send it."""

    fact = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    cue = forms.ChoiceField(choices=Cue.choices)
    text = forms.CharField(max_length=300, strip=False)
    verdict = forms.ChoiceField(choices=[(RIGHT, RIGHT), (WRONG, WRONG), (UNDO, UNDO)])
