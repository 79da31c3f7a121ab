"""Flaws: what lets a test-wise learner guess, or makes a stem hard to read, without being wrong."""

import re
from collections.abc import Callable

from questions.generation.drafts import Draft, Flaw
from questions.generation.option_flaws import OPTION_FLAWS
from questions.generation.wording import GAP, is_plural
from questions.models import Form, ValueKind

_MOST_WORDS = 40
_GRAINS = (
    (re.compile(r"\b(which|what) (day and month|month and day|date|day)\b", re.I), "day"),
    (re.compile(r"\b(which|what) (month and year|year and month|month)\b", re.I), "month"),
    (re.compile(r"\b(which|what) years?\b", re.I), "year"),
)
_ABSOLUTE = re.compile(r"\b(always|never|only|every|entirely|completely|absolutely|solely)\b", re.I)
_VAGUE = re.compile(
    r"\b(usually|often|sometimes|generally|frequently|rarely|mostly|typically|perhaps)\b", re.I
)
_JUDGING = re.compile(
    r"\b(best|greatest|finest|outstanding|remarkable|successful(ly)?|"
    r"most (effective|important|successful|active|promising|significant))\b",
    re.I,
)
_NEGATIVE = re.compile(r"\b(not|except|never|cannot|neither|nor|no longer|least)\b|n['’]t\b", re.I)
_NUMBERED_VERBS = r"(is|are|was|were|has|have|does|do)\b"
_ARTICLE = re.compile(rf"\b(an?) {GAP}", re.I)


def find_flaws(draft: Draft) -> list[Flaw]:
    """Every flaw of the draft that is no gate."""
    return [flaw for find in FLAWS if (flaw := find(draft))]


def absolute_terms(draft: Draft) -> Flaw | None:
    """Always, never, only."""
    return _found(_ABSOLUTE, draft, "absolute-terms", "is absolute")


def vague_terms(draft: Draft) -> Flaw | None:
    """Usually, often, sometimes."""
    return _found(_VAGUE, draft, "vague-terms", "is vague")


def judging_terms(draft: Draft) -> Flaw | None:
    """The best, the most effective: an opinion, unless the stem says whose."""
    if draft.fact.according_to:
        return None
    found = _JUDGING.search(draft.stem)
    return Flaw("judging-terms", f"“{found.group()}” judges") if found else None


def gap_in_the_middle(draft: Draft) -> Flaw | None:
    """A choice stem with a gap to be filled."""
    if draft.form == Form.CHOICE and GAP in draft.stem:
        return Flaw("gap-in-stem", "the stem of a choice has a gap")
    return None


def other_grain_asked(draft: Draft) -> Flaw | None:
    """A stem that asks for a year where the key is a day, or the other way round."""
    asked = next((grain for words, grain in _GRAINS if words.search(draft.stem)), "")
    is_question = draft.form in (Form.CHOICE, Form.TYPED, Form.FLASHCARD)
    if is_question and asked and draft.asked.kind == ValueKind.DATE:
        wanted = draft.asked.grain.removesuffix(" range")
        if asked != wanted:
            return Flaw("other-grain", f"the stem asks for a {asked}, the key is a {wanted}")
    return None


def article_gives_away(draft: Draft) -> Flaw | None:
    """“A” or “an” before a gap that only some answers fit."""
    if _ARTICLE.search(draft.stem):
        return Flaw("article", "the article before the gap tells how the answer begins")
    return None


def disagreement(draft: Draft) -> Flaw | None:
    """A false statement whose verb shows that another number stood there."""
    claimed = next((option.answer for option in draft.distractors if option.answer), None)
    if draft.form != Form.TRUE_FALSE or claimed is None:
        return None
    has_verb = re.search(rf"{re.escape(claimed.text)} {_NUMBERED_VERBS}", draft.stem, re.I)
    if has_verb and is_plural(claimed.text) != is_plural(draft.asked.text):
        return Flaw("disagreement", "the verb does not agree with what is claimed")
    return None


def negative_stem(draft: Draft) -> Flaw | None:
    """A stem that asks what is not so."""
    found = _NEGATIVE.search(draft.stem)
    return Flaw("negative-stem", f"“{found.group()}” in the stem") if found else None


def long_stem(draft: Draft) -> Flaw | None:
    """A stem of more than forty words."""
    if len(draft.stem.split()) > _MOST_WORDS:
        return Flaw("long-stem", f"the stem has over {_MOST_WORDS} words")
    return None


def _found(pattern: re.Pattern[str], draft: Draft, code: str, what: str) -> Flaw | None:
    for text in (draft.stem, *(option.text for option in draft.options)):
        if found := pattern.search(text):
            return Flaw(code, f"“{found.group()}” {what}")
    return None


FLAWS: tuple[Callable[[Draft], Flaw | None], ...] = (
    *OPTION_FLAWS,
    absolute_terms,
    vague_terms,
    judging_terms,
    gap_in_the_middle,
    other_grain_asked,
    article_gives_away,
    disagreement,
    negative_stem,
    long_stem,
)
