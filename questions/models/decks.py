"""Decks: named, ordered question sets."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from questions.models.questions import Question

if TYPE_CHECKING:
    from questions.models.people import User


class DeckQuerySet(models.QuerySet["Deck"]):
    """Vocabulary for decks."""

    def visible_to(self, teacher: "User") -> "DeckQuerySet":
        """The library's decks, the teacher's own, and those that colleagues shared with them."""
        shared = Deck.objects.filter(
            Q(is_shared_with_all=True) | Q(shared_with=teacher), archived_at=None
        )
        return self.filter(Q(owner=None) | Q(owner=teacher) | Q(pk__in=shared.values("pk")))

    def owned_by(self, teacher: "User") -> "DeckQuerySet":
        """The teacher's own, which nobody else changes."""
        return self.filter(owner=teacher)

    def studied_by(self, learner: "User") -> "DeckQuerySet":
        """Decks whose questions the learner may be asked: assigned, or taken up by a link."""
        assigned = Deck.objects.filter(
            assignments__withdrawn_at=None,
            assignments__classroom__archived_at=None,
            assignments__classroom__memberships__user=learner,
            assignments__classroom__memberships__role="learner",
            assignments__classroom__memberships__left_at=None,
        )
        taken = Deck.objects.filter(learners=learner, study_token__isnull=False, archived_at=None)
        return self.filter(Q(pk__in=assigned.values("pk")) | Q(pk__in=taken.values("pk")))


class Deck(models.Model):
    """A named, ordered question set."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, verbose_name=_("owner")
    )
    # In addresses, so that they tell nothing and cannot be counted.
    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is for"), max_length=1000, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_shared_with_all = models.BooleanField(_("every teacher may use it"), default=False)
    shared_with = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("shared with"), blank=True, related_name="+"
    )
    # Null while there is no link to study it.
    study_token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    learners = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("learners who took it up by its link"),
        blank=True,
        related_name="taken_decks",
    )
    created_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    archived_at = models.DateTimeField(_("put away at"), null=True, blank=True)

    objects = DeckQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "pk"]
        verbose_name = _("deck")
        verbose_name_plural = _("decks")

    def __str__(self) -> str:
        return self.name


class DeckEntry(models.Model):
    """A question's place in a deck; the newest version of a question stands there."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="entries", verbose_name=_("deck"))
    # Not unique within the deck: no database we use can swap two places in one statement.
    position = models.PositiveIntegerField(_("position"))
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="deck_entries", verbose_name=_("question")
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("deck entry")
        verbose_name_plural = _("deck entries")
        constraints = [
            models.UniqueConstraint(fields=["deck", "question"], name="entry_deck_question")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.question_id}"
