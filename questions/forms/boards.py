"""Names on a board, and whether a classroom has one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.classrooms.names import LONGEST

_LONGEST_NICKNAME = 40
CLASSROOM_NAME = "classroom"
TYPED = "typed"


class BoardNameForm(forms.Form):
    """Under which name a learner is shown: that in the classroom, a made-up one, or their own."""

    choice = forms.CharField(
        label=_("Shown as"), max_length=LONGEST, required=False, widget=forms.RadioSelect
    )
    nickname = forms.CharField(
        label=_("A name of your own"),
        max_length=_LONGEST_NICKNAME,
        required=False,
        help_text=_("Letters, digits, spaces, hyphens. It is used if you chose it above."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, called: str, handles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posted = str(self.data.get("choice", "")).replace("\0", "")[:LONGEST]
        # What was chosen stays on offer, whatever was drawn meanwhile.
        kept = [posted] if posted not in ("", CLASSROOM_NAME, TYPED, *handles) else []
        choices: list[tuple[str, Any]] = [(name, name) for name in (*kept, *handles)]
        if called:
            choices.insert(
                0, (CLASSROOM_NAME, gettext("%(name)s, your name here") % {"name": called})
            )
        choices.append((TYPED, _("a name of my own, typed below")))
        self.fields["choice"].widget.choices = choices

    @property
    def wish(self) -> str | None:
        """The name to be shown, empty for that in the classroom; None where nothing was chosen."""
        choice: str = self.cleaned_data["choice"]
        nickname: str = self.cleaned_data["nickname"]
        if choice == CLASSROOM_NAME:
            return ""
        if choice in ("", TYPED):
            return nickname or None
        return choice


class MemberBoardNameForm(forms.Form):
    """How the board calls a member, for their teacher."""

    board_name = forms.CharField(
        label=_("Name on the board"),
        required=False,
        max_length=LONGEST,
        help_text=_("Left empty, the name in the classroom is shown."),
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class BoardForm(forms.Form):
    """Whether the classroom has a board, and the days of its term."""

    has_board = forms.BooleanField(label=_("The classroom has a board"), required=False)
    first_day = _day(_("First day of the term"))
    last_day = _day(_("Last day of the term"))
