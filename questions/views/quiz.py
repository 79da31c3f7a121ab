"""The quiz: starting, playing, answering, closing a session."""

from datetime import date, datetime
from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from questions.models import QuizSession
from questions.progress.today import study_plan
from questions.quiz.answer import Verdict, verdict_of
from questions.quiz.answer import answer as store_answer
from questions.quiz.asked import AskedItem, asked_ahead, next_asked
from questions.quiz.hints import hints
from questions.quiz.leaving import leave_withdrawn
from questions.quiz.reopening import is_reopenable, reopen_session
from questions.quiz.response import Response, ResponseError
from questions.quiz.reveal import reveal as turn_over
from questions.quiz.rows import GivenItem
from questions.quiz.start import NothingToAskError, Wish, start_session
from questions.quiz.summary import end_session, summarise
from questions.views.access import (
    LearnerRequest,
    from_its_learner,
    latest_unfinished,
    learner_required,
    may_study,
    member_required,
    own_item,
    own_session,
    studied_deck,
    visible_topic,
)
from questions.views.fragments import render_part, wants_fragment
from questions.views.refusals import RESPONSE_ERRORS
from questions.views.responses import posted_response

_RANDOM = SystemRandom()
_PLAY = "quiz/play.html"
# What a learner does not begin by choosing it.
_NOT_CHOSEN = (QuizSession.Mode.TRY, QuizSession.Mode.LIVE)


@require_POST
@member_required
def start(request: LearnerRequest) -> HttpResponse:
    """Start a session, or go on with an unfinished one of the same kind."""
    wish = _wish(request)
    if wish is None:
        messages.error(request, _("Choose how you want to study."))
        return redirect("questions:home")
    try:
        session = start_session(learner=request.user, wish=wish, now=timezone.now(), rng=_RANDOM)
    except NothingToAskError:
        messages.info(request, _("Nothing to ask there right now. Practise a topic instead."))
        return redirect("questions:home")
    return redirect("questions:quiz-play", session.token)


def _wish(request: LearnerRequest) -> Wish | None:
    """What was asked for; None for what nobody may choose."""
    mode, posted = request.POST.get("mode", ""), request.POST
    if mode == QuizSession.Mode.DECK:
        return Wish(mode, deck=studied_deck(request, posted.get("deck", "")))
    if mode not in QuizSession.Mode.values or mode in _NOT_CHOSEN:
        return None
    slug = posted.get("topic", "")
    return Wish(mode, visible_topic(slug) if slug else None)


@require_safe
@never_cache
@learner_required
def resume(request: LearnerRequest) -> HttpResponse:
    """The learner's unfinished session, on whatever device; home where there is none."""
    session = latest_unfinished(request)
    if session is None:
        return redirect("questions:home")
    return redirect("questions:quiz-play", session.token)


@require_safe
@never_cache
@learner_required
def play(request: LearnerRequest, token: str) -> HttpResponse:
    """The session's next question; the summary where there is none."""
    session = own_session(request, token)
    asked = None if session.finished_at else next_asked(session.pk)
    if asked is None:
        # What is withdrawn while the last answer is stored can leave a session open and empty.
        end_session(session, now=timezone.now())
        return redirect("questions:quiz-summary", token)
    back = _back_of(request, token, asked)
    context = {"asked": asked, "session_token": token, "session": session, "back": back}
    if not wants_fragment(request):
        context["ahead"] = asked_ahead(session.pk, asked)
    return render_part(request, _PLAY, "question", context)


def _back_of(request: LearnerRequest, token: str, asked: AskedItem) -> GivenItem | None:
    """The back of a flashcard, once it has been turned over."""
    if asked.form == "flashcard" and asked.is_revealed:
        return own_item(request, token, asked.token)
    return None


@require_POST
@from_its_learner
@learner_required
def answer(request: LearnerRequest, token: str) -> HttpResponse:
    """Store one response: the feedback and the next question in one reply."""
    item = own_item(request, token, request.POST.get("item", ""))
    response = posted_response(request)
    now = timezone.now()
    today = request.user.study_day(now)
    try:
        verdict = store_answer(
            item, response, learner_id=request.user.pk, today=today, now=now, rng=_RANDOM
        )
    except ResponseError as error:
        return _refused(request, token, item, error.code, response)
    return _told(request, verdict, token, today)


def _told(request: LearnerRequest, verdict: Verdict, token: str, today: date) -> HttpResponse:
    """The feedback; after a flashcard, whose back has told all, the next card at once."""
    upcoming = verdict.upcoming
    if verdict.item.form == "flashcard" and upcoming is not None:
        if not wants_fragment(request):
            return redirect("questions:quiz-play", token)
        context = {"asked": upcoming, "session_token": token, "last": verdict}
        return render_part(request, _PLAY, "question", {**context, "days": _days(verdict, today)})
    page = reverse("questions:quiz-feedback", args=[token, verdict.item.token])
    if not wants_fragment(request):
        return redirect(page)
    context = _feedback_context(verdict, token, today)
    # A reload then shows this feedback again and not the next question.
    return replace_url(render_part(request, _PLAY, "answer-feedback", context), page)


