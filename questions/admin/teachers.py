"""Teachers: inviting them by a one-use link, and who looks after the library."""

import secrets

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questions.admin.access import TeacherRequest, curator_required
from questions.authoring.invitations import end_teaching, invite, revoke, set_curator
from questions.forms.teachers import InvitationForm
from questions.models import CURATORS, Invitation, User

_SHOWN = 50


@require_http_methods(["GET", "POST"])
@curator_required
def people(request: TeacherRequest) -> HttpResponse:
    """Who teaches, and the links by which others may; a new link is shown once."""
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        token = secrets.token_urlsafe(24)
        invite(note=form.cleaned_data["note"], token=token, actor=request.user, now=timezone.now())
        link = request.build_absolute_uri(reverse("questions:teach", args=[token]))
        form = InvitationForm()
    context = {
        "form": form,
        "link": link,
        "teachers": _teachers(),
        "invitations": _invitations(),
        "now": timezone.now(),
        "tab": "people",
        "nav": "desk",
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/people.html", context, status=status)


def _teachers() -> QuerySet[User]:
    curators = User.groups.through.objects.filter(user_id=OuterRef("pk"), group__name=CURATORS)
    rows = User.objects.filter(is_staff=True, is_active=True).order_by("username")
    return rows.annotate(in_group=Exists(curators))


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("invited_by", "used_by")[:_SHOWN]


@require_POST
@curator_required
def invitation_revoke(request: TeacherRequest, pk: int) -> HttpResponse:
    """Take a link back that nobody has used."""
    if revoke(get_object_or_404(Invitation, pk=pk), now=timezone.now()):
        messages.success(request, _("The link works no more."))
    else:
        messages.info(request, _("That link was used or taken back before."))
    return redirect("desk:people")


def _other_teacher(request: TeacherRequest, pk: int) -> User:
    """A teacher whom the asker may change: neither a superuser nor oneself."""
    rows = User.objects.filter(is_staff=True).exclude(Q(is_superuser=True) | Q(pk=request.user.pk))
    return get_object_or_404(rows, pk=pk)


@require_POST
@curator_required
def teacher_end(request: TeacherRequest, pk: int) -> HttpResponse:
    """Close the desk to a teacher."""
    teacher = _other_teacher(request, pk)
    if teacher.is_curator and not request.user.is_superuser:
        raise Http404(_("There is no such page for you."))
    end_teaching(teacher)
    messages.success(
        request, _("%(name)s teaches no more. What they made is kept.") % {"name": teacher}
    )
    return redirect("desk:people")


@require_POST
@curator_required
def teacher_curator(request: TeacherRequest, pk: int) -> HttpResponse:
    """Make a teacher a curator, or end that; for superusers alone."""
    if not request.user.is_superuser:
        raise Http404(_("There is no such page for you."))
    teacher = _other_teacher(request, pk)
    is_curator = request.POST.get("curator") == "yes"
    set_curator(teacher, is_curator=is_curator)
    done = _("%(name)s is a curator now.") if is_curator else _("%(name)s is a curator no more.")
    messages.success(request, done % {"name": teacher})
    return redirect("desk:people")
