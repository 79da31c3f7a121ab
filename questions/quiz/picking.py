"""Which of a card's questions is asked: its form follows the memory, its wording takes turns."""

import random
from collections.abc import Sequence

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


def pick(
    asked: Sequence[Question],
    memory: Memory | None,
    last_asked: dict[int, int],
    rng: random.Random,
) -> Question:
    """A question of the right strength that was not seen yet, else the one seen longest ago."""
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
    others = [q for q in asked if q.form != question.form]
    return min(others, key=lambda q: (_DRILLS.index(Form(q.form)), q.variant), default=question)
