"""Starting a session: choosing its cards, their forms and what is asked when one is missed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from questions.models import Card, Deck, QuizSession, SessionItem, Tally, Topic, User
from questions.quiz.candidates import Asked, candidates_of, memories_of, questions_for
from questions.quiz.picking import drill_for, pick
from questions.quiz.sets import SetQuestion, closing_set, sets_in_turn, sets_of_deck
from questions.quiz.studied import Key, Studied, of_deck, studied
from questions.scheduling.queue import Candidate, choose, choose_from_set

SESSION_SIZE = 10
TRY_SIZE = 3
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
    deck: Deck | None = None
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
                deck=wish.deck,
                finished_at=None,
                started_at__gt=now - _RESUME_WITHIN,
            )
            .order_by("-started_at")
            .first()
        )
        if unfinished is not None:
            return unfinished
        return _plan(learner=learner, wish=wish, now=now, rng=rng)


@dataclass(frozen=True)
class _Day:
    """What the learner was asked today."""

    seen: frozenset[int]  # facts
    met: frozenset[int]  # facts that were met for the first time


def _plan(*, learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    if wish.mode == QuizSession.Mode.SETS:
        return _plan_sets(learner=learner, wish=wish, now=now, rng=rng)
    asks = studied(learner, now=now) if wish.deck is None else of_deck(wish.deck)
    questions = questions_for(
        learner, mode=wish.mode, topic=wish.topic, deck=wish.deck, studied=asks
    )
    memories = memories_of(learner)
    day = _today(learner, now)
    candidates = candidates_of(questions, memories, studied=asks, met_today=day.met)
    chosen = _chosen(learner, wish, candidates, day, now)
    met = {fact_id for fact_id, _ in memories}
    closing = _closing(learner, wish, chosen, candidates, met, now, rng)
    if not chosen and not closing:
        raise NothingToAskError
    session = _store(learner, wish, chosen, questions, asks, now, rng)
    _store_sets(session, closing, rng, after=len(chosen))
    return session


def _chosen(
    learner: User, wish: Wish, candidates: list[Candidate], day: _Day, now: datetime
) -> list[Candidate]:
    today = learner.study_day(now)
    if wish.mode == QuizSession.Mode.REVIEW:
        return choose(
            candidates,
            size=wish.size,
            today=today,
            new_left=learner.new_per_day - _new_today(learner, now),
            seen_today=day.seen,
            met_today=day.met,
        )
    pool = [c for c in candidates if c.memory] if _is_weakest(wish) else candidates
    is_ordered = wish.deck is not None
    return choose_from_set(
        pool, size=wish.size, today=today, seen_today=day.seen, is_ordered=is_ordered
    )


def _closing(
    learner: User,
    wish: Wish,
    chosen: Sequence[Candidate],
    candidates: Sequence[Candidate],
    met: set[int],
    now: datetime,
    rng: random.Random,
) -> list[SetQuestion]:
    """The orderings and matchings at the end of a practice of ten, or of a deck."""
    today = learner.study_day(now)
    if wish.deck is not None:
        in_turn = sets_in_turn(learner=learner, topic=None, deck=wish.deck, rng=rng)
        waiting = {c.fact_id for c in candidates} - met - {c.fact_id for c in chosen}
        # Where a deck has nothing else, they may be practised again on the same day.
        unlike = today if candidates else None
        return sets_of_deck(in_turn, waiting=waiting, today=unlike, size=SETS_SIZE)
    if wish.mode == QuizSession.Mode.PRACTICE and len(chosen) >= SESSION_SIZE:
        in_turn = sets_in_turn(learner=learner, topic=wish.topic, rng=rng)
        last = closing_set(in_turn, met=met, today=today)
        return [last] if last else []
    return []


def _plan_sets(*, learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    chosen = sets_in_turn(learner=learner, topic=wish.topic, rng=rng)[:SETS_SIZE]
    if not chosen:
        raise NothingToAskError
    session = _new_session(learner, wish, now, rng)
    _store_sets(session, chosen, rng)
    return session


def _is_weakest(wish: Wish) -> bool:
    return wish.mode == QuizSession.Mode.WEAKEST


def _today(learner: User, now: datetime) -> _Day:
    """Facts put to the learner on this study day, read by way of recent sessions."""
    rows = SessionItem.objects.filter(
        session__learner=learner,
        session__started_at__gt=now - timedelta(hours=60),
        study_day=learner.study_day(now),
    ).values_list("fact_id", "is_first")
    found = list(rows)
    return _Day(
        seen=frozenset(fact_id for fact_id, _ in found),
        met=frozenset(fact_id for fact_id, is_first in found if is_first),
    )


def _new_today(learner: User, now: datetime) -> int:
    rows = Tally.objects.filter(
        scope=Tally.Scope.LEARNER, scope_id=learner.pk, day=learner.study_day(now)
    )
    return sum(rows.values_list("new_cards", flat=True))


def _new_session(learner: User, wish: Wish, now: datetime, rng: random.Random) -> QuizSession:
    return QuizSession.objects.create(
        token=new_token(rng),
        learner=learner,
        mode=wish.mode,
        topic=wish.topic,
        deck=wish.deck,
        started_at=now,
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
    questions: Asked,
    asks: Studied,
    now: datetime,
    rng: random.Random,
) -> QuizSession:
    session = _new_session(learner, wish, now, rng)
    cards = cards_for(learner, [(c.fact_id, c.cue) for c in chosen])
    last_asked = _last_asked(learner, chosen)
    items = []
    for position, candidate in enumerate(chosen, start=1):
        key = (candidate.fact_id, candidate.cue)
        question = pick(questions[key], candidate.memory, last_asked, rng, asks.own)
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


def cards_for(learner: User, wanted: Sequence[Key]) -> dict[Key, int]:
    """Ids of the cards by fact and cue, which are made where they are missing; two statements."""
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
