"""A note that is kept in the history of a row."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """Words for the other teachers."""

    note = forms.CharField(
        label=_("A note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # A longer one gets a message, not a silent cut.
        self.fields["note"].widget.attrs.pop("maxlength", None)
