"""The teacher's queue: reports, texts left for review, and questions that look wrong."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    governed_fact,
    governed_facts,
    governed_question,
    governed_questions,
    measured_question,
    teacher_required,
)
from questions.admin.suspicion_words import not_yet, observed_interval, suspicions_in_words
from questions.authoring.settling import put_aside, rule_on_text, settle_flags, undo_ruling
from questions.classrooms.queue import (
    FlaggedQuestion,
    Suspect,
    choice_bars,
    decided_lately,
    flagged,
    options_of,
    queue_of,
    text_name,
    waiting_texts,
)
from questions.forms.queue import RIGHT, UNDO, RulingForm, SettleForm
from questions.models import Fact, Question, QuestionStatistic
from questions.quiz.rulings import typed_texts
from questions.views.fragments import render_part, wants_fragment

_PAGE = "desk/queue/queue.html"
_KINDS = ("flags", "texts", "suspects")
# More is read when these are done.
_SHOWN = 40


@require_safe
@teacher_required
def queue(request: TeacherRequest) -> HttpResponse:
    """All that waits for the teacher, the most urgent first; or one kind of it."""
    facts = governed_facts(request)
    waiting = queue_of(request.user, questions=governed_questions(request), facts=facts)
    kind = request.GET.get("show", "")
    kind = kind if kind in _KINDS else ""
    entries = waiting.of(kind)
    for entry in entries[:_SHOWN]:
        if isinstance(entry, Suspect):
            entry.words = suspicions_in_words(entry.statistic, entry.bars)
    context = {
        "entries": entries[:_SHOWN],
        "more": max(0, len(entries) - _SHOWN),
        "counts": waiting.counts,
        "total": len(waiting.entries),
        "show": kind,
        "settle": SettleForm(auto_id=False),
        "decided": list(decided_lately(facts)),
    }
    return render(request, _PAGE, {**context, **_desk()})


def _desk() -> dict[str, Any]:
    return {"nav": "desk", "tab": "queue"}


@require_POST
@teacher_required
def rule(request: TeacherRequest) -> HttpResponse:
    """Count a text as right or wrong, or take such a decision back."""
    form = RulingForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such text in your queue."))
    sent = form.cleaned_data
    fact = governed_fact(request, sent["fact"])
    cue, text, verdict = sent["cue"], sent["text"], sent["verdict"]
    if not typed_texts(fact=fact, cue=cue, text=text):
        raise Http404(_("There is no such text in your queue."))
    now = timezone.now()
    if verdict == UNDO:
        undo_ruling(fact=fact, cue=cue, text=text, actor=request.user, now=now)
        return _undone(request, fact, cue, text)
    is_right = verdict == RIGHT
    corrected = rule_on_text(
        fact=fact, cue=cue, text=text, is_right=is_right, actor=request.user, now=now
    )
    if not wants_fragment(request):
        messages.success(request, _decided(text, is_right=is_right, corrected=corrected))
        return redirect("desk:queue")
    context = {
        "done": _decided(text, is_right=is_right, corrected=corrected),
        "name": text_name(fact.pk, cue, text),
        "ruling": {"fact_id": fact.pk, "cue": cue, "text": text},
    }
    return render_part(request, _PAGE, "done-entry", context)


def _decided(text: str, *, is_right: bool, corrected: int) -> str:
    said = (
        _("“%(text)s” counts as right now.") if is_right else _("“%(text)s” counts as wrong now.")
    )
    past = ngettext(
        "%(count)d earlier answer was corrected.",
        "%(count)d earlier answers were corrected.",
        corrected,
    )
    return f"{said % {'text': text}} {past % {'count': corrected}}"


def _undone(request: TeacherRequest, fact: Fact, cue: str, text: str) -> HttpResponse:
    """The text as it waits again."""
    if not wants_fragment(request):
        messages.info(request, _("The decision was taken back; the text waits again."))
        return redirect("desk:queue")
    only = Fact.objects.filter(pk=fact.pk)
    found = [
        entry
        for entry in waiting_texts(request.user, only)
        if (entry.left.cue, entry.left.text) == (cue, text)
    ]
    if not found:
        context = {"done": _("The decision was taken back."), "name": text_name(fact.pk, cue, text)}
        return render_part(request, _PAGE, "done-entry", context)
    return render_part(request, _PAGE, "entry", {"entry": found[0]})


@require_POST
@teacher_required
def settle(request: TeacherRequest, pk: int) -> HttpResponse:
    """Settle the open reports of a question."""
    question = governed_question(request, pk)
    form = SettleForm(request.POST, auto_id=False)
    entry = _flagged(question)
    if entry is not None and not form.is_valid():
        context = {"entry": entry, "settle": form}
        if wants_fragment(request):
            return render_part(request, _PAGE, "entry", context, status=422)
        page = {"entries": [entry], "show": "flags", "counts": {"flags": 1}, "total": 1}
        return render(request, _PAGE, {**page, **context, **_desk()}, status=422)
    settled = 0
    if entry is not None:
        settled = settle_flags(
            question,
            resolution=form.cleaned_data["resolution"],
            reply=form.cleaned_data["reply"],
            actor=request.user,
            now=timezone.now(),
        )
    return _settled(request, question, settled)


def _flagged(question: Question) -> FlaggedQuestion | None:
    found = flagged(Question.objects.filter(pk=question.pk))
    return found[0] if found else None


def _settled(request: TeacherRequest, question: Question, settled: int) -> HttpResponse:
    said = (
        ngettext("%(count)d report was settled.", "%(count)d reports were settled.", settled)
        % {"count": settled}
        if settled
        else _("Somebody settled these reports already.")
    )
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect("desk:queue")
    context = {"done": said, "name": f"flags-{question.pk}"}
    return render_part(request, _PAGE, "done-entry", context)


@require_POST
@teacher_required
def aside(request: TeacherRequest, pk: int) -> HttpResponse:
    """Put a suspect aside that the teacher looked at and finds right as it is."""
    question = governed_question(request, pk)
    put_aside(question, actor=request.user, now=timezone.now())
    said = _("Put aside. It comes back only if its figures look wrong in another way.")
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect("desk:queue")
    context = {"done": said, "name": f"suspect-{question.pk}"}
    return render_part(request, _PAGE, "done-entry", context)


@require_safe
@teacher_required
def question_statistics(request: TeacherRequest, pk: int) -> HttpResponse:
    """What the responses say of one question."""
    question = measured_question(request, pk)
    statistic: QuestionStatistic | None = getattr(question, "statistic", None)
    bars = choice_bars(statistic, options_of([pk])) if statistic else []
    context = {
        "question": question,
        "statistic": statistic,
        "bars": bars,
        "observed": observed_interval(statistic) if statistic else None,
        "words": suspicions_in_words(statistic, bars) if statistic else [],
        "not_yet": not_yet(statistic),
        "back": reverse("desk:queue"),
    }
    return render(request, "desk/queue/statistics.html", {**context, **_desk()})
