"""What all facts together say, so that a wrong option is known to be wrong."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from questions.generation.answers import (
    Answer,
    answer_of,
    are_same,
    collide,
    is_range,
    normalised,
)
from questions.generation.records import FactRecord, Thing
from questions.language.number_words import cardinal
from questions.language.tidying import all_words, tidy
from questions.models import Cue


class Knowledge:
    """The facts that have words in one language, with their answers at hand."""

    def __init__(self, facts: Mapping[str, FactRecord], language: str) -> None:
        self.language = language
        self.facts = {slug: fact for slug, fact in facts.items() if language in fact.wordings}
        self.answers = {
            (slug, cue): answer
            for slug, fact in facts.items()
            for cue in (Cue.VALUE, Cue.SUBJECT)
            if (answer := answer_of(fact, cue, language))
        }
        self._of_kind: dict[tuple[str, str, str], list[FactRecord]] = defaultdict(list)
        for (slug, cue), answer in self.answers.items():
            if slug in self.facts:
                self._of_kind[cue, answer.kind, answer.grain].append(facts[slug])
        self._barring: dict[str, set[str]] = defaultdict(set)
        for slug, fact in facts.items():
            for other in fact.never:
                self._barring[other].add(slug)
        self._of_subject: dict[str, list[FactRecord]] = defaultdict(list)
        for fact in facts.values():
            if fact.subject:
                self._of_subject[fact.subject.slug].append(fact)

    def answer(self, fact: FactRecord, cue: str) -> Answer | None:
        """What the cue asks of the fact."""
        return self.answers.get((fact.slug, Cue(cue)))

    def facts_like(self, cue: str, answer: Answer) -> Iterable[FactRecord]:
        """The facts whose answer to the cue is of the same kind and granularity."""
        return self._of_kind[Cue(cue), answer.kind, answer.grain]

    def facts_about(self, subject: Thing | None, relation: str = "") -> Iterable[FactRecord]:
        """The facts of that subject, of one relation where it is given."""
        facts = self._of_subject[subject.slug] if subject else []
        return (fact for fact in facts if relation in ("", fact.relation))

    def says(self, subject: Thing | None, value: Answer, relation: str = "") -> bool:
        """Whether a fact gives that value, or one that overlaps with it, to the subject."""
        return any(
            collide(known, value)
            for fact in self.facts_about(subject, relation)
            if (known := self.answer(fact, Cue.VALUE))
        )

    def is_right(self, fact: FactRecord, cue: str, candidate: Answer) -> bool:
        """Whether facts say that the candidate, too, answers this cue of the fact."""
        key = self.answer(fact, cue)
        if key is None or collide(key, candidate):
            return True
        if cue == Cue.VALUE:
            return self.says(fact.subject, candidate, fact.relation)
        value = self.answer(fact, Cue.VALUE)
        return value is not None and (
            self.says(candidate.thing, value, fact.relation)
            or self._says_elsewhere(candidate.thing, value)
        )

    def _says_elsewhere(self, subject: Thing | None, value: Answer) -> bool:
        """Whether any relation gives the value; within a range of years many things happen."""
        known = (self.answer(fact, Cue.VALUE) for fact in self.facts_about(subject))
        return any(
            are_same(other, value) if is_range(other) or is_range(value) else collide(other, value)
            for other in known
            if other
        )

    def is_barred(self, fact: FactRecord, cue: str, candidate: Answer, true_of: str) -> bool:
        """Whether one of the two sides says never to use the candidate here.

        What a fact chose itself was weighed for its own stems, so that the other side's bar, which
        is about the other's stems, does not count against it.
        """
        is_chosen = true_of in fact.near[Cue(cue)] or true_of in fact.untrue
        if is_chosen and cue == Cue.SUBJECT:
            return true_of in fact.never
        slugs = fact.never if is_chosen else fact.never | self._barring[fact.slug]
        keys = ((slug, Cue(cue)) for slug in slugs)
        return any(collide(self.answers[key], candidate) for key in keys if key in self.answers)


def occurs(words: str, text: str) -> bool:
    """Whether the words stand in the text, whole and in that order, however they are spelt."""
    needle, hay = normalised(words), normalised(text)
    size = len(needle)
    return size > 0 and any(hay[i : i + size] == needle for i in range(len(hay) - size + 1))


def names_in(answer: Answer) -> list[str]:
    """Its text and, of a thing, every name it goes by."""
    own = [answer.text, *(answer.thing.all_names if answer.thing else ())]
    return own + [name for part in answer.parts for name in names_in(part)]


def is_named(answer: Answer, text: str) -> bool:
    """Whether the text names the answer by its words, any of its names or its bare number."""
    if any(occurs(name, text) for name in names_in(answer)):
        return True
    numbers = [value.number for value in answer.values if value.number is not None]
    return bool(numbers) and any(number in _numbers_in(text) for number in numbers)


_DAY = re.compile(r"\b\d{1,2} (?=[^\W\d_]{3,} \d{4}\b)")
_FIGURE = re.compile(r"(?<![\w.,])\d[\d.,]*\d|(?<![\w.,])\d")


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> frozenset[Decimal]:
    """The numbers it names in figures or in one word, days of a date left out."""
    tidied = tidy(_DAY.sub("", text))
    figures = (figure.replace(",", "").rstrip(".") for figure in _FIGURE.findall(tidied))
    named = (cardinal(word) for word in all_words(tidied))
    return frozenset(
        [Decimal(figure) for figure in figures if figure.count(".") < 2]
        + [Decimal(number) for number in named if number is not None and number > 1]
    )
