"""What is kept about a person: told, downloaded, erased."""

from random import SystemRandom
from typing import cast

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.classrooms.erasing import ErasingError, Hindrance, erase, hindrance_of
from questions.exchange.own_data import own_data as pieces_of
from questions.forms.own_data import EraseForm
from questions.views.access import LearnerRequest, learner_required

_RANDOM = SystemRandom()


@require_safe
@never_cache
@learner_required
def own_data(request: LearnerRequest) -> HttpResponse:
    """What is kept, in plain words, with the ways to have it and to end it."""
    return render(request, "account/own_data.html")


@require_POST
@never_cache
@learner_required
def own_data_file(request: LearnerRequest) -> HttpResponse:
    """All of it as a JSON file, written while it is read."""
    # Whoever asks again and again keeps the server busy.
    refused: HttpResponse | None = consume_or_429(request, action="own-data")
    if refused:
        return refused
    now = timezone.now()
    response = StreamingHttpResponse(
        pieces_of(request.user, now=now), content_type="application/json; charset=utf-8"
    )
    name = f"kazquiz-own-data-{now:%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast("HttpResponse", response)  # it is answered like one, but is not of its class


@require_http_methods(["GET", "POST"])
@never_cache
@learner_required
def own_data_erase(request: LearnerRequest) -> HttpResponse:
    """Say what goes and what stays, and erase whoever means it."""
    form = EraseForm(request.POST if request.method == "POST" else None, user=request.user)
    hindrance = hindrance_of(request.user)
    if request.method == "POST" and hindrance is None:
        # Before the password is looked at, so that nobody tries one after the other.
        refused: HttpResponse | None = consume_or_429(request, action="erase")
        if refused:
            return refused
        if form.is_valid():
            try:
                erase(request.user, now=timezone.now(), rng=_RANDOM)
            except ErasingError as error:
                hindrance = error.hindrance
            else:
                return _gone(request)
    return _page(request, form, hindrance)


def _page(request: LearnerRequest, form: EraseForm, hindrance: Hindrance | None) -> HttpResponse:
    context = {"form": form, "hindrance": hindrance}
    status = 422 if request.method == "POST" else 200
    return render(request, "account/erase.html", context, status=status)


def _gone(request: LearnerRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are erased. Thank you for having been here."))
    return redirect("questions:home")
