"""What a teacher wants to be made: plain values that the doors and the imports fill in."""

from dataclasses import dataclass, field

from questions.models import Cue, Fact, Source, Topic


@dataclass(frozen=True)
class SourceWish:
    """A document that is to be cited; its text only where the teacher has it at hand."""

    title: str
    authors: str = ""
    year: str = ""
    identifier: str = ""  # DOI or address
    language: str = "en"
    text: str = ""


@dataclass(frozen=True)
class PlaceWish:
    """A place in a source that exists, or in one that is to be made with it."""

    source: Source | SourceWish
    place: str = ""  # in words: "page 12"
    quote: str = ""  # words to be found in the source's text, where it is loaded


@dataclass(frozen=True)
class FactWish:
    """A fact that is a statement alone, without a triple."""

    topic: Topic
    language: str
    statement: str
    places: tuple[PlaceWish, ...]
    explanation: str = ""
    caveat: str = ""
    as_of: str = ""
    importance: int = 2


@dataclass(frozen=True)
class OptionWish:
    """One choice."""

    text: str
    is_key: bool = False
    reason: str = ""
    true_of: Fact | None = None


@dataclass(frozen=True)
class PartWish:
    """One fact of an ordering or a matching."""

    fact: Fact
    text: str
    answer: str
    rank: int = 0


@dataclass(frozen=True)
class QuestionWish:
    """A question of whatever form; what the form does not use stays empty."""

    form: str
    language: str
    stem: str
    answer: str = ""  # the key as shown; of a choice it follows from the options
    cue: str = Cue.VALUE
    title: str = ""
    accepted: tuple[str, ...] = ()  # further texts that count as right
    unit: str = ""  # of a number
    tolerance: str = ""  # of a number: how far off is right
    options: tuple[OptionWish, ...] = field(default=())
    parts: tuple[PartWish, ...] = field(default=())
