"""The preview: a question as a learner will see it, stored or not, in each form it can take."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questions.admin.access import TeacherRequest, teacher_required, visible_question
from questions.admin.question_lookups import asked_question
from questions.admin.question_writing import open_editor
from questions.authoring.meaning import Things
from questions.authoring.naming import FORM_LABELS
from questions.authoring.previewing import Shown, in_form, preview, preview_forms
from questions.forms.question_editor import QuestionEditor
from questions.forms.question_values import Values, first, posted_values, stored_values
from questions.forms.question_wishes import number_in
from questions.models import Citation, Fact, Form, Question
from questions.views.fragments import render_part

_LOOKS = ("light", "dark")
# What the preview's own form need not carry on.
_LEFT = {"csrfmiddlewaretoken", "show", "source-text", "nul", "preview", "in_place"}
_MOST_OTHERS = 8


@require_http_methods(["GET", "HEAD", "POST"])
@teacher_required
def question_preview(request: TeacherRequest) -> HttpResponse:
    """What is being written, or, without anything posted, what is stored."""
    if request.method == "POST":
        question, values = asked_question(request), posted_values(request.POST)
    else:
        number = request.GET.get("question", "")
        is_id = number.isascii() and number.isdecimal() and len(number) < 16
        question = visible_question(request, int(number) if is_id else 0)
        values = stored_values(question) | {"stored": [str(question.pk)]}
    editor = open_editor(request, values, question=question, uid="preview")
    context = {
        **_shown(request, editor, request.POST),
        "others": _others(request, editor.fact, question.pk if question else _stored_pk(values)),
        "carried": [
            (name, text) for name, texts in values.items() if name not in _LEFT for text in texts
        ],
        "question": question,
        "tab": "questions",
        "nav": "desk",
    }
    return render_part(request, "desk/authoring/preview_page.html", "preview", context)


def _shown(request: TeacherRequest, editor: QuestionEditor, posted: QueryDict) -> dict[str, Any]:
    form, look, see = (*posted.get("show", "").split(":"), "", "", "")[:3]
    wish = editor.wish()
    form = form if form in preview_forms(wish) else wish.form
    look = look if look in _LOOKS else _LOOKS[0]
    see = see if see in ("right", "wrong") else "question"
    made = preview(
        in_form(wish, form), _around(editor), Things.known_to(request.user), is_right=see == "right"
    )
    has_feedback = form != Form.FLASHCARD
    return {
        "asked": made.asked, "item": made.item, "back": made.back if see != "question" else None,
        "verdict": made.verdict if see != "question" and has_feedback else None,
        "look": look, "see": see, "form": form, "days": 1, "is_preview": True,
        "switches": _switches(wish, form, look, see),
    }  # fmt: skip


def _switches(wish: Any, form: str, look: str, see: str) -> list[tuple[str, list[Any]]]:
    """The rows of buttons, each with what it posts and whether it is what is shown."""
    labels = dict(FORM_LABELS)
    after = [("question", _("The question"))]
    after += (
        [("right", _("Turned over"))]
        if form == Form.FLASHCARD
        else [("right", _("After a right answer")), ("wrong", _("After a wrong answer"))]
    )
    looks = [("light", _("Light")), ("dark", _("Dark"))]
    return [
        (_("Form"), [(f"{one}:{look}:question", labels[one], one == form)
                     for one in preview_forms(wish)]),
        (_("What is seen"), [(f"{form}:{look}:{one}", label, one == see) for one, label in after]),
        (_("Colours"), [(f"{form}:{one}:{see}", label, one == look) for one, label in looks]),
    ]  # fmt: skip


def _around(editor: QuestionEditor) -> Shown:
    """The fact's words: of the one picked, or of the one that is being written."""
    if editor.fact_from == "new" and "parts" not in editor.shown:
        return _written(editor.values, editor)
    fact = editor.fact or next((row.fact for row in editor.parts if row.fact), None)
    return _stored(fact, first(editor.values, "language")) if fact else Shown()


def _written(values: Values, editor: QuestionEditor) -> Shown:
    named = editor.source.short_name if editor.source else first(values, "source-title")
    return Shown(
        statement=first(values, "fact-statement"),
        explanation=first(values, "fact-explanation"),
        caveat=first(values, "fact-caveat"),
        as_of=first(values, "fact-as_of"),
        source_name=named,
        section=first(values, "fact-place"),
    )


def _stored(fact: Fact, language: str) -> Shown:
    texts = {text.language: text for text in fact.texts.all()}
    words = texts.get(language)
    citation: Citation | None = next(iter(fact.citations.all()), None)
    return Shown(
        statement=words.statement if words else "",
        explanation=words.explanation if words else "",
        caveat=words.caveat if words else "",
        as_of=fact.as_of,
        fact=fact,
        source_name=citation.source.short_name if citation else "",
        source=citation.source.slug if citation and citation.source.owner_id is None else "",
        section=(citation.place or citation.section) if citation else "",
        paragraph=citation.paragraph if citation else 0,
    )


def _stored_pk(values: Values) -> int:
    """The stored question that is previewed, which the preview's own form carries on."""
    return number_in(first(values, "stored"))


def _others(request: TeacherRequest, fact: Fact | None, shown: int) -> list[Question]:
    """Other questions that ask the same fact."""
    if fact is None:
        return []
    rows = Question.objects.visible_to(request.user).filter(fact=fact)
    rows = rows.exclude(status=Question.Status.WITHDRAWN).order_by("form", "pk")
    return list(rows.exclude(pk=shown)[:_MOST_OTHERS])
