"""Worksheets: a deck as it is printed, and the key that belongs to it.

Both are made from the same items, so that the letters of the one are those of the other. The order
of options depends on the deck and the question alone and says nothing of the key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TypeVar

from django.db.models import Prefetch

from questions.generation.wording import GAP
from questions.models import Citation, Deck, Form, Option, Question, QuestionPart, User
from questions.quiz.asked import is_sorted_form, shown_order

LETTERS = ascii_uppercase
Row = TypeVar("Row", Option, QuestionPart)


@dataclass(frozen=True)
class Lettered:
    """A text with the letter by which it is named."""

    letter: str
    text: str


@dataclass(frozen=True)
class Item:
    """A question as it is printed."""

    number: int
    question: Question
    stem: tuple[str, ...]  # cut at its gaps
    options: tuple[Lettered, ...] = ()
    rows: tuple[str, ...] = ()  # what the options of a matching are matched with
    unit: str = ""
    key: tuple[str, ...] = ()  # lines
    is_true: bool | None = None  # of a true-or-false question

    @property
    def places(self) -> list[Citation]:
        """Where it is proved; of a set, each place once."""
        facts = [self.question.fact, *(part.fact for part in self.question.parts.all())]
        told = {
            (one.source_id, one.place, one.section, one.paragraph): one
            for fact in facts
            for one in fact.citations.all()
        }
        return list(told.values())


def worksheet(deck: Deck, *, teacher: User) -> list[Item]:
    """The deck's approved questions that the teacher may see, in its order."""
    # A source's text may be long, and none of it is printed.
    places = Citation.objects.select_related("source").defer(
        "source__text", "source__paragraphs", "source__sections"
    )
    rows = (
        Question.objects.visible_to(teacher)
        .approved()
        .filter(deck_entries__deck=deck)
        .order_by("deck_entries__position", "deck_entries__pk")
        .select_related("fact")
        .prefetch_related(
            "options",
            Prefetch("parts", QuestionPart.objects.select_related("fact")),
            Prefetch("fact__citations", places),
            Prefetch("parts__fact__citations", places),
        )
    )
    return [_item(deck, number, question) for number, question in enumerate(rows, start=1)]


def _item(deck: Deck, number: int, question: Question) -> Item:
    stem = tuple(question.stem.split(GAP)) if question.form == Form.CLOZE else (question.stem,)
    if question.form == Form.ORDER:
        return _ordering(deck, number, question)
    if question.form == Form.MATCH:
        return _matching(number, question)
    if question.form == Form.TRUE_FALSE:
        is_true = question.options.all()[0].is_key if question.options.all() else None
        return Item(number, question, stem, is_true=is_true)
    if question.form in (Form.CHOICE, Form.CHOOSE_ALL):
        options = _mixed(deck, question, list(question.options.all()))
        lettered = tuple(
            Lettered(letter, option.text) for letter, option in zip(LETTERS, options, strict=False)
        )
        key = tuple(
            f"{one.letter}. {one.text}"
            for one, option in zip(lettered, options, strict=False)
            if option.is_key
        )
        return Item(number, question, stem, lettered, key=key)
    unit = str((question.key or {}).get("unit", "")) if question.form == Form.NUMBER else ""
    return Item(number, question, stem, unit=unit, key=(question.answer,))


def _ordering(deck: Deck, number: int, question: Question) -> Item:
    parts = _mixed(deck, question, list(question.parts.all()))
    lettered = [(letter, part) for letter, part in zip(LETTERS, parts, strict=False)]
    ordered = sorted(lettered, key=lambda pair: pair[1].rank)
    return Item(
        number,
        question,
        (question.stem,),
        options=tuple(Lettered(letter, part.text) for letter, part in lettered),
        key=tuple(f"{part.rank + 1}: {letter}. {part.answer}" for letter, part in ordered),
    )


def _matching(number: int, question: Question) -> Item:
    parts = list(question.parts.all())
    sides = sorted({part.answer for part in parts})
    letters = dict(zip(sides, LETTERS, strict=False))
    return Item(
        number,
        question,
        (question.stem,),
        options=tuple(Lettered(letters[side], side) for side in sides),
        rows=tuple(part.text for part in parts),
        key=tuple(f"{part.text}: {letters[part.answer]}. {part.answer}" for part in parts),
    )


def _mixed(deck: Deck, question: Question, rows: Sequence[Row]) -> list[Row]:
    key = json.dumps(question.key) if question.key is not None else None
    is_sorted = is_sorted_form(question.form, key)
    token = f"{deck.token}-{question.pk}-"
    return [rows[i] for i in shown_order(token, len(rows), is_sorted=is_sorted)]
