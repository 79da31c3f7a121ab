"""Understanding a response that chooses several things: options to tick, an order, pairs."""

from collections.abc import Sequence

from questions.models import Form, Outcome
from questions.quiz.grading.sets import Part, matched_right, outcome_of_parts, placed_right
from questions.quiz.response import Graded, Response, ResponseError
from questions.quiz.rows import GivenItem, GivenOption, GivenPart
from questions.scheduling.rating import INCOMPLETE_CHOICE, rating_of

_MOST_LOGGED = 300
_MOST_EXTRA = 1


def grade_choices(item: GivenItem, response: Response) -> Graded:
    """Right when the keys and nothing else are ticked, partly right with one slip of that kind.

    Partly right is: a key at least, and no more than one option that is none.
    """
    if response.gave_up:
        return Graded(Outcome.WRONG, "gave-up", rating_of(Outcome.WRONG))
    if not response.choices:
        raise ResponseError("none-ticked")
    places = {number(sent, len(item.options), "bad-choice") for sent in response.choices}
    chosen = sorted((item.options[place] for place in places), key=lambda o: o.position)
    outcome, reason = _outcome_of_choices(item.options, chosen)
    return Graded(
        outcome,
        reason,
        rating_of(outcome, reason),
        chosen=tuple(option.pk for option in chosen),
        listed="; ".join(option.text for option in chosen)[:_MOST_LOGGED],
    )


def _outcome_of_choices(
    options: Sequence[GivenOption], chosen: Sequence[GivenOption]
) -> tuple[Outcome, str]:
    found = sum(option.is_key for option in chosen)
    extra = len(chosen) - found
    if not extra and found == sum(option.is_key for option in options):
        return Outcome.CORRECT, ""
    if found and extra <= _MOST_EXTRA:
        return Outcome.PARTIAL, INCOMPLETE_CHOICE
    return Outcome.WRONG, ""


def grade_set(item: GivenItem, response: Response) -> Graded:
    """The graded ordering or matching, which rates nothing."""
    parts = by_position(item.parts)
    if response.gave_up:
        missed = tuple((part, False) for part in parts)
        return Graded(Outcome.WRONG, "looked-up", None, parts=missed)
    chosen = _places(item, response) if item.form == Form.ORDER else _matches(parts, response)
    are_right = parts_right(item.form, parts, chosen)
    return Graded(
        Outcome(outcome_of_parts(are_right).value),
        "",
        None,
        chosen=tuple(chosen),
        parts=tuple(zip(parts, are_right, strict=True)),
    )


def by_position(parts: Sequence[GivenPart]) -> list[GivenPart]:
    """The parts in the order in which what was chosen for them is stored."""
    return sorted(parts, key=lambda part: part.position)


def parts_right(form: str, parts: Sequence[Part], chosen: Sequence[int | None]) -> list[bool]:
    """Which of the parts, given by position, were placed or matched rightly."""
    is_right = placed_right if form == Form.ORDER else matched_right
    return is_right(parts, chosen)


def right_sides(parts: Sequence[GivenPart]) -> list[str]:
    """What the parts of a matching are matched with, in the order shown."""
    return sorted({part.answer for part in parts})


def number(sent: str, below: int, code: str) -> int:
    """The number sent, from 0 and less than `below`; ResponseError of that code for all else."""
    if not (sent.isascii() and sent.isdigit() and len(sent) < 3 and int(sent) < below):
        raise ResponseError(code)
    return int(sent)


def _places(item: GivenItem, response: Response) -> list[int | None]:
    if len(response.places) != len(item.parts) or "" in response.places:
        raise ResponseError("missing-place")
    places = [number(sent, len(item.parts) + 1, "bad-place") for sent in response.places]
    if 0 in places:
        raise ResponseError("bad-place")
    if len(set(places)) < len(places):
        raise ResponseError("double-place")
    given = {part.position: place for part, place in zip(item.parts, places, strict=True)}
    return [given[position] for position in sorted(given)]


def _matches(parts: Sequence[GivenPart], response: Response) -> list[int | None]:
    if not any(response.matches):
        raise ResponseError("none-matched")
    if len(response.matches) != len(parts):
        raise ResponseError("bad-match")
    sides = right_sides(parts)
    texts = [
        sides[number(sent, len(sides), "bad-match")] if sent else None for sent in response.matches
    ]
    first = {part.answer: part.position for part in reversed(parts)}
    return [first[text] if text is not None else None for text in texts]
