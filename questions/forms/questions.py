"""The question editor's fields: the question, the fact it stands on, and the proof of that."""

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questions.authoring.naming import FORM_LABELS
from questions.models import Cue, Fact, Form, Option, Question, Topic
from questions.models import Source as SourceRow

# As many as the keys that choose one.
MOST_OPTIONS = 7
MOST_PARTS = 8
_LONGEST_STEM = 1000
_LONGEST_TEXT = 2000
_LONGEST_SOURCE = 1_000_000

# The fields that a form has besides its stem; the others are kept, but not shown.
FIELDS_OF: dict[str, tuple[str, ...]] = {
    Form.CHOICE: ("options",),
    Form.TRUE_FALSE: ("truth", "reason"),
    Form.CLOZE: ("answer", "accepted"),
    Form.TYPED: ("answer", "accepted"),
    Form.NUMBER: ("answer", "unit", "tolerance"),
    Form.CHOOSE_ALL: ("options",),
    Form.FLASHCARD: ("answer",),
    Form.ORDER: ("parts",),
    Form.MATCH: ("parts",),
}
STEMS: dict[str, tuple[Promise, Promise]] = {
    Form.CHOICE: (_("Question"), _("So that it can be answered with the options hidden.")),
    Form.TRUE_FALSE: (_("Statement"), _("One thing that is either true or false.")),
    Form.CLOZE: (_("Sentence with a gap"), _("Write ____ (four underscores) for the gap.")),
    Form.TYPED: (_("Question"), _("It should have one short answer.")),
    Form.NUMBER: (_("Question"), _("Say what is counted, and as of when.")),
    Form.CHOOSE_ALL: (_("Question"), _("Say what is asked for: “Which of these …?”")),
    Form.FLASHCARD: (_("Front"), _("What the learner sees before turning the card over.")),
    Form.ORDER: (_("Task"), _("Say by what they are ordered, such as “from the earliest on”.")),
    Form.MATCH: (_("Task"), _("Say what belongs together.")),
}
ANSWERS: dict[str, Promise] = {
    Form.CLOZE: _("What belongs in the gap"),
    Form.TYPED: _("Answer"),
    Form.NUMBER: _("Number"),
    Form.FLASHCARD: _("Back"),
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(forms.Form):
    """What is asked; which fields count depends on the form."""

    form = forms.ChoiceField(label=_("Form"), choices=FORM_LABELS)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    cue = forms.ChoiceField(label=_("It asks"), choices=Cue.choices, required=False)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=Question._meta.get_field("title").max_length,
        help_text=_("Learners do not see it."),
    )
    stem = forms.CharField(label=_("Question"), max_length=_LONGEST_STEM, widget=_area(2))
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=Question._meta.get_field("answer").max_length,
    )
    truth = forms.ChoiceField(
        label=_("This statement is"),
        required=False,
        choices=[("True", _("true")), ("False", _("false"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What is true instead"),
        required=False,
        max_length=_LONGEST_TEXT,
        help_text=_("Told to whoever takes a false statement for true."),
    )
    accepted = forms.CharField(
        label=_("Further answers that are right"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=_area(2),
        help_text=_("One per line; case, spaces and small slips are forgiven anyway."),
    )
    unit = forms.CharField(label=_("Unit"), required=False, max_length=40)
    tolerance = forms.CharField(
        label=_("Right within"),
        required=False,
        max_length=20,
        help_text=_("How far off still counts as right; empty for exactly."),
    )
    fact_query = forms.CharField(
        label=_("Find a fact"),
        required=False,
        max_length=200,
        help_text=_("By words of its statement, its name in the library, or its topic."),
    )
    source_query = forms.CharField(
        label=_("Find a source"),
        required=False,
        max_length=200,
        help_text=_("By title, author or year."),
    )


class OptionForm(forms.Form):
    """One choice."""

    text = forms.CharField(
        label=_("Option"),
        required=False,
        max_length=Option._meta.get_field("text").max_length,
    )
    reason = forms.CharField(label=_("Why it is wrong"), required=False, max_length=_LONGEST_TEXT)
    true_of = forms.CharField(required=False, widget=forms.HiddenInput)


class PartForm(forms.Form):
    """One part of an ordering or a matching."""

    fact = forms.CharField(required=False, widget=forms.HiddenInput)
    fact_query = forms.CharField(label=_("Its fact"), required=False, max_length=200)
    text = forms.CharField(label=_("Text"), required=False, max_length=300)
    answer = forms.CharField(label=_("Told afterwards"), required=False, max_length=300)


class FactForm(forms.Form):
    """A fact that is a statement alone, and its place in a source."""

    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.all(), to_field_name="slug"
    )
    statement = forms.CharField(
        label=_("Statement"),
        max_length=_LONGEST_STEM,
        widget=_area(2),
        help_text=_("One thing, in your own words, true on its own."),
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=_area(2),
        help_text=_("Told after the answer: why, or what it goes with."),
    )
    importance = forms.ChoiceField(
        label=_("Importance"), choices=Fact._meta.get_field("importance").choices or (), initial="2"
    )
    as_of = forms.CharField(
        label=_("As of"),
        required=False,
        max_length=20,
        help_text=_("A year or date, where the fact ages."),
    )
    caveat = forms.CharField(
        label=_("Caveat"),
        required=False,
        max_length=_LONGEST_TEXT,
        help_text=_("What is disputed about it, or has changed since."),
    )
    place = forms.CharField(
        label=_("Place in the source"),
        required=False,
        max_length=200,
        help_text=_("Such as “page 12”, “section 3, second paragraph” or “article 5”."),
    )
    quote = forms.CharField(
        label=_("Words to find there"),
        required=False,
        max_length=_LONGEST_TEXT,
        help_text=_("Where the source's text is here, these words are looked up and marked."),
    )


class SourceForm(forms.Form):
    """A document that is to be cited."""

    title = forms.CharField(label=_("Title of the source"), max_length=300)
    authors = forms.CharField(label=_("Authors"), required=False, max_length=300)
    year = forms.CharField(label=_("Year"), required=False, max_length=20)
    identifier = forms.CharField(
        label=_("DOI or address"),
        required=False,
        max_length=SourceRow._meta.get_field("identifier").max_length,
    )
    text = forms.CharField(
        label=_("Its text"),
        required=False,
        max_length=_LONGEST_SOURCE,
        widget=_area(4),
        help_text=_("Optional: pasted here, places in it can be shown to learners."),
    )


class DeckForm(forms.Form):
    """What a deck is called and what it is for."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("What it is for"), required=False, max_length=1000, widget=_area(2)
    )
