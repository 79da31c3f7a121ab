"""Typed texts on which a person decides: an alias of the key, or not one.

The grader consults what was decided (quiz/rows.py reads it with the item), and past responses of
the same text get corrections.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from questions.language.tidying import tidy
from questions.models import Fact, Outcome, Question, Ruling, SessionItem, User
from questions.quiz.grading import MAX_TYPED
from questions.scheduling.corrections import Responses, correct
from questions.scheduling.memory import Rating

# A queue that nobody looks after must not fill the memory.
_MOST = 5_000


@dataclass
class LeftText:
    """A text that was left for review, with all who wrote it in whatever case and spacing."""

    fact_id: int
    cue: str
    text: str  # tidied
    typed: str = ""  # as it was last typed
    question_id: int = 0  # to which it was last typed
    reason: str = ""
    learners: set[int] = field(default_factory=set)
    responses: int = 0
    since: datetime | None = None

    @property
    def count(self) -> int:
        """How many learners wrote it."""
        return len(self.learners)


def left_texts(facts: QuerySet[Fact]) -> list[LeftText]:
    """What waits for a decision about these facts, the most written first; one query."""
    # That something was typed is not asked here, or a larger index would be used.
    rows = (
        SessionItem.objects.filter(
            outcome=Outcome.REVIEW, ruled_at=None, fact__in=facts.filter(withdrawn_at=None)
        )
        .order_by("-pk")
        .values_list(
            "fact_id",
            "question__cue",
            "typed",
            "learner_id",
            "question_id",
            "reason",
            "answered_at",
        )[:_MOST]
    )
    return _grouped(rows)


def _grouped(
    rows: Iterable[tuple[int, str, str, int, int, str, datetime | None]],
) -> list[LeftText]:
    found: dict[tuple[int, str, str], LeftText] = {}
    for fact_id, cue, typed, learner_id, question_id, reason, at in rows:
        text = tidy(typed)
        # What an erased person wrote is gone.
        if not text or len(text) > MAX_TYPED:
            continue
        left = found.setdefault((fact_id, cue, text), LeftText(fact_id, cue, text))
        left.typed = left.typed or typed
        left.question_id = left.question_id or question_id
        left.reason = left.reason or reason
        left.learners.add(learner_id)
        left.responses += 1
        left.since = at
    return sorted(found.values(), key=lambda left: (-left.count, left.fact_id, left.text))


def typed_texts(*, fact: Fact, cue: str, text: str) -> list[str]:
    """Everything that was typed, letter for letter, and comes to this tidied text."""
    asked = Question.objects.filter(fact=fact, cue=cue)
    rows = SessionItem.objects.filter(
        fact=fact, question__in=asked, answered_at__isnull=False
    ).exclude(typed="")
    return sorted(
        typed
        for typed in rows.order_by().values_list("typed", flat=True).distinct()
        if tidy(typed) == text
    )


@transaction.atomic
def decide(*, fact: Fact, cue: str, text: str, is_right: bool, actor: User, now: datetime) -> int:
    """Count a tidied text as right or as wrong, from now on and in the past; how many corrections.

    Deciding the same again changes nothing; deciding the other way appends again.
    """
    # First, so that of two who decide at once the second waits.
    Ruling.objects.bulk_create(
        [Ruling(fact=fact, cue=cue, text=text, is_right=is_right, ruled_by=actor, ruled_at=now)],
        update_conflicts=True,
        unique_fields=["fact", "cue", "text"],
        update_fields=["is_right", "ruled_by", "ruled_at"],
    )
    rating = Rating.GOOD if is_right else Rating.AGAIN
    return _settle(fact, cue, typed_texts(fact=fact, cue=cue, text=text), rating, now)


@transaction.atomic
def undo(*, fact: Fact, cue: str, text: str) -> int:
    """Take a decision back: the text waits again, and its responses count as they did before."""
    deleted, _ = Ruling.objects.filter(fact=fact, cue=cue, text=text).delete()
    if not deleted:
        return 0
    return _settle(fact, cue, typed_texts(fact=fact, cue=cue, text=text), None, None)


def _settle(
    fact: Fact, cue: str, texts: list[str], rating: Rating | None, now: datetime | None
) -> int:
    asked = Question.objects.filter(fact=fact, cue=cue)
    SessionItem.objects.filter(
        fact=fact, question__in=asked, typed__in=texts, outcome=Outcome.REVIEW
    ).exclude(typed="").update(ruled_at=now)
    return correct(Responses(fact.pk, cue, texts), rating)
