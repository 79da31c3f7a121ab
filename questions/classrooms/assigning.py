"""Giving decks to classrooms, to be done or known by a day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.models import Assignment, Classroom, Deck, Question, User

_FURTHEST = timedelta(days=3 * 366)


def day_in(classroom: Classroom, now: datetime) -> date:
    """The classroom's own date at the moment."""
    return now.astimezone(ZoneInfo(classroom.time_zone)).date()


def assign_deck(
    *,
    classroom: Classroom,
    deck: Deck,
    due_day: date | None,
    exam_day: date | None,
    note: str,
    actor: User,
    now: datetime,
    token: str,
) -> Assignment:
    """Give the deck to the classroom; ClassroomError where the deck or the days won't do."""
    _check_days(classroom, due_day, exam_day, now)
    with transaction.atomic():
        row = Classroom.objects.select_for_update().get(pk=classroom.pk)
        if row.archived_at is not None:
            raise ClassroomError(
                "deck", "put-away", _("This classroom is put away. Bring it back first.")
            )
        _check_deck(row, deck, actor)
        return Assignment.objects.create(
            token=token,
            classroom=row,
            deck=deck,
            due_day=due_day,
            exam_day=exam_day,
            note=note.strip(),
            assigned_by=actor,
            assigned_at=now,
        )


def change_assignment(
    *,
    assignment: Assignment,
    due_day: date | None,
    exam_day: date | None,
    note: str,
    now: datetime,
) -> None:
    """Other days or another note; a day that has passed may stay as it is."""
    _check_days(assignment.classroom, due_day, exam_day, now, kept=assignment)
    Assignment.objects.filter(pk=assignment.pk, withdrawn_at=None).update(
        due_day=due_day, exam_day=exam_day, note=note.strip()
    )


def withdraw_assignment(*, assignment: Assignment, now: datetime) -> None:
    """Take it back; what learners have answered stays theirs."""
    Assignment.objects.filter(pk=assignment.pk, withdrawn_at=None).update(withdrawn_at=now)


def give_again(*, assignment: Assignment, actor: User) -> None:
    """Undo taking it back; ClassroomError where the deck won't do any more, or is given anew."""
    with transaction.atomic():
        room = Classroom.objects.select_for_update().get(pk=assignment.classroom_id)
        row = Assignment.objects.select_related("deck").get(pk=assignment.pk)
        if row.withdrawn_at is not None:
            _check_deck(room, row.deck, actor)
            row.withdrawn_at = None
            row.save(update_fields=["withdrawn_at"])


def _check_days(
    classroom: Classroom,
    due_day: date | None,
    exam_day: date | None,
    now: datetime,
    kept: Assignment | None = None,
) -> None:
    if due_day is None and exam_day is None:
        raise ClassroomError("due_day", "no-day", _("Give a day: when it is due, or the exam's."))
    today = day_in(classroom, now)
    for field, day in (("due_day", due_day), ("exam_day", exam_day)):
        if day is None or (kept and day == getattr(kept, field)):
            continue
        if day < today:
            raise ClassroomError(field, "past", _("This day has passed in the classroom already."))
        if day > today + _FURTHEST:
            raise ClassroomError(field, "far", _("Choose a day within the next three years."))


def _check_deck(classroom: Classroom, deck: Deck, actor: User) -> None:
    if not Deck.objects.visible_to(actor).filter(pk=deck.pk, archived_at=None).exists():
        raise ClassroomError("deck", "not-yours", _("Choose a deck that you can see."))
    entries = deck.entries.filter(question__status=Question.Status.APPROVED)
    if not entries.exists():
        raise ClassroomError(
            "deck",
            "nothing-approved",
            _("No question of this deck is approved yet. Approve one first, then assign it."),
        )
    if Assignment.objects.open().filter(classroom=classroom, deck=deck).exists():
        raise ClassroomError(
            "deck",
            "already",
            _("The classroom has this deck already. Change its days below instead."),
        )
