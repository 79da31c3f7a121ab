"""The roster: lists of names become accounts with printed passwords; members are looked after."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questions.admin.access import (
    TeacherRequest,
    classroom_member,
    own_membership,
    taught_classroom,
    teacher_required,
)
from questions.admin.classrooms import PLACE, RANDOM, posted
from questions.admin.qr_codes import qr_svg
from questions.classrooms.accounts import Account, reset_passwords, resettable
from questions.classrooms.enrolling import ListPlan, add_list, plan_list, rename
from questions.classrooms.errors import ClassroomError
from questions.classrooms.joining import remove
from questions.forms.boards import MemberBoardNameForm
from questions.forms.classrooms import ListForm, NameForm, show_error
from questions.models import Classroom, Membership
from questions.models.classrooms import MembershipQuerySet


@require_http_methods(["GET", "POST"])
@teacher_required
def roster_list(request: TeacherRequest, token: str) -> HttpResponse:
    """Paste a list of names, look at what it would make, and make it."""
    room = taught_classroom(request, token)
    form = ListForm(posted(request))
    plan: ListPlan | None = None
    if request.method == "POST" and form.is_valid():
        names = form.cleaned_data["names"]
        try:
            plan = plan_list(names, classroom=room, rng=RANDOM)
            # A list that was changed after it was looked at is looked at once more.
            is_same = request.POST.get("checked") == form.digest
            if plan.good and is_same and "make" in request.POST:
                return _make(request, room, names)
        except ClassroomError as error:
            show_error(form, error)
    context = {**PLACE, "classroom": room, "part": "list", "form": form, "plan": plan}
    status = 422 if request.method == "POST" and plan is None else 200
    return render(request, "desk/classrooms/roster_list.html", context, status=status)


def _make(request: TeacherRequest, room: Classroom, names: str) -> HttpResponse:
    accounts, plan = add_list(
        names, classroom=room, teacher=request.user, now=timezone.now(), rng=RANDOM
    )
    return _sheet(request, room, accounts, plan)


def _sheet(
    request: TeacherRequest,
    room: Classroom,
    accounts: Sequence[Account],
    plan: ListPlan | None = None,
) -> HttpResponse:
    """The passwords, in this reply and nowhere else: no store keeps them, no address shows them."""
    login = request.build_absolute_uri(reverse("account_login"))
    context = {
        **PLACE,
        "classroom": room,
        "part": "list",
        "accounts": accounts,
        "refused": plan.refused if plan else [],
        "address": request.get_host(),
        "qr": qr_svg(login),
        "here": reverse("desk:classroom", args=[room.token]),
    }
    return render(request, "desk/classrooms/sheet.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def roster_passwords(request: TeacherRequest, token: str) -> HttpResponse:
    """New passwords for all accounts made here with which nobody has logged in yet."""
    room = taught_classroom(request, token)
    rows = Membership.objects.filter(classroom=room, user__last_login=None)
    if request.method == "POST":
        return _sheet(request, room, reset_passwords(rows, rng=RANDOM))
    context = {**PLACE, "classroom": room, "part": "list", "waiting": resettable(rows).count()}
    return render(request, "desk/classrooms/roster_passwords.html", context)


@require_http_methods(["GET", "POST"])
@teacher_required
def member(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """One person in the classroom: rename; from here a new password, and removal."""
    room = taught_classroom(request, token)
    row = classroom_member(request, room, pk)
    form = NameForm(posted(request), initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename(membership=row, name=form.cleaned_data["name"])
        except ClassroomError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:classroom", token)
    return member_page(request, room, row, form=form)


def member_page(
    request: TeacherRequest,
    room: Classroom,
    row: Membership,
    *,
    form: NameForm | None = None,
    board: MemberBoardNameForm | None = None,
) -> HttpResponse:
    """The page of one person, with the form that was refused."""
    context = {
        **PLACE,
        "classroom": room,
        "part": "member",
        "member": row,
        "form": form or NameForm(initial={"name": row.name}),
        "board": board or MemberBoardNameForm(initial={"board_name": row.board_name}),
        "is_self": row.user_id == request.user.pk,
        "is_teacher": row.role == Membership.Role.TEACHER,
        "is_resettable": resettable(_one(row)).exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/classrooms/member.html", context, status=status)


@require_POST
@teacher_required
def member_password(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """A new password for an account that was made in this classroom."""
    room = taught_classroom(request, token)
    row = classroom_member(request, room, pk)
    accounts = reset_passwords(_one(row), rng=RANDOM)
    if not accounts:
        messages.error(
            request, _("Only accounts that were made in this classroom get a password here.")
        )
        return redirect("desk:classroom-member", token, pk)
    return _sheet(request, room, accounts)


@require_POST
@teacher_required
def member_remove(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """Take a person out of the classroom; the asker may leave it so."""
    room = taught_classroom(request, token)
    row = classroom_member(request, room, pk)
    own = own_membership(request, room)
    try:
        remove(membership=row, actor=own, now=timezone.now())
    except ClassroomError as error:
        messages.error(request, error.message)
        return redirect("desk:classroom-member", token, pk)
    messages.success(
        request,
        _("%(name)s is no longer in the classroom. What they did there stays.")
        % {"name": row.shown_name},
    )
    return redirect("desk:classrooms") if row == own else redirect("desk:classroom", token)


def _one(row: Membership) -> MembershipQuerySet:
    return Membership.objects.filter(pk=row.pk)
