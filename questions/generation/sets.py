"""Facts that are asked together become an ordering or a matching."""

import random
from collections.abc import Sequence
from dataclasses import replace

from questions.generation.checks import needs_context
from questions.generation.drafts import Draft, DraftPart, Flaw
from questions.generation.knowledge import Knowledge, is_named, occurs
from questions.generation.records import FactRecord, SetPart, SetRecord
from questions.models import Cue, Form, ValueKind

LEAST_PARTS = 3


def draft_set(record: SetRecord, knowledge: Knowledge, *, seed: int) -> Draft | None:
    """The set as a question; None where it has no stem or no fact in the language."""
    language = knowledge.language
    parts = [
        part for part in record.parts if part.fact in knowledge.facts and language in part.texts
    ]
    first = knowledge.facts[parts[0].fact] if parts else None
    asked = knowledge.answer(first, Cue.VALUE) if first else None
    if first is None or asked is None or language not in record.stems:
        return None
    draft = Draft(
        fact=first,
        cue="",
        form=record.form,
        language=language,
        variant=record.slug,
        stem=record.stems[language],
        asked=asked,
        answer="",
        parts=_parts(record, parts, knowledge),
    )
    draft = replace(draft, answer=_shown(draft.parts), parts=_mixed(draft, seed))
    return draft.with_flaws(_faults(draft, record, knowledge))


def _parts(
    record: SetRecord, parts: Sequence[SetPart], knowledge: Knowledge
) -> tuple[DraftPart, ...]:
    """The parts in the order that is asked; events of one year share a rank."""
    language = knowledge.language
    facts = [knowledge.facts[part.fact] for part in parts]
    years = sorted({_year(fact) for fact in facts})
    is_order = record.form == Form.ORDER
    drafted = [
        DraftPart(
            fact=part.fact,
            text=part.texts[language],
            answer=part.answers.get(language) or _answer(fact, knowledge),
            rank=years.index(_year(fact)) if is_order else place,
        )
        for place, (part, fact) in enumerate(zip(parts, facts, strict=True))
    ]
    return tuple(sorted(drafted, key=lambda part: part.rank))


def _answer(fact: FactRecord, knowledge: Knowledge) -> str:
    answer = knowledge.answer(fact, Cue.VALUE)
    return answer.text if answer else ""


def _year(fact: FactRecord) -> str:
    return fact.values[0].start[:4] if fact.values else ""


def _shown(parts: Sequence[DraftPart]) -> str:
    """The key in words, as far as the column holds it."""
    words = "; ".join(f"{part.text} – {part.answer}" for part in parts)
    return words if len(words) <= 300 else f"{words[:299]}…"


def _mixed(draft: Draft, seed: int) -> tuple[DraftPart, ...]:
    """The parts in a drawn order, so that where they stand says nothing."""
    rng = random.Random(f"{seed}:{draft.recipe}")  # noqa: S311 - for variety, not for secrets
    return tuple(rng.sample(draft.parts, len(draft.parts)))


def _faults(draft: Draft, record: SetRecord, knowledge: Knowledge) -> list[Flaw]:
    """What keeps a set from learners."""
    facts = [knowledge.facts[part.fact] for part in draft.parts]
    faults: list[Flaw | None] = [needs_context(draft, knowledge)]
    if len(draft.parts) < max(LEAST_PARTS, len(record.parts)):
        faults.append(_gate("few-parts", "a fact of the set is missing or withdrawn"))
    if not all(fact.is_cited for fact in facts):
        faults.append(_gate("no-citation", "a fact of the set cites nothing"))
    if record.form == Form.ORDER and not all(_is_dated(fact) for fact in facts):
        faults.append(_gate("no-date", "a fact of the ordering has no single date"))
    for part, fact in zip(draft.parts, facts, strict=True):
        answer = knowledge.answer(fact, Cue.VALUE)
        is_own = answer is not None and part.answer == answer.text
        if is_named(answer, part.text) if answer and is_own else occurs(part.answer, part.text):
            faults.append(_gate("key-in-part", f"“{part.text}” gives its answer away"))
    return [fault for fault in faults if fault]


def _is_dated(fact: FactRecord) -> bool:
    return fact.value_kind == ValueKind.DATE and len(fact.values) == 1


def _gate(code: str, message: str) -> Flaw:
    return Flaw(code, message, is_gate=True)
