"""Questions: ways of asking facts."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from questions.models.facts import Fact

if TYPE_CHECKING:
    from questions.models.people import User


class Cue(models.TextChoices):
    """What is asked of a fact."""

    VALUE = "value", _("the value, given the subject")
    SUBJECT = "subject", _("the subject, given the value")


class Form(models.TextChoices):
    """How it is asked, from recognition to free recall."""

    CHOICE = "choice", _("choice")
    TRUE_FALSE = "true-false", _("true or false")
    CLOZE = "cloze", _("fill the gap")
    TYPED = "typed", _("typed answer")
    CHOOSE_ALL = "choose-all", _("choose all that apply")
    NUMBER = "number", _("number")
    ORDER = "order", _("put in order")
    MATCH = "match", _("match pairs")
    FLASHCARD = "flashcard", _("flashcard")


# They ask several facts at once: practice that moves no card.
SET_FORMS = (Form.ORDER, Form.MATCH)


def _shared_with(teacher: "User") -> Q:
    """Questions in decks that are shared with the teacher and not put away."""
    return Q(deck_entries__deck__archived_at=None) & (
        Q(deck_entries__deck__is_shared_with_all=True) | Q(deck_entries__deck__shared_with=teacher)
    )


def _in_decks_of(learner: "User") -> Q:
    """Questions in decks that were assigned to the learner, or taken up by a link."""
    assigned = Question.objects.filter(
        deck_entries__deck__assignments__withdrawn_at=None,
        deck_entries__deck__assignments__classroom__archived_at=None,
        deck_entries__deck__assignments__classroom__memberships__user=learner,
        deck_entries__deck__assignments__classroom__memberships__role="learner",
        deck_entries__deck__assignments__classroom__memberships__left_at=None,
    )
    taken = Question.objects.filter(
        deck_entries__deck__learners=learner,
        deck_entries__deck__study_token__isnull=False,
        deck_entries__deck__archived_at=None,
    )
    return Q(pk__in=assigned.values("pk")) | Q(pk__in=taken.values("pk"))


class QuestionQuerySet(models.QuerySet["Question"]):
    """Vocabulary for questions."""

    def approved(self) -> "QuestionQuerySet":
        """Questions that may be put to learners."""
        return self.filter(status=Question.Status.APPROVED, fact__withdrawn_at=None)

    def library(self) -> "QuestionQuerySet":
        """Questions of the shared library."""
        return self.filter(owner=None)

    def visible_to(self, teacher: "User") -> "QuestionQuerySet":
        """The library's, the teacher's own, and those that their owners' decks share with them."""
        shared = Question.objects.filter(
            _shared_with(teacher), owner=F("deck_entries__deck__owner")
        )
        return self.filter(Q(owner=None) | Q(owner=teacher) | Q(pk__in=shared.values("pk")))

    def owned_by(self, teacher: "User") -> "QuestionQuerySet":
        """The teacher's own, which nobody else changes."""
        return self.filter(owner=teacher)

    def studied_by(self, learner: "User") -> "QuestionQuerySet":
        """What the learner may be asked: the library, and the decks they study."""
        return self.filter(Q(owner=None) | _in_decks_of(learner))

    def in_decks_of(self, learner: "User") -> "QuestionQuerySet":
        """What stands in the decks that the learner studies, whoever wrote it."""
        return self.filter(_in_decks_of(learner))

    def sets(self) -> "QuestionQuerySet":
        """Questions that ask several facts at once."""
        return self.filter(form__in=SET_FORMS)


class Question(models.Model):
    """An item made from one fact; once approved never edited, only replaced.

    Put in order and match pairs ask several facts: they are the parts, the first one is `fact`, and
    there is no cue.
    """

    class Status(models.TextChoices):
        """Only approved questions are asked."""

        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="questions", verbose_name=_("fact"))
    cue = models.CharField(_("cue"), max_length=10, choices=Cue.choices, blank=True)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    variant = models.CharField(_("variant"), max_length=100, blank=True)
    # What a teacher calls it; files carry it, learners do not see it.
    title = models.CharField(_("title"), max_length=120, blank=True)
    stem = models.TextField(_("stem"))
    answer = models.CharField(_("key as shown"), max_length=300)
    # What a typed response is graded against; see questions.quiz.grading.
    key = models.JSONField(_("key as graded"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    flaws = models.JSONField(_("flaws"), default=list, blank=True)
    digest = models.CharField(
        max_length=64, editable=False, help_text=_("Of all that the learner sees.")
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    # Of rows that people made.
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["fact", "cue", "form", "variant"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "cue", "form", "language", "variant"],
                condition=Q(owner=None) & ~Q(status="withdrawn"),
                name="question_library_recipe",
            )
        ]

    def __str__(self) -> str:
        return self.stem


class Option(models.Model):
    """One choice; all but the keys are distractors, each with the fact it is true of.

    Only where all that apply are to be chosen are there several keys.
    """

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="options", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text"), max_length=300)
    is_key = models.BooleanField(_("key"), default=False)
    reason = models.TextField(_("why it is wrong"), blank=True)
    true_of = models.ForeignKey(
        Fact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fact it is true of"),
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="option_position"),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionPart(models.Model):
    """One of the facts that an ordering or a matching asks, as it is shown there."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="parts", verbose_name=_("question")
    )
    # The position says nothing of the order that is asked.
    position = models.PositiveSmallIntegerField(_("position"))
    fact = models.ForeignKey(Fact, models.PROTECT, related_name="+", verbose_name=_("fact"))
    text = models.CharField(_("text"), max_length=300)
    # Told once the response is stored: the date of an event, the other half of a pair.
    answer = models.CharField(_("answer"), max_length=300)
    # Its place in the order, from 0; parts of one rank may stand in any order.
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("part of a question")
        verbose_name_plural = _("parts of questions")
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="part_position"),
            models.UniqueConstraint(fields=["question", "fact"], name="part_fact"),
        ]

    def __str__(self) -> str:
        return self.text
