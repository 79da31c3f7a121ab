"""Duplicates within a deck: entries that ask what an earlier one asks already."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from questions.authoring.duplicates import fold_stem
from questions.models import SET_FORMS, Deck, DeckEntry, Question, QuestionPart


class Why(StrEnum):
    """In what an entry repeats an earlier one."""

    VERSION = "version"  # another version of the same question
    STEM = "stem"  # the same words
    FACT = "fact"  # the same fact, asked in the same way


@dataclass(frozen=True)
class Duplicate:
    """An entry that repeats an earlier one, which is kept."""

    entry: DeckEntry
    kept: DeckEntry
    why: Why


def find_duplicates(deck: Deck) -> list[Duplicate]:
    """Entries that repeat an earlier one of the same language, in the deck's order."""
    entries = list(DeckEntry.objects.filter(deck=deck).select_related("question"))
    first = _first_versions([entry.question for entry in entries])
    parts = _facts_of_sets(entries)
    seen: dict[Hashable, DeckEntry] = {}
    found = []
    for entry in entries:
        marks = list(_marks(entry.question, first, parts))
        same = next(((why, mark) for why, mark in marks if (why, mark) in seen), None)
        if same is None:
            seen.update(dict.fromkeys(marks, entry))
        else:
            found.append(Duplicate(entry, seen[same], same[0]))
    return found


def _marks(
    question: Question, first: dict[int, int], parts: dict[int, frozenset[int]]
) -> Iterator[tuple[Why, Hashable]]:
    """What no two entries should share."""
    yield Why.VERSION, first.get(question.pk, question.pk)
    asked: Hashable = question.fact_id
    if question.form in SET_FORMS:
        asked = parts.get(question.pk, frozenset())
    else:  # "Put these in order" may be said of any events
        yield Why.STEM, (question.language, fold_stem(question.stem))
    yield Why.FACT, (question.language, question.form, question.cue, asked)


def _first_versions(questions: Sequence[Question]) -> dict[int, int]:
    """The id of the version that each question goes back to."""
    facts = {question.fact_id for question in questions}
    replaced = dict(
        Question.objects.filter(
            Q(fact__in=facts) | Q(replaces__fact__in=facts), replaces__isnull=False
        ).values_list("pk", "replaces_id")
    )
    first = {}
    for question in questions:
        pk, seen = question.pk, {question.pk}
        while (older := replaced.get(pk)) is not None and older not in seen:
            pk = older
            seen.add(pk)
        first[question.pk] = pk
    return first


def _facts_of_sets(entries: Sequence[DeckEntry]) -> dict[int, frozenset[int]]:
    sets = [entry.question_id for entry in entries if entry.question.form in SET_FORMS]
    facts: dict[int, set[int]] = defaultdict(set)
    for pk, fact in QuestionPart.objects.filter(question__in=sets).values_list("question", "fact"):
        facts[pk].add(fact)
    return {pk: frozenset(ids) for pk, ids in facts.items()}
