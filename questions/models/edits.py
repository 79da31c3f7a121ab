"""Edits: who changed what and when; append-only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.decks import Deck
from questions.models.facts import Fact
from questions.models.questions import Question
from questions.models.sources import Source


class Edit(models.Model):
    """One change of one row that people make, or a note on it."""

    class Action(models.TextChoices):
        """What was done."""

        MADE = "made", _("made")
        CHANGED = "changed", _("changed")
        APPROVED = "approved", _("approved")
        DEMOTED = "demoted", _("made a draft again")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("brought back")
        SHARED = "shared", _("shared")
        NOTED = "noted", _("noted")
        DECIDED = "decided", _("decided")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("what"), max_length=10, choices=Action.choices)
    # One of them: what was changed.
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="edits"
    )
    fact = models.ForeignKey(Fact, models.CASCADE, null=True, blank=True, related_name="edits")
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="edits")
    deck = models.ForeignKey(Deck, models.CASCADE, null=True, blank=True, related_name="edits")
    # {"stem": ["before", "after"]}: fields by name, as they were shown.
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("edit")
        verbose_name_plural = _("edits")

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d}"
