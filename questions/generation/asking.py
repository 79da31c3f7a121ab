"""Every fair way of asking a fact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from questions.generation.answers import Answer
from questions.generation.checks import check
from questions.generation.choosing import with_all_items, with_best_claim, with_best_options
from questions.generation.distractors import Candidate, candidates, candidates_of
from questions.generation.drafts import Draft, DraftOption, Flaw
from questions.generation.keys import key_of
from questions.generation.knowledge import Knowledge
from questions.generation.records import FactRecord, SetRecord
from questions.generation.sets import draft_set
from questions.generation.stems import (
    can_be_typed,
    claim_frame,
    cloze_stem,
    items_stem,
    question_stem,
)
from questions.generation.wording import GAP, TRUE_FALSE, fill
from questions.models import Cue, Form, ValueKind


def draft_all(
    facts: Mapping[str, FactRecord], sets: Sequence[SetRecord] = (), *, seed: int
) -> list[Draft]:
    """Every question that facts and sets give, with what is wrong with each, in a fixed order."""
    languages = sorted({language for fact in facts.values() for language in fact.wordings})
    return [draft for language in languages for draft in _in_language(facts, sets, language, seed)]


def _in_language(
    facts: Mapping[str, FactRecord], sets: Sequence[SetRecord], language: str, seed: int
) -> Iterator[Draft]:
    knowledge = Knowledge(facts, language)
    for record in sets:
        if draft := draft_set(record, knowledge, seed=seed):
            yield draft
    for fact in knowledge.facts.values():
        for cue in (Cue.VALUE, Cue.SUBJECT):
            if answer := knowledge.answer(fact, cue):
                yield from _ask(knowledge, fact, cue, answer, seed)


def _ask(
    knowledge: Knowledge, fact: FactRecord, cue: str, answer: Answer, seed: int
) -> Iterator[Draft]:
    """The drafts of one cue that the fact does not leave out."""
    stem = question_stem(fact, cue, knowledge.language)
    plain = Draft(
        fact=fact,
        cue=cue,
        form="",
        language=knowledge.language,
        variant="",
        stem=stem,
        asked=answer,
        answer=answer.text,
        key=key_of(fact, cue, knowledge.language, answer),
    )
    for form, make in _FORMS.items():
        if form not in fact.skip:
            drafts = make(replace(plain, form=form), knowledge, seed)
            checked = [draft.with_flaws(check(draft, knowledge)) for draft in drafts]
            yield from _all_or_none(checked)


def _all_or_none(drafts: list[Draft]) -> list[Draft]:
    """A true and a false statement are fit for learners together only."""
    if any(draft.gates for draft in drafts):
        other = Flaw("other-variant", "its other variant is not fit", is_gate=True)
        return [draft if draft.gates else draft.with_flaws([other]) for draft in drafts]
    return drafts


def _choice(draft: Draft, knowledge: Knowledge, seed: int) -> list[Draft]:
    if not draft.stem or draft.asked.is_list:
        return []
    found = candidates(knowledge, draft.fact, draft.cue, draft.stem)
    return [with_best_options(draft, found, knowledge, seed=seed)]


def _true_false(draft: Draft, knowledge: Knowledge, _: int) -> list[Draft]:
    """A true statement and a false one; the true one alone would give itself away."""
    frame = claim_frame(draft.fact, draft.cue, draft.language)
    if not frame or draft.asked.is_list or not _can_be_false(draft):
        return []
    words = TRUE_FALSE[draft.language]
    true = replace(
        draft,
        variant="true",
        stem=fill(frame, draft.asked.slotted),
        answer=words[0],
        key=None,
        options=(DraftOption(words[0], is_key=True), DraftOption(words[1])),
    )
    found = _falsehoods(draft, knowledge, fill(frame, GAP))
    if not found:
        alone = Flaw("no-false-twin", "no usable value makes the statement false", is_gate=True)
        return [true.with_flaws([alone])]
    return [true, with_best_claim(true, found, frame, knowledge)]


def _can_be_false(draft: Draft) -> bool:
    """Whether another answer makes the claim false beyond dispute, not merely unsaid.

    A person can say so by naming the answers; else a date, a number or a thing of which there is
    one must have been asked. Another subject may well have the same value: the cited place proves
    whose it is, not whose it is not.
    """
    if draft.cue != Cue.VALUE:
        return False
    is_exact = draft.asked.kind in (ValueKind.DATE, ValueKind.NUMBER)
    is_single = draft.asked.kind == ValueKind.ENTITY and not draft.fact.several
    return bool(draft.fact.untrue) or is_exact or is_single


def _falsehoods(draft: Draft, knowledge: Knowledge, stem: str) -> list[Candidate]:
    if draft.fact.untrue:
        return candidates_of(knowledge, draft.fact, draft.cue, stem, draft.fact.untrue)
    return candidates(knowledge, draft.fact, draft.cue, stem)


def _choose_all(draft: Draft, knowledge: Knowledge, seed: int) -> list[Draft]:
    stem = items_stem(draft.fact, draft.language)
    if draft.cue != Cue.VALUE or not stem or not draft.asked.is_list:
        return []
    near = draft.fact.near[Cue.VALUE]
    found = candidates_of(knowledge, draft.fact, draft.cue, stem, near)
    return [with_all_items(replace(draft, stem=stem), found, knowledge, seed=seed)]


def _cloze(draft: Draft, _: Knowledge, __: int) -> list[Draft]:
    stem = cloze_stem(draft.fact, draft.cue, draft.language, draft.asked)
    return [replace(draft, stem=stem)] if stem and can_be_typed(draft.asked, draft.form) else []


def _typed(draft: Draft, _: Knowledge, __: int) -> list[Draft]:
    can = can_be_typed(draft.asked, draft.form) and not _is_number(draft)
    return [draft] if draft.stem and can else []


def _number(draft: Draft, _: Knowledge, __: int) -> list[Draft]:
    return [draft] if draft.stem and _is_number(draft) else []


def _is_number(draft: Draft) -> bool:
    return draft.asked.kind == ValueKind.NUMBER and not draft.asked.is_list


def _flashcard(draft: Draft, _: Knowledge, __: int) -> list[Draft]:
    stem = draft.stem or cloze_stem(draft.fact, draft.cue, draft.language, draft.asked)
    return [replace(draft, stem=stem, key=None)] if stem else []


_FORMS = {
    Form.CHOICE: _choice,
    Form.TRUE_FALSE: _true_false,
    Form.CLOZE: _cloze,
    Form.TYPED: _typed,
    Form.NUMBER: _number,
    Form.CHOOSE_ALL: _choose_all,
    Form.FLASHCARD: _flashcard,
}
