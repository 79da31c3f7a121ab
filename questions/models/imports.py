"""Imports: files of questions on their way in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.decks import Deck
from questions.models.questions import Question
from questions.models.sources import Source
from questions.models.topics import Topic


class Import(models.Model):
    """One file that a teacher brings: checked first, then written or dropped."""

    class Status(models.TextChoices):
        """How far it is; only a done one leaves questions."""

        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        WRITING = "writing", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    token = models.CharField(max_length=32, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=20)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    # Dropped once it was read to its end.
    body = models.BinaryField(null=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.CHECKING
    )
    # Why it failed: a code of questions.exchange and its arguments.
    error = models.JSONField(default=dict, blank=True)
    is_all_or_nothing = models.BooleanField(_("all or nothing"), default=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, db_index=False)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    # How far the reading is, in whatever the format counts; lines are counted as they are found.
    size = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    deck = models.ForeignKey(
        Deck, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name


class ImportLine(models.Model):
    """One question of a file, with what was found."""

    class Status(models.TextChoices):
        """What becomes of it."""

        GOOD = "good", _("comes in")
        NOTED = "noted", _("comes in, with a note")
        DUPLICATE = "duplicate", _("is there already")
        REFUSED = "refused", _("cannot come in")

    parent = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    # [{"code": ..., "arguments": {...}}]
    messages = models.JSONField(default=list, blank=True)
    # The question as read, see questions.exchange.question_records; dropped once written.
    record = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        indexes = [
            models.Index(fields=["parent", "status", "number"], name="importline_status"),
            models.Index(fields=["parent", "digest"], name="importline_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"
