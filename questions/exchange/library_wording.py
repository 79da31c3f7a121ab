"""What can be checked of the wording: slots, twins, answers given away, years and voices."""

import re
from collections import defaultdict
from collections.abc import Iterator

from questions.exchange.library_links import answer_of
from questions.exchange.library_records import (
    EntityRecord,
    FactRecord,
    Library,
    LibraryProblem,
    ValueRecord,
    WordingRecord,
)
from questions.grounding.spellings import states_date, states_number
from questions.grounding.text import fold, fold_words
from questions.models import Cue

SLOT = "{}"
_MOST_ANSWER_WORDS = 9
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SMALL_WORDS = frozenset(
    {"the", "a", "an", "of", "on", "in", "to", "and", "for", "its", "his", "her"}
)


def wording_problems(library: Library) -> Iterator[LibraryProblem]:
    """Every fault of wording in every fact, in every language it has."""
    entities = library.entities_by_id()
    for fact in library.facts:
        for text in fact.texts:
            for reason in _text_problems(fact, text, entities):
                yield fact.problem(f"{text.language}.{reason}")
    yield from _twins(library)


def _missing_problems(fact: FactRecord, text: WordingRecord) -> Iterator[str]:
    """English asks; what another language asks, it also warns of."""
    if text.language == "en" and not text.is_asked:
        yield "ask: neither the value nor the subject is asked"
    if text.is_asked and not text.caveat and any(one.caveat for one in fact.texts):
        yield "caveat: another language has one"
    has_unit = any(value.unit and value.unit != "%" for value in fact.values)
    if text.language != "en" and has_unit and not text.answer:
        yield "answer: is missing, so that the number's unit would be in English"


def _text_problems(
    fact: FactRecord, text: WordingRecord, entities: dict[str, EntityRecord]
) -> Iterator[str]:
    yield from _missing_problems(fact, text)
    if text.answer.endswith("."):
        yield "answer: ends in a full stop"
    for name, words in (("answer", text.answer), *(("items", item) for item in text.items)):
        if not fact.values and len(words.split()) > _MOST_ANSWER_WORDS:
            yield f"{name}: has more than {_MOST_ANSWER_WORDS} words"
    if text.ask_items and not (text.items or len(fact.values) > 1):
        yield "ask.items: the value is no list"
    for name, cue, stem in text.stems():
        key = _key_of(fact, text, cue, entities)
        yield from (f"{name}: {reason}" for reason in _form_problems(name, stem))
        if key.stands_in(stem):
            yield f"{name}: contains its own answer"
        for reason in _age_problems(fact, stem, key):
            yield f"{name}: {reason}"
        # How other languages spell a name, the files do not say.
        if text.language == "en" and not _names_voice(fact.according_to, stem, key):
            yield f"{name}: does not say that it is according to {fact.according_to}"


def _form_problems(name: str, stem: str) -> Iterator[str]:
    slots = stem.count(SLOT)
    if name.startswith("claim"):
        if slots != 1:
            yield f"has {slots} slots {SLOT} instead of one"
    else:
        if slots:
            yield f"is a question and has a slot {SLOT}"
        if not stem.endswith("?"):
            yield "does not end in a question mark"


class _Key:
    """What answers a stem, in every way it could be given away."""

    def __init__(self, values: tuple[ValueRecord, ...], words: list[str]) -> None:
        self.values, self.words = values, [word for word in words if word]

    def stands_in(self, stem: str) -> bool:
        """Whether the text gives the key, or one item of a list."""
        folded = fold(stem)
        return any(_names(stem, word) for word in self.words) or any(
            (value.date_start and states_date(folded.text, value.date_start, value.date_end))
            or (value.number is not None and _gives(folded.text, value))
            for value in self.values
        )


def _gives(folded: str, value: ValueRecord) -> bool:
    """Whether the number stands there with its unit; without it, it counts something else."""
    if value.number is None or not states_number(folded, value.number, value.unit):
        return False
    unit = fold_words(value.unit).split(" ")[-1].rstrip("s")
    return value.unit == "%" or re.search(rf"(?<!\w){re.escape(unit)}", folded) is not None


def _names(stem: str, word: str) -> bool:
    """Whether the words stand in the stem; an abbreviation only in capitals."""
    spans = fold(stem).find_all(word)
    return any(not word.isupper() or stem[start:end].isupper() for start, end in spans)


def _key_of(
    fact: FactRecord, text: WordingRecord, cue: Cue, entities: dict[str, EntityRecord]
) -> _Key:
    ids = [fact.subject] if cue == Cue.SUBJECT else [value.entity for value in fact.values]
    words = [name for id in ids if id in entities for name in entities[id].all_names()]
    if cue == Cue.SUBJECT:
        return _Key((), words)
    return _Key(fact.values, [*words, text.answer, *text.items])


def _age_problems(fact: FactRecord, stem: str, key: _Key) -> Iterator[str]:
    """What ages must name its year, unless the year is the answer."""
    for year in _YEAR.findall(fact.as_of):
        dates = [value.date_start for value in key.values]
        if year not in stem and not any(date.startswith(year) for date in dates):
            yield f"does not name the year of as_of ({year})"
    if fact.as_of and not _YEAR.search(fact.as_of):
        yield "cannot name a year, because as_of has none"


def _names_voice(voice: str, stem: str, key: _Key) -> bool:
    """Whether at least half of the voice's words stand in the stem, or the voice is the answer.

    "Its" may stand for some of the words, and a full name need not be repeated in full.
    """
    wanted = set(_WORD.findall(fold_words(voice))) - _SMALL_WORDS
    found = wanted & set(_WORD.findall(fold(stem).text))
    return 2 * len(found) >= len(wanted) or any(_names(voice, word) for word in key.words)


def _twins(library: Library) -> Iterator[LibraryProblem]:
    """Stems of different facts that read the same."""
    stems: dict[tuple[str, str], list[tuple[FactRecord, str]]] = defaultdict(list)
    for fact in library.facts:
        for text in fact.texts:
            for name, _, stem in text.stems():
                plain = " ".join(_WORD.findall(fold(stem).text))
                stems[text.language, plain].append((fact, f"{text.language}.{name}"))
    for group in stems.values():
        first, first_name = group[0]
        for fact, name in group[1:]:
            if fact is first:
                yield fact.problem(f"{name}: reads like {first_name}")
                continue
            other = "another" if answer_of(fact) != answer_of(first) else "the same"
            yield fact.problem(f"{name}: same stem as “{first.id}”, which has {other} value")
