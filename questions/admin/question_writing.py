"""What happens in the question editor before it is stored: rows, look-ups, checks while writing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from questions.admin.access import TeacherRequest, facts_among, source_among
from questions.authoring.checks import check_wish
from questions.authoring.duplicates import similar_questions
from questions.authoring.effects import Effect, effect_of
from questions.authoring.errors import AuthoringError, FieldFlaw
from questions.authoring.finding import find_facts, find_sources
from questions.authoring.records import QuestionWish
from questions.authoring.suggestions import suggest_options
from questions.forms.question_editor import QuestionEditor
from questions.forms.question_values import (
    OPTION_FIELDS,
    PART_FIELDS,
    Values,
    add_row,
    carry_over,
    first,
    move_row,
)
from questions.forms.question_wishes import fact_ids, source_id
from questions.models import Fact, Question

COMMANDS = (
    "add-option", "add-part", "move-option", "move-part", "suggest", "find", "drop", "again",
)  # fmt: skip


@dataclass
class Advice:
    """What is said while a question is written."""

    missing: Sequence[str] = ()
    similar: Sequence[Any] = ()
    suggestions: Sequence[Any] = ()
    effect: Effect | None = None
    same_key: str = ""


@dataclass
class Desk:
    """An editor with what is shown around its fields."""

    editor: QuestionEditor
    question: Question | None
    advice: Advice = field(default_factory=Advice)
    found_for: str = ""  # the field whose search was pressed
    found: Sequence[Any] = ()
    focus: str = ""


def open_editor(
    request: TeacherRequest, values: Values, *, question: Question | None, uid: str
) -> QuestionEditor:
    """The editor of these values; ids that are not the teacher's to see name nothing."""
    return QuestionEditor(
        values,
        uid=uid,
        facts=facts_among(request, fact_ids(values)),
        source=source_among(request, source_id(values)),
    )


def command_in(posted: QueryDict) -> str:
    """Which button was pressed that stores nothing; empty for saving."""
    return next((name for name in COMMANDS if name in posted), "")


def obey(
    request: TeacherRequest, command: str, values: Values, *, question: Question | None, uid: str
) -> Desk:
    """The editor after a button was pressed that stores nothing."""
    order = request.POST.get(command, "").replace("\0", "")
    focus = _change_values(request, command, values, order, question, uid)
    desk = Desk(open_editor(request, values, question=question, uid=uid), question, focus=focus)
    if command == "find":
        desk.found_for, desk.found = order, _find(request, values, order)
    advise(request, desk)
    return desk


def _change_values(
    request: TeacherRequest,
    command: str,
    values: Values,
    order: str,
    question: Question | None,
    uid: str,
) -> str:
    """Do to the values what the button says; returns the field that gets the focus."""
    if command == "add-option":
        return add_row(values, "options", OPTION_FIELDS, None)
    if command == "add-part":
        return add_row(values, "parts", PART_FIELDS, None)
    if command in ("move-option", "move-part"):
        kind = f"{command.removeprefix('move-')}s"
        return move_row(values, kind, OPTION_FIELDS if kind == "options" else PART_FIELDS, order)
    if command == "suggest":
        return _take_suggestion(request, values, order, question, uid)
    if command == "drop":
        values[order] = [""]
        return f"{order}_query"
    if command == "again":
        carry_over(values)
    return ""


def _take_suggestion(
    request: TeacherRequest, values: Values, text: str, question: Question | None, uid: str
) -> str:
    desk = Desk(open_editor(request, values, question=question, uid=uid), question)
    advise(request, desk)
    for one in desk.advice.suggestions:
        if one.text == text:
            row = {"text": one.text, "reason": one.reason, "true_of": str(one.true_of.pk)}
            return add_row(values, "options", OPTION_FIELDS, row)
    return ""


def _find(request: TeacherRequest, values: Values, name: str) -> Sequence[Any]:
    query = first(values, f"{name}_query")
    if name == "source":
        return find_sources(query, teacher=request.user)
    return find_facts(query, teacher=request.user)


def advise(request: TeacherRequest, desk: Desk) -> None:
    """Check what is written so far, and say what is like it and what saving it does."""
    editor = desk.editor
    wish, picked = editor.wish(), editor.fact
    fact = picked if isinstance(picked, Fact) and editor.fact_from == "existing" else None
    flaws: list[FieldFlaw] = []
    if wish.stem.strip():
        found = check_wish(wish, fact=fact, statement=editor.statement)
        flaws = [flaw for flaw in found if flaw.code not in _NOT_YET]
        missing = [str(flaw.message) for flaw in found if flaw.code in _NOT_YET and flaw.is_gate]
        desk.advice.missing = list(dict.fromkeys(missing))
        desk.advice.similar = similar_questions(
            wish.stem, teacher=request.user, fact=fact, exclude=desk.question
        )
    if "options" in editor.shown:
        desk.advice.suggestions = suggest_options(wish, fact=fact, teacher=request.user)
    if desk.question is not None:
        desk.advice.effect = effect_if_saved(desk.question, wish, editor)
        desk.advice.same_key = first(editor.values, "same_key")
    editor.tell_wish(flaws)


def effect_if_saved(
    question: Question, wish: QuestionWish, editor: QuestionEditor
) -> Effect | None:
    """What saving would do to learners' memory; None while it cannot be saved."""
    try:
        return effect_of(question, wish, fact=editor.fact or question.fact)
    except AuthoringError:
        return None


# What is only not there yet is no flaw while somebody is writing; it is listed at the end.
_NOT_YET = {
    "required", "empty-stem", "no-question-mark", "no-key", "one-key", "few-distractors",
    "few-parts", "no-words", "no-gap", "no-number", "no-fact", "no-citation",
}  # fmt: skip
