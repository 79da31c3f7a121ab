"""A source's text at hand: what is asked of it again and again is worked out once."""

from dataclasses import dataclass, field
from functools import cached_property

from questions.grounding.citations import Place, surroundings
from questions.grounding.text import Folded, digest, fold_words, paragraphs

# An abbreviation as short as "US" must not be found in a pronoun.
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True)
class Document:
    """The text of a source, line ends unified."""

    source: str
    raw: str
    _around: dict[tuple[int, int], "Passage"] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return digest(self.raw)

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Raw spans of the paragraphs."""
        return paragraphs(self.raw)

    def around(self, place: Place) -> "Passage":
        """The paragraphs that hold the place."""
        span = (place.start, place.end)
        if span not in self._around:
            self._around[span] = Passage(self.raw, surroundings(self.raw, self.paragraphs, place))
        return self._around[span]


@dataclass(frozen=True)
class Passage:
    """Some paragraphs of a text, folded."""

    raw: str
    folded: Folded

    def has(self, words: str) -> bool:
        """Whether the words stand here, whole words only."""
        if fold_words(words) not in self.folded.text:
            return False
        spans = self.folded.find_all(words)
        if words.isupper() and len(words) <= _LONGEST_ABBREVIATION:
            return any(self.raw[start:end].isupper() for start, end in spans)
        return bool(spans)
