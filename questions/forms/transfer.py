"""What a teacher chooses on bringing questions in and on taking them out."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from questions.exchange.file_formats import FORMATS
from questions.exchange.imports import Choice, Figures
from questions.language.alphabet import by_alphabet
from questions.models import Deck, Import, Topic, User

ALL, GOOD = "all", "good"
OWN = "own"


class UploadForm(forms.Form):
    """A file of questions."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # it gets a sentence of its own
        max_length=200,
        help_text=_("CSV, XLSX, GIFT, Moodle XML or Aiken; at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.gift,.xml,.xlsx"}),
    )


class ChoiceForm(forms.Form):
    """What is to come in of a file that was checked, and where to."""

    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.all(),
        to_field_name="slug",
        help_text=_("For questions that name none."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For questions that name none."),
    )
    mode = forms.ChoiceField(
        label=_("If one of them cannot be stored after all"),
        choices=[(ALL, _("keep none of them")), (GOOD, _("leave it out"))],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    duplicates = forms.BooleanField(label=_("Bring in also what is there already"), required=False)
    deck = forms.CharField(
        label=_("New deck"),
        max_length=120,
        required=False,
        help_text=_("The questions go into it in their order. Leave it empty for no deck."),
    )

    def __init__(self, *args: Any, figures: Figures, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if figures.refused:
            # What is refused cannot come in, so there is no “all” to choose.
            del self.fields["mode"]
        if not figures.duplicate:
            del self.fields["duplicates"]

    def choice(self, *, deck_token: str) -> Choice:
        """What was chosen; only of a valid form."""
        chosen = self.cleaned_data
        return Choice(
            topic=chosen["topic"],
            language=chosen["language"],
            is_all_or_nothing=chosen.get("mode") == ALL,
            takes_duplicates=bool(chosen.get("duplicates")),
            deck_name=chosen["deck"],
            deck_token=deck_token if chosen["deck"] else "",
        )


def first_choice(row: Import) -> dict[str, Any]:
    """What the form begins with."""
    name = row.name.rsplit(".", 1)[0].replace("_", " ").strip()
    return {"language": row.language, "mode": ALL, "deck": name[:120]}


class ExportForm(forms.Form):
    """Which questions go out, and in which format."""

    what = forms.ChoiceField(label=_("Questions"))
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[(each.slug, each.name) for each in FORMATS.values()],
    )

    def __init__(self, *args: Any, teacher: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decks = Deck.objects.visible_to(teacher).filter(archived_at=None).order_by("pk")
        in_order = sorted(decks, key=lambda deck: by_alphabet(deck.name))
        choices = [(OWN, _("all of my own questions")), *((d.token, d.name) for d in in_order)]
        cast("forms.ChoiceField", self.fields["what"]).choices = choices
