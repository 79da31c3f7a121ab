"""A question before it is published, and what a fact can be asked as."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from questions.generation.answers import Answer
from questions.generation.records import FactRecord

# Slug of the fact, cue, form, language, variant.
Recipe = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a question; a gate keeps it from learners."""

    code: str
    message: str
    is_gate: bool = False


@dataclass(frozen=True)
class DraftOption:
    """One choice, and, of a wrong one, the fact it is true of and what that fact says."""

    text: str
    is_key: bool = False
    reason: str = ""
    true_of: str = ""
    # What it stands for; the True of a false statement stands for what the statement claims.
    answer: Answer | None = field(default=None, compare=False)


@dataclass(frozen=True)
class DraftPart:
    """One fact of an ordering or a matching: its words, its answer and its place in the order."""

    fact: str
    text: str
    answer: str
    rank: int


@dataclass(frozen=True)
class Draft:
    """One way of asking one fact."""

    fact: FactRecord
    cue: str
    form: str
    language: str
    variant: str
    stem: str
    asked: Answer
    answer: str
    key: dict[str, Any] | None = field(default=None, hash=False)
    options: Sequence[DraftOption] = ()
    parts: Sequence[DraftPart] = ()
    flaws: tuple[Flaw, ...] = ()

    @property
    def recipe(self) -> Recipe:
        """What makes it the same question as one of an earlier run."""
        return (self.fact.slug, str(self.cue), str(self.form), self.language, self.variant)

    @property
    def gates(self) -> list[str]:
        """The codes of the faults that keep it from learners."""
        return [flaw.code for flaw in self.flaws if flaw.is_gate]

    @property
    def distractors(self) -> list[DraftOption]:
        """The wrong options."""
        return [option for option in self.options if not option.is_key]

    def with_flaws(self, flaws: Sequence[Flaw]) -> "Draft":
        """The same draft with these flaws added."""
        return replace(self, flaws=(*self.flaws, *flaws))

    def digest(self) -> str:
        """SHA-256 of all that the learner sees and of what a response is graded against."""
        options = [[o.text, o.is_key, o.reason, o.true_of] for o in self.options]
        parts = [[p.fact, p.text, p.answer, p.rank] for p in self.parts]
        content = [*self.recipe, self.stem, self.answer, self.key, options, *parts]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
