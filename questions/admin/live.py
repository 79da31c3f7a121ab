"""Live rounds on the projector: a new one, the page that is shown, its next step, its end."""

from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    taught_classroom,
    taught_round,
    teacher_required,
)
from questions.admin.classrooms import PLACE, new_token, posted
from questions.admin.qr_codes import qr_svg
from questions.classrooms import live_results, live_summary
from questions.classrooms.errors import ClassroomError
from questions.classrooms.live_rounds import end_round, open_round, step
from questions.forms.classrooms import show_error
from questions.forms.live import LiveForm, decks_to_play
from questions.models import Classroom, LiveRound
from questions.views.fragments import wants_fragment

_RANDOM = SystemRandom()
_PAGE = "desk/live/projector.html"
_LONGEST_VERSION = 9


@require_http_methods(["GET", "POST"])
@teacher_required
def live_new(request: TeacherRequest, token: str) -> HttpResponse:
    """Begin a round in the classroom; where one is going on, the way to it."""
    room = taught_classroom(request, token)
    form = LiveForm(
        posted(request),
        decks=decks_to_play(request.user),
        initial={"deck": request.GET.get("deck", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            begun = _open(request, room, form)
        except ClassroomError as error:
            show_error(form, error)
        else:
            return redirect("desk:live", begun.token)
    context = {
        **PLACE,
        "classroom": room,
        "part": "live",
        "form": form,
        "going_on": room.live_rounds.going_on(timezone.now()).first(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/live/new.html", context, status=status)


def _open(request: TeacherRequest, room: Classroom, form: LiveForm) -> LiveRound:
    return open_round(
        classroom=room,
        deck=form.decks[form.cleaned_data["deck"]],
        size=form.cleaned_data["size"],
        teams=form.cleaned_data["teams"],
        actor=request.user,
        now=timezone.now(),
        token=new_token(),
        rng=_RANDOM,
    )


@require_safe
@teacher_required
def live(request: TeacherRequest, token: str) -> HttpResponse:
    """The projector's page, which any teacher of the class may open on any machine."""
    return _shown(request, taught_round(request, token))


@require_safe
@teacher_required
def live_state(request: TeacherRequest, token: str) -> HttpResponse:
    """What stands on the projector, asked for every two seconds; 304 where it stands there yet."""
    row = taught_round(request, token)
    # A proxy that packs replies marks the tag as weak.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == _etag(row):
        return _tagged(HttpResponseNotModified(), row)
    return _shown(request, row, part="#state")


@require_POST
@teacher_required
def live_step(request: TeacherRequest, token: str) -> HttpResponse:
    """The next step, unless somebody has taken it already from where the button stood."""
    row = taught_round(request, token)
    version = request.POST.get("version", "")
    if version.isascii() and version.isdigit() and len(version) <= _LONGEST_VERSION:
        step(row, version=int(version), now=timezone.now())
    if not wants_fragment(request):
        return redirect("desk:live", token)
    return _shown(request, taught_round(request, token), part="#state")


@require_http_methods(["GET", "POST"])
@teacher_required
def live_end(request: TeacherRequest, token: str) -> HttpResponse:
    """Ask whether the round is to end, and end it."""
    row = taught_round(request, token)
    if row.finished_at is None and request.method == "POST":
        end_round(row, now=timezone.now())
        messages.success(request, _("The round is over. What was answered stays."))
    if row.finished_at is not None or request.method == "POST":
        return redirect("desk:live", token)
    context = {**PLACE, "round": row, "classroom": row.classroom, "part": "live"}
    return render(request, "desk/live/end.html", context)


def _etag(row: LiveRound) -> str:
    """By all that changes what stands on the projector."""
    return f'"{row.version}-{row.answered_now}-{row.players_in}"'  # type: ignore[attr-defined]


def _tagged(response: HttpResponse, row: LiveRound) -> HttpResponse:
    response["ETag"] = _etag(row)
    return response


def _shown(request: TeacherRequest, row: LiveRound, part: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        **PLACE,
        "round": row,
        "classroom": row.classroom,
        "etag": _etag(row),
        **_CONTEXTS[LiveRound.Phase(row.phase)](request, row),
    }
    return _tagged(render(request, f"{_PAGE}{part}", context), row)


def _gathering(request: TeacherRequest, row: LiveRound) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("questions:live", args=[row.token]))
    home = f"{request.get_host()}{reverse('questions:home').rstrip('/')}"
    return {"qr": qr_svg(address), "home": home, "total": row.questions.count()}


def _asking(request: TeacherRequest, row: LiveRound) -> dict[str, Any]:
    return {"shown": live_results.shown(row)}


def _revealed(request: TeacherRequest, row: LiveRound) -> dict[str, Any]:
    return {"told": live_results.told(row), "teams": live_summary.team_lines(row)}


def _over(request: TeacherRequest, row: LiveRound) -> dict[str, Any]:
    return {"outlook": live_summary.outlook(row), "teams": live_summary.team_lines(row)}


_CONTEXTS = {
    LiveRound.Phase.LOBBY: _gathering,
    LiveRound.Phase.ASKING: _asking,
    LiveRound.Phase.REVEALED: _revealed,
    LiveRound.Phase.DONE: _over,
}
