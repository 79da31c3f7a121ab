"""Sets: facts that are asked together, to be put in order or matched."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.questions import Form
from questions.models.topics import Topic


class FactSet(models.Model):
    """Facts to be put in the order of their dates, or to be matched with their answers."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    slug = models.SlugField(_("slug"), max_length=100)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    form = models.CharField(_("form"), max_length=12, choices=Form.choices)
    stems = models.JSONField(_("stems"), default=dict, help_text=_("Stem per language."))
    # [{"fact": slug, "text": {"en": ...}, "answer": {"en": ...}}]; without an answer, the fact's.
    parts = models.JSONField(_("parts"), default=list)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["topic", "slug"]
        verbose_name = _("set of facts")
        verbose_name_plural = _("sets of facts")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(owner=None), name="factset_library_slug"
            ),
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(owner=None), name="factset_owner_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
