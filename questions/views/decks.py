"""Decks as learners see them: what a link leads to, taking a deck up and leaving it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from questions.models import Question, User
from questions.views.access import (
    LearnerRequest,
    deck_by_link,
    may_study,
    member_required,
    taken_deck,
)
from questions.views.toasts import tell_with_undo


@require_safe
@never_cache
def study(request: HttpRequest, token: str) -> HttpResponse:
    """What a shared deck is, for whoever has the link: neither its questions nor its keys."""
    deck = deck_by_link(token)
    if deck is None:
        return render(request, "decks/gone.html", status=404)
    user = request.user
    is_member = isinstance(user, User) and not user.is_guest
    context = {
        "deck": deck,
        "size": Question.objects.approved().filter(deck_entries__deck=deck).count(),
        "is_member": is_member,
        "is_studied": may_study(user, deck),
        "here": request.path,
    }
    return render(request, "decks/study.html", context)


@require_POST
@member_required
def take(request: LearnerRequest, token: str) -> HttpResponse:
    """Take the deck of a link up: from now on it is asked in reviews too."""
    deck = deck_by_link(token)
    if deck is None:
        return render(request, "decks/gone.html", status=404)
    deck.learners.add(request.user)
    told = _("“%(name)s” is among your decks now.") % {"name": deck.name}
    tell_with_undo(request, told, url=reverse("questions:deck-leave"), fields={"deck": deck.token})
    return redirect("questions:home")


@require_POST
@member_required
def leave(request: LearnerRequest) -> HttpResponse:
    """Stop studying a deck that was taken up by its link; what was learned stays."""
    deck = taken_deck(request, request.POST.get("deck", ""))
    deck.learners.remove(request.user)
    told = _("You stopped studying “%(name)s”.") % {"name": deck.name}
    if deck.study_token:
        tell_with_undo(request, told, url=reverse("questions:deck-take", args=[deck.study_token]))
    else:
        messages.info(request, told)
    return redirect("questions:home")
