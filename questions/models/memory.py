"""Memory: what each learner remembers, and the log that proves it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.facts import Fact
from questions.models.questions import Cue, Question
from questions.models.topics import Topic


class Card(models.Model):
    """One learner's memory of one fact and cue, in all languages; never edited by hand."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, verbose_name=_("learner")
    )
    fact = models.ForeignKey(Fact, models.PROTECT, db_index=False, verbose_name=_("fact"))
    cue = models.CharField(_("cue"), max_length=10, choices=Cue.choices)
    # Null until the first rating: a card with no log is new.
    stability = models.FloatField(_("stability in days"), null=True)
    difficulty = models.FloatField(_("difficulty, 1 to 10"), null=True)
    due = models.DateField(_("due"), null=True)
    last_study_day = models.DateField(_("last rated on"), null=True)
    longest_interval = models.PositiveIntegerField(_("longest survived interval"), default=0)

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(fields=["learner", "fact", "cue"], name="card_learner_fact_cue")
        ]
        indexes = [
            models.Index(fields=["learner", "due"], name="card_learner_due"),
            # What a class keeps is counted in this alone; see questions.classrooms.kept.
            models.Index(
                fields=["learner", "last_study_day", "stability"],
                condition=Q(longest_interval__gt=0),
                name="card_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.fact_id} {self.cue}"


class ReviewLog(models.Model):
    """One event of a card, append-only; folding a card's events in order gives the card.

    A correction is of a response (`item`, `study_day`, and as `at` the moment of that response): it
    replaces the rating of the row it corrects, or stands for a rating where there was none.
    """

    class Kind(models.TextChoices):
        """What happened."""

        RATED = "rated", _("rated")
        RESET = "reset", _("reset")
        RESCHEDULE = "reschedule", _("rescheduled")
        CORRECTION = "correction", _("correction")

    card = models.ForeignKey(Card, models.CASCADE, db_index=False, related_name="logs")
    # Looks redundant beside card, but is what a learner's own log is read by.
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    item = models.ForeignKey(
        "questions.SessionItem", models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    question = models.ForeignKey(Question, models.PROTECT, null=True, db_index=False)
    corrects = models.ForeignKey("self", models.RESTRICT, null=True, db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.RATED)
    response = models.CharField(max_length=300, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    study_day = models.DateField()
    at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField(default=0)
    memory_version = models.CharField(max_length=20)
    predicted = models.FloatField(null=True)
    stability = models.FloatField(null=True)
    survived_interval = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        constraints = [
            models.UniqueConstraint(
                fields=["card", "study_day"], condition=Q(kind="rated"), name="log_card_rated_day"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 4)), name="log_rating_range"
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "at"], name="log_learner_at"),
            # The rated ones of a card are found by the constraint.
            models.Index(fields=["card"], condition=~Q(kind="rated"), name="log_card_events"),
        ]

    def __str__(self) -> str:
        return f"{self.study_day} {self.kind}"


class Tally(models.Model):
    """Counters of one scope, study day and topic; rebuilt from the log and proved equal."""

    class Scope(models.TextChoices):
        """Whose counters they are; scope_id is that row's id."""

        LEARNER = "learner", _("a learner's study day")
        # Points alone, on the day of the classroom; see questions.progress.credits.
        MEMBERSHIP = "membership", _("a membership's classroom day")

    scope = models.CharField(max_length=10, choices=Scope.choices)
    scope_id = models.BigIntegerField()
    day = models.DateField()
    topic = models.ForeignKey(Topic, models.CASCADE, db_index=False)
    responses = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    rated_right = models.PositiveIntegerField(default=0)
    new_cards = models.PositiveIntegerField(default=0)
    points = models.PositiveIntegerField(default=0)
    duration_ms = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "scope_id", "day", "topic"], name="tally_scope_day_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.scope_id} {self.day}"