def _refused(
    request: LearnerRequest, token: str, item: GivenItem, code: str, response: Response
) -> HttpResponse:
    """The same question again with what is wrong, or the way out of a session that has ended."""
    if code == "withdrawn":
        return _passed_over(request, token, item)
    asked = next_asked(item.session_id)
    if code in ("finished", "gone") or asked is None or asked.token != item.token:
        return _ended(request, token, code)
    context: dict[str, Any] = {
        "asked": asked,
        "session_token": token,
        "error": RESPONSE_ERRORS[code],
        "here": reverse("questions:quiz-play", args=[token]),
        "session": {"token": token},
        "typed": response.typed[:300].replace("\0", ""),
        # Only compared with what can be chosen, and never shown.
        "kept": response.choices or response.places or response.matches,
        "back": _back_of(request, token, asked),
    }
    return render_part(request, _PLAY, "question", context, status=422)


def _ended(request: LearnerRequest, token: str, code: str) -> HttpResponse:
    """The way to the summary of a session that takes no response any more."""
    message = str(RESPONSE_ERRORS[code])
    if wants_fragment(request):
        notice = {"message": message, "session_token": token}
        return render_part(request, _PLAY, "session-notice", notice, status=409)
    messages.info(request, message)
    return redirect("questions:quiz-summary", token)


def _passed_over(request: LearnerRequest, token: str, item: GivenItem) -> HttpResponse:
    """The next question instead of one that was withdrawn, or the way out where it was the last."""
    if item.finished_at is None:
        leave_withdrawn(item.session_id, now=timezone.now())
    asked = None if item.finished_at else next_asked(item.session_id)
    if asked is None:
        return _ended(request, token, "withdrawn")
    if not wants_fragment(request):
        messages.info(request, str(RESPONSE_ERRORS["withdrawn"]))
        return redirect("questions:quiz-play", token)
    context = {
        "asked": asked,
        "session_token": token,
        "notice": RESPONSE_ERRORS["withdrawn"],
        "back": _back_of(request, token, asked),
    }
    return render_part(request, _PLAY, "question", context, status=409)


def _feedback_context(verdict: Verdict, token: str, today: date) -> dict[str, Any]:
    return {
        "verdict": verdict,
        "item": verdict.item,
        "asked": verdict.upcoming,
        "session_token": token,
        "days": _days(verdict, today),
        "hints": hints(verdict.item, verdict.outcome),
    }


def _days(verdict: Verdict, today: date) -> int | None:
    return (verdict.due - today).days if verdict.due else None


@require_safe
@never_cache
@learner_required
def feedback(request: LearnerRequest, token: str, item: str) -> HttpResponse:
    """The feedback on an answered question, as a page of its own."""
    given = own_item(request, token, item)
    if given.answered_at is None:
        return redirect("questions:quiz-play", token)
    today = request.user.study_day(timezone.now())
    context = _feedback_context(verdict_of(given), token, today)
    return render_part(request, _PLAY, "answer-feedback", context)


@require_POST
@learner_required
def reveal(request: LearnerRequest, token: str) -> HttpResponse:
    """Turn a flashcard over; no other form has a back to show."""
    item = own_item(request, token, request.POST.get("item", ""))
    if item.form != "flashcard":
        raise Http404(_("Only a flashcard can be turned over."))
    if item.is_withdrawn and item.answered_at is None:
        return _refused(request, token, item, "withdrawn", Response())
    if item.finished_at is not None or item.answered_at is not None:
        return _refused(request, token, item, "finished", Response())
    now = timezone.now()
    turn_over(item, today=request.user.study_day(now), now=now)
    asked = next_asked(item.session_id)
    if asked is None or not wants_fragment(request):
        return redirect("questions:quiz-play", token)
    back = _back_of(request, token, asked)
    context = {"asked": asked, "session_token": token, "back": back}
    return render_part(request, _PLAY, "question", context)


@require_POST
@learner_required
def end(request: LearnerRequest, token: str) -> HttpResponse:
    """End a session early."""
    end_session(own_session(request, token), now=timezone.now())
    return redirect("questions:quiz-summary", token)


@require_POST
@learner_required
def reopen(request: LearnerRequest, token: str) -> HttpResponse:
    """Go on with a session that was ended a moment ago."""
    session = own_session(request, token)
    if session.finished_at is not None and not (
        _may_go_on(request, session) and reopen_session(session, now=timezone.now())
    ):
        messages.info(request, _("There is nothing left to go on with. Begin anew."))
        return redirect("questions:quiz-summary", token)
    return redirect("questions:quiz-play", token)


def _may_go_on(request: LearnerRequest, session: QuizSession) -> bool:
    """Whether the learner may still be asked what the session was begun with."""
    return session.mode != QuizSession.Mode.DECK or may_study(request.user, session.deck)


def _has_more(request: LearnerRequest, session: QuizSession, now: datetime) -> bool:
    """Whether another session of that kind would have something to ask today."""
    is_review = session.mode == QuizSession.Mode.REVIEW
    return not (is_review and study_plan(request.user, now=now).is_done)


@require_safe
@never_cache
@learner_required
def summary(request: LearnerRequest, token: str) -> HttpResponse:
    """How a session went and what comes next."""
    session = own_session(request, token)
    if session.finished_at is None and next_asked(session.pk) is not None:
        return redirect("questions:quiz-play", token)
    now = timezone.now()
    today = request.user.study_day(now)
    can_go_on = _may_go_on(request, session)
    context = {
        "summary": summarise(session, learner=request.user, today=today),
        "today": today,
        "can_go_on": can_go_on and _has_more(request, session, now),
        "is_reopenable": can_go_on and is_reopenable(session, now=now),
    }
    return render_part(request, "quiz/summary.html", "summary", context)
