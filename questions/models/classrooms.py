"""Classrooms: groups with teachers and learners, and the decks they are given."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.decks import Deck
from questions.models.people import default_time_zone, validate_time_zone

if TYPE_CHECKING:
    from questions.models.people import User


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    """Vocabulary for classrooms."""

    def taught_by(self, teacher: "User") -> "ClassroomQuerySet":
        """Classrooms in which the person is a teacher now."""
        return self.filter(
            pk__in=Membership.objects.active()
            .filter(user=teacher, role=Membership.Role.TEACHER)
            .values("classroom")
        )

    def attended_by(self, learner: "User") -> "ClassroomQuerySet":
        """Classrooms that the person learns in now, put away ones left out."""
        return self.filter(
            pk__in=Membership.objects.active()
            .filter(user=learner, role=Membership.Role.LEARNER)
            .values("classroom"),
            archived_at=None,
        )


class Classroom(models.Model):
    """A group that learns together, in a time zone of its own."""

    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    # Without letters and digits that are taken for each other; see questions.classrooms.joining.
    join_code = models.CharField(_("join code"), max_length=12, unique=True)
    is_open = models.BooleanField(_("can be joined by its code"), default=True)
    created_at = models.DateTimeField(_("made at"))
    archived_at = models.DateTimeField(_("put away at"), null=True, blank=True)
    has_board = models.BooleanField(_("has a leaderboard"), default=True)
    # Days in the classroom's time zone; both or none.
    term_first_day = models.DateField(_("first day of the term"), null=True, blank=True)
    term_last_day = models.DateField(_("last day of the term"), null=True, blank=True)
    # How many memories the class wants to keep each week; see questions.classrooms.kept.
    kept_goal = models.PositiveIntegerField(_("weekly goal"), null=True, blank=True)

    objects = ClassroomQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("classroom")
        verbose_name_plural = _("classrooms")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Vocabulary for memberships."""

    def active(self) -> "MembershipQuerySet":
        """Those who have not left."""
        return self.filter(left_at=None)

    def learners(self) -> "MembershipQuerySet":
        """Learners alone."""
        return self.filter(role=Membership.Role.LEARNER)


class Membership(models.Model):
    """A person in a classroom; never deleted, since weeks and gradebooks point at it."""

    class Role(models.TextChoices):
        """What the person is there."""

        TEACHER = "teacher", _("teacher")
        LEARNER = "learner", _("learner")

    classroom = models.ForeignKey(
        Classroom, models.CASCADE, related_name="memberships", verbose_name=_("classroom")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.LEARNER)
    # How the person is called there; the teacher may change it. The user name where it is empty.
    name = models.CharField(_("name in the classroom"), max_length=80, blank=True)
    joined_at = models.DateTimeField(_("joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    # On the leaderboard since then; null for whoever never came to it, or has left it.
    board_since = models.DateTimeField(_("on the board since"), null=True, blank=True)
    board_until = models.DateTimeField(_("left the board at"), null=True, blank=True)
    # What the board shows, never copied anywhere; the name in the classroom where it is empty.
    board_name = models.CharField(_("name on the board"), max_length=80, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["classroom", "user"],
                condition=Q(left_at=None),
                name="membership_active_once",
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the classroom, else the user name, if they were not erased."""
        return self.name or self.user.shown_name

    @property
    def name_on_board(self) -> str:
        """What the leaderboard shows: no user name, so it may be empty."""
        return self.board_name or self.name

    @property
    def is_on_board(self) -> bool:
        """Whether the leaderboard shows them now."""
        return self.board_since is not None and self.board_until is None and self.left_at is None


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Vocabulary for assignments."""

    def open(self) -> "AssignmentQuerySet":
        """Not taken back, in classrooms that are not put away."""
        return self.filter(withdrawn_at=None, classroom__archived_at=None)

    def open_for(self, learner: "User") -> "AssignmentQuerySet":
        """Those of the classrooms that the person learns in now."""
        return self.open().filter(classroom__in=Classroom.objects.attended_by(learner))


class Assignment(models.Model):
    """A deck given to a classroom, to be done by a day or known on the day of an exam."""

    token = models.CharField(max_length=32, unique=True)
    classroom = models.ForeignKey(
        Classroom, models.CASCADE, related_name="assignments", verbose_name=_("classroom")
    )
    deck = models.ForeignKey(
        Deck, models.PROTECT, related_name="assignments", verbose_name=_("deck")
    )
    # Days in the classroom's time zone.
    due_day = models.DateField(_("to be done by"), null=True, blank=True)
    exam_day = models.DateField(_("exam date"), null=True, blank=True)
    note = models.CharField(_("note to the learners"), max_length=300, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assigned_at", "-pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_day__isnull=False) | Q(exam_day__isnull=False),
                name="assignment_has_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deck_id} {self.classroom_id}"
