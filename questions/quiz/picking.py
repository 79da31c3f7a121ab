"""Which of a card's questions is asked: its form follows the memory, its wording takes turns."""

import random
from collections.abc import Collection, Sequence

from questions.models import Form, Question
from questions.scheduling.memory import Memory
from questions.scheduling.queue import band

# Forms that take turns, because they ask as much of the memory.
_TURNS = (
    {Form.CHOICE, Form.TRUE_FALSE},
    {Form.CLOZE, Form.CHOOSE_ALL},
    {Form.TYPED, Form.NUMBER},
)
# What is asked when something is missed: the first of these that is another form.
_DRILLS = (
    Form.CHOICE,
    Form.CLOZE,
    Form.CHOOSE_ALL,
    Form.TRUE_FALSE,
    Form.NUMBER,
    Form.TYPED,
)


def in_band(asked: Sequence[Question], memory: Memory | None) -> list[Question]:
    """The questions of the best form there is for this strength of memory."""
    forms = band(memory)
    return [q for form in forms for q in asked if q.form == form] or list(asked)


def first_of(asked: Sequence[Question], memory: Memory | None, own: Collection[int]) -> Question:
    """The question that a card is most likely to be asked by, told without what was seen."""
    mine = [] if memory else [q for q in asked if q.pk in own]
    return in_band(mine or asked, memory)[0]


def pick(
    asked: Sequence[Question],
    memory: Memory | None,
    last_asked: dict[int, int],
    rng: random.Random,
    own: Collection[int] = (),
) -> Question:
    """A question of the right strength that was not seen yet, else the one seen longest ago.

    What stands in a deck that the learner studies comes before all else until it was seen.
    """
    unseen = [q for q in asked if q.pk in own and q.pk not in last_asked]
    if unseen:
        return in_band(unseen, memory)[0]
    best = in_band(asked, memory)
    first = best[0].form
    # A first meeting recognises; forms of one strength take turns once the card has been met.
    forms = next((turn for turn in _TURNS if memory and first in turn), {first})
    able = [q for q in best if q.form in forms]
    return min(able, key=lambda q: (last_asked.get(q.pk, 0), rng.random()))


def drill_for(question: Question, asked: Sequence[Question]) -> Question:
    """What is asked when the question is missed: another form of the cue where there is one."""
    if question.form == Form.FLASHCARD:
        return question
    others = [
        q
        for q in asked
        if q.form not in (question.form, Form.FLASHCARD) and q.language == question.language
    ]
    return min(others, key=lambda q: (_DRILLS.index(Form(q.form)), q.variant), default=question)
