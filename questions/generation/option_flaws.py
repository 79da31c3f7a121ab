"""Flaws of the options of a choice: what lets a test-wise learner tell the key without knowing."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean

from questions.generation.answers import normalised
from questions.generation.drafts import Draft, Flaw
from questions.generation.wording import head_of
from questions.models import Form

LONGEST_RATIO = 1.3
_LETTERS = re.compile(r"^\W*(both )?[A-Da-d](,? (and|or|&) [A-Da-d])+\W*$")
_OUTLIER = 4
_BEGINS = re.compile(r"(the|an?) ", re.I)
# The length of a city's name tells nothing.
_PLAIN_NAMES = frozenset({"city", "country", "person"})


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


def number_gives_away(draft: Draft) -> Flaw | None:
    """A key that alone is a plural or a pair, where the stem asks for one."""
    key, others = _texts(draft)
    if not key or len(others) < 2 or draft.asked.is_sorted:
        return None
    pairs = [" and " in head_of(text) for text in (key, *others)]
    if len(set(pairs[1:])) == 1 and pairs[0] != pairs[1]:
        return Flaw("number", "only the key is, or is not, a pair")
    return None


def article_stands_out(draft: Draft) -> Flaw | None:
    """A key that alone begins, or does not begin, with an article."""
    if draft.form not in (Form.CHOICE, Form.CHOOSE_ALL):
        return None
    sides = [
        {bool(_BEGINS.match(option.text)) for option in draft.options if option.is_key == is_key}
        for is_key in (True, False)
    ]
    if all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
        return Flaw("article-stands-out", "an article tells the key from the wrong options")
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


OPTION_FLAWS: tuple[Callable[[Draft], Flaw | None], ...] = (
    longest_is_key,
    clang,
    convergence,
    combined_options,
    unsorted_options,
    outlier,
    number_gives_away,
    article_stands_out,
)
