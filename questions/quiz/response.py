"""A response: what the browser sent, and what it is understood as."""

from dataclasses import dataclass

from questions.quiz.rows import GivenOption, GivenPart
from questions.scheduling.memory import Rating


class ResponseError(ValueError):
    """A response that cannot be taken; `code` says why and nothing was stored."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Response:
    """What was sent: an option's shown place, a typed text, a self-rating, or “don't know”.

    Where several are chosen: the shown places of the options ticked; for each part in the order
    shown its place, from 1; or for each part by position the place of its right side among the
    right sides, empty for none.
    """

    choice: str = ""
    typed: str = ""
    rating: str = ""
    gave_up: bool = False
    choices: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """A response that was understood."""

    outcome: str
    reason: str
    rating: Rating | None
    option: GivenOption | None = None
    typed: str = ""
    chosen: tuple[int | None, ...] | None = None  # as stored; see SessionItem.chosen
    listed: str = ""  # the chosen options in words
    parts: tuple[tuple[GivenPart, bool], ...] = ()  # of an ordering or a matching, right or not

    @property
    def words(self) -> str:
        """The response as it is logged."""
        return self.option.text if self.option else self.typed or self.listed
