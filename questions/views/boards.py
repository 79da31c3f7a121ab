"""A learner's classroom with its board, and the name that the board shows."""

from collections.abc import Sequence
from random import SystemRandom

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questions.classrooms.board_names import fresh_handles, join_board, leave_board
from questions.classrooms.boards import Period, board_of, periods_of
from questions.classrooms.class_week import class_week
from questions.classrooms.errors import ClassroomError
from questions.classrooms.goals import goal_weeks
from questions.classrooms.kept import goal_of
from questions.classrooms.leagues import leagues_of
from questions.classrooms.live_rounds import rounds_for
from questions.forms.boards import CLASSROOM_NAME, TYPED, BoardNameForm
from questions.models import Classroom, Membership, Topic
from questions.views.access import LearnerRequest, after_reveal, learned_in, member_required
from questions.views.charts import bar_chart
from questions.views.fragments import render_part, wants_fragment
from questions.views.toasts import tell_with_undo

RANDOM = SystemRandom()
PERIOD_NAMES = {
    Period.WEEK: gettext_lazy("This week"),
    Period.LAST: gettext_lazy("Last week"),
    Period.TERM: gettext_lazy("Term"),
    Period.ALL: gettext_lazy("All time"),
}


def named_periods(classroom: Classroom) -> list[tuple[str, str]]:
    """The periods that the classroom has a board for, each with its name."""
    return [(period.value, str(PERIOD_NAMES[period])) for period in periods_of(classroom)]


def wished_period(request: HttpRequest, classroom: Classroom) -> Period:
    """The period that is asked for, else this week."""
    wished = request.GET.get("period", "")
    return next((one for one in periods_of(classroom) if one.value == wished), Period.WEEK)


def wished_topic(request: HttpRequest, topics: Sequence[Topic]) -> Topic | None:
    """The topic that is asked for, else all of them."""
    wished = request.GET.get("topic", "")
    return next((one for one in topics if one.slug == wished), None)


@require_safe
@never_cache
@member_required
@after_reveal
def classroom(request: LearnerRequest, token: str) -> HttpResponse:
    """The learner's own progress, what the class does together, and the board."""
    membership = learned_in(request, token)
    room, topics, now = membership.classroom, list(Topic.objects.all()), timezone.now()
    board = board_of(
        membership,
        period=wished_period(request, room),
        topic=wished_topic(request, topics),
        now=now,
    )
    context = {
        "classroom": room,
        "membership": membership,
        "board": board,
        "periods": named_periods(room),
        "period_name": PERIOD_NAMES[board.period],
        "topics": topics,
    }
    if not wants_fragment(request):
        rounds = rounds_for(request.user, now)
        context |= {
            "rounds": [one for one in rounds if one.classroom_id == room.pk],
            "goal": goal_of(room, now=now),
            "goal_weeks": goal_weeks(room),
            "leagues": leagues_of(room),
            "week_chart": bar_chart(earned) if (earned := class_week(room, now=now)) else None,
        }
    return render_part(request, "classrooms/classroom.html", "board", context)


@require_http_methods(["GET", "POST"])
@never_cache
@member_required
def board_name(request: LearnerRequest, token: str) -> HttpResponse:
    """Choose the name that the board shows, and come to the board by it."""
    membership = learned_in(request, token)
    form = _name_form(request, membership)
    if request.method == "POST" and form.is_valid():
        try:
            return _joined(membership, form.wish)
        except ClassroomError as error:
            typed = form.cleaned_data["choice"] in ("", TYPED)
            form.add_error("nickname" if typed else "choice", error.message)
    context = {"classroom": membership.classroom, "membership": membership, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "classrooms/board_name.html", context, status=status)


def _joined(membership: Membership, wish: str | None) -> HttpResponse:
    if wish is None:
        raise ClassroomError("choice", "empty", _("Choose a name, or type one."))
    join_board(membership=membership, name=wish, now=timezone.now())
    return redirect("questions:classroom", membership.classroom.token)


def _name_form(request: LearnerRequest, membership: Membership) -> BoardNameForm:
    handles = fresh_handles(membership, language=get_language() or "", rng=RANDOM)
    initial = {}
    if membership.is_on_board:
        initial = (
            {"choice": TYPED, "nickname": membership.board_name}
            if membership.board_name
            else {"choice": CLASSROOM_NAME}
        )
    return BoardNameForm(
        request.POST if request.method == "POST" else None,
        called=membership.name,
        handles=handles,
        initial=initial,
    )


@require_POST
@member_required
def board_leave(request: LearnerRequest, token: str) -> HttpResponse:
    """Leave the board at once."""
    membership = learned_in(request, token)
    leave_board(membership=membership, now=timezone.now())
    told = _("You are off the board. Your points stay yours.")
    name = membership.board_name
    back = {"choice": TYPED, "nickname": name} if name else {"choice": CLASSROOM_NAME}
    url = reverse("questions:classroom-board", args=[token])
    tell_with_undo(request, told, url=url, fields=back)
    return redirect("questions:classroom", token)
