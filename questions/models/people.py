"""People: learners, teachers, curators and guests."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The group of the users that look after the library; made by a migration.
CURATORS = "Curators"


def validate_time_zone(name: str) -> None:
    """ValidationError unless the name is a time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})


def default_time_zone() -> str:
    """The time zone of a person who has chosen none."""
    return settings.DEFAULT_USER_TIME_ZONE


class User(AbstractUser):
    """A person; a guest is a visitor who answered before signing up."""

    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    question_language = models.CharField(
        _("language of questions"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_(
            "Left open, that of the pages. What there is not in this language is asked in English."
        ),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    new_per_day = models.PositiveSmallIntegerField(
        _("new facts a day"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("How many facts a review may bring for the first time on one day."),
    )
    target_day = models.DateField(
        _("exam date"),
        null=True,
        blank=True,
        help_text=_("Reviews are then chosen so that you know most on that day."),
    )
    target_topics = models.ManyToManyField(
        "questions.Topic", verbose_name=_("exam topics"), blank=True, related_name="+"
    )
    # Whose teachers made the account and may give it a new password.
    made_in = models.ForeignKey(
        "questions.Classroom",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("account made in"),
    )
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)
    weekly_goal = models.PositiveSmallIntegerField(
        _("days of study a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_(
            "A goal for yourself. The other days are free; nothing is lost by missing one."
        ),
    )
    # A tombstone: the person is gone, and owns the log so that a class's totals stay true.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(
                fields=["date_joined"], condition=models.Q(is_guest=True), name="user_guest_joined"
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The user name; of somebody who was erased, only that they left."""
        return gettext("somebody who left") if self.erased_at else self.get_username()

    @property
    def questions_in(self) -> str:
        """The language in which questions are asked where there are such."""
        return self.question_language or self.language

    @property
    def is_teacher(self) -> bool:
        """Whether the teacher's desk is open to them."""
        return self.is_active and self.is_staff and not self.is_guest

    @cached_property
    def is_curator(self) -> bool:
        """Whether they approve, withdraw and annotate the library, and invite teachers."""
        if not self.is_teacher:
            return False
        return self.is_superuser or self.groups.filter(name=CURATORS).exists()

    def study_day(self, now: datetime) -> date:
        """The person's local date at the moment `now`, which must be aware."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


class Invitation(models.Model):
    """A link by which one person becomes a teacher, once."""

    # SHA-256 of the token in the link: whoever reads the table cannot use it.
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(
        _("for whom"), max_length=120, blank=True, help_text=_("Only curators see it.")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.note or f"{self.invited_at:%Y-%m-%d}"
