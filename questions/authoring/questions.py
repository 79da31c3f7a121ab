"""Questions of teachers: made as drafts, changed in place while nobody has seen them.

A row that was approved once is never edited, because learners' items and logs point at what they
were shown: a new row replaces it. Where the old one is open in a session and still says the same,
it can still be answered there, since a learner loses nothing by older words; where its key is
another one now, it is asked no more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questions.authoring.checks import Checks
from questions.authoring.effects import (
    KEY,
    NOTHING,
    Effect,
    effect_of,
    effect_of_written,
    was_shown,
)
from questions.authoring.errors import AuthoringError, refused
from questions.authoring.history import note_edit, note_edits
from questions.authoring.records import QuestionWish
from questions.authoring.rows import Written, wish_of, written
from questions.models import (
    DeckEntry,
    Edit,
    Fact,
    Option,
    Question,
    QuestionPart,
    Ruling,
    User,
)
from questions.quiz.leaving import leave_questions
from questions.scheduling.changes import reset_cards

__all__ = ["Effect", "change_question", "effect_of", "make_question", "make_questions", "wish_of"]

_APPROVED, _DRAFT = Question.Status.APPROVED, Question.Status.DRAFT
_WITHDRAWN = Question.Status.WITHDRAWN


def make_question(wish: QuestionWish, *, fact: Fact, owner: User, now: datetime) -> Question:
    """A draft of the owner's about the fact; AuthoringError at stem, answer, options-0-text, fact.

    An ordering or matching is kept under the fact of its first part.
    """
    (question,) = make_questions([(fact, wish)], owner=owner, now=now)
    return question


@transaction.atomic
def make_questions(
    pairs: Sequence[tuple[Fact, QuestionWish]], *, owner: User, now: datetime
) -> list[Question]:
    """The same for many, in a constant number of statements."""
    refuse_unseen_facts(pairs, owner)
    checks = Checks.for_questions(pairs, owner)
    made = [written(wish, fact, checks.things, checks.library_record(fact)) for fact, wish in pairs]
    rows = [
        Question(
            owner=owner,
            status=_DRAFT,
            made_at=now,
            flaws=checks.codes(one.wish, fact),
            **one.columns,
        )
        for one, (fact, _wish) in zip(made, pairs, strict=True)
    ]
    Question.objects.bulk_create(rows)
    _store_choices(rows, made)
    note_edits(rows, Edit.Action.MADE, actor=owner, now=now)
    return rows


def _store_choices(rows: Iterable[Question], made: Iterable[Written]) -> None:
    options: list[Option] = []
    parts: list[QuestionPart] = []
    for row, one in zip(rows, made, strict=True):
        options += one.options(row)
        parts += one.parts(row)
    if options:
        Option.objects.bulk_create(options)
    if parts:
        QuestionPart.objects.bulk_create(parts)


def refuse_unseen_facts(pairs: Iterable[tuple[Fact, QuestionWish]], owner: User) -> None:
    """AuthoringError where a fact that is asked or named is not for the owner to see."""
    named: dict[int, str] = {}
    for fact, wish in pairs:
        facts = [("fact", fact)]
        facts += [(f"parts-{i}-fact", part.fact) for i, part in enumerate(wish.parts)]
        facts += [
            (f"options-{i}-true_of", o.true_of) for i, o in enumerate(wish.options) if o.true_of
        ]
        named |= {f.pk: field for field, f in facts if f.owner_id not in (None, owner.pk)}
    if not named:
        return
    visible = Fact.objects.visible_to(owner).filter(pk__in=named).values_list("pk", flat=True)
    unseen = sorted(set(named) - set(visible))
    if unseen:
        raise AuthoringError(named[unseen[0]], "no-such-fact", _("Choose a fact from the list."))


@transaction.atomic
def change_question(
    question: Question,
    wish: QuestionWish,
    *,
    fact: Fact | None = None,
    is_same_key: bool | None,
    actor: User,
    now: datetime,
) -> Question:
    """Make the actor's own question what the wish says; the row that stands for it from now on.

    A draft that nobody saw is changed in place. An approved row is replaced by a new approved one,
    if it passes the gates; deck entries follow, flags and statistics stay with the old one. Whether
    an answer that looks like a slip says the same is for the actor to say in `is_same_key`; what is
    said there also holds for any other answer. AuthoringError where the row is not theirs, was
    replaced or changed since it was read, fails a gate, or as for making one.
    """
    row = _held(question, actor)
    fact = fact or row.fact
    refuse_unseen_facts([(fact, wish)], actor)
    checks = Checks.for_questions([(fact, wish)], actor)
    new = written(wish, fact, checks.things, checks.library_record(fact))
    effect = effect_of_written(row, new)
    if effect.kind == NOTHING or (row.digest == new.digest() and row.title == new.wish.title):
        return _retitled(row, new, actor, now)
    flaws = checks.of(new.wish, fact)
    codes = [flaw.code for flaw in flaws]
    if not was_shown(row):
        return _changed(row, new, codes, actor, now)
    gates = [flaw for flaw in flaws if flaw.is_gate]
    if gates and row.status == _APPROVED:
        raise refused(gates)
    return _replaced(row, new, codes, _settled(effect, is_same_key), actor, now)


def _held(question: Question, actor: User) -> Question:
    """The row as it is now, locked; AuthoringError where another request was first."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("fact__topic", "owner")
    row = rows.filter(pk=question.pk, owner=actor).first()
    if row is None:
        raise AuthoringError("", "not-own", _("You can change questions of your own only."))
    if row.replaced_by.exists():
        message = _("This question was changed meanwhile, perhaps in another tab. Open it anew.")
        raise AuthoringError("", "stale", message)
    if row.digest != question.digest:
        message = _("This draft was changed meanwhile, perhaps in another tab. Open it anew.")
        raise AuthoringError("", "stale", message)
    if row.status == _WITHDRAWN:
        message = _("This question is withdrawn. Bring it back first.")
        raise AuthoringError("", "withdrawn", message)
    return row


