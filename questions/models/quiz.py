"""Running a session: the items planned in it and the responses given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.facts import Fact
from questions.models.memory import Card
from questions.models.questions import Option, Question
from questions.models.topics import Topic


class Outcome(models.TextChoices):
    """What grading a response gave."""

    CORRECT = "correct", _("right")
    PARTIAL = "partial", _("partly right")
    REVIEW = "review", _("left for review")
    WRONG = "wrong", _("wrong")


class QuizSession(models.Model):
    """One run by one learner."""

    class Mode(models.TextChoices):
        """How its items were chosen."""

        REVIEW = "review", _("Review")
        PRACTICE = "practice", _("Practice")
        FLASHCARDS = "flashcards", _("Flashcards")
        WEAKEST = "weakest", _("Weakest facts")
        SETS = "sets", _("Order and match")
        DECK = "deck", _("Deck")
        TRY = "try", _("First questions")
        LIVE = "live", _("Live round")

    token = models.CharField(max_length=32, unique=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, db_index=False, verbose_name=_("topic")
    )
    # Told by name, since decks know questions and questions know what was asked.
    deck = models.ForeignKey(
        "questions.Deck",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("deck"),
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["learner", "started_at"], name="session_learner_started")]

    def __str__(self) -> str:
        return f"{self.mode} {self.started_at:%Y-%m-%d}"


class SessionItem(models.Model):
    """One question planned in a session and, once given, the response."""

    token = models.CharField(max_length=32, unique=True)
    session = models.ForeignKey(QuizSession, models.CASCADE, db_index=False, related_name="items")
    position = models.PositiveIntegerField()
    # Learner and fact look redundant, but when a fact was last put to someone must be one look-up.
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    fact = models.ForeignKey(Fact, models.PROTECT, db_index=False)
    # Null where it moves none: an ordering, a matching, or a part of one.
    card = models.ForeignKey(Card, models.CASCADE, null=True, db_index=False)
    question = models.ForeignKey(Question, models.PROTECT, db_index=False)
    # What is asked when this is missed; planned with the item, so that an answer never searches.
    drill = models.ForeignKey(Question, models.PROTECT, null=True, db_index=False, related_name="+")
    is_drill = models.BooleanField(default=False)
    revealed_at = models.DateTimeField(null=True)
    option = models.ForeignKey(Option, models.PROTECT, null=True, db_index=False)
    # Where several are chosen: ids of options, or for each part by position the place it was given
    # (an ordering) or the position of the part whose answer was given (a matching; null for none).
    chosen = models.JSONField(null=True)
    typed = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    is_first = models.BooleanField(default=False)  # the response that rated a new card
    points = models.PositiveIntegerField(default=0)
    study_day = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    # Without a response: what it asks was withdrawn meanwhile, and is passed over.
    withdrawn_at = models.DateTimeField(null=True)
    # Of a text that was left for review: somebody has decided on it; see Ruling.
    ruled_at = models.DateTimeField(null=True)
    duration_ms = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("session item")
        verbose_name_plural = _("session items")
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="item_session_position")
        ]
        indexes = [
            models.Index(fields=["learner", "fact", "study_day"], name="item_learner_fact_day"),
            # What a teacher decides about a text is looked up by these two, and they are small.
            models.Index(
                fields=["fact"],
                condition=Q(outcome="review", ruled_at=None),
                name="item_left_for_review",
            ),
            models.Index(fields=["fact"], condition=~Q(typed=""), name="item_fact_typed"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.outcome}"
