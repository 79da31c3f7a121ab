"""What saving a changed question would do to whoever has learned it, said before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from questions.authoring.errors import Message
from questions.authoring.keys import Key
from questions.authoring.meaning import Things
from questions.authoring.records import QuestionWish
from questions.authoring.rows import Written, written
from questions.generation.answers import normalised
from questions.generation.records import records_by_id
from questions.language.distance import edit_distance, typo_budget
from questions.language.tidying import tidy
from questions.models import SET_FORMS, Card, Fact, Form, Question

DRAFT, NOTHING, WORDING, KEY = "draft", "nothing", "wording", "key"


@dataclass(frozen=True)
class Effect:
    """What saving does: how far the change goes, and whose memory it concerns."""

    kind: str  # "draft", "nothing", "wording" or "key"
    learners: int = 0  # who remember the fact and cue
    looks_like_typo: bool = False
    # The fact is not the teacher's own, so its memory is not theirs to reset.
    is_others_fact: bool = False
    # It asks another fact or cue than before; what was learned of the old one stays.
    is_moved: bool = False
    # Other approved questions of the fact and cue, which keep the old key.
    siblings: int = 0

    @property
    def resets(self) -> bool:
        """Whether the memory of the fact and cue would be reset."""
        return self.kind == KEY and not self.is_others_fact and not self.is_moved

    @property
    def message(self) -> Message:
        """What to tell before saving."""
        if self.kind == DRAFT:
            return _("This is a draft: no learner has seen it.")
        if self.kind == NOTHING:
            return _("Nothing changes for learners.")
        if self.kind == WORDING:
            return _("Only the wording changes: learners keep their memory of it.")
        if self.is_moved:
            return _("It asks something else now: learners meet it as new, and keep what they had.")
        if self.is_others_fact:
            return _(
                "The answer changes, but the fact is not yours: memory of it stays as it is. "
                "Make a fact of your own if it says something else."
            )
        return ngettext_lazy(
            "The answer changes: %(learners)d learner will learn it anew.",
            "The answer changes: %(learners)d learners will learn it anew.",
            "learners",
        ) % {"learners": self.learners}


def effect_of(question: Question, wish: QuestionWish, *, fact: Fact | None = None) -> Effect:
    """What saving the wish over the question would do; AuthoringError where it cannot be saved."""
    fact = fact or question.fact
    record = records_by_id([fact.pk])[fact.pk] if fact.relation_id else None
    new = written(wish, fact, Things.known_to(question.owner), record)
    return effect_of_written(question, new)


def effect_of_written(question: Question, new: Written) -> Effect:
    """The same for what is about to be stored."""
    if not was_shown(question):
        return Effect(DRAFT)
    if question.digest == new.digest():
        return Effect(NOTHING)
    cues = (question.fact_id, question.cue)
    is_moved = cues != (new.fact.pk, new.cue)
    if question.form in SET_FORMS and new.wish.form in SET_FORMS:
        return Effect(WORDING)
    if not is_moved and is_same_key(question, new):
        return Effect(WORDING, learners=_learners(cues))
    return Effect(
        KEY,
        learners=_learners(cues),
        looks_like_typo=not is_moved and looks_like_typo(question.answer, new.answer),
        is_others_fact=question.fact.owner_id != question.owner_id,
        is_moved=is_moved,
        siblings=0 if is_moved else _siblings(question),
    )


def was_shown(question: Question) -> bool:
    """Whether learners may have met the row: it is approved, or was once."""
    return question.status == Question.Status.APPROVED or question.approved_at is not None


def _learners(cues: tuple[int, str]) -> int:
    cards = Card.objects.filter(fact=cues[0], cue=cues[1], stability__isnull=False)
    return cards.count()


def _siblings(question: Question) -> int:
    same = Question.objects.approved().filter(fact=question.fact_id, cue=question.cue)
    return same.filter(owner=question.owner).exclude(pk=question.pk).count()


def is_same_key(question: Question, new: Written) -> bool:
    """Whether the answer says the same: the same date, number or thing, or the same words.

    Words are the same without case, spaces and punctuation, and where one answer was or is accepted
    for the other.
    """
    if Form.TRUE_FALSE in (question.form, new.wish.form):
        return question.form == new.wish.form and question.variant == new.variant
    if Form.CHOOSE_ALL in (question.form, new.wish.form):
        return question.form == new.wish.form and _keys(question) == {
            normalised(option.text) for option in new.wish.options if option.is_key
        }
    if normalised(question.answer) == normalised(new.answer):
        return _figures(question.key) == _figures(new.key) or None in (question.key, new.key)
    return _is_accepted(question, new)


def _keys(question: Question) -> set[tuple[str, ...]]:
    return {normalised(option.text) for option in question.options.all() if option.is_key}


def _figures(key: Key | None) -> tuple[object, ...]:
    """What a date or a number is, without the words it is told in."""
    return tuple((key or {}).get(name, "") for name in ("start", "end", "number", "unit"))


def _is_accepted(question: Question, new: Written) -> bool:
    old_key, new_key = question.key or {}, new.key or {}
    if old_key.get("type") != new_key.get("type"):
        return False
    if old_key.get("type") in ("date", "number"):
        return _figures(old_key) == _figures(new_key)
    return bool(
        {normalised(question.answer)} & _texts(new_key)
        or {normalised(new.answer)} & _texts(old_key)
    )


def _texts(key: Key) -> set[tuple[str, ...]]:
    texts: Iterable[str] = [*key.get("names", ()), *key.get("texts", ())]
    return {normalised(text) for text in texts}


def looks_like_typo(before: str, after: str) -> bool:
    """Whether only a few letters differ, and no figure: what a person types by mistake."""
    one, other = tidy(before), tidy(after)
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    bound = max(typo_budget(len(one)), 1)
    return bool(one and other) and edit_distance(one, other, bound) <= bound
