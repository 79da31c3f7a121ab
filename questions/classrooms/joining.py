"""Making classrooms, and coming into and leaving them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from questions.classrooms.closing import GRACE, close_weeks
from questions.classrooms.codes import fold_code, random_code
from questions.classrooms.errors import ClassroomError
from questions.classrooms.live_rounds import end_round
from questions.classrooms.names import check_name, check_title
from questions.models import Card, Classroom, Membership, PastZone, ReviewLog, User
from questions.progress.weeks import Calendar, calendar_of

_TRIES = 20
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Joining:
    """Where somebody is now, and whether they have just come."""

    membership: Membership
    is_new: bool


def make_classroom(
    *, name: str, time_zone: str, teacher: User, now: datetime, token: str, rng: Random
) -> Classroom:
    """A classroom with a fresh join code, whose first teacher made it."""
    title = check_title(name)
    with transaction.atomic():
        classroom = Classroom(
            token=token,
            name=title,
            time_zone=time_zone,
            join_code=random_code(rng),
            created_at=now,
        )
        _save_with_free_code(classroom, rng)
        Membership.objects.create(
            classroom=classroom, user=teacher, role=Membership.Role.TEACHER, joined_at=now
        )
    return classroom


def _save_with_free_code(classroom: Classroom, rng: Random) -> None:
    for _try in range(_TRIES):
        if not Classroom.objects.filter(join_code=classroom.join_code).exists():
            try:
                with transaction.atomic():
                    classroom.save()
            except IntegrityError:  # somebody took it between the question and the answer
                if not Classroom.objects.filter(join_code=classroom.join_code).exists():
                    raise
            else:
                return
        classroom.join_code = random_code(rng)
    raise ClassroomError("code", "no-code", _("No free code was found. Try again."))


def renew_code(*, classroom: Classroom, rng: Random) -> None:
    """Give the classroom another code; the old one leads nowhere from now on."""
    with transaction.atomic():
        row = Classroom.objects.select_for_update().get(pk=classroom.pk)
        row.join_code = random_code(rng)
        _save_with_free_code(row, rng)
    classroom.join_code = row.join_code


def set_open(*, classroom: Classroom, is_open: bool) -> None:
    """Open the classroom to those who have its code, or close it."""
    Classroom.objects.filter(pk=classroom.pk).update(is_open=is_open)


def change_classroom(*, classroom: Classroom, name: str, time_zone: str, now: datetime) -> None:
    """Another name or time zone; days that were set keep their dates.

    Weeks go by another zone from the next Monday on that has not begun there; see
    questions.progress.weeks.
    """
    title = check_title(name)
    with transaction.atomic():
        row = Classroom.objects.select_for_update().get(pk=classroom.pk)
        if row.time_zone != time_zone:
            close_weeks([row], now=now)
            _keep_zone(row, time_zone, now)
        Classroom.objects.filter(pk=row.pk).update(name=title, time_zone=time_zone)


def _keep_zone(classroom: Classroom, coming: str, now: datetime) -> None:
    """Let the zone hold to the end of a week after which nothing has been counted yet."""
    calendar = calendar_of(classroom)
    monday = calendar.monday_at(now) + _WEEK
    # Further east it may be Monday already: what was counted today would be in another week.
    if Calendar(coming).start(monday) <= now + GRACE:
        monday += _WEEK
    until = monday - timedelta(days=1)
    if not calendar.past or calendar.past[-1][0] < until:
        PastZone.objects.create(classroom=classroom, until=until, time_zone=classroom.time_zone)


def put_away(*, classroom: Classroom, now: datetime) -> None:
    """End the classroom's work: nobody joins, nothing is asked for; all that was done stays."""
    with transaction.atomic():
        Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(archived_at=now)
        for going_on in classroom.live_rounds.filter(finished_at=None):
            end_round(going_on, now=now)


def bring_back(*, classroom: Classroom) -> None:
    """Take up a classroom that was put away."""
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=None)


def find_by_code(typed: str) -> Classroom:
    """The classroom that can be joined by the code; ClassroomError where none can."""
    code = fold_code(typed)
    if not code:
        raise ClassroomError("code", "empty", _("Type the code that your teacher shows."))
    classroom = Classroom.objects.filter(join_code=code, archived_at=None).first()
    if classroom is None:
        raise ClassroomError(
            "code",
            "unknown",
            _("No classroom has this code. Look at it once more, or ask for the newest one."),
        )
    if not classroom.is_open:
        raise ClassroomError(
            "code",
            "closed",
            _("This classroom is closed to newcomers at present. Ask your teacher to open it."),
        )
    return classroom


def join_classroom(*, learner: User, code: str, now: datetime, name: str = "") -> Joining:
    """Take the learner in; whoever is there already stays as they are.

    Coming back after having left makes a new row, so that weeks in between stay somebody else's.
    """
    if learner.is_guest:
        raise ClassroomError("code", "guest", _("Sign up first; then you can join a classroom."))
    called = check_name(name) if name.strip() else ""
    with transaction.atomic():
        found = find_by_code(code)
        # Closing or renewing the code waits until those who were let in are in.
        Classroom.objects.select_for_update().get(pk=found.pk)
        classroom = find_by_code(code)
        membership, is_new = Membership.objects.get_or_create(
            classroom=classroom,
            user=learner,
            left_at=None,
            defaults={"joined_at": after_responses(learner, now), "name": called},
        )
    return Joining(membership, is_new)


def after_responses(learner: User, now: datetime) -> datetime:
    """This moment, or the first one after the learner's last rated response if that was later.

    A response is dated when it comes in and stored a little later. It changes its card, so whoever
    holds the learner's cards has seen each response that could not see them.
    """
    cards = Card.objects.filter(learner=learner).order_by("pk")
    list(cards.select_for_update(no_key=True).values_list("pk", flat=True))
    rated = ReviewLog.objects.filter(learner=learner, at__gte=now, kind=ReviewLog.Kind.RATED)
    last = rated.aggregate(last=Max("at"))["last"]
    return last + timedelta(microseconds=1) if last else now


def leave(*, membership: Membership, now: datetime) -> None:
    """End a membership, which stays as history; the last teacher cannot go."""
    with transaction.atomic():
        classroom = Classroom.objects.select_for_update().get(pk=membership.classroom_id)
        if membership.role == Membership.Role.TEACHER:
            others = Membership.objects.active().filter(
                classroom=membership.classroom_id, role=Membership.Role.TEACHER
            )
            if not others.exclude(pk=membership.pk).exists():
                raise ClassroomError(
                    "member",
                    "last-teacher",
                    _("A classroom needs a teacher. Add a colleague first, or put it away."),
                )
        close_weeks([classroom], now=now)
        ends = after_responses(membership.user, now)
        Membership.objects.active().filter(pk=membership.pk).update(left_at=ends)


def remove(*, membership: Membership, actor: Membership, now: datetime) -> None:
    """Take a person out; a teacher only by one who was a teacher there before them."""
    is_teacher = membership.role == Membership.Role.TEACHER
    if is_teacher and (actor.joined_at, actor.pk) > (membership.joined_at, membership.pk):
        raise ClassroomError(
            "member",
            "older-teacher",
            _("Only a teacher who was here before them can remove a colleague."),
        )
    leave(membership=membership, now=now)
