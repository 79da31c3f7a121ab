"""Erasing oneself: that it is meant, by the one who may."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models import User


class EraseForm(forms.Form):
    """The password, or the user name of who never had one; a guest just presses the button."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_guest:
            return
        if user.has_usable_password():
            self.fields["password"] = forms.CharField(
                label=_("Your password"),
                strip=False,
                max_length=4096,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )
        else:
            self.fields["username"] = forms.CharField(
                label=_("Your user name"), max_length=150, widget=forms.TextInput()
            )

    def clean_password(self) -> str:
        """The password, if it is theirs."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="wrong")
        return password

    def clean_username(self) -> str:
        """The user name, if it is theirs."""
        username: str = self.cleaned_data["username"]
        if username != self.user.get_username():
            raise forms.ValidationError(_("This is not your user name."), code="wrong")
        return username
