"""What hand-written questions get wrong beyond what generated ones can."""

import re
from collections.abc import Callable, Iterator

from questions.authoring.drafting import Case
from questions.authoring.duplicates import fold_stem
from questions.authoring.keys import WRITTEN_FORMS
from questions.generation.answers import normalised
from questions.generation.knowledge import is_named, occurs
from questions.generation.wording import GAP
from questions.models import SET_FORMS, Form, ValueKind

LEAST_PARTS = 3
_MOST_TYPED_WORDS = 6
_LETTERS = re.compile(
    r"^\W*(both |оба )?[A-FА-Г](,? (and|or|&|и|или|және|мен) [A-FА-Г])+\W*$", re.I
)
_ABOVE = re.compile(
    r"\b(none|all|both|neither|any|either) of (the above|these|those|them)\b"
    r"|\b(вс[её]|ничего|ни одно) из (выше)?перечисленн|\bвс[её] (выше)?перечисленн"
    r"|\bни один из (них|(выше)?перечисленн|вариантов)|\bвсе (ответы|варианты)\b"
    r"|\bнет (верного|правильного) ответа|\bжоғарыда(ғы|\s+аталған)|\bбарлық жауап|"
    r"\bдұрыс жауап жоқ|\bбарлығы дұрыс",
    re.I,
)
# Things of these kinds may well stand beside each other.
_ALIKE = frozenset({"organisation", "body", "community", "country"})
# Field and code, whether it is a gate, and the word that the message names.
Finding = tuple[str, str, bool, str]


def find(case: Case) -> Iterator[Finding]:
    """Everything found, in the order of the rules."""
    for rule in RULES:
        yield from rule(case)


def no_fact(case: Case) -> Iterator[Finding]:
    """A question of no fact, or of one that was withdrawn or cites nothing."""
    if case.fact is None:
        if not case.statement:
            yield "fact", "no-fact", True, ""
        return
    if case.fact.withdrawn_at is not None:
        yield "fact", "fact-withdrawn", True, ""
    if not case.draft.fact.is_cited:
        yield "fact", "no-citation", True, ""


def no_key(case: Case) -> Iterator[Finding]:
    """A question without an answer, or with several where one is asked."""
    form, keys = case.wish.form, [option for option in case.wish.options if option.is_key]
    if form in (Form.CHOICE, Form.CHOOSE_ALL):
        if not keys:
            yield "options", "no-key", True, ""
        if form == Form.CHOICE and len(keys) > 1:
            yield "options", "several-keys", True, ""
        if form == Form.CHOOSE_ALL and len(keys) == 1:
            yield "options", "one-key", False, ""
    elif form == Form.TRUE_FALSE:
        if not keys:
            yield "answer", "no-key", True, ""
    elif form not in SET_FORMS and not case.wish.answer:
        yield "answer", "no-key", True, ""
    elif form == Form.NUMBER and case.draft.key is None:
        yield "answer", "no-number", True, ""


def gap(case: Case) -> Iterator[Finding]:
    """A sentence to be filled without a gap, or with several."""
    if case.wish.form == Form.CLOZE:
        gaps = case.wish.stem.count(GAP)
        if gaps != 1:
            yield "stem", "several-gaps" if gaps else "no-gap", True, ""


def equal_options(case: Case) -> Iterator[Finding]:
    """Options that read the same, if only by letters of two scripts that look alike."""
    seen: dict[object, int] = {}
    for i, option in enumerate(case.wish.options):
        folded = (" ".join(normalised(option.text)) and fold_stem(option.text)) or option.text
        alike = seen.get(folded, seen.get(normalised(option.text)))
        if alike is not None:
            yield f"options-{i}-text", "equal-options", True, option.text
        seen[folded] = seen[normalised(option.text)] = i


def right_options(case: Case) -> Iterator[Finding]:
    """A wrong option that the fact itself accepts as right."""
    if case.wish.form not in (Form.CHOICE, Form.CHOOSE_ALL):
        return
    names = {form for answer in case.draft.asked.each for form in answer.forms}
    for i, option in enumerate(case.wish.options):
        if not option.is_key and normalised(option.text) in names:
            yield f"options-{i}-text", "true-distractor", True, option.text


