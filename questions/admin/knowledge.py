"""What a class knows: the class, one learner, the gradebook, and a deck of what is weakest."""

from random import SystemRandom

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from questions.admin.access import TeacherRequest, taught_classroom, teacher_required
from questions.classrooms.codes import grouped_code
from questions.classrooms.gradebook import Gradebook, gradebook
from questions.classrooms.gradebook_files import file_name, write_csv, write_xlsx
from questions.classrooms.knowledge import class_knowledge, learner_knowledge
from questions.classrooms.weakest import in_words, weakest_of_class, weakest_of_learner
from questions.classrooms.weakest_deck import MOST_FACTS, make_weakest_deck
from questions.models import Classroom
from questions.quiz.start import new_token
from questions.templatetags.wording import reader_language, short_date

_PLACE = {"tab": "classrooms", "nav": "desk"}
# A page with more lines is of no use to anybody; the files have them all.
_MOST_LINES = 200
_LONGEST_NAME = 120


@require_safe
@teacher_required
def classroom_knowledge(request: TeacherRequest, token: str) -> HttpResponse:
    """Topics, weakest facts, who needs a word, work done, and every learner."""
    classroom = taught_classroom(request, token)
    known = class_knowledge(classroom, now=timezone.now())
    context = {
        **_PLACE,
        "classroom": classroom,
        "code": grouped_code(classroom.join_code),
        "known": known,
        "learners": known.learners[:_MOST_LINES],
        "weakest": in_words(weakest_of_class(known.memories), language=reader_language()),
    }
    return render(request, "desk/knowledge/classroom.html", context)


@require_safe
@teacher_required
def learner(request: TeacherRequest, token: str, pk: int) -> HttpResponse:
    """One learner who is in the classroom now, else 404."""
    classroom = taught_classroom(request, token)
    known = class_knowledge(classroom, now=timezone.now())
    found = learner_knowledge(known, pk)
    if found is None:
        raise Http404(_("There is no such page for you."))
    context = {
        **_PLACE,
        "classroom": classroom,
        "known": known,
        "one": found,
        "weakest": in_words(weakest_of_learner(found.memories), language=reader_language()),
    }
    return render(request, "desk/knowledge/learner.html", context)


@require_POST
@teacher_required
def weakest_deck(request: TeacherRequest, token: str) -> HttpResponse:
    """Make a deck of the facts that the form names, and go there."""
    classroom = taught_classroom(request, token)
    now = timezone.now()
    known = class_knowledge(classroom, now=now)
    shown = {one.fact_id for one in weakest_of_class(known.memories, size=MOST_FACTS)}
    wanted = [int(pk) for pk in request.POST.getlist("fact") if pk.isdecimal() and len(pk) < 19]
    name = _("Weakest facts: %(classroom)s, %(day)s") % {
        "classroom": classroom.name,
        "day": short_date(known.today),
    }
    deck = make_weakest_deck(
        [pk for pk in dict.fromkeys(wanted) if pk in shown],
        name=name[:_LONGEST_NAME],
        language=reader_language(),
        teacher=request.user,
        now=now,
        token=new_token(SystemRandom()),
    )
    if deck is None:
        messages.info(request, _("None of these facts has an approved question that you can use."))
        return redirect("desk:classroom-knowledge", classroom.token)
    size = deck.entries.count()
    said = ngettext(
        "A deck of %(count)d question was made. Look it over, then assign it.",
        "A deck of %(count)d questions was made. Look it over, then assign it.",
        size,
    )
    messages.success(request, said % {"count": size})
    return redirect("desk:deck", deck.token)


@require_safe
@teacher_required
def classroom_gradebook(request: TeacherRequest, token: str) -> HttpResponse:
    """Who has done what, as a page or, where the address asks for it, as a file."""
    classroom = taught_classroom(request, token)
    book = gradebook(classroom, now=timezone.now())
    ending = request.GET.get("format")
    if ending == "csv":
        return _download(HttpResponse(write_csv(book)), book, "csv")
    if ending == "xlsx":
        return _download(HttpResponse(write_xlsx(book)), book, "xlsx")
    return _page(request, classroom, book)


def _page(request: TeacherRequest, classroom: Classroom, book: Gradebook) -> HttpResponse:
    context = {
        **_PLACE,
        "classroom": classroom,
        "book": book,
        "several": len(book.given) > 1,  # otherwise their total would say the same twice
        "rows": book.rows[:_MOST_LINES],
        "left_out": max(0, len(book.rows) - _MOST_LINES),
    }
    return render(request, "desk/knowledge/gradebook.html", context)


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _download(response: HttpResponse, book: Gradebook, ending: str) -> HttpResponse:
    response["Content-Type"] = _TYPES[ending]
    name = content_disposition_header(as_attachment=True, filename=file_name(book, ending))
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
