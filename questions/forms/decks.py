"""Decks: what they are called and who may use them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models import Deck, User

if TYPE_CHECKING:  # only the stubs know that the class takes a parameter
    DeckModelForm = forms.ModelForm[Deck]
else:
    DeckModelForm = forms.ModelForm

_MOST_COLLEAGUES = 50


class NewDeckForm(DeckModelForm):
    """A new deck's name and language."""

    class Meta:
        model = Deck
        fields = ["name", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a longer one gets a message, not a cut


class DeckForm(NewDeckForm):
    """What a deck is called and for."""

    class Meta(NewDeckForm.Meta):
        fields = ["name", "about", "language"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"language": _("Worksheets are printed in it.")}


class ShareForm(forms.Form):
    """Who else may read and copy a deck."""

    is_shared_with_all = forms.BooleanField(label=_("Every teacher may use it"), required=False)
    colleagues = forms.CharField(
        label=_("Colleagues"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("User names, one to a line. They may read and copy it, not change it."),
    )

    def clean_colleagues(self) -> list[User]:
        """The teachers of these names; an error names those who are none."""
        names = dict.fromkeys(self.cleaned_data["colleagues"].replace(",", " ").split())
        if len(names) > _MOST_COLLEAGUES:
            raise forms.ValidationError(_("Share it with every teacher instead of so many."))
        found = User.objects.filter(is_staff=True, is_active=True, username__in=names)
        missing = names.keys() - {user.username for user in found}
        if missing:
            raise forms.ValidationError(
                _("There is no teacher with this user name: %(names)s."),
                params={"names": ", ".join(sorted(missing))},
            )
        return list(found)
