"""Starting a session: choosing its cards, their forms and what is asked when one is missed."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from questions.models import (
    SET_FORMS,
    Card,
    Cue,
    Form,
    Question,
    QuizSession,
    SessionItem,
    Tally,
    Topic,
    User,
)
from questions.quiz.picking import drill_for, in_band, pick
from questions.quiz.sets import SetQuestion, closing_set, sets_in_turn
from questions.scheduling.memory import Memory, remembered
from questions.scheduling.queue import Candidate, choose, choose_from_set

SESSION_SIZE = 10
TRY_SIZE = 5
SETS_SIZE = 5
# An unfinished session of the same kind goes on rather than being planned anew.
_RESUME_WITHIN = timedelta(hours=12)


class NothingToAskError(Exception):
    """There is no card left that this kind of session could ask."""


@dataclass(frozen=True)
class Wish:
    """What a learner asked for."""

    mode: str = QuizSession.Mode.REVIEW
    topic: Topic | None = None
    size: int = SESSION_SIZE


def new_token(rng: random.Random) -> str:
    """32 hexadecimal digits."""
    return f"{rng.getrandbits(128):032x}"


def start_session(*, learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    """The learner's unfinished session of that kind, else a new one.

    Raises NothingToAskError where no card is left.
    """
    with transaction.atomic():
        unfinished = (
            QuizSession.objects.filter(
                learner=learner,
                mode=wish.mode,
                topic=wish.topic,
                finished_at=None,
                started_at__gt=now - _RESUME_WITHIN,
            )
            .order_by("-started_at")
            .first()
        )
        if unfinished is not None:
            return unfinished
        return _plan(learner=learner, wish=wish, now=now, rng=rng)


def _plan(*, learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    if wish.mode == QuizSession.Mode.SETS:
        return _plan_sets(learner=learner, wish=wish, now=now, rng=rng)
    today = learner.study_day(now)
    questions = _questions(wish)
    memories = _memories(learner)
    targeted = (
        set(learner.target_topics.values_list("pk", flat=True)) if learner.target_day else None
    )
    candidates = _candidates(questions, memories, targeted)
    seen = _seen_today(learner, now)
    if wish.mode == QuizSession.Mode.REVIEW:
        chosen = choose(
            candidates,
            size=wish.size,
            today=today,
            target=learner.target_day,
            new_left=learner.new_per_day - _new_today(learner, now),
            seen_today=seen,
        )
    else:
        pool = [c for c in candidates if c.memory] if _is_weakest(wish) else candidates
        chosen = choose_from_set(pool, size=wish.size, today=today, seen_today=seen)
    if not chosen:
        raise NothingToAskError
    session = _store(learner, wish, chosen, questions, now, rng)
    if wish.mode == QuizSession.Mode.PRACTICE and len(chosen) >= SESSION_SIZE:
        in_turn = sets_in_turn(learner=learner, topic=wish.topic, rng=rng)
        last = closing_set(in_turn, met={fact_id for fact_id, _ in memories}, today=today)
        _store_sets(session, [last] if last else [], rng, after=len(chosen))
    return session


def _plan_sets(*, learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    chosen = sets_in_turn(learner=learner, topic=wish.topic, rng=rng)[:SETS_SIZE]
    if not chosen:
        raise NothingToAskError
    session = _new_session(learner, wish, now, rng)
    _store_sets(session, chosen, rng)
    return session


def _is_weakest(wish: Wish) -> bool:
    return wish.mode == QuizSession.Mode.WEAKEST


_Key = tuple[int, str]


def _questions(wish: Wish) -> dict[_Key, list[Question]]:
    """Approved questions that the wish allows, by fact and cue."""
    approved = Question.objects.library().approved()
    if wish.topic is not None:
        approved = approved.filter(fact__topic=wish.topic)
    if wish.mode == QuizSession.Mode.FLASHCARDS:
        approved = approved.filter(form=Form.FLASHCARD)
    else:
        approved = approved.exclude(form__in=SET_FORMS)
    rows = (
        approved.only("pk", "fact_id", "cue", "form", "variant")
        .annotate(topic_id=F("fact__topic_id"), importance=F("fact__importance"))
        .order_by("pk")
    )
    grouped: dict[_Key, list[Question]] = defaultdict(list)
    for question in _graded_where_they_are(wish, list(rows)):
        grouped[question.fact_id, question.cue].append(question)
    return dict(grouped)


def _graded_where_they_are(wish: Wish, questions: list[Question]) -> list[Question]:
    """Outside their own mode, flashcards only of facts that nothing else asks."""
    if wish.mode == QuizSession.Mode.FLASHCARDS:
        return questions
    graded = {q.fact_id for q in questions if q.form != Form.FLASHCARD}
    return [q for q in questions if q.form != Form.FLASHCARD or q.fact_id not in graded]


def _memories(learner: User) -> dict[_Key, Memory]:
    rows = Card.objects.filter(learner=learner, stability__isnull=False).values_list(
        "fact_id", "cue", "stability", "difficulty", "last_study_day", "due"
    )
    memories = {(row[0], row[1]): remembered(*row[2:]) for row in rows}
    return {key: memory for key, memory in memories.items() if memory is not None}


def _candidates(
    questions: dict[_Key, list[Question]],
    memories: dict[_Key, Memory],
    targeted: set[int] | None,
) -> list[Candidate]:
    candidates = []
    for (fact_id, cue), asked in questions.items():
        memory = memories.get((fact_id, cue))
        sibling = Cue.SUBJECT if cue == Cue.VALUE else Cue.VALUE
        first = asked[0]
        candidates.append(
            Candidate(
                fact_id=fact_id,
                cue=cue,
                topic_id=first.topic_id,  # type: ignore[attr-defined]
                importance=first.importance,  # type: ignore[attr-defined]
                memory=memory,
                form=in_band(asked, memory)[0].form,
                is_targeted=targeted is not None and (not targeted or first.topic_id in targeted),  # type: ignore[attr-defined]
                is_second_cue=(fact_id, sibling) in memories
                or (cue == Cue.SUBJECT and (fact_id, sibling) in questions),
            )
        )
    return candidates


def _seen_today(learner: User, now: datetime) -> frozenset[int]:
    """Facts put to the learner on this study day, read by way of recent sessions."""
    return frozenset(
        SessionItem.objects.filter(
            session__learner=learner,
            session__started_at__gt=now - timedelta(hours=60),
            study_day=learner.study_day(now),
        ).values_list("fact_id", flat=True)
    )


def _new_today(learner: User, now: datetime) -> int:
    rows = Tally.objects.filter(
        scope=Tally.Scope.LEARNER, scope_id=learner.pk, day=learner.study_day(now)
    )
    return sum(rows.values_list("new_cards", flat=True))


def _new_session(learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    return QuizSession.objects.create(
        token=new_token(rng), learner=learner, mode=wish.mode, topic=wish.topic, started_at=now
    )


def _store_sets(
    session: QuizSession, chosen: Sequence[SetQuestion], rng: random.Random, *, after: int = 0
) -> None:
    """Plan orderings and matchings: they move no card and are not asked again when missed."""
    SessionItem.objects.bulk_create(
        SessionItem(
            token=new_token(rng),
            session=session,
            position=position,
            learner_id=session.learner_id,
            fact_id=one.fact_id,
            question_id=one.question_id,
        )
        for position, one in enumerate(chosen, start=after + 1)
    )


def _store(
    learner: User,
    wish: Wish,
    chosen: Sequence[Candidate],
    questions: dict[_Key, list[Question]],
    now: datetime,
    rng: random.Random,
) -> QuizSession:
    session = _new_session(learner, wish, now, rng)
    cards = _cards(learner, chosen)
    last_asked = _last_asked(learner, chosen)
    items = []
    for position, candidate in enumerate(chosen, start=1):
        key = (candidate.fact_id, candidate.cue)
        question = pick(questions[key], candidate.memory, last_asked, rng)
        items.append(
            SessionItem(
                token=new_token(rng),
                session=session,
                position=position,
                learner=learner,
                fact_id=candidate.fact_id,
                card_id=cards[key],
                question=question,
                drill=drill_for(question, questions[key]),
            )
        )
    SessionItem.objects.bulk_create(items)
    return session


def _cards(learner: User, chosen: Iterable[Candidate]) -> dict[_Key, int]:
    """Ids of the cards, which are made where they are missing."""
    wanted = [(c.fact_id, c.cue) for c in chosen]
    Card.objects.bulk_create(
        [Card(learner=learner, fact_id=fact_id, cue=cue) for fact_id, cue in wanted],
        ignore_conflicts=True,
    )
    rows = Card.objects.filter(learner=learner, fact_id__in=[fact_id for fact_id, _ in wanted])
    return {(fact_id, cue): pk for pk, fact_id, cue in rows.values_list("pk", "fact_id", "cue")}


def _last_asked(learner: User, chosen: Iterable[Candidate]) -> dict[int, int]:
    """The last item, by id, in which each question was put to the learner."""
    rows = (
        SessionItem.objects.filter(learner=learner, fact_id__in=[c.fact_id for c in chosen])
        .values_list("question_id")
        .annotate(last=Max("pk"))
        .order_by()
    )
    return dict(rows)
