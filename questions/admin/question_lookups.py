"""What the question editor asks the server while somebody writes: checks, facts, sources."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from questions.admin.access import TeacherRequest, own_question, teacher_required
from questions.admin.question_writing import Desk, advise, open_editor
from questions.authoring.finding import find_facts, find_sources
from questions.forms.question_values import posted_values
from questions.models import Question


def asked_question(request: TeacherRequest) -> Question | None:
    """The own question that is being edited; none while a new one is written."""
    number = request.GET.get("question", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    return own_question(request, int(number))


def uid_of(request: TeacherRequest, question: Question | None) -> str:
    """What the editor's ids begin with."""
    if question is not None:
        return f"q{question.pk}"
    after = request.POST.get("after", "")
    return f"new{int(after) if after.isascii() and after.isdecimal() and len(after) < 16 else 0}"


@require_POST
@teacher_required
def question_check(request: TeacherRequest) -> HttpResponse:
    """What can be said of the question as far as it is written; stores nothing."""
    question = asked_question(request)
    uid = uid_of(request, question)
    editor = open_editor(request, posted_values(request.POST), question=question, uid=uid)
    desk = Desk(editor, question)
    advise(request, desk)
    context = {"desk": desk, "editor": editor, "question": question, "is_oob": True}
    return render(request, "desk/authoring/check.html", context)


@require_safe
@teacher_required
def fact_search(request: TeacherRequest) -> HttpResponse:
    """Facts that the words find, as options of a combobox."""
    found = find_facts(_query(request), teacher=request.user)
    return render(request, "desk/authoring/fact_options.html", {"facts": found})


@require_safe
@teacher_required
def source_search(request: TeacherRequest) -> HttpResponse:
    """Sources that the words find, as options of a combobox."""
    found = find_sources(_query(request), teacher=request.user)
    return render(request, "desk/authoring/source_options.html", {"sources": found})


def _query(request: TeacherRequest) -> str:
    """The words, whatever the field is called that they stand in."""
    return next((str(text) for name, text in request.GET.items() if name.endswith("query")), "")