def _settled(effect: Effect, is_same_key: bool | None) -> Effect:
    """The effect with what the actor said of the key; AuthoringError where that is wanted."""
    if effect.kind != KEY or effect.is_moved:
        return effect
    if is_same_key is None and effect.looks_like_typo:
        message = _("Say whether this is the same answer, spelt better, or another answer.")
        raise AuthoringError("is_same_key", "unsaid", message)
    return Effect("wording", learners=effect.learners) if is_same_key else effect


def _retitled(row: Question, new: Written, actor: User, now: datetime) -> Question:
    """The row with its title, which no learner sees, and all else as it is."""
    if row.title != new.wish.title:
        changes = {"title": (row.title, new.wish.title)}
        row.title = new.wish.title
        row.save(update_fields=["title"])
        note_edit(row, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return row


def _changed(row: Question, new: Written, codes: list[str], actor: User, now: datetime) -> Question:
    changes = differences(row, new)
    for name, value in {**new.columns, "flaws": codes}.items():
        setattr(row, name, value)
    row.save()
    row.options.all().delete()
    row.parts.all().delete()
    _store_choices([row], [new])
    note_edit(row, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return row


def _replaced(
    row: Question, new: Written, codes: list[str], effect: Effect, actor: User, now: datetime
) -> Question:
    """A new row in the place of one that was shown, of the same status."""
    is_approved = row.status == _APPROVED
    made = Question(
        owner=row.owner,
        status=row.status,
        replaces=row,
        approved_by=actor if is_approved else None,
        approved_at=now if is_approved else None,
        made_at=now,
        flaws=codes,
        **new.columns,
    )
    made.save(force_insert=True)
    _store_choices([made], [new])
    changes = differences(row, new)
    Question.objects.filter(pk=row.pk).update(status=_WITHDRAWN)
    DeckEntry.objects.filter(question=row).update(question=made)
    # Items before cards, as an answer does it, so that neither waits for the other in a ring.
    if effect.kind == KEY:
        leave_questions([row.pk], now=now)
    if effect.resets:
        _forget(row, now)
        changes["memory"] = ("", "reset")
    note_edit(made, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return made


def _forget(row: Question, now: datetime) -> None:
    """Have the fact and cue learned anew; what was decided about texts was about the old key."""
    Ruling.objects.filter(fact=row.fact_id, cue=row.cue).delete()
    reset_cards([(row.fact_id, row.cue)], now=now)


def differences(row: Question, new: Written) -> dict[str, tuple[str, str]]:
    """The fields that differ, with what stood there before and what stands there now."""
    before, after = _shown(wish_of(row), row.fact, row.cue), _shown(new.wish, new.fact, new.cue)
    before["answer"], after["answer"] = row.answer, new.answer
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _shown(wish: QuestionWish, fact: Fact, cue: str) -> dict[str, str]:
    options = (
        f"{'✓' if option.is_key else '✗'} {option.text}"
        + (f" ({option.reason})" if option.reason else "")
        for option in wish.options
    )
    ranked = sorted(wish.parts, key=lambda part: part.rank)
    return {
        "title": wish.title,
        "fact": fact.slug,
        "cue": str(cue),
        "form": wish.form,
        "language": wish.language,
        "stem": wish.stem,
        "answer": "",
        "accepted": "; ".join(wish.accepted),
        "unit": wish.unit,
        "tolerance": wish.tolerance,
        "options": "\n".join(options),
        "parts": "\n".join(f"{part.text} – {part.answer}" for part in ranked),
    }
