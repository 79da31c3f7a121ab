"""A teacher's source."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from questions.authoring.records import SourceWish
from questions.models import Source


class SourceForm(forms.Form):
    """What is said of a source; lengths are checked where sources are made."""

    title = forms.CharField(label=_("Title"))
    authors = forms.CharField(
        label=_("Authors"), required=False, help_text=_("Several with a semicolon between them.")
    )
    year = forms.CharField(label=_("Year"), required=False)
    identifier = forms.CharField(label=_("DOI or address"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Plain text, if you have it at hand: learners then see the paragraph that proves a"
            " fact. Once it is here it stays as it is, since places in it are counted."
        ),
    )

    def __init__(self, *args: Any, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source is not None and source.digest:
            del self.fields["text"]

    def wish(self) -> SourceWish:
        """What is wanted."""
        return SourceWish(**self.cleaned_data)


def said_of(source: Source) -> dict[str, str]:
    """The source as the form shows it."""
    names = ("title", "authors", "year", "identifier", "language")
    return {name: getattr(source, name) for name in names}
