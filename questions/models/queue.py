"""The teacher's queue: flags, answers left for review, and what questions are worth."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.facts import Fact
from questions.models.questions import Cue, Question
from questions.models.quiz import SessionItem


class Flag(models.Model):
    """A learner's report of a bad question."""

    class Reason(models.TextChoices):
        """What is the matter."""

        WRONG_KEY = "wrong-key", _("the answer given as right is wrong")
        ANOTHER_RIGHT = "another-right", _("another answer is right too")
        UNCLEAR = "unclear", _("I do not understand the question")
        OUTDATED = "outdated", _("it is out of date")
        SPELLING = "spelling", _("a spelling or language mistake")
        OTHER = "other", _("something else")

    class Resolution(models.TextChoices):
        """What a teacher made of it."""

        MENDED = "mended", _("mended")
        WITHDRAWN = "withdrawn", _("the question was withdrawn")
        STANDS = "stands", _("the question stands")

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="flags", verbose_name=_("question")
    )
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey(SessionItem, models.SET_NULL, null=True, db_index=False)
    reason = models.CharField(_("reason"), max_length=15, choices=Reason.choices)
    words = models.TextField(_("in your words"), max_length=500, blank=True)
    flagged_at = models.DateTimeField(_("reported at"))
    resolution = models.CharField(
        _("what was done"), max_length=10, choices=Resolution.choices, blank=True
    )
    reply = models.TextField(_("reply to the learner"), max_length=500, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        ordering = ["flagged_at", "pk"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "learner"],
                condition=Q(resolved_at=None),
                name="flag_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.reason}"


class Ruling(models.Model):
    """What a teacher decided about a typed text: an alias of the key, or not one.

    It holds for every question that asks this cue of the fact in whatever language; the library's
    import never touches it.
    """

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="rulings", verbose_name=_("fact"))
    cue = models.CharField(_("cue"), max_length=10, choices=Cue.choices)
    # As questions.language.tidying.tidy leaves it, so that case and spaces make no difference.
    text = models.CharField(_("text"), max_length=300)
    is_right = models.BooleanField(_("is right"))
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ruled_at = models.DateTimeField(_("decided at"))

    class Meta:
        ordering = ["-ruled_at", "-pk"]
        verbose_name = _("decision on a text")
        verbose_name_plural = _("decisions on texts")
        constraints = [
            models.UniqueConstraint(fields=["fact", "cue", "text"], name="ruling_fact_cue_text")
        ]

    def __str__(self) -> str:
        return self.text


class QuestionStatistic(models.Model):
    """What the responses say of a question, as of a moment; stored by a command."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="statistic", verbose_name=_("question")
    )
    as_of = models.DateTimeField(_("as of"))
    asked = models.PositiveIntegerField(_("times asked"))
    learners = models.PositiveIntegerField(_("learners"))
    # First responses of a study day, without drills; shares are 0 to 1, with 95 % intervals.
    facility = models.FloatField(_("facility"), null=True)
    facility_low = models.FloatField(null=True)
    facility_high = models.FloatField(null=True)
    discrimination = models.FloatField(_("discrimination"), null=True)
    discrimination_low = models.FloatField(null=True)
    discrimination_high = models.FloatField(null=True)
    # Of rated responses to cards that had a memory: what the model expected, what happened.
    expected = models.FloatField(_("expected share right"), null=True)
    observed = models.FloatField(_("observed share right"), null=True)
    expected_count = models.PositiveIntegerField(default=0)
    # [{"option": id, "weaker": n, "stronger": n, "all": n}] in the order of the options.
    choices = models.JSONField(_("choice shares"), default=list)
    # Codes of what looks wrong, worst first; empty where there are too few responses to say.
    suspicions = models.JSONField(_("suspicions"), default=list)
    # Those that a person looked at and found nothing in; kept when the figures are made anew.
    put_aside = models.JSONField(_("suspicions put aside"), default=list, blank=True)

    class Meta:
        verbose_name = _("statistic of a question")
        verbose_name_plural = _("statistics of questions")

    def __str__(self) -> str:
        return f"{self.question_id} {self.as_of:%Y-%m-%d}"
