"""Facts: atomic, cited statements, and the things and relations they are made of."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from questions.models.topics import Topic, in_language

if TYPE_CHECKING:
    from questions.models.people import User


class ValueKind(models.TextChoices):
    """What kind of value answers a relation."""

    DATE = "date", _("date")
    NUMBER = "number", _("number")
    ENTITY = "entity", _("entity")
    TEXT = "text", _("text")


class Entity(models.Model):
    """A thing that facts are about."""

    class Kind(models.TextChoices):
        """Fixed kinds; wrong options are drawn from one kind."""

        ORGANISATION = "organisation", _("organisation")
        BODY = "body", _("body")
        DOCUMENT = "document", _("document")
        EVENT = "event", _("event")
        PERSON = "person", _("person")
        COUNTRY = "country", _("country")
        CITY = "city", _("city")
        OFFICE = "office", _("office")
        FORCE = "force", _("force")
        OPERATION = "operation", _("operation")
        PROJECT = "project", _("project")
        COMMUNITY = "community", _("community")
        CONCEPT = "concept", _("concept")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    slug = models.SlugField(_("slug"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    names = models.JSONField(_("names"), default=dict, help_text=_("Name per language."))
    aliases = models.JSONField(_("aliases"), default=dict, help_text=_("List per language."))
    about = models.JSONField(_("what it is"), default=dict, help_text=_("One line per language."))
    takes_article = models.BooleanField(
        _("takes “the”"), default=False, help_text=_("In an English sentence.")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(owner=None), name="entity_library_slug"
            ),
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(owner=None), name="entity_owner_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else in English."""
        return in_language(self.names)

    def all_names(self) -> list[str]:
        """Names and aliases in every language, the English name first, none twice."""
        names = [self.names.get("en", ""), *self.names.values()]
        names += [alias for aliases in self.aliases.values() for alias in aliases]
        return list(dict.fromkeys(name for name in names if name))


class Relation(models.Model):
    """A kind of statement, with the kind of value that answers it."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    names = models.JSONField(_("names"), default=dict)
    value_kind = models.CharField(_("kind of value"), max_length=10, choices=ValueKind.choices)
    entity_kinds = models.JSONField(_("kinds of entity"), default=list)
    several = models.BooleanField(_("a subject can have several values"), default=False)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        return in_language(self.names) or self.slug


class FactQuerySet(models.QuerySet["Fact"]):
    """Vocabulary for facts."""

    def published(self) -> "FactQuerySet":
        """Facts that may be asked and shown."""
        return self.filter(withdrawn_at=None)

    def library(self) -> "FactQuerySet":
        """Facts of the shared library."""
        return self.filter(owner=None)

    def visible_to(self, teacher: "User") -> "FactQuerySet":
        """The library's, the teacher's own, and those asked by what colleagues shared with them."""
        shared = Fact.objects.filter(
            Q(questions__deck_entries__deck__is_shared_with_all=True)
            | Q(questions__deck_entries__deck__shared_with=teacher),
            questions__deck_entries__deck__archived_at=None,
            questions__deck_entries__deck__owner=F("owner"),
        )
        return self.filter(Q(owner=None) | Q(owner=teacher) | Q(pk__in=shared.values("pk")))

    def owned_by(self, teacher: "User") -> "FactQuerySet":
        """The teacher's own, which nobody else changes."""
        return self.filter(owner=teacher)


