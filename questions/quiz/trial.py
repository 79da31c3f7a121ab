"""The first three questions of a visitor, who becomes a guest with the first response."""

import hashlib
import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from questions.models import Card, Question, QuizSession, SessionItem, Tally, User
from questions.quiz.asked import AskedItem, is_sorted_form, shown_order
from questions.quiz.picking import drill_for
from questions.quiz.start import TRY_SIZE

_FALLBACK = "en"
_GUESTS_KEPT = timedelta(days=30)


def derived_token(seed: str, label: str) -> str:
    """A token that follows from a seed: the same page sent twice makes one guest, not two."""
    return hashlib.sha256(f"{label}:{seed}".encode()).hexdigest()[:32]


def trial_questions(seed: str) -> list[Question]:
    """Three choice questions on essential facts, topics in turn, the same for the same seed.

    They are in the seed's language, as in “ru-1f2e”, and in English only where a topic has no fact
    in it.
    """
    language = seed.partition("-")[0]
    rows = Question.objects.library().approved().filter(form="choice", fact__importance=3)
    both = rows.filter(language__in={language, _FALLBACK})
    told = both.values_list("fact__topic__position", "fact_id", "pk", "language").order_by("pk")
    there = {fact for _, fact, _, code in told if code == language}
    found = [row[:3] for row in told if row[3] == language or row[1] not in there]
    random.Random(seed).shuffle(found)  # noqa: S311
    found.sort(key=lambda row: row[1] not in there)
    chosen: list[int] = []
    topics: set[int] = set()
    facts: set[int] = set()
    for unused_topics_only in (True, False):
        for topic, fact, pk in found:
            if len(chosen) == TRY_SIZE or fact in facts or (unused_topics_only and topic in topics):
                continue
            chosen.append(pk)
            topics.add(topic)
            facts.add(fact)
    questions = Question.objects.select_related("fact").in_bulk(chosen)
    return [questions[pk] for pk in chosen]


def first_asked(seed: str, questions: Sequence[Question]) -> AskedItem:
    """The first question as a learner sees it, before there is anything in the database."""
    question = questions[0]
    token = derived_token(seed, "item-1")
    texts = list(question.options.order_by("position").values_list("text", flat=True))
    is_sorted = is_sorted_form(question.form, json.dumps(question.key or {}))
    order = shown_order(token, len(texts), is_sorted=is_sorted)
    return AskedItem(
        token=token,
        is_drill=False,
        is_revealed=False,
        form=question.form,
        language=question.language,
        stem=question.stem,
        cue=question.cue,
        options=tuple(texts[i] for i in order),
        answered=0,
        total=len(questions),
        repeats=0,
    )


def start_trial(*, seed: str, language: str, now: datetime) -> tuple[User, QuizSession]:
    """The guest and session of a seed, made at the first call and found again at the next."""
    name = f"guest-{derived_token(seed, 'guest')}"
    try:
        with transaction.atomic():
            return _make(name, seed, language, now)
    except IntegrityError:
        guest = User.objects.get(username=name, is_guest=True)
        return guest, QuizSession.objects.get(learner=guest, mode=QuizSession.Mode.TRY)


def _make(name: str, seed: str, language: str, now: datetime) -> tuple[User, QuizSession]:
    guest = User(username=name, is_guest=True, language=language, date_joined=now)
    guest.set_unusable_password()
    guest.save()
    session = QuizSession.objects.create(
        token=derived_token(seed, "session"),
        learner=guest,
        mode=QuizSession.Mode.TRY,
        started_at=now,
    )
    questions = trial_questions(seed)
    others = _others(questions)
    for number, question in enumerate(questions, start=1):
        card = Card.objects.create(learner=guest, fact=question.fact, cue=question.cue)
        SessionItem.objects.create(
            token=derived_token(seed, f"item-{number}"),
            session=session,
            position=number,
            learner=guest,
            fact=question.fact,
            card=card,
            question=question,
            drill=drill_for(question, others.get((question.fact_id, question.cue), [])),
        )
    return guest, session


def _others(questions: Sequence[Question]) -> dict[tuple[int, str], list[Question]]:
    """The approved questions of the same facts by fact and cue, without flashcards."""
    facts = [question.fact_id for question in questions]
    rows = Question.objects.library().approved().filter(fact__in=facts).exclude(form="flashcard")
    grouped: dict[tuple[int, str], list[Question]] = {}
    for row in rows.order_by("pk"):
        grouped.setdefault((row.fact_id, row.cue), []).append(row)
    return grouped


def drop_guest(*, learner_id: int) -> None:
    """Delete a guest with all that it answered; a member of that id stays."""
    _drop([learner_id])


def purge_guests(*, now: datetime) -> int:
    """Delete the guests made more than thirty days ago; returns how many there were."""
    old = User.objects.filter(is_guest=True, date_joined__lt=now - _GUESTS_KEPT)
    return _drop(list(old.values_list("pk", flat=True)))


def _drop(learner_ids: Sequence[int]) -> int:
    with transaction.atomic():
        guests = User.objects.filter(is_guest=True, pk__in=learner_ids).select_for_update()
        found = list(guests.values_list("pk", flat=True))
        # Counters know their learner by number alone, so that nothing cascades to them.
        Tally.objects.filter(scope=Tally.Scope.LEARNER, scope_id__in=found).delete()
        User.objects.filter(pk__in=found).delete()
    return len(found)
