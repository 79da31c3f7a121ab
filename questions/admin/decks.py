"""Decks: the list, a new one, one deck, what it is called, with whom it is shared."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questions.admin.access import TeacherRequest, own_deck, teacher_required, visible_deck
from questions.admin.qr_codes import qr_svg
from questions.authoring.deck_sharing import (
    archive_deck,
    change_deck,
    close_study_link,
    open_study_link,
    restore_deck,
    share_deck,
)
from questions.authoring.decks import copy_deck, make_deck
from questions.forms.decks import DeckForm, NewDeckForm, ShareForm
from questions.language.searching import split_words
from questions.models import Deck
from questions.models.decks import DeckQuerySet
from questions.models.searching import holding
from questions.views.toasts import tell_with_undo

_PAGE = 30
_LONGEST_QUERY = 100
_LONGEST_NAME = 120
PLACE = {"tab": "decks", "nav": "desk"}


def new_token() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


@require_http_methods(["GET", "POST"])
@teacher_required
def decks(request: TeacherRequest) -> HttpResponse:
    """The teacher's decks, those shared with them, those put away; a new one."""
    data = request.POST if request.method == "POST" else None
    form = NewDeckForm(data, initial={"language": request.user.language})
    if form.is_valid():
        made = make_deck(
            **form.cleaned_data, owner=request.user, now=timezone.now(), token=new_token()
        )
        return redirect("desk:deck", made.token)
    query = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST_QUERY]
    lists = _lists(request)
    show = request.GET.get("show", "")
    show = show if show in lists else "own"
    rows = lists[show]
    for word in split_words(query):
        rows = rows.filter(holding(word, "name"))
    rows = (
        rows.select_related("owner").annotate(size=Count("entries")).order_by("-changed_at", "pk")
    )
    context = {
        **PLACE,
        "form": form,
        "show": show,
        "query": query,
        "paging": urlencode({"show": show, "q": query}),
        "counts": {name: found.count() for name, found in lists.items()},
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "desk/decks/list.html", context, status=422 if form.is_bound else 200)


def _lists(request: TeacherRequest) -> dict[str, DeckQuerySet]:
    own = Deck.objects.owned_by(request.user)
    shared = Deck.objects.visible_to(request.user).exclude(owner=request.user)
    return {
        "own": own.filter(archived_at=None),
        "shared": shared.filter(archived_at=None),
        "away": own.filter(archived_at__isnull=False),
    }


@require_http_methods(["GET", "POST"])
@teacher_required
def deck_settings(request: TeacherRequest, token: str) -> HttpResponse:
    """What a deck is called, who may use it, and its link."""
    deck = own_deck(request, token)
    # A form writes what was sent to its row even where it is refused.
    data = request.POST if request.method == "POST" else None
    form = DeckForm(data, instance=own_deck(request, token))
    if form.is_valid():
        change_deck(deck, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("desk:deck", token)
    return _settings(request, deck, form=form)


@require_POST
@teacher_required
def deck_share(request: TeacherRequest, token: str) -> HttpResponse:
    """Say who else may read and copy a deck."""
    deck = own_deck(request, token)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _settings(request, deck, share_form=form)
    share_deck(
        deck,
        colleagues=form.cleaned_data["colleagues"],
        with_all=form.cleaned_data["is_shared_with_all"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("desk:deck-settings", token)


def _settings(request: TeacherRequest, deck: Deck, **forms: Any) -> HttpResponse:
    shared = {
        "is_shared_with_all": deck.is_shared_with_all,
        "colleagues": "\n".join(deck.shared_with.values_list("username", flat=True)),
    }
    is_refused = any(form.is_bound for form in forms.values())
    context = {
        **PLACE,
        "deck": deck,
        "form": DeckForm(instance=deck),
        "share_form": ShareForm(initial=shared),
        **link_of(request, deck),
        **forms,
    }
    status = 422 if is_refused else 200
    return render(request, "desk/decks/settings.html", context, status=status)


def link_of(request: TeacherRequest, deck: Deck) -> dict[str, Any]:
    """The address by which learners study a deck, and its QR code; empty while it is closed."""
    if deck.study_token is None:
        return {"study_address": "", "study_code": ""}
    try:
        path = reverse("questions:deck-study", args=[deck.study_token])
    except NoReverseMatch:
        path = f"/decks/{deck.study_token}/"
    found = request.build_absolute_uri(path)
    return {"study_address": found, "study_code": qr_svg(found)}


@require_POST
@teacher_required
def deck_link(request: TeacherRequest, token: str) -> HttpResponse:
    """Open or close the link by which learners study a deck."""
    deck = own_deck(request, token)
    if request.POST.get("link") == "close":
        close_study_link(deck, actor=request.user, now=timezone.now())
        messages.success(request, _("The link is closed."))
    else:
        open_study_link(deck, token=new_token(), actor=request.user, now=timezone.now())
        messages.success(request, _("Whoever has the link can study the deck now."))
    return redirect("desk:deck-settings", token)


@require_POST
@teacher_required
def deck_archive(request: TeacherRequest, token: str) -> HttpResponse:
    """Put a deck away, or bring it back."""
    deck = own_deck(request, token)
    if request.POST.get("archive") == "back":
        restore_deck(deck, actor=request.user, now=timezone.now())
        messages.success(request, _("The deck is back among yours."))
    else:
        archive_deck(deck, actor=request.user, now=timezone.now())
        told = _("The deck is put away. It can be brought back at any time.")
        tell_with_undo(request, told, url=request.path, fields={"archive": "back"})
    return redirect("desk:deck", token)


@require_POST
@teacher_required
def deck_copy(request: TeacherRequest, token: str) -> HttpResponse:
    """Make an own deck of one that the teacher may read."""
    deck = visible_deck(request, token)
    name = _("Copy of %(name)s") % {"name": deck.name}
    copy = copy_deck(
        deck,
        name=name[:_LONGEST_NAME],
        owner=request.user,
        now=timezone.now(),
        token=new_token(),
    )
    messages.success(request, _("This copy is yours: change it as you like."))
    return redirect("desk:deck", copy.token)
