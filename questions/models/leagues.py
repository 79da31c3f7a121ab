"""Leagues: classrooms that compete, the dates of a season, and where each stands in it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.classrooms import Classroom

if TYPE_CHECKING:
    from questions.models.people import User


class LeagueQuerySet(models.QuerySet["League"]):
    """Vocabulary for leagues."""

    def owned_by(self, teacher: "User") -> "LeagueQuerySet":
        """Those that the teacher started."""
        return self.filter(owner=teacher)

    def with_classrooms(self, classrooms: "models.QuerySet[Classroom]") -> "LeagueQuerySet":
        """Those in which one of the classrooms competes now."""
        return self.filter(
            pk__in=LeagueEntry.objects.active().filter(classroom__in=classrooms).values("league")
        )

    def visible_to(self, person: "User") -> "LeagueQuerySet":
        """Own ones, and those of the classrooms in which they learn or teach."""
        theirs = Classroom.objects.taught_by(person) | Classroom.objects.attended_by(person)
        return self.owned_by(person) | self.with_classrooms(theirs)


class League(models.Model):
    """Classrooms that compete with each other, for a school or a city."""

    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    # By it teachers bring their classrooms in; as those of classrooms.
    join_code = models.CharField(_("join code"), max_length=12, unique=True)
    is_open = models.BooleanField(_("can be joined by its code"), default=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="leagues"
    )
    created_at = models.DateTimeField(_("made at"))
    archived_at = models.DateTimeField(_("put away at"), null=True, blank=True)

    objects = LeagueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("league")
        verbose_name_plural = _("leagues")

    def __str__(self) -> str:
        return self.name


class LeagueEntryQuerySet(models.QuerySet["LeagueEntry"]):
    """Vocabulary for entries."""

    def active(self) -> "LeagueEntryQuerySet":
        """Those that have not left."""
        return self.filter(left_at=None)


class LeagueEntry(models.Model):
    """A classroom in a league; never deleted."""

    league = models.ForeignKey(League, models.CASCADE, related_name="entries")
    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="league_entries")
    joined_at = models.DateTimeField(_("joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = LeagueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("classroom in a league")
        verbose_name_plural = _("classrooms in leagues")
        constraints = [
            models.UniqueConstraint(
                fields=["league", "classroom"],
                condition=Q(left_at=None),
                name="league_entry_active_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.league_id} {self.classroom_id}"


class Season(models.Model):
    """The weeks in which a league competes: from a Monday to a Sunday, by each classroom's own."""

    league = models.ForeignKey(League, models.CASCADE, related_name="seasons")
    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))  # a Monday
    last_day = models.DateField(_("last day"))  # a Sunday
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gt=models.F("first_day")), name="season_has_days"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeasonScore(models.Model):
    """What the closed weeks of a season gave a classroom; rebuilt from their lines, proved equal.

    Each person who was there counts once, with their points a week while they were there.
    """

    season = models.ForeignKey(Season, models.CASCADE, related_name="scores")
    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="season_scores")
    weeks = models.PositiveSmallIntegerField(_("closed weeks"))
    learners = models.PositiveIntegerField(_("learners"))
    total = models.FloatField(_("sum of points a week"))
    squares = models.FloatField(_("sum of their squares"))
    # Stored once the season is closed: the archive.
    rank = models.PositiveIntegerField(_("rank"), null=True)
    mean = models.FloatField(_("points a learner and week"), null=True)
    low = models.FloatField(_("low end"), null=True)
    high = models.FloatField(_("high end"), null=True)

    class Meta:
        verbose_name = _("score of a classroom")
        verbose_name_plural = _("scores of classrooms")
        constraints = [
            models.UniqueConstraint(fields=["season", "classroom"], name="season_score_classroom")
        ]

    def __str__(self) -> str:
        return f"{self.season_id} {self.classroom_id}"
