"""Flaws: what lets a test-wise learner guess, or makes a stem hard to read, without being wrong."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean

from questions.generation.answers import normalised
from questions.generation.drafts import Draft, Flaw
from questions.generation.wording import GAP
from questions.models import Form, ValueKind

LONGEST_RATIO = 1.3
_MOST_WORDS = 40
_OUTLIER = 4
_GRAINS = (
    (re.compile(r"\b(which|what) (day and month|month and day|date|day)\b", re.I), "day"),
    (re.compile(r"\b(which|what) (month and year|year and month|month)\b", re.I), "month"),
    (re.compile(r"\b(which|what) years?\b", re.I), "year"),
)
# The length of a city's name tells nothing.
_PLAIN_NAMES = frozenset({"city", "country", "person"})
_ABSOLUTE = re.compile(r"\b(always|never|only|every|entirely|completely|absolutely|solely)\b", re.I)
_VAGUE = re.compile(
    r"\b(usually|often|sometimes|generally|frequently|rarely|mostly|typically|perhaps)\b", re.I
)
_LETTERS = re.compile(r"^\W*(both )?[A-Da-d](,? (and|or|&) [A-Da-d])+\W*$")
_NEGATIVE = re.compile(r"\b(not|except|never|cannot|neither|nor|no longer|least)\b|n['’]t\b", re.I)
_NUMBERED_VERBS = r"(is|are|was|were|has|have|does|do)\b"
_PREPOSITION = re.compile(r" (?:of|on|in|to|for|between|until|at)\b")
_PLURAL = re.compile(r"[^su]s$")
_ARTICLE = re.compile(rf"\b(an?) {GAP}", re.I)


def find_flaws(draft: Draft) -> list[Flaw]:
    """Every flaw of the draft that is no gate."""
    return [flaw for find in FLAWS if (flaw := find(draft))]


def longest_is_key(draft: Draft) -> Flaw | None:
    """A key over 1.3 times as long as the wrong options are on average."""
    key, others = _texts(draft)
    if key and others and not draft.asked.is_sorted and draft.asked.grain not in _PLAIN_NAMES:
        longest = max(map(len, others))
        if len(key) > max(longest, LONGEST_RATIO * mean(map(len, others))):
            return Flaw("longest-is-key", "the key is much the longest option")
    return None


def clang(draft: Draft) -> Flaw | None:
    """A key that shares more words with the stem than any wrong option does."""
    key, others = _texts(draft)
    if not key or not others or draft.asked.is_sorted:
        return None
    stem = set(_content(draft.stem))
    shared = [len(stem & set(_content(text))) for text in (key, *others)]
    if shared[0] > max(shared[1:]):
        return Flaw("clang", "the key shares words with the stem that the other options lack")
    return None


def convergence(draft: Draft) -> Flaw | None:
    """A key that shares more words with the other options than any of them does."""
    key, others = _texts(draft)
    if not key or len(others) < 2 or draft.asked.is_sorted:
        return None
    texts = [set(_content(text)) for text in (key, *others)]
    shared = [
        sum(len(text & other) for j, other in enumerate(texts) if j != i)
        for i, text in enumerate(texts)
    ]
    if shared[0] >= 2 and shared[0] > max(shared[1:]):
        return Flaw("convergence", "the key has most words in common with the other options")
    return None


def absolute_terms(draft: Draft) -> Flaw | None:
    """Always, never, only."""
    return _found(_ABSOLUTE, draft, "absolute-terms", "is absolute")


def vague_terms(draft: Draft) -> Flaw | None:
    """Usually, often, sometimes."""
    return _found(_VAGUE, draft, "vague-terms", "is vague")


def gap_in_the_middle(draft: Draft) -> Flaw | None:
    """A choice stem with a gap to be filled."""
    if draft.form == Form.CHOICE and GAP in draft.stem:
        return Flaw("gap-in-stem", "the stem of a choice has a gap")
    return None


def combined_options(draft: Draft) -> Flaw | None:
    """An option such as “A and C”."""
    if any(_LETTERS.match(option.text) for option in draft.options):
        return Flaw("combined-options", "an option combines others")
    return None


def unsorted_options(draft: Draft) -> Flaw | None:
    """Dates or numbers out of their order."""
    if draft.form != Form.CHOICE or not draft.asked.is_sorted:
        return None
    orders = [option.answer.order for option in draft.options if option.answer]
    if any(one > other for one, other in pairwise(orders)):
        return Flaw("unsorted-options", "dates or numbers are out of order")
    return None


def outlier(draft: Draft) -> Flaw | None:
    """A number of another order than all wrong options."""
    key = draft.asked.order[1]
    others = [option.answer.order[1] for option in draft.distractors if option.answer]
    if draft.form != Form.CHOICE or not others or not key or not all(others):
        return None
    if min(max(key / other, other / key) for other in others) >= _OUTLIER:
        return Flaw("outlier", "the key is of another order than the other numbers")
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


def number_gives_away(draft: Draft) -> Flaw | None:
    """A key that alone is a plural or a pair, where the stem asks for one."""
    key, others = _texts(draft)
    if not key or len(others) < 2 or draft.asked.is_sorted:
        return None
    pairs = [" and " in _head(text) for text in (key, *others)]
    if len(set(pairs[1:])) == 1 and pairs[0] != pairs[1]:
        return Flaw("number", "only the key is, or is not, a pair")
    return None


def disagreement(draft: Draft) -> Flaw | None:
    """A false statement whose verb shows that another number stood there."""
    claimed = next((option.answer for option in draft.distractors if option.answer), None)
    if draft.form != Form.TRUE_FALSE or claimed is None:
        return None
    has_verb = re.search(rf"{re.escape(claimed.text)} {_NUMBERED_VERBS}", draft.stem, re.I)
    if has_verb and _is_plural(claimed.text) != _is_plural(draft.asked.text):
        return Flaw("disagreement", "the verb does not agree with what is claimed")
    return None


def _is_plural(name: str) -> bool:
    head = _head(name)
    return " and " in head or bool(_PLURAL.search(head))


def _head(name: str) -> str:
    """What comes before the first preposition: the Organization for Security and Development."""
    return _PREPOSITION.split(name, maxsplit=1)[0]


def negative_stem(draft: Draft) -> Flaw | None:
    """A stem that asks what is not so."""
    found = _NEGATIVE.search(draft.stem)
    return Flaw("negative-stem", f"“{found.group()}” in the stem") if found else None


def long_stem(draft: Draft) -> Flaw | None:
    """A stem of more than forty words."""
    if len(draft.stem.split()) > _MOST_WORDS:
        return Flaw("long-stem", f"the stem has over {_MOST_WORDS} words")
    return None


def _texts(draft: Draft) -> tuple[str, Sequence[str]]:
    """The key's text and those of the wrong options of a choice; nothing of other forms."""
    if draft.form != Form.CHOICE:
        return "", ()
    key = next((option.text for option in draft.options if option.is_key), "")
    return key, [option.text for option in draft.distractors]


def _content(text: str) -> list[str]:
    """Its longer words, cut short so that a plural or a case makes no difference."""
    return [word[:6] for word in normalised(text) if len(word) > 3]


def _found(pattern: re.Pattern[str], draft: Draft, code: str, what: str) -> Flaw | None:
    for text in (draft.stem, *(option.text for option in draft.options)):
        if found := pattern.search(text):
            return Flaw(code, f"“{found.group()}” {what}")
    return None


FLAWS: tuple[Callable[[Draft], Flaw | None], ...] = (
    longest_is_key,
    clang,
    convergence,
    absolute_terms,
    vague_terms,
    gap_in_the_middle,
    combined_options,
    unsorted_options,
    outlier,
    other_grain_asked,
    article_gives_away,
    number_gives_away,
    disagreement,
    negative_stem,
    long_stem,
)
