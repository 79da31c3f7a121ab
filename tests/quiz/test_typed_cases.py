"""The labelled answers of learners, and how far the grader agrees with a fair teacher."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from questions.quiz.grading import Key, ListKey, NameKey, Outcome, grade, key_from_json

SETS = [
    tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    for name in ("typed_cases.toml", "typed_cases_later.toml")
]
KEYS: dict[str, dict[str, Any]] = {
    name: table for cases in SETS for name, table in cases["key"].items()
}


class Case(NamedTuple):
    """One answer, whose key it was given to and what a teacher gives for it."""

    key: str
    typed: str
    label: Outcome


ALL_CASES = [
    Case(key, typed, label)
    for key, table in KEYS.items()
    for label in Outcome
    for typed in table.get(label, ())
]


def kind_of(key: Key) -> str:
    item = key.items[0] if isinstance(key, ListKey) else key
    return item.kind if isinstance(item, NameKey) else ""


def rivals_of(name: str) -> list[str]:
    """The other names of the same kind."""
    kind = kind_of(key_from_json(KEYS[name]))
    keys = [key_from_json(table) for other, table in KEYS.items() if other != name]
    named = [key.names for key in keys if isinstance(key, NameKey) and key.kind == kind]
    listed = [name for cases in SETS for name in cases["rivals"].get(kind, ())]
    return [*listed, *(one for names in named for one in names)]


def outcome_of(case: Case) -> Outcome:
    return grade(case.typed, key_from_json(KEYS[case.key]), rivals=rivals_of(case.key)).outcome


@pytest.fixture(scope="module")
def outcomes() -> dict[Case, Outcome]:
    return {case: outcome_of(case) for case in ALL_CASES}


def test_there_are_enough_cases() -> None:
    assert len(ALL_CASES) >= 150


def test_no_wrong_answer_is_accepted(outcomes: dict[Case, Outcome]) -> None:
    accepted = {Outcome.CORRECT, Outcome.PARTIAL}
    assert [
        case
        for case, given in outcomes.items()
        if given in accepted and case.label is Outcome.WRONG
    ] == []


def test_no_right_or_nearly_right_answer_is_graded_wrong(outcomes: dict[Case, Outcome]) -> None:
    assert [
        case
        for case, given in outcomes.items()
        if given is Outcome.WRONG and case.label is not Outcome.WRONG
    ] == []


def test_the_grader_agrees_with_the_teacher(outcomes: dict[Case, Outcome]) -> None:
    others = [(case, given) for case, given in outcomes.items() if given is not case.label]
    assert len(others) <= 0.05 * len(outcomes), others
