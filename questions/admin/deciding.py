"""What is done to many ticked questions at once: into a deck, approved, withdrawn, brought back."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from questions.admin.access import TeacherRequest, own_deck, teacher_required
from questions.admin.finding import in_order, tell_added
from questions.admin.posted import address, posted_ids
from questions.authoring.errors import FieldFlaw
from questions.authoring.status import approve_questions, restore_questions, withdraw_questions
from questions.models import Question

_SHOWN_REFUSALS = 5


@require_POST
@teacher_required
def questions_change(request: TeacherRequest) -> HttpResponse:
    """Do to the ticked questions what the pressed button says."""
    ids = posted_ids(request, "question")
    do = request.POST.get("do", "")
    if do == "add":
        tell_added(request, own_deck(request, request.POST.get("deck", "")), in_order(request, ids))
    elif do in ("approve", "withdraw", "restore"):
        _decide(request, do, _governed(request, in_order(request, ids)))
    return redirect(f"{address('questions')}?{request.GET.urlencode()}")


def _governed(request: TeacherRequest, rows: Sequence[Question]) -> list[Question]:
    """Those on which the asker rules: their own, and as a curator the library's."""
    mine = Q(owner=request.user)
    if request.user.is_curator:
        mine |= Q(owner=None)
    found = Question.objects.filter(mine, pk__in=[row.pk for row in rows])
    return list(found.select_related("fact"))


def _decide(request: TeacherRequest, do: str, rows: list[Question]) -> None:
    if not rows:
        messages.info(request, _("Tick questions of your own first."))
        return
    if do == "approve":
        found = approve_questions(rows, actor=request.user, now=timezone.now())
        _tell_approved(request, rows, len(found.approved), found.refused)
    elif do == "withdraw":
        count = len(withdraw_questions(rows, actor=request.user, now=timezone.now()))
        messages.success(request, _withdrawn_words(count))
    else:
        count = len(restore_questions(rows, actor=request.user, now=timezone.now()))
        messages.success(request, _restored_words(count))


def _withdrawn_words(count: int) -> str:
    return ngettext(
        "%(count)d question was withdrawn: nobody is asked it any more.",
        "%(count)d questions were withdrawn: nobody is asked them any more.",
        count,
    ) % {"count": count}


def _restored_words(count: int) -> str:
    return ngettext(
        "%(count)d question is a draft again.", "%(count)d questions are drafts again.", count
    ) % {"count": count}


def _tell_approved(
    request: TeacherRequest,
    rows: Sequence[Question],
    count: int,
    refused: dict[int, list[FieldFlaw]],
) -> None:
    said = ngettext("%(count)d question was approved.", "%(count)d questions were approved.", count)
    messages.success(request, said % {"count": count})
    stems = {row.pk: row.stem for row in rows}
    for pk, flaws in list(refused.items())[:_SHOWN_REFUSALS]:
        why = "; ".join(str(flaw.message) for flaw in flaws)
        messages.error(
            request, _("Not approved: “%(stem)s”. %(why)s") % {"stem": stems[pk], "why": why}
        )
