"""The board of a classroom as its teachers show it, switch it off, and look after its names."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questions.admin.access import (
    TeacherRequest,
    classroom_member,
    taught_classroom,
    teacher_required,
)
from questions.admin.classrooms import PLACE, settings_page
from questions.admin.roster import member_page
from questions.classrooms.board_names import leave_board, rename_on_board
from questions.classrooms.board_settings import set_board
from questions.classrooms.class_boards import class_board
from questions.classrooms.errors import ClassroomError
from questions.forms.boards import BoardForm, MemberBoardNameForm
from questions.forms.classrooms import show_error
from questions.models import Topic
from questions.views.boards import PERIOD_NAMES, named_periods, wished_period, wished_topic


@require_safe
@teacher_required
def classroom_board(request: TeacherRequest, token: str) -> HttpResponse:
    """The top of the board and the class as a whole, for the projector."""
    room = taught_classroom(request, token)
    topics = list(Topic.objects.all())
    board = None
    if room.has_board:
        board = class_board(
            room,
            period=wished_period(request, room),
            topic=wished_topic(request, topics),
            now=timezone.now(),
        )
    context = {
        **PLACE,
        "classroom": room,
        "board": board,
        "periods": named_periods(room),
        "period_name": PERIOD_NAMES[board.period] if board else "",
        "topics": topics,
    }
    return render(request, "desk/boards/board.html", context)


@require_POST
@teacher_required
def board_settings(request: TeacherRequest, token: str) -> HttpResponse:
    """Switch the board on or off, and set the days of the term."""
    room = taught_classroom(request, token)
    form = BoardForm(request.POST)
    if form.is_valid():
        try:
            set_board(classroom=room, **form.cleaned_data)
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:classroom-settings", token)
    return settings_page(request, room, board=form)


@require_POST
@teacher_required
def member_board(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """Call a member otherwise on the board, or take them off it."""
    room = taught_classroom(request, token)
    row = classroom_member(request, room, pk)
    if request.POST.get("board") == "off":
        leave_board(membership=row, now=timezone.now())
        messages.success(request, _("They are off the board. They can come back to it."))
        return redirect("desk:classroom-member", token, pk)
    form = MemberBoardNameForm(request.POST)
    if form.is_valid():
        try:
            rename_on_board(membership=row, name=form.cleaned_data["board_name"])
        except ClassroomError as error:
            form.add_error("board_name", error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:classroom-member", token, pk)
    return member_page(request, room, row, board=form)
