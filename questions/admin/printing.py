"""A deck on paper: the worksheet, and the key on a sheet of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from questions.admin.access import TeacherRequest, teacher_required, visible_deck
from questions.admin.decks import link_of
from questions.authoring.worksheet import worksheet


@require_safe
@teacher_required
def deck_worksheet(request: TeacherRequest, token: str) -> HttpResponse:
    """The questions, with room for the answers."""
    return _printed(request, token, "desk/decks/worksheet.html")


@require_safe
@teacher_required
def deck_key(request: TeacherRequest, token: str) -> HttpResponse:
    """The key of the worksheet, with the places that prove it."""
    return _printed(request, token, "desk/decks/key.html")


def _printed(request: TeacherRequest, token: str, template: str) -> HttpResponse:
    deck = visible_deck(request, token)
    items = worksheet(deck, teacher=request.user)
    context = {
        "deck": deck,
        "items": items,
        "readers_language": get_language(),
        "left_out": deck.entries.count() - len(items),
        **link_of(request, deck),
    }
    # What is printed is for learners, whatever language the teacher reads the desk in; what stands
    # round it on the screen is not.
    with override(deck.language):
        return render(request, template, context)
