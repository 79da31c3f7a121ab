"""Sources and the places in them that prove facts."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from questions.models.people import User


class SourceQuerySet(models.QuerySet["Source"]):
    """Vocabulary for sources."""

    def visible_to(self, teacher: "User") -> "SourceQuerySet":
        """The library's, the teacher's own, and those that prove what colleagues shared."""
        entry = "citations__fact__questions__deck_entries__deck__"
        shared = Source.objects.filter(
            Q(**{f"{entry}is_shared_with_all": True}) | Q(**{f"{entry}shared_with": teacher}),
            **{f"{entry}archived_at": None, f"{entry}owner": F("owner")},
        )
        return self.filter(Q(owner=None) | Q(owner=teacher) | Q(pk__in=shared.values("pk")))

    def owned_by(self, teacher: "User") -> "SourceQuerySet":
        """The teacher's own, which nobody else changes."""
        return self.filter(owner=teacher)


class Source(models.Model):
    """A document that is cited; its text only where someone loaded it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    slug = models.SlugField(_("slug"), max_length=80)
    title = models.CharField(_("title"), max_length=300)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    short_name = models.CharField(
        _("short name"), max_length=80, help_text=_("As cited: author and year, or a short title.")
    )
    year = models.CharField(_("year"), max_length=20, blank=True)
    publication = models.CharField(_("published in"), max_length=300, blank=True)
    identifier = models.CharField(_("DOI or address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    note = models.TextField(_("note"), blank=True)
    # Empty for a teacher's source that has no text here.
    digest = models.CharField(
        _("digest"), max_length=64, blank=True, help_text=_("SHA-256 of the text.")
    )
    text = models.TextField(_("text"), blank=True)
    sections = models.JSONField(
        _("sections"), default=list, help_text=_("Title and start of each section, in order.")
    )
    paragraphs = models.JSONField(
        _("paragraphs"), default=list, help_text=_("Where each paragraph starts, in code points.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(owner=None), name="source_library_digest"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(owner=None), name="source_library_slug"
            ),
            models.UniqueConstraint(
                fields=["owner", "digest"],
                condition=~Q(owner=None) & ~Q(digest=""),
                name="source_owner_digest",
            ),
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(owner=None), name="source_owner_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class CitationQuerySet(models.QuerySet["Citation"]):
    """Vocabulary for citations."""

    def with_names(self) -> "CitationQuerySet":
        """With what their sources are called, and without the sources' texts, which are long."""
        rows = self.select_related("source")
        return rows.defer("source__text", "source__paragraphs", "source__sections")


class Citation(models.Model):
    """A place in a source: code points of its text with unified line ends, end excluded."""

    fact = models.ForeignKey(
        "questions.Fact", models.CASCADE, related_name="citations", verbose_name=_("fact")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Both null where a teacher names the place in words instead.
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    span_digest = models.CharField(_("digest of the span"), max_length=64, blank=True)
    place = models.CharField(
        _("place in it"),
        max_length=200,
        blank=True,
        help_text=_("Such as “page 12”, “section 3, second paragraph” or “article 5”."),
    )
    section = models.CharField(_("section"), max_length=200, blank=True)
    paragraph = models.PositiveIntegerField(
        _("paragraph"), default=0, help_text=_("Counted within the section, from 1.")
    )
    subject_words = models.CharField(
        _("words for the subject"),
        max_length=120,
        blank=True,
        help_text=_("What the source calls the subject there, such as “the Forum”."),
    )
    value_words = models.CharField(_("words for the value"), max_length=120, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(fields=["fact", "position"], name="citation_fact_position"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="citation_span"),
            models.CheckConstraint(
                condition=Q(start__isnull=False, end__isnull=False) | ~Q(place=""),
                name="citation_has_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug}@{self.start}-{self.end}"
