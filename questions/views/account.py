"""Accounts: how allauth signs people up and logs them in here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from questions.models import User
from questions.quiz.trial import drop_guest


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language in the cookie that decides it for each page."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


def guest_of(request: HttpRequest) -> User | None:
    """The guest who is asking, if it is one."""
    user = request.user
    if isinstance(user, User) and user.is_authenticated and user.is_guest:
        return user
    return None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """A guest who signs up keeps everything; one who logs in is dropped."""

    def new_user(self, request: HttpRequest) -> User:
        """The guest who is signing up, else a fresh user."""
        guest = guest_of(request)
        return User.objects.get(pk=guest.pk) if guest else User()

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in, and drop the guest that the browser was before."""
        guest = guest_of(request)
        super().login(request, user)
        if guest and guest.pk != user.pk:
            drop_guest(learner_id=guest.pk)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language the person chose last."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        return response
