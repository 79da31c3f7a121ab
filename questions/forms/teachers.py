"""Inviting teachers."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InvitationForm(forms.Form):
    """For whom a link is made."""

    note = forms.CharField(
        label=_("For whom"),
        max_length=120,
        required=False,
        help_text=_("So that you know later whose link it was. Only curators see it."),
    )
