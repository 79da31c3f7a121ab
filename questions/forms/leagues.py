"""Leagues, coming into them, and their seasons."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models import Classroom


class LeagueForm(forms.Form):
    """What a league is called."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("All its classes see it, such as “Schools of Almaty”."),
    )


class LeagueJoinForm(forms.Form):
    """A league's code, and which classrooms are to compete."""

    code = forms.CharField(
        label=_("Code of the league"),
        max_length=40,
        help_text=_("Whoever started the league has it. It is not the code of a classroom."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    classrooms = forms.MultipleChoiceField(
        label=_("Which of your classrooms compete"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The other classes see their names, and nothing of the people in them."),
    )

    def __init__(self, *args: Any, classrooms: Iterable[Classroom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {room.token: room for room in classrooms}
        field = cast("forms.MultipleChoiceField", self.fields["classrooms"])
        field.choices = [(token, room.name) for token, room in self.rooms.items()]

    @property
    def chosen(self) -> list[Classroom]:
        """The classrooms that were ticked."""
        return [self.rooms[token] for token in self.cleaned_data["classrooms"]]


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class SeasonForm(forms.Form):
    """What a season is called, and when it is."""

    name = forms.CharField(label=_("Name"), help_text=_("Such as “Autumn 2026”."))
    first_day = _day(_("First day"), _("A Monday; the running week's at the earliest."))
    last_day = _day(_("Last day"), _("A Sunday, at most 52 weeks later."))
