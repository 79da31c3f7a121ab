"""Reporting a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models import Flag


class FlagForm(forms.Form):
    """What is the matter, in one word and in the learner's own."""

    reason = forms.ChoiceField(
        choices=Flag.Reason.choices,
        error_messages={
            "required": _("Choose what is the matter."),
            "invalid_choice": _("Choose what is the matter."),
        },
    )
    words = forms.CharField(
        required=False,
        max_length=500,
        error_messages={"max_length": _("That is too long. Use at most 500 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        """“Something else” says nothing without words."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_bare = not cleaned.get("words") and "words" not in self.errors
        if cleaned.get("reason") == Flag.Reason.OTHER and is_bare:
            self.add_error("words", _("Say in a few words what it is."))
        return cleaned