class Fact(models.Model):
    """One atomic, cited statement, whatever the language."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    slug = models.SlugField(_("slug"), max_length=100)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="facts", verbose_name=_("topic"))
    subject = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facts",
        verbose_name=_("subject"),
    )
    relation = models.ForeignKey(
        Relation, models.PROTECT, null=True, blank=True, verbose_name=_("relation")
    )
    # Digest of subject, relation and values: the database cannot compare values kept as rows.
    triple = models.CharField(max_length=64, null=True, blank=True, editable=False)
    importance = models.PositiveSmallIntegerField(
        _("importance"), choices=[(1, _("detail")), (2, _("good to know")), (3, _("essential"))]
    )
    as_of = models.CharField(_("as of"), max_length=20, blank=True)
    according_to = models.CharField(_("according to"), max_length=120, blank=True)
    near = models.JSONField(_("good wrong options"), default=list)
    # Where it is empty, `near` serves the subject's stems too.
    near_subject = models.JSONField(_("good wrong subjects"), default=list)
    untrue = models.JSONField(_("values that make a false statement"), default=list)
    never = models.JSONField(_("never as wrong options"), default=list)
    skip = models.JSONField(_("forms left out"), default=list)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "slug"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(owner=None), name="fact_library_slug"
            ),
            models.UniqueConstraint(
                fields=["owner", "slug"], condition=~Q(owner=None), name="fact_owner_slug"
            ),
            models.UniqueConstraint(
                fields=["triple"], condition=Q(owner=None), name="fact_library_triple"
            ),
            models.UniqueConstraint(
                fields=["owner", "triple"], condition=~Q(owner=None), name="fact_owner_triple"
            ),
            models.CheckConstraint(
                condition=Q(importance__range=(1, 3)), name="fact_importance_range"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The fact's page."""
        return reverse("questions:library-fact", args=[self.slug])


class FactValue(models.Model):
    """One value of a fact; a list has several."""

    class Bound(models.TextChoices):
        """How a number is meant."""

        EXACT = "", _("exactly")
        ABOUT = "about", _("about")
        OVER = "over", _("over")
        UP_TO = "up-to", _("up to")

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="values", verbose_name=_("fact"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # Dates are text, because "2002" and "2002-06" are values of their own precision.
    date_start = models.CharField(_("date"), max_length=10, blank=True)
    date_end = models.CharField(_("end of the range"), max_length=10, blank=True)
    number = models.DecimalField(
        _("number"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    bound = models.CharField(_("bound"), max_length=10, choices=Bound.choices, blank=True)
    tolerance = models.DecimalField(
        _("how far off is right"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    entity = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="valued_in",
        verbose_name=_("entity"),
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.UniqueConstraint(fields=["fact", "position"], name="factvalue_fact_position")
        ]

    def __str__(self) -> str:
        if self.entity is not None:
            return self.entity.name
        return self.date_start or f"{self.number or ''} {self.unit}".strip()


class FactTextQuerySet(models.QuerySet["FactText"]):
    """Wordings, and which of them a reader gets."""

    def first_in(self, language: str) -> "FactTextQuerySet":
        """All of them: that of the language first, then the English one."""
        first = models.Case(
            models.When(language=language, then=0), models.When(language="en", then=1), default=2
        )
        return self.order_by(first, "language")

    def told_in(self, language: str) -> "FactTextQuerySet":
        """Of each fact the wording in the language, else the English one.

        A wording that asks nothing has a statement alone, for wrong options: its explanation and
        caveat are in English.
        """
        whole = models.Q(language=language) & ~models.Q(ask_value="", ask_subject="")
        own = FactText.objects.filter(whole, fact=models.OuterRef("fact"))
        return self.filter(whole | models.Q(~models.Exists(own), language="en"))


class FactText(models.Model):
    """The words of a fact in one language."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="texts", verbose_name=_("fact"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    statement = models.TextField(_("statement"))
    explanation = models.TextField(_("explanation"), blank=True)
    caveat = models.TextField(_("caveat"), blank=True)
    answer = models.CharField(_("how the value reads"), max_length=200, blank=True)
    items = models.JSONField(_("items of a list of texts"), default=list, blank=True)
    ask_value = models.TextField(_("stem that asks the value"), blank=True)
    ask_items = models.TextField(_("stem that asks for all items among others"), blank=True)
    ask_subject = models.TextField(_("stem that asks the subject"), blank=True)
    claim_value = models.TextField(_("sentence with a slot for the value"), blank=True)
    claim_subject = models.TextField(_("sentence with a slot for the subject"), blank=True)
    accept = models.JSONField(_("further right values"), default=list, blank=True)
    accept_subject = models.JSONField(_("further right subjects"), default=list, blank=True)

    objects = FactTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording of a fact")
        verbose_name_plural = _("wordings of facts")
        constraints = [
            models.UniqueConstraint(fields=["fact", "language"], name="facttext_fact_language")
        ]

    def __str__(self) -> str:
        return self.statement
