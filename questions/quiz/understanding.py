"""Understanding a response: what the browser sent, graded against the key."""

import json
from collections.abc import Mapping
from typing import Any

from questions.language.amounts import read_amounts
from questions.language.scripts import without_kazakh_letters
from questions.language.tidying import tidy
from questions.models import SET_FORMS, Entity, Form, Outcome
from questions.quiz.grading import MAX_TYPED, grade, key_from_json
from questions.quiz.response import Graded, Response, ResponseError
from questions.quiz.rows import GivenItem
from questions.quiz.several import grade_choices, grade_set, number
from questions.scheduling.memory import Rating
from questions.scheduling.rating import rating_of

WRITTEN_FORMS = (Form.CLOZE, Form.TYPED, Form.NUMBER)


def graded(item: GivenItem, response: Response) -> Graded:
    """The graded response; ResponseError where it cannot be taken."""
    if item.form == Form.FLASHCARD:
        return _grade_flashcard(item, response)
    if item.form in WRITTEN_FORMS:
        return _grade_typed(item, response)
    if item.form == Form.CHOOSE_ALL:
        return grade_choices(item, response)
    if item.form in SET_FORMS:
        return grade_set(item, response)
    return _grade_choice(item, response)


def _grade_choice(item: GivenItem, response: Response) -> Graded:
    if not response.choice:
        raise ResponseError("no-choice")
    chosen = item.options[number(response.choice, len(item.options), "bad-choice")]
    outcome = Outcome.CORRECT if chosen.is_key else Outcome.WRONG
    return Graded(outcome, "", rating_of(outcome), option=chosen)


def _grade_typed(item: GivenItem, response: Response) -> Graded:
    if response.gave_up:
        return Graded(Outcome.WRONG, "gave-up", rating_of(Outcome.WRONG))
    # Hard and narrow spaces come with pasted text and some keyboards.
    typed = " ".join(response.typed.split())
    if not typed:
        raise ResponseError("empty")
    if len(typed) > MAX_TYPED:
        raise ResponseError("too-long")
    if not typed.isprintable() or "\ufffd" in typed:
        raise ResponseError("unreadable")
    stored = json.loads(item.key or "{}")
    if _plain(typed) in _shown(item, stored):
        # What is shown as the key is right, whatever words the key is graded by ("over 25,000").
        return Graded(Outcome.CORRECT, "exact", rating_of(Outcome.CORRECT), typed=typed)
    ruled = item.rulings.get(tidy(typed))
    if ruled is not None:
        outcome = Outcome.CORRECT if ruled else Outcome.WRONG
        return Graded(outcome, "exact" if ruled else "ruled", rating_of(outcome), typed=typed)
    if item.form == Form.NUMBER and not any(r.amounts for r in read_amounts(tidy(typed))):
        raise ResponseError("no-number")
    key = key_from_json(stored)
    result = grade(typed, key, rivals=_rivals(key))
    if result.reason == "empty":
        raise ResponseError("empty")
    outcome = Outcome(result.outcome.value)
    return Graded(outcome, result.reason, rating_of(outcome, result.reason), typed=typed)


def _shown(item: GivenItem, stored: Mapping[str, Any]) -> set[str]:
    """The texts that are shown as the key; a number also without the unit beside the field."""
    texts = [item.answer, *stored.get("accepted", [])]
    if unit := stored.get("unit"):
        texts += [text.removesuffix(unit) for text in texts]
    return {_plain(text) for text in texts} - {""}


def _plain(text: str) -> str:
    """The text in one form, as it may be typed where a keyboard has no Kazakh letters."""
    return without_kazakh_letters(tidy(text)).strip(" .,;!")


def _grade_flashcard(item: GivenItem, response: Response) -> Graded:
    if item.revealed_at is None:
        raise ResponseError("not-revealed")
    if response.rating not in ("1", "2", "3", "4"):
        raise ResponseError("no-rating")
    rating = Rating(int(response.rating))
    outcome = Outcome.WRONG if rating == Rating.AGAIN else Outcome.CORRECT
    return Graded(outcome, "self-rated", rating)


def _rivals(key: object) -> list[str]:
    """Names of the other entities of the key's kind: a typo must not turn into one of them."""
    kind = getattr(key, "kind", None)
    if not kind:
        return []
    rows = Entity.objects.filter(kind=kind, owner=None).values_list("names", "aliases")
    own = {name.casefold() for name in getattr(key, "names", ())}
    names = [
        name
        for names, aliases in rows
        for name in [*names.values(), *(a for several in aliases.values() for a in several)]
    ]
    return [name for name in names if name.casefold() not in own]
