"""Live rounds: a class that answers a deck together, paced by its teacher."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.classrooms import Classroom, Membership
from questions.models.decks import Deck
from questions.models.questions import Question
from questions.models.quiz import QuizSession

if TYPE_CHECKING:
    from questions.models.people import User

# A round that nobody ended is over by then.
_LONGEST = timedelta(hours=12)


class LiveRoundQuerySet(models.QuerySet["LiveRound"]):
    """Vocabulary for live rounds."""

    def going_on(self, now: datetime) -> "LiveRoundQuerySet":
        """Begun and not ended."""
        return self.filter(finished_at=None, opened_at__gt=now - _LONGEST)

    def taught_by(self, teacher: "User") -> "LiveRoundQuerySet":
        """Those of the classrooms in which the person is a teacher now."""
        return self.filter(classroom__in=Classroom.objects.taught_by(teacher))

    def attended_by(self, learner: "User") -> "LiveRoundQuerySet":
        """Those of the classrooms in which the person learns now."""
        return self.filter(classroom__in=Classroom.objects.attended_by(learner))


class LiveRound(models.Model):
    """One round on the projector: which question stands there, and whether its key is shown."""

    class Phase(models.TextChoices):
        """Where the round is."""

        LOBBY = "lobby", _("gathering")
        ASKING = "asking", _("asking")
        REVEALED = "revealed", _("answer shown")
        DONE = "done", _("finished")

    token = models.CharField(max_length=32, unique=True)
    classroom = models.ForeignKey(Classroom, models.CASCADE, related_name="live_rounds")
    deck = models.ForeignKey(Deck, models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.LOBBY)
    # The place of the question that stands there, from 1; 0 before the first.
    position = models.PositiveSmallIntegerField(default=0)
    teams = models.PositiveSmallIntegerField(_("teams"), default=0)  # 0 for none
    # Rises with each change that a phone must hear of: what polling compares.
    version = models.PositiveIntegerField(default=0)

    objects = LiveRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("live round")
        verbose_name_plural = _("live rounds")
        indexes = [models.Index(fields=["classroom", "opened_at"], name="live_classroom_opened")]

    def __str__(self) -> str:
        return f"{self.classroom_id} {self.opened_at:%Y-%m-%d}"

    def is_over(self, now: datetime) -> bool:
        """Ended, or forgotten."""
        return self.finished_at is not None or self.opened_at <= now - _LONGEST


class LiveQuestion(models.Model):
    """A question of a round, fixed when the round begins."""

    round = models.ForeignKey(LiveRound, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()  # from 1
    question = models.ForeignKey(Question, models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("question of a live round")
        verbose_name_plural = _("questions of live rounds")
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="live_question_position")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.position}"


class LivePlayer(models.Model):
    """A learner in a round, with the session that holds their responses: one on all devices."""

    round = models.ForeignKey(LiveRound, models.CASCADE, related_name="players")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    session = models.OneToOneField(QuizSession, models.CASCADE, related_name="live_player")
    team = models.PositiveSmallIntegerField(default=0)  # from 1; 0 for none
    joined_at = models.DateTimeField(_("joined at"))

    class Meta:
        verbose_name = _("player of a live round")
        verbose_name_plural = _("players of live rounds")
        constraints = [
            models.UniqueConstraint(fields=["round", "membership"], name="live_player_once"),
            models.CheckConstraint(condition=Q(team__lte=12), name="live_player_team"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.membership_id}"
