"""Approving, withdrawing and bringing back questions, and noting something on one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from questions.admin.access import (
    TeacherRequest,
    changeable_question,
    own_deck,
    teacher_required,
)
from questions.admin.question_cards import card_of
from questions.authoring.errors import FieldFlaw
from questions.authoring.history import note_edit
from questions.authoring.status import approve_questions, restore_questions, withdraw_questions
from questions.models import Deck, Edit, Question
from questions.views.fragments import render_part, wants_fragment

_LONGEST_NOTE = 1000


@require_POST
@teacher_required
def question_status(request: TeacherRequest) -> HttpResponse:
    """Approve, withdraw or bring back the question whose button was pressed."""
    action = next((name for name in ("approve", "withdraw", "restore") if name in request.POST), "")
    number = request.POST.get(action, "")
    question = changeable_question(request, int(number) if _is_id(number) else 0)
    token = request.POST.get("deck", "")
    deck = own_deck(request, token) if token else None
    refused = _act(request, action, question)
    if wants_fragment(request):
        context: dict[str, Any] = {"deck": deck, "card": card_of(request, question, refused)}
        context["said"] = _("Not approved.") if refused else _SAID[action]()
        return render_part(
            request,
            "desk/authoring/deck.html",
            "question-card",
            context,
            status=422 if refused else 200,
        )
    for flaw in refused:
        messages.error(request, f"{question.stem[:80]}: {flaw.message}")
    return redirect(_page_of(question, deck))


_SAID = {
    "approve": lambda: _("Approved."),
    "withdraw": lambda: _("Withdrawn."),
    "restore": lambda: _("Brought back as a draft."),
}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _act(request: TeacherRequest, action: str, question: Question) -> list[FieldFlaw]:
    """Do it; returns what an approval was refused for."""
    who, now = request.user, timezone.now()
    if action == "approve":
        result = approve_questions([question], actor=who, now=now)
        return list(result.refused.get(question.pk, []))
    if action == "withdraw":
        withdraw_questions([question], actor=who, now=now, note=_note(request))
    else:
        restore_questions([question], actor=who, now=now)
    return []


def _page_of(question: Question, deck: Deck | None) -> str:
    if deck is None:
        return reverse("desk:question", args=[question.pk])
    return reverse("desk:deck-edit", args=[deck.token]) + f"#card-{question.pk}"


def _note(request: TeacherRequest) -> str:
    return request.POST.get("note", "").replace("\0", "").strip()[:_LONGEST_NOTE]


@require_POST
@teacher_required
def question_note(request: TeacherRequest, pk: int) -> HttpResponse:
    """Note something on a question, for whoever reads its page."""
    question = changeable_question(request, pk)
    if note := _note(request):
        note_edit(question, Edit.Action.NOTED, actor=request.user, now=timezone.now(), note=note)
    else:
        messages.error(request, _("Write the note first."))
    return redirect(reverse("desk:question", args=[pk]) + "#history")
