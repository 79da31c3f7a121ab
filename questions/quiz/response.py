"""Understanding a response: what the browser sent, graded against the key."""

import json
from dataclasses import dataclass

from questions.language.tidying import tidy
from questions.models import Entity, Outcome
from questions.quiz.grading import MAX_TYPED, grade, key_from_json
from questions.quiz.rows import GivenItem, GivenOption
from questions.scheduling.memory import Rating
from questions.scheduling.rating import rating_of


class ResponseError(ValueError):
    """A response that cannot be taken; `code` says why and nothing was stored."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Response:
    """What was sent: an option's shown place, a typed text, a self-rating, or “don't know”."""

    choice: str = ""
    typed: str = ""
    rating: str = ""
    gave_up: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """A response that was understood."""

    outcome: str
    reason: str
    rating: Rating | None
    option: GivenOption | None = None
    typed: str = ""


def graded(item: GivenItem, response: Response) -> Graded:
    """The graded response; ResponseError where it cannot be taken."""
    if item.form == "flashcard":
        return _grade_flashcard(item, response)
    if item.form in ("cloze", "typed"):
        return _grade_typed(item, response)
    return _grade_choice(item, response)


def _grade_choice(item: GivenItem, response: Response) -> Graded:
    if not response.choice:
        raise ResponseError("no-choice")
    if not (response.choice.isascii() and response.choice.isdigit() and len(response.choice) < 3):
        raise ResponseError("bad-choice")
    place = int(response.choice)
    if place >= len(item.options):
        raise ResponseError("bad-choice")
    chosen = item.options[place]
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
    if tidy(typed) in {tidy(text) for text in (item.answer, *stored.get("accepted", []))}:
        # What is shown as the key is right, whatever words the key is graded by ("over 25,000").
        return Graded(Outcome.CORRECT, "exact", rating_of(Outcome.CORRECT), typed=typed)
    key = key_from_json(stored)
    result = grade(typed, key, rivals=_rivals(key))
    if result.reason == "empty":
        raise ResponseError("empty")
    outcome = Outcome(result.outcome.value)
    return Graded(outcome, result.reason, rating_of(outcome, result.reason), typed=typed)


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
