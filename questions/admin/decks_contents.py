"""What is in a deck: its questions in order, moved, taken out, swapped, rid of duplicates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    own_deck,
    own_entry,
    teacher_required,
    visible_deck,
    visible_question,
)
from questions.admin.decks import PLACE, link_of
from questions.admin.finding import places_told
from questions.admin.posted import address, as_id, posted_ids
from questions.authoring.coverage import deck_coverage
from questions.authoring.deck_duplicates import find_duplicates
from questions.authoring.decks import (
    Removed,
    drop_duplicates,
    move_entry,
    remove_entries,
    restore_entries,
    swap_choices,
    swap_entry,
)
from questions.authoring.history import history_of
from questions.models import Classroom, Deck, DeckEntry, Question
from questions.views.fragments import render_part, wants_fragment

# Of each entry two fields may be sent, and Django takes 200 at once.
_PAGE = 50
_MOST_DUPLICATES = 100
_MOST_UNDONE = 50
_EDITS = 10
_MOST_CLASSROOMS = 10


@dataclass(frozen=True)
class Row:
    """An entry as it is shown."""

    entry: DeckEntry
    question: Question
    number: int
    is_visible: bool  # a colleague's question may have been shared once and be so no more


@require_safe
@teacher_required
def deck(request: TeacherRequest, token: str) -> HttpResponse:
    """A deck with its questions in order, and what can be done with it."""
    found = visible_deck(request, token)
    removed = _removed(request.GET.get("removed", ""))
    return _page(request, found, removed=removed)


def _page(
    request: TeacherRequest, found: Deck, *, said: str = "", removed: Sequence[Removed] = ()
) -> HttpResponse:
    is_own = found.owner_id == request.user.pk
    page = _entries(request, found)
    present = {row.question.pk for row in page}
    removed = [one for one in removed if one.question_id not in present]
    context = {
        **PLACE,
        **link_of(request, found),
        "deck": found,
        "is_own": is_own,
        "page": page,
        "with_keys": request.GET.get("keys") == "1",
        "here": address("deck", found.token),
        "said": said,
        "removed": _as_text(removed) if is_own else "",
        "removed_count": len(removed),
        "coverage": deck_coverage(found, teacher=request.user),
        "colleagues": found.shared_with.all() if is_own else (),
        "classrooms": _classrooms(request) if is_own else (),
        "history": history_of(found)[:_EDITS] if is_own else (),
    }
    return render_part(request, "desk/decks/deck.html", "deck", context)


def _classrooms(request: TeacherRequest) -> "QuerySet[Classroom]":
    """Where the deck can be given to learners."""
    return Classroom.objects.taught_by(request.user).filter(archived_at=None)[:_MOST_CLASSROOMS]


def _entries(request: TeacherRequest, found: Deck) -> "Page[Any]":
    """One page of the deck's entries, with the places that prove them."""
    rows = (
        DeckEntry.objects.filter(deck=found)
        .select_related("question__fact__topic", "question__owner")
        .prefetch_related(Prefetch("question__fact__citations", places_told()))
    )
    page: Page[Any] = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    visible = _visible(request, found)
    page.object_list = [
        Row(entry, entry.question, number, entry.question_id in visible)
        for number, entry in enumerate(page.object_list, start=page.start_index())
    ]
    return page


def _visible(request: TeacherRequest, found: Deck) -> set[int]:
    """Ids of the deck's questions that the teacher may see."""
    rows = Question.objects.visible_to(request.user).filter(deck_entries__deck=found)
    return set(rows.values_list("pk", flat=True))