def speaking_options(case: Case) -> Iterator[Finding]:
    """Options that speak of other options."""
    for i, option in enumerate(case.wish.options):
        if _ABOVE.search(option.text):
            yield f"options-{i}-text", "all-of-the-above", True, option.text
        elif _LETTERS.match(option.text):
            yield f"options-{i}-text", "combined-options", False, option.text


def mixed_options(case: Case) -> Iterator[Finding]:
    """A date beside a number or words, a day beside a year, a city beside a person.

    A thing that is not known is mere words, so those two go together.
    """
    kinds = {m.kind for m in case.meanings} - {ValueKind.ENTITY}
    exact = kinds & {ValueKind.DATE, ValueKind.NUMBER}
    grains = {m.answer(case.wish.language).grain for m in case.meanings if m.kind in exact}
    things = {m.answer("en").grain for m in case.meanings if m.kind == ValueKind.ENTITY}
    is_mixed = len(grains) > 1 or (exact and len({m.kind for m in case.meanings}) > 1)
    if is_mixed or (len(things) > 1 and not things <= _ALIKE):
        yield "options", "mixed-options", False, ""


def long_answer(case: Case) -> Iterator[Finding]:
    """An answer to be typed that no two people would word alike."""
    is_typed = case.wish.form in (Form.TYPED, Form.CLOZE) and not case.draft.asked.is_list
    is_text = is_typed and case.draft.asked.kind == ValueKind.TEXT
    if is_text and len(case.wish.answer.split()) > _MOST_TYPED_WORDS:
        yield "answer", "long-answer", False, ""


def asking_statement(case: Case) -> Iterator[Finding]:
    """A question where a statement is to be judged."""
    if case.wish.form == Form.TRUE_FALSE and case.wish.stem.rstrip().endswith("?"):
        yield "stem", "no-statement", False, ""


def key_not_in_fact(case: Case) -> Iterator[Finding]:
    """A key that the fact's statement does not hold, not even by one of its words."""
    form, asked = case.wish.form, case.draft.asked
    if form in SET_FORMS or form == Form.TRUE_FALSE or not case.statement or not case.draft.answer:
        return
    if any(is_named(answer, case.statement) for answer in asked.each):
        return
    told = {word[:5] for word in normalised(case.statement)}
    is_exact = asked.kind in (ValueKind.DATE, ValueKind.NUMBER) and not asked.is_list
    words = {word[:5] for word in normalised(case.draft.answer)}
    if not words & told or (is_exact and not _years(case.draft.answer) <= told):
        yield "answer" if form in WRITTEN_FORMS else "options", "key-not-in-fact", False, ""


def _years(text: str) -> set[str]:
    return set(re.findall(r"\d{4}", text))


def parts(case: Case) -> Iterator[Finding]:
    """An ordering or a matching with too few rows, or with one that gives itself away."""
    wish = case.wish
    if wish.form not in SET_FORMS:
        return
    if len(wish.parts) < LEAST_PARTS:
        yield "parts", "few-parts", True, ""
    elif wish.form == Form.ORDER and len({part.rank for part in wish.parts}) == 1:
        yield "parts", "no-order", True, ""
    elif wish.form == Form.MATCH and len({fold_stem(part.answer) for part in wish.parts}) < 2:
        yield "parts", "one-answer", True, ""
    seen: set[str] = set()
    for i, part in enumerate(wish.parts):
        if not part.text or not part.answer:
            yield f"parts-{i}-{'answer' if part.text else 'text'}", "no-words", True, ""
        elif _gives_away(part.text, part.answer, wish.form):
            yield f"parts-{i}-text", "key-in-part", True, part.answer
        if part.text and fold_stem(part.text) in seen:
            yield f"parts-{i}-text", "equal-parts", True, part.text
        seen.add(fold_stem(part.text))
        if part.fact.withdrawn_at is not None:
            yield f"parts-{i}-fact", "fact-withdrawn", True, ""


def _gives_away(text: str, answer: str, form: str) -> bool:
    if occurs(answer, text):
        return True
    return form == Form.ORDER and bool(_years(answer) & _years(text))


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    no_fact,
    no_key,
    gap,
    equal_options,
    right_options,
    speaking_options,
    mixed_options,
    long_answer,
    asking_statement,
    key_not_in_fact,
    parts,
)
