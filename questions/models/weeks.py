"""Weeks of a classroom: its earlier time zones, and what stood when a week was closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.classrooms import Classroom, Membership


class PastZone(models.Model):
    """A time zone by which a classroom's weeks went until a Sunday; see questions.progress.weeks.

    Another time zone counts from the next Monday on, so that no week is cut or counted twice.
    """

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="past_zones")
    time_zone = models.CharField(_("time zone"), max_length=64)
    until = models.DateField(_("until"))  # a Sunday

    class Meta:
        verbose_name = _("earlier time zone")
        verbose_name_plural = _("earlier time zones")
        constraints = [
            models.UniqueConstraint(fields=["classroom", "until"], name="past_zone_until")
        ]

    def __str__(self) -> str:
        return f"{self.time_zone} {self.until}"


class ClassroomWeek(models.Model):
    """A closed week, from Monday to Sunday; nothing that happens later changes it."""

    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="weeks")
    first_day = models.DateField(_("first day"))  # a Monday
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))  # the first moment of the next week
    closed_at = models.DateTimeField(_("closed at"))
    learners = models.PositiveIntegerField(_("learners at its end"))
    points = models.PositiveIntegerField(_("points"))
    # The goal that stood, and how many memories were kept at its end; null without a goal.
    kept_goal = models.PositiveIntegerField(_("weekly goal"), null=True)
    kept = models.PositiveIntegerField(_("memories kept"), null=True)

    class Meta:
        ordering = ["-first_day"]
        verbose_name = _("closed week")
        verbose_name_plural = _("closed weeks")
        constraints = [
            models.UniqueConstraint(fields=["classroom", "first_day"], name="week_first_day")
        ]

    def __str__(self) -> str:
        return f"{self.classroom_id} {self.first_day}"


class WeekLine(models.Model):
    """What one learner earned in a closed week; the name is looked up, never copied."""

    week = models.ForeignKey(ClassroomWeek, models.CASCADE, related_name="lines")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="week_lines")
    points = models.PositiveIntegerField(_("points"))
    by_topic = models.JSONField(default=dict)  # points by the topic's id, as a string
    stayed = models.BooleanField(_("was there at the end"))
    is_on_board = models.BooleanField(_("was on the board at the end"))

    class Meta:
        verbose_name = _("line of a closed week")
        verbose_name_plural = _("lines of closed weeks")
        constraints = [
            models.UniqueConstraint(fields=["week", "membership"], name="week_line_membership")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.points}"
