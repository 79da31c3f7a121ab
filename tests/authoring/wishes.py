"""Wishes of teachers for tests: what a form would hand over."""

from dataclasses import replace

from questions.authoring.records import FactWish, OptionWish, PlaceWish, QuestionWish, SourceWish
from questions.models import Fact, User
from tests.factories import TopicFactory

BOOK = SourceWish(title="The Lantern League", authors="Ada Lamp", year="2020")
TEXT = """The Lantern League

The league came into being on 7 June 1950. It had six members then.

Its seat

The secretariat sits in Marblewick. The league came of age in 1968.
"""


def fact_wish(statement: str = "The Lantern League was founded in 1950.", **fields) -> FactWish:
    """A fact with one place in a new book, unless fields say otherwise."""
    fields.setdefault("topic", TopicFactory())
    fields.setdefault("places", (PlaceWish(BOOK, place="page 12"),))
    return FactWish(language=fields.pop("language", "en"), statement=statement, **fields)


def choice_wish(**fields) -> QuestionWish:
    """A choice among three cities without a flaw."""
    wish = QuestionWish(
        form="choice",
        language="en",
        stem="In which city does the secretariat of the Lantern League sit?",
        options=(
            OptionWish("Marblewick", is_key=True),
            OptionWish("Oakenmere", reason="The court sits there."),
            OptionWish("Port Sallow", reason="The fleet lies there."),
        ),
    )
    return replace(wish, **fields)


def typed_wish(answer: str = "Marblewick", **fields) -> QuestionWish:
    """A typed answer."""
    wish = QuestionWish(
        form="typed",
        language="en",
        stem="In which city does the secretariat of the Lantern League sit?",
        answer=answer,
    )
    return replace(wish, **fields)


def own_fact(owner: User, statement: str = "The secretariat sits in Marblewick.") -> Fact:
    """A teacher's own fact, made as the desk makes it."""
    from datetime import UTC, datetime

    from questions.authoring.facts import make_fact

    return make_fact(fact_wish(statement), owner=owner, now=datetime(2026, 3, 1, tzinfo=UTC))
