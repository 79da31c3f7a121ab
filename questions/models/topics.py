"""Topics: the four organisations and foreign policy as a whole."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(texts: dict[str, str]) -> str:
    """The text in the active language, else in English, else any, else nothing."""
    language = (get_language() or "en")[:2]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Topic(models.Model):
    """What facts are sorted by and progress is shown for."""

    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    names = models.JSONField(_("names"), default=dict, help_text=_("Short name per language."))
    titles = models.JSONField(_("titles"), default=dict, help_text=_("Full name per language."))

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The short name in the active language."""
        return in_language(self.names)

    @property
    def title(self) -> str:
        """The full name in the active language."""
        return in_language(self.titles) or self.name
