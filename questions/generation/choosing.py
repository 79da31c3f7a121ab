"""Which of the fair wrong options stand beside the key, and in what order."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import mean

from questions.generation.answers import Answer
from questions.generation.distractors import Candidate
from questions.generation.drafts import Draft, DraftOption
from questions.generation.flaws import find_flaws
from questions.generation.knowledge import Knowledge
from questions.generation.wording import TRUE_FALSE, fill, listed

MOST_DISTRACTORS = 3
MOST_KEYS = 4
_POOL = 9
# What each shortcoming of a set of wrong options weighs when sets are compared.
_ONE_TOO_FEW = 4.0
_FLAW = 4.0
_STEP_FROM_PLACE = 2.4
_KEY_LONGEST = 0.3
# Few keys have three good wrong options on one side, so the ends are drawn more often.
_PLACES = (3, 2, 2, 3)


def with_best_options(
    draft: Draft, candidates: Sequence[Candidate], knowledge: Knowledge, *, seed: int
) -> Draft:
    """The draft with the set of wrong options that gives least away.

    Where the key falls among dates or numbers is drawn for each question on its own: so the places
    balance over the bank, and a new fact does not move the options of the others.
    """
    rng = random.Random(f"{seed}:{draft.recipe}")  # noqa: S311 - for variety, not for secrets
    pool = list(candidates[:_POOL])
    (place,) = rng.choices(range(MOST_DISTRACTORS + 1), weights=_PLACES)
    order = {c.true_of: rng.random() for c in pool} | {"": rng.random()}
    sets = [_with_options(draft, chosen, order, knowledge) for chosen in _sets(pool)]
    costs = {candidate.true_of: candidate.cost for candidate in pool}
    return min(sets, key=lambda with_options: _cost(with_options, costs, place))


def with_all_items(
    draft: Draft, candidates: Sequence[Candidate], knowledge: Knowledge, *, seed: int
) -> Draft:
    """The draft with items of its list, some of a long one, among wrong ones, in a drawn order."""
    rng = random.Random(f"{seed}:{draft.recipe}")  # noqa: S311 - for variety, not for secrets
    parts = draft.asked.parts
    most = rng.randint(2, MOST_KEYS) if len(parts) > MOST_KEYS else len(parts)
    drawn = set(rng.sample(range(len(parts)), min(most, len(parts))))
    keys = [part for i, part in enumerate(parts) if i in drawn]
    options = [DraftOption(part.text, is_key=True, answer=part) for part in keys]
    usual = mean(len(part.text) for part in keys)
    nearest = sorted(candidates, key=lambda c: c.cost + abs(len(c.answer.text) / usual - 1))
    nearest = nearest[:MOST_DISTRACTORS]
    options += [wrong_option(candidate, knowledge) for candidate in nearest]
    rng.shuffle(options)
    shown = listed([part.text for part in keys], draft.language)
    return replace(draft, answer=shown, key=None, options=tuple(options))


def with_best_claim(
    true: Draft, candidates: Sequence[Candidate], frame: str, knowledge: Knowledge
) -> Draft:
    """The true statement turned into the false one that gives least away."""
    says_true, says_false = TRUE_FALSE[true.language]

    def claim(candidate: Candidate) -> Draft:
        wrong = replace(wrong_option(candidate, knowledge), text=says_true)
        return replace(
            true,
            variant="false",
            stem=fill(frame, candidate.answer.slotted),
            answer=says_false,
            options=(wrong, DraftOption(says_false, is_key=True)),
        )

    drafts = [(candidate.cost, claim(candidate)) for candidate in candidates]
    return min(drafts, key=lambda drawn: drawn[0] + _FLAW * len(find_flaws(drawn[1])))[1]


def _sets(pool: Sequence[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    """Every set of three, and the pairs, since two good wrong options beat three weak ones."""
    sizes = (3, 2) if len(pool) >= MOST_DISTRACTORS else (len(pool),)
    for size in sizes:
        yield from combinations(pool, size)


def _with_options(
    draft: Draft, chosen: Sequence[Candidate], order: dict[str, float], knowledge: Knowledge
) -> Draft:
    options = [DraftOption(draft.asked.text, is_key=True, answer=draft.asked)]
    options += [wrong_option(candidate, knowledge) for candidate in chosen]
    if draft.asked.is_sorted:
        options.sort(key=lambda option: (_order(option), option.text))
    else:
        options.sort(key=lambda option: order[option.true_of])
    return replace(draft, options=tuple(options))


def _order(option: DraftOption) -> tuple[object, ...]:
    answer: Answer | None = option.answer
    return answer.order if answer else ()


def wrong_option(candidate: Candidate, knowledge: Knowledge) -> DraftOption:
    """The candidate as a wrong option, with what the fact it is true of says."""
    statement = knowledge.facts[candidate.true_of].wordings[knowledge.language].statement
    return DraftOption(
        text=candidate.answer.text,
        reason=statement,
        true_of=candidate.true_of,
        answer=candidate.answer,
    )


def _cost(draft: Draft, costs: dict[str, float], place: int) -> float:
    wrong = draft.distractors
    cost = sum(costs[option.true_of] for option in wrong)
    cost += _ONE_TOO_FEW * (MOST_DISTRACTORS - len(wrong)) + _FLAW * len(find_flaws(draft))
    if draft.asked.is_sorted:
        position = next(i for i, option in enumerate(draft.options) if option.is_key)
        return cost + _STEP_FROM_PLACE * abs(position - place)
    is_longest = all(len(option.text) < len(draft.answer) for option in wrong)
    return cost + _KEY_LONGEST * is_longest
