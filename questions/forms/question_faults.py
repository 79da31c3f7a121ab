"""What keeps a question's own fields from being stored, at the field it concerns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import FieldFlaw
from questions.forms.question_proof import form_faults
from questions.forms.question_values import count_of, first
from questions.forms.questions import OptionForm, PartForm, QuestionForm
from questions.models import Form

if TYPE_CHECKING:
    from questions.forms.question_editor import QuestionEditor


def question_faults(editor: "QuestionEditor") -> list[FieldFlaw]:
    """Missing, overlong and unreadable fields, keys that do not fit, ids of nobody's facts."""
    found = [
        fault
        for fault in form_faults(QuestionForm, editor.values)
        if fault.field in _always or fault.field in editor.shown
    ]
    found += _missing(editor)
    if "options" in editor.shown:
        found += _of_options(editor)
    if "parts" in editor.shown:
        found += _of_parts(editor)
    return found


_always = ("form", "language", "cue", "title", "stem")


def _gate(field: str, code: str, message: object) -> FieldFlaw:
    return FieldFlaw(field, code, message, is_gate=True)  # type: ignore[arg-type]


def _missing(editor: "QuestionEditor") -> Iterator[FieldFlaw]:
    for name in editor.values.get("nul", []):
        yield _gate(name, "nul", _("A character that no text has was left out; look at it again."))
    if "answer" in editor.shown and not first(editor.values, "answer").strip():
        yield _gate("answer", "required", _("Write the answer."))
    if "truth" in editor.shown and not first(editor.values, "truth"):
        yield _gate("truth", "required", _("Say whether the statement is true."))


def _of_options(editor: "QuestionEditor") -> Iterator[FieldFlaw]:
    for place in range(count_of(editor.values, "options")):
        prefix = f"options-{place}"
        yield from form_faults(OptionForm, editor.values, prefix)
        given = first(editor.values, f"{prefix}-true_of")
        if given and not _knows(editor, given):
            yield _gate(f"{prefix}-text", "no-such-fact", _("There is no such fact."))
    keys = [
        key
        for key in editor.values.get("key", [])
        if first(editor.values, f"options-{key}-text").strip()
    ]
    if not keys:
        message = (
            _("Mark the right option.")
            if editor.form == Form.CHOICE
            else _("Mark the right options.")
        )
        yield _gate("options", "no-key", message)
    elif editor.form == Form.CHOICE and len(keys) > 1:
        message = _("Mark one option alone, or take the form “Choose all that apply”.")
        yield _gate("options", "several-keys", message)


def _of_parts(editor: "QuestionEditor") -> Iterator[FieldFlaw]:
    for row in editor.parts:
        prefix = f"parts-{row.place}"
        yield from form_faults(PartForm, editor.values, prefix)
        given = {n: first(editor.values, f"{prefix}-{n}").strip() for n in PartForm.base_fields}
        if given["fact"] and row.fact is None:
            yield _gate(f"{prefix}-fact_query", "no-such-fact", _("There is no such fact."))
        elif row.fact is None and (given["text"] or given["answer"]):
            yield _gate(f"{prefix}-fact_query", "required", _("Choose the fact of this part."))


def _knows(editor: "QuestionEditor", given: str) -> bool:
    return given.isascii() and given.isdecimal() and int(given[:15]) in editor.facts
