"""Signing up, and what a person can set about themselves."""

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from questions.models import User


def time_zone_choices() -> list[tuple[str, str]]:
    """Named places only, Kazakhstan's first."""
    names = sorted(name for name in available_timezones() if "/" in name and name[:3] != "Etc")
    here = [name for name in names if name.split("/")[1] in _KAZAKHSTAN]
    return [
        (name, name.replace("_", " ")) for name in [*here, *(n for n in names if n not in here)]
    ]


_KAZAKHSTAN = {"Almaty", "Aqtau", "Aqtobe", "Atyrau", "Oral", "Qostanay", "Qyzylorda"}


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, password and time zone; the language is the one the page is read in."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        initial=settings.DEFAULT_USER_TIME_ZONE,
        help_text=_("Your study day begins and ends at midnight there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # The browser knows better than a default, but not better than what was chosen.
            self.fields["time_zone"].widget.attrs["data-guess"] = True

    def custom_signup(self, request: Any, user: User) -> None:
        """Store what a sign-up says beyond name and password."""
        user.time_zone = self.cleaned_data["time_zone"]
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.is_guest = False
        user.save(update_fields=["time_zone", "language", "is_guest"])


if TYPE_CHECKING:  # only the stubs know that the class takes a parameter
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm


class SettingsForm(UserForm):
    """What a learner can set: language, time zone, new facts a day, exam date."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = User
        fields = ["language", "time_zone", "new_per_day", "target_day", "target_topics"]
        widgets = {
            "target_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "target_topics": forms.CheckboxSelectMultiple(),
        }
        help_texts = {"target_topics": _("None chosen means all topics.")}
