"""The responses that say something of a question, streamed from the rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from questions.language.tidying import tidy
from questions.models import Form, Outcome, Ruling, SessionItem

_BATCH = 5_000
_FIELDS = (
    "question_id",
    "learner_id",
    "outcome",
    "option_id",
    "chosen",
    "typed",
    "fact_id",
    "question__cue",
    "question__form",
)
# What was decided about a text, by fact and cue.
Rulings = dict[tuple[int, str], dict[str, bool]]


class Given(NamedTuple):
    """One first response of a study day."""

    question: int
    learner: int
    is_right: bool | None  # none while nobody has decided on what was typed
    picked: tuple[int, ...]
    form: str

    @property
    def is_graded(self) -> bool:
        """Whether it can be told right from wrong, and not only by the learner."""
        return self.is_right is not None and self.form != Form.FLASHCARD


def rulings() -> Rulings:
    """What was decided about typed texts, in one query."""
    found: Rulings = {}
    for fact, cue, text, is_right in Ruling.objects.values_list(
        "fact_id", "cue", "text", "is_right"
    ):
        found.setdefault((fact, cue), {})[text] = is_right
    return found


def first_responses(
    decided: Rulings, *, until: datetime, is_sorted: bool = False
) -> Iterator[Given]:
    """The first response of each learner, fact and study day, streamed.

    Sorted, they come question by question, and there by learner in the order they were given.
    Drills are no first responses, nor is what was answered after another showing of the fact on
    that day.
    """
    order = ("question_id", "learner_id", "answered_at", "pk") if is_sorted else ()
    rows = _firsts(until).order_by(*order)
    for row in rows.values_list(*_FIELDS).iterator(chunk_size=_BATCH):
        question, learner, outcome, option, chosen, typed, fact, cue, form = row
        yield Given(
            question,
            learner,
            _is_right(outcome, typed, decided.get((fact, cue))),
            _picked(option, chosen, form),
            form,
        )


def _firsts(until: datetime) -> QuerySet[SessionItem]:
    same_day = SessionItem.objects.filter(
        learner=OuterRef("learner"), fact=OuterRef("fact"), study_day=OuterRef("study_day")
    )
    before = Q(answered_at__lt=OuterRef("answered_at")) | Q(
        answered_at=OuterRef("answered_at"), pk__lt=OuterRef("pk")
    )
    # The back of a flashcard was seen, whether or not it was rated.
    seen = Q(answered_at=None, revealed_at__lt=OuterRef("answered_at"))
    return SessionItem.objects.filter(
        ~Exists(same_day.filter(before | seen)), is_drill=False, answered_at__lte=until
    )


def _is_right(outcome: str, typed: str, decided: dict[str, bool] | None) -> bool | None:
    """Wholly right; what a person decided goes before what the grader found."""
    if typed and decided:
        ruled = decided.get(tidy(typed))
        if ruled is not None:
            return ruled
    return None if outcome == Outcome.REVIEW else outcome == Outcome.CORRECT


def _picked(option: int | None, chosen: list[int] | None, form: str) -> tuple[int, ...]:
    if option is not None:
        return (option,)
    return tuple(chosen) if chosen and form == Form.CHOOSE_ALL else ()
