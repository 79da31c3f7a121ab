"""A question's page: what it says, what it stands on, who made it, and all that was changed."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questions.admin.access import (
    TeacherRequest,
    may_change,
    teacher_required,
    visible_question,
)
from questions.admin.finding import texts_told
from questions.admin.question_cards import card_of
from questions.authoring.versions import versions_of
from questions.models import Citation, Deck, Edit, Fact, Question

_MOST_EDITS = 100


@dataclass(frozen=True)
class Change:
    """One field of an edit: the words that went, those that came, and those between."""

    field: str
    pieces: list[tuple[str, str]]  # "same", "gone" or "come", with the words


@dataclass(frozen=True)
class Entry:
    """An edit as it is shown."""

    edit: Edit
    changes: list[Change]


@require_safe
@teacher_required
def question_page(request: TeacherRequest, pk: int) -> HttpResponse:
    """The question with its key, fact, citations, decks, versions, history and notes."""
    question = visible_question(request, pk)
    versions = versions_of(question, teacher=request.user)
    context = {
        "card": card_of(request, question),
        "fact": _fact(question),
        "newer": [one for one in versions if one.pk > pk],
        "earlier": [one for one in versions if one.pk < pk],
        "history": _history([question, *versions]),
        "decks": Deck.objects.visible_to(request.user).filter(entries__question=question),
        "may_change": may_change(request, question),
        "tab": "questions",
        "nav": "desk",
    }
    return render(request, "desk/authoring/question.html", context)


def _fact(question: Question) -> Fact:
    words = Prefetch("texts", texts_told())
    cited = Prefetch("citations", Citation.objects.with_names())
    rows = Fact.objects.select_related("topic").prefetch_related(words, cited)
    return rows.get(pk=question.fact_id)


def _history(rows: list[Question]) -> list[Entry]:
    edits = Edit.objects.filter(question__in=rows).select_related("actor")[:_MOST_EDITS]
    return [Entry(edit, _changes(edit)) for edit in edits]


def _changes(edit: Edit) -> list[Change]:
    return [
        Change(field_name(name), differences(str(before), str(after)))
        for name, (before, after) in edit.changes.items()
    ]


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """The words of both texts in their order, each run as “same”, “gone” or “come”."""
    old, new = before.split(), after.split()
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", " ".join(old[i:j])))
            continue
        if j > i:
            pieces.append(("gone", " ".join(old[i:j])))
        if m > k:
            pieces.append(("come", " ".join(new[k:m])))
    return pieces


def field_name(name: str) -> str:
    """What a field of the history is called."""
    return {
        "stem": _("Question"), "answer": _("Answer"), "title": _("Title"),
        "options": _("Options"), "parts": _("Parts"), "accepted": _("Further answers"),
        "form": _("Form"), "language": _("Language"), "fact": _("Fact"), "unit": _("Unit"),
        "tolerance": _("Right within"), "status": _("Status"), "key": _("Key"),
    }.get(name, name)  # fmt: skip