@require_POST
@teacher_required
def deck_entries(request: TeacherRequest, token: str) -> HttpResponse:
    """Move an entry, take entries out, or put back what was taken out."""
    found = own_deck(request, token)
    removed: list[Removed] = []
    if "restore" in request.POST:
        said = _restored(request, found)
    elif "remove" in request.POST or "remove_ticked" in request.POST:
        ids = posted_ids(request, "remove") or posted_ids(request, "entry")
        removed = remove_entries(found, ids, actor=request.user, now=timezone.now())
        said = _removed_words(len(removed))
    else:
        said = _moved(request, found)
    if wants_fragment(request):
        return _page(request, found, said=said, removed=removed)
    # What was taken out has its own notice, with the way back.
    if said and not removed:
        messages.info(request, said)
    query = {name: request.GET.get(name, "") for name in ("keys", "page")}
    return redirect(address("deck", token, **query, removed=_as_text(removed[:_MOST_UNDONE])))


def _moved(request: TeacherRequest, found: Deck) -> str:
    """Move the entry that the pressed button names; says where it is now."""
    for name in ("up", "down", "move"):
        pk = as_id(request.POST.get(name, ""))
        if pk is None:
            continue
        entry = own_entry(request, found.token, pk)
        place = as_id(request.POST.get(f"place-{pk}", "")) or entry.position
        wanted = {"up": entry.position - 1, "down": entry.position + 1, "move": place}[name]
        at = move_entry(entry, wanted, actor=request.user, now=timezone.now())
        return _("Now on place %(place)d.") % {"place": at}
    return ""


def _restored(request: TeacherRequest, found: Deck) -> str:
    count = restore_entries(
        found,
        _removed(request.POST.get("restore", "")),
        actor=request.user,
        now=timezone.now(),
    )
    return ngettext("%(count)d question is back.", "%(count)d questions are back.", count) % {
        "count": count
    }


def _removed_words(count: int) -> str:
    if not count:
        return _("Tick what is to be taken out first.")
    return ngettext(
        "%(count)d question was taken out.", "%(count)d questions were taken out.", count
    ) % {"count": count}


def _as_text(removed: Sequence[Removed]) -> str:
    """What was taken out, for the address of the page that offers to put it back."""
    return ".".join(f"{one.question_id}-{one.position}" for one in removed)


def _removed(text: str) -> list[Removed]:
    pairs = [part.partition("-") for part in text.split(".")[:_MOST_UNDONE]]
    ids = [(as_id(question), as_id(place)) for question, _dash, place in pairs]
    return [Removed(pk, place) for pk, place in ids if pk is not None and place is not None]


@require_http_methods(["GET", "POST"])
@teacher_required
def deck_swap(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """Choose another question of the same fact for an entry's place."""
    entry = own_entry(request, token, pk)
    visible_question(request, entry.question_id)
    if request.method == "POST":
        chosen = as_id(request.POST.get("question", ""))
        question = visible_question(request, chosen) if chosen is not None else None
        if question is not None and swap_entry(
            entry, question, actor=request.user, now=timezone.now()
        ):
            messages.success(request, _("Swapped."))
            return redirect(f"{address('deck', token)}#entry-{pk}")
        messages.error(request, _("That question cannot stand there. Choose another one."))
        return redirect("desk:deck-swap", token, pk)
    choices = swap_choices(entry, teacher=request.user)
    context = {
        **PLACE,
        "deck": entry.deck,
        "entry": entry,
        "choices": choices.select_related("owner").prefetch_related("options"),
        "text": entry.question.fact.texts.filter(language=entry.question.language).first(),
    }
    return render(request, "desk/decks/swap.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def deck_duplicates(request: TeacherRequest, token: str) -> HttpResponse:
    """Show which entries repeat an earlier one, and take out those ticked."""
    found = own_deck(request, token)
    if request.method == "POST":
        gone = drop_duplicates(
            found,
            entry_ids=posted_ids(request, "entry"),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _removed_words(len(gone)))
        return redirect("desk:deck", token)
    visible = _visible(request, found)
    duplicates = [
        one
        for one in find_duplicates(found)
        if {one.entry.question_id, one.kept.question_id} <= visible
    ]
    context = {
        **PLACE,
        "deck": found,
        "duplicates": duplicates[:_MOST_DUPLICATES],
        "count": len(duplicates),
    }
    return render(request, "desk/decks/duplicates.html", context)
