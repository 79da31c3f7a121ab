"""A live round on a learner's phone: joining it, answering, and what it showed afterwards."""

from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from questions.classrooms.errors import ClassroomError
from questions.classrooms.live_answers import answer_live, own_result, sent_by
from questions.classrooms.live_players import Seat, join_round
from questions.models import LiveRound, Membership
from questions.quiz.answer import verdict_of
from questions.quiz.asked import asked_by
from questions.quiz.hints import hints
from questions.quiz.response import Response, ResponseError
from questions.views.access import (
    LearnerRequest,
    member_required,
    own_seat,
    own_seat_item,
    own_told_item,
)
from questions.views.fragments import wants_fragment
from questions.views.refusals import LIVE_ERRORS
from questions.views.responses import posted_response

_RANDOM = SystemRandom()
_PAGE = "live/phone.html"
# The question is over, or was taken away: no other response would be taken either.
_TOO_LATE = ("revealed", "finished", "withdrawn", "gone")


@require_safe
@never_cache
@member_required
def live(request: LearnerRequest, token: str) -> HttpResponse:
    """The phone's page, on any of the learner's devices."""
    return _shown(request, own_seat(request, token, timezone.now()), "")


@require_safe
@never_cache
@member_required
def live_state(request: LearnerRequest, token: str) -> HttpResponse:
    """What stands on the phone, asked for every two seconds; 304 where it stands there yet."""
    seat = own_seat(request, token, timezone.now())
    # A proxy that packs replies marks the tag as weak.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == seat.etag:
        response = HttpResponseNotModified()
        response["ETag"] = seat.etag
        return response
    return _shown(request, seat, "#state")


@require_POST
@never_cache
@member_required
def live_join(request: LearnerRequest, token: str) -> HttpResponse:
    """Come into the round; whoever is in stays in."""
    now = timezone.now()
    seat = own_seat(request, token, now)
    if seat.player_id is None and not seat.is_over:
        membership = Membership.objects.select_related("user").get(pk=seat.membership_id)
        live_round = LiveRound(pk=seat.round_id)
        try:
            join_round(live_round, membership=membership, now=now, rng=_RANDOM)
        except ClassroomError as error:  # it ended meanwhile
            messages.info(request, error.message)
        seat = own_seat(request, token, now)
    return _here(request, seat)


@require_POST
@never_cache
@member_required
def live_answer(request: LearnerRequest, token: str) -> HttpResponse:
    """Store one response, and say that it was sent: not yet whether it is right."""
    now = timezone.now()
    seat = own_seat(request, token, now)
    item = own_seat_item(request, seat, request.POST.get("item", ""))
    response = posted_response(request)
    try:
        verdict = answer_live(seat, item, response, learner=request.user, now=now, rng=_RANDOM)
    except ResponseError as error:
        return _refused(request, seat, error.code, response)
    repeat = _("This question had another answer already; the first one counts.")
    notice = repeat if verdict.is_repeat else ""
    if not wants_fragment(request):
        if notice:
            messages.info(request, notice)
        return redirect("questions:live", token)
    if item.pk != seat.item_id or seat.state not in ("ask", "sent"):
        return _shown(request, seat, "#state", notice=notice)  # a repeat, which came late
    context = {"sent": sent_by(verdict), "notice": notice}
    return _render(request, seat.answered(), "#state", context)


@require_safe
@never_cache
@member_required
def live_item(request: LearnerRequest, token: str, item: str) -> HttpResponse:
    """One question of a round with the learner's response, once its key was shown."""
    seat = own_seat(request, token, timezone.now())
    given = own_told_item(request, seat.session_token, item)
    verdict = verdict_of(given)
    context = {
        "seat": seat,
        "verdict": verdict,
        "item": given,
        "hints": hints(given, verdict.outcome),
        "session_token": seat.session_token,
    }
    return render(request, "live/item.html", context)


def _here(request: LearnerRequest, seat: Seat) -> HttpResponse:
    """Where the learner is now, after a request that changed that or came too late to."""
    if not wants_fragment(request):
        return redirect("questions:live", seat.round_token)
    return _shown(request, seat, "#state")


def _refused(request: LearnerRequest, seat: Seat, code: str, response: Response) -> HttpResponse:
    """The same question again with what is wrong, or what stands there by now."""
    if code == "not-asked":
        raise Http404(_("There is no such question in your session."))
    if code in _TOO_LATE:
        message = str(LIVE_ERRORS[code])
        if not wants_fragment(request):
            messages.info(request, message)
            return redirect("questions:live", seat.round_token)
        seat = own_seat(request, seat.round_token, timezone.now())
        return _shown(request, seat, "#state", status=409, notice=message)
    part = "#state" if wants_fragment(request) else ""
    return _shown(
        request,
        seat,
        part,
        status=422,
        error=LIVE_ERRORS[code],
        typed=response.typed[:300].replace("\0", ""),
        # Only compared with what can be chosen, and never shown.
        kept=response.choices,
    )


def _shown(
    request: LearnerRequest, seat: Seat, part: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    return _render(request, seat, part, _CONTEXTS[seat.state](request, seat) | more, status)


def _render(
    request: LearnerRequest, seat: Seat, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "seat": seat,
        "here": reverse("questions:live", args=[seat.round_token]),
        "is_fragment": bool(part),
    }
    response = render(request, f"{_PAGE}{part}", context, status=status)
    response["ETag"] = seat.etag
    return response


def _nothing(request: LearnerRequest, seat: Seat) -> dict[str, Any]:
    return {}


def _ask(request: LearnerRequest, seat: Seat) -> dict[str, Any]:
    return {"asked": asked_by(seat.item_id or 0)}


def _sent(request: LearnerRequest, seat: Seat) -> dict[str, Any]:
    verdict = verdict_of(own_seat_item(request, seat, seat.item_token))
    return {"sent": sent_by(verdict)}


def _reveal(request: LearnerRequest, seat: Seat) -> dict[str, Any]:
    item = own_told_item(request, seat.session_token, seat.item_token)
    verdict = verdict_of(item)
    return {"item": item, "verdict": verdict, "hints": hints(item, verdict.outcome)}


def _over(request: LearnerRequest, seat: Seat) -> dict[str, Any]:
    if seat.session_id is None:
        return {}
    now = timezone.now()
    return {
        "result": own_result(seat.session_id, learner=request.user),
        "today": request.user.study_day(now),
    }


# By what Seat.state says.
_CONTEXTS = {
    "none": _nothing,
    "gather": _nothing,
    "ask": _ask,
    "sent": _sent,
    "reveal": _reveal,
    "over": _over,
}
