"""A deck and all its questions on one page, each opened in place into its editor."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from questions.admin.access import (
    TeacherRequest,
    own_deck,
    own_question,
    teacher_required,
    visible_question,
)
from questions.admin.question_cards import card_of, deck_cards
from questions.admin.question_writing import (
    Desk,
    advise,
    command_in,
    effect_if_saved,
    obey,
    open_editor,
)
from questions.authoring.errors import AuthoringError, FieldFlaw
from questions.authoring.status import approve_questions
from questions.authoring.writing import describe_deck, rewrite_question, write_question
from questions.forms.question_editor import QuestionEditor
from questions.forms.question_values import Values, first, new_values, posted_values, stored_values
from questions.forms.questions import DeckForm
from questions.models import Deck, Form, Question
from questions.views.fragments import render_part, wants_fragment

_DECK = "desk/authoring/deck.html"
_EDITOR = "desk/authoring/editor_page.html"


@require_http_methods(["GET", "HEAD", "POST"])
@teacher_required
def deck_edit(request: TeacherRequest, token: str) -> HttpResponse:
    """The deck's name and purpose, and all its questions."""
    deck = own_deck(request, token)
    form = DeckForm(request.POST or None, initial={"name": deck.name, "about": deck.about})
    if request.method == "POST":
        form = DeckForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            describe_deck(deck, **said, actor=request.user, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("desk:deck-edit", token)
    return _deck_page(request, deck, form=form, status=422 if form.errors else 200)


def _deck_page(
    request: TeacherRequest,
    deck: Deck,
    *,
    form: DeckForm | None = None,
    refused: dict[int, list[FieldFlaw]] | None = None,
    approved: int | None = None,
    status: int = 200,
) -> HttpResponse:
    cards = deck_cards(request, deck, refused)
    hidden = deck.entries.count() - len(cards)
    context = {
        **_around(deck),
        "form": form or DeckForm(initial={"name": deck.name, "about": deck.about}),
        "cards": cards,
        "hidden": hidden,
        "drafts": sum(card.is_own and card.question.status == "draft" for card in cards),
        "approved": approved,
        "refused": len(refused or ()),
    }
    return render_part(request, _DECK, "questions", context, status=status)


def _around(deck: Deck | None) -> dict[str, Any]:
    return {"tab": "decks" if deck else "questions", "nav": "desk", "deck": deck}


@require_POST
@teacher_required
def deck_approve(request: TeacherRequest, token: str) -> HttpResponse:
    """Approve all own drafts of the deck that can be; tell at the others why not."""
    deck = own_deck(request, token)
    drafts = Question.objects.owned_by(request.user).filter(
        deck_entries__deck=deck, status=Question.Status.DRAFT
    )
    result = approve_questions(list(drafts), actor=request.user, now=timezone.now())
    return _deck_page(request, deck, refused=dict(result.refused), approved=len(result.approved))


@require_http_methods(["GET", "HEAD", "POST"])
@teacher_required
def question_new(request: TeacherRequest, token: str) -> HttpResponse:
    """The editor of a question that is to be made in the deck, after another or at the end."""
    deck = own_deck(request, token)
    after = _number(request.POST.get("after") or request.GET.get("after") or "")
    return _edit(request, None, deck, after=after)


@require_http_methods(["GET", "HEAD", "POST"])
@teacher_required
def question_edit(request: TeacherRequest, pk: int) -> HttpResponse:
    """The editor of an own question, from a deck's page or alone."""
    question = own_question(request, pk)
    token = request.POST.get("deck") or request.GET.get("deck") or ""
    return _edit(request, question, own_deck(request, token) if token else None)


@require_safe
@teacher_required
def question_card(request: TeacherRequest, pk: int) -> HttpResponse:
    """The closed card of a question; without htmx its page."""
    question = visible_question(request, pk)
    token = request.GET.get("deck", "")
    deck = own_deck(request, token) if token else None
    if not wants_fragment(request):
        return redirect("desk:question", pk)
    return _card(request, question, deck)


def _card(
    request: TeacherRequest, question: Question, deck: Deck | None, **more: Any
) -> HttpResponse:
    context = {"card": card_of(request, question), **_around(deck), **more}
    return render_part(request, _DECK, "question-card", context)


def _edit(
    request: TeacherRequest, question: Question | None, deck: Deck | None, *, after: int = 0
) -> HttpResponse:
    uid = f"q{question.pk}" if question else f"new{after}"
    if request.method != "POST":
        values = stored_values(question) if question else _fresh_values(deck)
        desk = Desk(open_editor(request, values, question=question, uid=uid), question)
        advise(request, desk)
        desk.focus = "stem"
        return _editor(request, desk, deck, after)
    values = posted_values(request.POST)
    if command := command_in(request.POST):
        desk = obey(request, command, values, question=question, uid=uid)
        return _editor(request, desk, deck, after)
    return _save(request, values, question, deck, uid=uid, after=after)


def _fresh_values(deck: Deck | None) -> Values:
    """An empty question that begins as the deck's last one did."""
    last = None
    if deck is not None:
        entries = deck.entries.select_related("question__fact__topic").order_by("-position", "-pk")
        last = entries.first()
    return new_values(
        form=last.question.form if last else Form.CHOICE,
        language=deck.language if deck else "en",
        topic=last.question.fact.topic.slug if last else "",
    )


def _editor(
    request: TeacherRequest, desk: Desk, deck: Deck | None, after: int, status: int = 200
) -> HttpResponse:
    desk.editor.focus_on(desk.focus)
    context = {
        **_around(deck),
        "desk": desk,
        "editor": desk.editor,
        "question": desk.question,
        "after": after,
        # What was opened, so that two open tabs do not write over each other.
        "version": first(desk.editor.values, "version") or getattr(desk.question, "digest", ""),
        "is_changed": request.method == "POST",
        "in_place": wants_fragment(request)
        and (request.method == "GET" or "in_place" in request.POST),
    }
    return render_part(request, _EDITOR, "question-editor", context, status=status)


def _save(
    request: TeacherRequest,
    values: Values,
    question: Question | None,
    deck: Deck | None,
    *,
    uid: str,
    after: int,
) -> HttpResponse:
    editor = open_editor(request, values, question=question, uid=uid)
    desk = Desk(editor, question)
    faults = editor.faults()
    if faults:
        advise(request, desk)
        editor.tell(faults, is_refusal=True)
        return _editor(request, desk, deck, after, status=422)
    if question is not None and _must_say_effect(editor, question, values):
        advise(request, desk)
        desk.focus = "effect"
        return _editor(request, desk, deck, after, status=422)
    try:
        saved = _store(request, desk, values, deck, after)
    except AuthoringError as error:
        advise(request, desk)
        editor.tell_wish(error.flaws, is_refusal=True)
        return _editor(request, desk, deck, after, status=422)
    return _saved(request, saved, deck)


def _must_say_effect(editor: QuestionEditor, question: Question, values: Values) -> bool:
    """Whether learners would begin anew and the teacher has not been told so."""
    effect = effect_if_saved(question, editor.wish(), editor)
    if effect is None or effect.kind != "key" or not effect.learners or not effect.resets:
        return False
    is_settled = first(values, "same_key") in ("yes", "no")
    return not is_settled if effect.looks_like_typo else first(values, "seen_effect") != "key"


def _store(
    request: TeacherRequest, desk: Desk, values: Values, deck: Deck | None, after: int
) -> Question:
    wish, fact, now = desk.editor.wish(), desk.editor.fact_wish(), timezone.now()
    if fact is None:  # the topic of a new fact is checked before
        raise AuthoringError("fact", "required", _("Choose the fact that the question asks."))
    if desk.question is None:
        before = Question(pk=after) if after else None
        return write_question(wish, fact=fact, owner=request.user, now=now, deck=deck, after=before)
    answer = first(values, "same_key")
    desk.question.digest = first(values, "version") or desk.question.digest
    return rewrite_question(
        desk.question,
        wish,
        fact=fact,
        is_same_key={"yes": True, "no": False}.get(answer),
        actor=request.user,
        now=now,
    )


def _saved(request: TeacherRequest, saved: Question, deck: Deck | None) -> HttpResponse:
    is_more = "save-more" in request.POST and deck is not None
    if wants_fragment(request) and "in_place" in request.POST and deck is not None:
        more: dict[str, Any] = {"said": _("Saved.")}
        if is_more:
            values = _fresh_values(deck)
            values["form"] = [saved.form]
            editor = open_editor(request, values, question=None, uid=f"new{saved.pk}")
            editor.tell([])
            editor.focus_on("stem")
            more |= {"desk": Desk(editor, None, focus="stem"), "editor": editor}
            more |= {"after": saved.pk, "in_place": True}
        return _card(request, saved, deck, **more)
    messages.success(request, _("Saved."))
    if is_more:
        target = reverse("desk:question-new", args=[deck.token]) + f"?after={saved.pk}"  # type: ignore[union-attr]
    elif deck is not None:
        target = reverse("desk:deck-edit", args=[deck.token]) + f"#card-{saved.pk}"
    else:
        target = reverse("desk:question", args=[saved.pk])
    return HttpResponseClientRedirect(target) if wants_fragment(request) else redirect(target)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
