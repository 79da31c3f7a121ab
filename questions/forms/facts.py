"""A teacher's fact and the places that prove it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from questions.authoring.records import FactWish, PlaceWish
from questions.models import Citation, Fact, Source, Topic, User

_BLANK_ROWS = 1


class FactForm(forms.Form):
    """The statement with what is said about it; lengths are checked where facts are made."""

    statement = forms.CharField(
        label=_("Statement"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence in your own words that is true on its own."),
    )
    explanation = forms.CharField(
        label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    caveat = forms.CharField(
        label=_("Caveat"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What learners should know where sources disagree or time has moved on."),
    )
    as_of = forms.CharField(
        label=_("As of"), required=False, help_text=_("For a figure that ages: a year or a date.")
    )
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.all(), empty_label=None)
    importance = forms.TypedChoiceField(
        label=_("Importance"),
        choices=[*reversed(Fact._meta.get_field("importance").choices or [])],
        coerce=int,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def wish(self, places: tuple[PlaceWish, ...]) -> FactWish:
        """What is wanted, with these places."""
        return FactWish(**self.cleaned_data, places=places)


class PlaceForm(forms.Form):
    """A place in a source; a row without a source is left out."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    place = forms.CharField(
        label=_("Place in it"),
        required=False,
        help_text=_("Such as “page 12”, “section 3, second paragraph” or “article 5”."),
    )
    quote = forms.CharField(
        label=_("Words of the source"),
        required=False,
        help_text=_("Where its text is loaded: they are found in it, and learners see them there."),
    )

    def __init__(self, *args: Any, sources: Mapping[str, Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        field: Any = self.fields["source"]
        field.choices = [("", "–"), *((pk, source.short_name) for pk, source in sources.items())]

    def clean_source(self) -> Source | None:
        """The source that was chosen."""
        return self.sources.get(self.cleaned_data["source"])

    def clean(self) -> dict[str, Any] | None:
        """A place needs the source that it is in."""
        wanted = self.cleaned_data
        has_none = not wanted.get("source") and "source" not in self.errors
        if has_none and (wanted.get("place") or wanted.get("quote")):
            self.add_error("source", _("Choose the source that this place is in."))
        return wanted


PlaceFormSet = forms.formset_factory(PlaceForm, extra=_BLANK_ROWS, max_num=10, absolute_max=20)


def place_forms(teacher: User, fact: Fact, data: Any = None) -> Any:
    """The rows for the fact's places, and some that are blank."""
    rows = [
        {"source": citation.source_id, "place": citation.place} for citation in citations_of(fact)
    ]
    # A source's text may be long, and only its name is shown.
    visible = Source.objects.visible_to(teacher).only("short_name", "slug")
    sources = {str(source.pk): source for source in visible}
    return PlaceFormSet(data, initial=rows, form_kwargs={"sources": sources}, prefix="places")


def citations_of(fact: Fact) -> list[Citation]:
    """The fact's citations with their sources, whose texts are left alone."""
    rows = fact.citations.select_related("source")
    return list(rows.defer("source__text", "source__paragraphs", "source__sections"))


def places_of(formset: Any) -> tuple[PlaceWish, ...]:
    """What the rows with a source say."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("source")]
    return tuple(
        PlaceWish(source=row["source"], place=row["place"], quote=row["quote"]) for row in rows
    )
