"""Classrooms, their people and their assignments."""

import hashlib
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questions.classrooms.errors import ClassroomError
from questions.classrooms.goals import MOST
from questions.classrooms.names import LONGEST
from questions.forms.account import time_zone_choices
from questions.models import Deck, Question, User

_LONGEST_LIST = 40_000


def show_error(form: forms.BaseForm, error: ClassroomError) -> None:
    """Put what a room refused at the field that it concerns."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


class ClassroomForm(forms.Form):
    """What a classroom is called, and where it is."""

    name = forms.CharField(
        label=_("Name"), help_text=_("Learners see it when they join, such as “10 A, history”.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        initial=settings.DEFAULT_USER_TIME_ZONE,
        help_text=_("Due dates, exam dates and weeks of the classroom end at midnight there."),
    )


class ColleagueForm(forms.Form):
    """A teacher who is to teach along."""

    username = forms.CharField(
        label=_("User name of a colleague"),
        max_length=150,
        help_text=_("They see and do in this classroom what you do."),
    )


class NameForm(forms.Form):
    """How a member is called in the classroom."""

    name = forms.CharField(
        label=_("Name in the classroom"),
        required=False,
        help_text=_(
            "Teachers of the classroom see it, and classmates only if the learner chose it for the"
            " board. Left empty, teachers see the user name."
        ),
    )


class GoalForm(forms.Form):
    """How many memories a class wants to keep."""

    kept_goal = forms.IntegerField(
        label=_("Memories to keep"),
        required=False,
        min_value=1,
        max_value=MOST,
        help_text=_("Left empty, the class has no goal."),
    )


class ListForm(forms.Form):
    """A pasted list of names."""

    names = forms.CharField(
        label=_("Names, one to a line"),
        max_length=_LONGEST_LIST,
        strip=False,
        required=False,  # an empty list gets a sentence of its own
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "At most 200 at once. A user name may follow after a semicolon, or stand in a second"
            " column copied from a table."
        ),
    )

    @property
    def digest(self) -> str:
        """By which a list is known to be the one that was looked at."""
        return hashlib.sha256(str(self["names"].value() or "").encode()).hexdigest()


def _date_field(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class DaysForm(forms.Form):
    """When a deck is to be done or known."""

    due_day = _date_field(_("Due date"), _("By the end of this day every fact has been met."))
    exam_day = _date_field(
        _("Exam date"), _("Reviews are planned so that most is known on this day.")
    )
    note = forms.CharField(label=_("Note to the learners"), max_length=300, required=False)


class AssignForm(DaysForm):
    """Which deck is given."""

    field_order = ["deck", "due_day", "exam_day", "note"]
    deck = forms.ChoiceField(label=_("Deck"))

    def __init__(self, *args: Any, decks: Iterable[Deck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decks = {deck.token: deck for deck in decks}
        choices = [("", "---"), *((t, _deck_label(deck)) for t, deck in self.decks.items())]
        cast("forms.ChoiceField", self.fields["deck"]).choices = choices


def decks_to_assign(teacher: User) -> Iterable[Deck]:
    """What the teacher may give, each with how many of its questions are approved."""
    approved = Q(entries__question__status=Question.Status.APPROVED)
    rows = Deck.objects.visible_to(teacher).filter(archived_at=None)
    return rows.annotate(approved=Count("entries", filter=approved)).order_by("name", "pk")


def _deck_label(deck: Deck) -> str:
    approved: int = getattr(deck, "approved", 0)
    if not approved:
        return gettext("%(deck)s (no approved question)") % {"deck": deck.name}
    return f"{deck.name} ({approved})"


class CodeForm(forms.Form):
    """A join code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Your teacher shows it, such as KZ7-4PQ. Small letters will do."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class JoinForm(forms.Form):
    """What a learner says on joining."""

    name = forms.CharField(
        label=_("Your name, for your teacher"),
        required=False,
        max_length=LONGEST,
        help_text=_("Such as “Aigerim S.”. Classmates do not see it here."),
    )
