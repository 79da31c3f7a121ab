"""Decks as learners see them: what a link leads to, taking a deck up and leaving it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from questions.models import Deck, Question, User
from questions.views.access import (
    LearnerRequest,
    deck_by_link,
    may_study,
    member_required,
    taken_deck,
)


@require_http_methods(["GET", "POST"])
@never_cache
def study(request: LearnerRequest, token: str) -> HttpResponse:
    """What a shared deck is; pressing the button takes it up."""
    deck = deck_by_link(token)
    if deck is None:
        return render(request, "decks/gone.html", status=404)
    if request.method == "POST":
        return _taken_up(request, deck)
    user = request.user
    is_member = isinstance(user, User) and not user.is_guest
    context = {
        "deck": deck,
        "size": Question.objects.approved().filter(deck_entries__deck=deck).count(),
        "is_member": is_member,
        "is_studied": is_member and may_study(request, deck),
        "here": request.path,
    }
    return render(request, "decks/study.html", context)


def _taken_up(request: LearnerRequest, deck: Deck) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.user.is_guest:
        return redirect_to_login(request.path, login_url=reverse("account_signup"))
    deck.learners.add(request.user)
    messages.success(request, _("“%(name)s” is among your decks now.") % {"name": deck.name})
    return redirect("questions:home")


@require_POST
@member_required
def leave(request: LearnerRequest) -> HttpResponse:
    """Stop studying a deck that was taken up by its link; what was learned stays."""
    deck = taken_deck(request, request.POST.get("deck", ""))
    deck.learners.remove(request.user)
    messages.info(request, _("You stopped studying “%(name)s”.") % {"name": deck.name})
    return redirect("questions:home")
