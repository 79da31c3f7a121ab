"""Reporting a question, and seeing what became of it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from questions.classrooms.live_players import round_of
from questions.forms.flags import FlagForm
from questions.models import QuizSession
from questions.quiz.flags import flags_of, raise_flag, take_back
from questions.quiz.rows import GivenItem
from questions.views.access import LearnerRequest, learner_required, own_told_item
from questions.views.fragments import render_part, wants_fragment

_SHOWN = 50


@require_POST
@learner_required
def flag(request: LearnerRequest, token: str, item: str) -> HttpResponse:
    """Report the question of one's own answered item."""
    given = own_told_item(request, token, item)
    if given.answered_at is None:
        raise Http404(_("A question can be reported once you have answered it."))
    form = FlagForm(request.POST)
    if not form.is_valid():
        return _form(request, token, given, form, status=422)
    if not ratelimit.consume(request, action="flag"):
        form.add_error(None, _("You have reported a lot in a short time. Wait a while."))
        # What htmx does not swap in would not be read.
        return _form(request, token, given, form, status=422 if wants_fragment(request) else 429)
    is_new = raise_flag(
        given,
        learner=request.user,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        now=timezone.now(),
    )
    return _told(request, token, given, is_new=is_new)


def _form(
    request: LearnerRequest, token: str, given: GivenItem, form: FlagForm, *, status: int
) -> HttpResponse:
    context = {"flag_form": form, "item": given, "session_token": token}
    if not wants_fragment(request):
        context["place"] = _place(token, given)
    return render_part(request, "quiz/report.html", "flag", context, status=status)


def _told(request: LearnerRequest, token: str, given: GivenItem, *, is_new: bool) -> HttpResponse:
    thanks = (
        _("Thank you. A teacher will look at this question.")
        if is_new
        else _("You have reported this question already, and a teacher will look at it.")
    )
    if wants_fragment(request):
        context = {"thanks": thanks, "item": given, "session_token": token}
        return render_part(request, "quiz/report.html", "flag", context)
    messages.success(request, thanks)
    return redirect(_place(token, given))


def _place(token: str, given: GivenItem) -> str:
    """The page on which the question and its answer stand."""
    round_token = round_of(given.session_id) if given.mode == QuizSession.Mode.LIVE else None
    if round_token is not None:
        return reverse("questions:live-item", args=[round_token, given.token])
    return reverse("questions:quiz-feedback", args=[token, given.token])


@require_safe
@never_cache
@learner_required
def flags(request: LearnerRequest) -> HttpResponse:
    """The learner's own reports with the replies."""
    flags = flags_of(request.user)[:_SHOWN]
    lines = [(flag, request.user.study_day(flag.flagged_at)) for flag in flags]
    return render(request, "account/flags.html", {"lines": lines})


@require_POST
@learner_required
def flag_take_back(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take one's own report back while it waits."""
    if take_back(request.user, pk):
        messages.success(request, _("Your report is taken back."))
    else:
        messages.info(request, _("This report is settled already, or it is not yours."))
    return redirect("questions:flags")
