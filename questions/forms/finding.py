"""What a teacher looks for among the questions and facts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from questions.authoring.searching import LIBRARY, MINE, SHARED
from questions.models import Fact, Form, Question, Topic

_ANY = ("", _("any"))
_WHOSE = [_ANY, (MINE, _("mine")), (LIBRARY, _("library")), (SHARED, _("colleagues’"))]


class FactSearchForm(forms.Form):
    """Words, topic, importance, and whose."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("any"),
    )
    importance = forms.TypedChoiceField(
        label=_("Importance"),
        choices=[_ANY, *reversed(Fact._meta.get_field("importance").choices or [])],
        coerce=int,
        empty_value=None,
        required=False,
    )
    whose = forms.ChoiceField(label=_("Whose"), choices=_WHOSE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(type="search", autocomplete="off")


class AllFactsForm(FactSearchForm):
    """The same, and whether the withdrawn ones are wanted."""

    withdrawn = forms.BooleanField(label=_("the withdrawn ones"), required=False)


class QuestionSearchForm(FactSearchForm):
    """The same, with form, language and status."""

    form = forms.ChoiceField(label=_("Form"), choices=[_ANY, *Form.choices], required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[_ANY, *settings.LANGUAGES], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("all but withdrawn")), *Question.Status.choices],
        required=False,
    )
    field_order = ["q", "topic", "form", "importance", "whose", "status", "language"]


class DeckSearchForm(QuestionSearchForm):
    """The same, and what a deck does not ask yet."""

    gaps = forms.BooleanField(
        label=_("one question for each fact that the deck does not ask yet"), required=False
    )
