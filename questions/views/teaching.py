"""Becoming a teacher by an invitation."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from questions.authoring.invitations import InvitationError, accept, is_usable
from questions.views.access import LearnerRequest


@require_http_methods(["GET", "POST"])
@never_cache
def teach(request: LearnerRequest, token: str) -> HttpResponse:
    """What the link offers; pressing the button makes a member a teacher."""
    if getattr(request.user, "is_teacher", False):
        messages.info(request, _("You are a teacher already; the link is still unused."))
        return redirect("desk:home")
    usable = is_usable(token, now=timezone.now())
    if request.method == "POST" and usable:
        return _accepted(request, token)
    context = {"is_usable": usable, "here": request.path}
    return render(request, "account/teach.html", context, status=200 if usable else 410)


def _accepted(request: LearnerRequest, token: str) -> HttpResponse:
    here = reverse("questions:teach", args=[token])
    if not request.user.is_authenticated:
        return redirect_to_login(here)
    if request.user.is_guest:
        return redirect_to_login(here, login_url=reverse("account_signup"))
    try:
        accept(token, user=request.user, now=timezone.now())
    except InvitationError:
        return redirect(here)
    messages.success(request, _("Welcome to the desk. Begin with a deck or a classroom."))
    return redirect("desk:home")
