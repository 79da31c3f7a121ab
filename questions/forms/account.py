"""Signing up, and what a person can set about themselves."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language, gettext_noop, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from questions.models import User


def time_zone_choices() -> list[tuple[str, str]]:
    """Named places only, Kazakhstan's first."""
    names = sorted(name for name in available_timezones() if "/" in name and name[:3] != "Etc")
    here = [name for name in names if name.split("/")[1] in _KAZAKHSTAN]
    return [
        (name, name.replace("_", " ")) for name in [*here, *(n for n in names if n not in here)]
    ]


_LONGEST_NAME = 30
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

        name = self.fields["username"]
        name.widget.attrs.pop("maxlength", None)  # a longer one gets a message, not a silent cut
        name.validators.append(MaxLengthValidator(_LONGEST_NAME))

    def custom_signup(self, request: Any, user: User) -> None:
        """Store what a sign-up says beyond name and password."""
        user.time_zone = self.cleaned_data["time_zone"]
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.is_guest = False
        user.save(update_fields=["time_zone", "language", "is_guest"])


_FURTHEST_EXAM = timedelta(days=3 * 366)

if TYPE_CHECKING:  # only the stubs know that the class takes a parameter
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm


class SettingsForm(UserForm):
    """What a learner can set: languages, time zone, new facts a day, days a week, exam date."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    class Meta:
        model = User
        fields = [
            "language",
            "question_language",
            "time_zone",
            "new_per_day",
            "weekly_goal",
            "target_day",
            "target_topics",
        ]
        widgets = {
            "target_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "target_topics": forms.CheckboxSelectMultiple(),
        }
        help_texts = {"target_topics": _("None chosen means all topics.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        asked_in = cast("forms.TypedChoiceField", self.fields["question_language"])
        asked_in.choices = [("", _("as the pages are")), *settings.LANGUAGES]
        self.fields["new_per_day"].widget.attrs.update(min=0, max=100)
        self.fields["weekly_goal"].widget.attrs.update(min=1, max=7)

    def clean_target_day(self) -> date | None:
        """The exam date, if it is today or later and not years away."""
        day: date | None = self.cleaned_data["target_day"]
        if day is not None and not self.today <= day <= self.today + _FURTHEST_EXAM:
            raise forms.ValidationError(
                _("Choose a day from today on, at most three years ahead; or leave it empty.")
            )
        return day


# allauth has no Kazakh catalogue, and Django's lacks these: marked here so that ours has them.
SHOWN_BY_OTHERS = (
    gettext_noop("Username"),
    gettext_noop("username"),
    gettext_noop("Password"),
    gettext_noop("Password (again)"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Please type your current password."),
    gettext_noop("Incorrect password."),
    gettext_noop("Password successfully changed."),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("This account is currently inactive."),
    gettext_noop("Username can not be used. Please use other username."),
    gettext_noop("A user with that username already exists."),
    gettext_noop(
        "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_"
        " characters."
    ),
    gettext_noop("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        8,
    ),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("This password is too common."),
    gettext_noop("Your password can’t be entirely numeric."),
    gettext_noop("This password is entirely numeric."),
)
