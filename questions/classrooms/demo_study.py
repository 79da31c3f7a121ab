"""Made-up study of the demo learners: the rows that answering would have left, written at once."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from questions.models import (
    Card,
    Outcome,
    Question,
    QuizSession,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from questions.progress.credits import credited_points
from questions.progress.points import points_for, survives
from questions.quiz.start import new_token
from questions.scheduling.memory import MEMORY_VERSION, Memory, Rating, rate, recall

DAYS = 14
_NEW_A_DAY, _MOST_A_DAY = 6, 15
_SECONDS = 20


@dataclass(frozen=True)
class Habit:
    """How somebody studies."""

    diligence: float  # chance of studying on a day
    ability: float  # chance of being right at a first meeting
    until: int = 1  # days ago on which they studied last


@dataclass(frozen=True)
class _Event:
    """One response, with what it did to the card."""

    learner: User
    question: Question
    at: datetime
    day: date
    is_right: bool
    is_first: bool
    predicted: float | None
    memory: Memory
    survived: int
    points: int


def make_study(
    habits: Mapping[User, Habit],
    questions: Sequence[Question],
    *,
    now: datetime,
    rng: random.Random,
) -> None:
    """Two weeks of study up to yesterday, in fifteen statements or so."""
    dice = random.Random(11)  # noqa: S311  # the same class each time
    events = [
        event
        for learner, habit in habits.items()
        for event in _study(learner, habit, questions, now, dice)
    ]
    cards = _store_cards(events)
    items = _store_items(events, cards, rng)
    _store_logs(events, cards, items)
    _store_tallies(events)
    store_credits([learner.pk for learner in habits])


def _study(
    learner: User, habit: Habit, questions: Sequence[Question], now: datetime, dice: random.Random
) -> Iterator[_Event]:
    """The responses of one learner in their order; the deck's questions are met first."""
    memories: dict[int, tuple[Memory, int]] = {}  # by place, with the longest survived interval
    for days_ago in range(DAYS, habit.until - 1, -1):
        if dice.random() >= habit.diligence:
            continue
        at = now - timedelta(days=days_ago)
        day = learner.study_day(at)
        due = [place for place, (memory, _) in memories.items() if memory.due <= day]
        new = range(len(memories), min(len(memories) + _NEW_A_DAY, len(questions)))
        for place in [*due, *new][:_MOST_A_DAY]:
            at += timedelta(seconds=_SECONDS)
            event = _respond(learner, habit, questions[place], memories.get(place), at, day, dice)
            longest = memories[place][1] if place in memories else 0
            memories[place] = (event.memory, max(longest, event.survived))
            yield event


def _respond(
    learner: User,
    habit: Habit,
    question: Question,
    before: tuple[Memory, int] | None,
    at: datetime,
    day: date,
    dice: random.Random,
) -> _Event:
    memory, longest = before or (None, 0)
    predicted = recall(memory, day) if memory else None
    is_right = dice.random() < (habit.ability if predicted is None else predicted)
    unseen = (day - memory.last_day).days if memory else None
    survived = survives(form=question.form, is_right=is_right, days_unseen=unseen)
    return _Event(
        learner=learner,
        question=question,
        at=at,
        day=day,
        is_right=is_right,
        is_first=memory is None,
        predicted=predicted,
        memory=rate(memory, Rating.GOOD if is_right else Rating.AGAIN, day),
        survived=survived,
        points=points_for(survived, longest),
    )


# By the learner's and the fact's ids.
_Cards = dict[tuple[int, int], Card]


def _store_cards(events: Iterable[_Event]) -> _Cards:
    cards: _Cards = {}
    for event in events:
        key = (event.learner.pk, event.question.fact_id)
        card = cards.setdefault(
            key,
            Card(learner=event.learner, fact_id=event.question.fact_id, cue=event.question.cue),
        )
        card.stability, card.difficulty = event.memory.stability, event.memory.difficulty
        card.due, card.last_study_day = event.memory.due, event.memory.last_day
        card.longest_interval = max(card.longest_interval, event.survived)
    Card.objects.bulk_create(cards.values())
    return cards


def _store_items(events: Sequence[_Event], cards: _Cards, rng: random.Random) -> list[SessionItem]:
    """One finished session per learner and day."""
    sessions: dict[tuple[int, date], QuizSession] = {}
    for event in events:
        started = event.at - timedelta(seconds=_SECONDS)
        session = sessions.setdefault(
            (event.learner.pk, event.day),
            QuizSession(
                token=new_token(rng),
                learner=event.learner,
                mode=QuizSession.Mode.REVIEW,
                started_at=started,
            ),
        )
        session.finished_at = event.at
    QuizSession.objects.bulk_create(sessions.values())
    places: Counter[int] = Counter()
    items = []
    for event in events:
        session = sessions[event.learner.pk, event.day]
        places[session.pk] += 1
        card = cards[event.learner.pk, event.question.fact_id]
        items.append(_item(event, session, places[session.pk], card, new_token(rng)))
    return SessionItem.objects.bulk_create(items)


def _item(
    event: _Event, session: QuizSession, position: int, card: Card, token: str
) -> SessionItem:
    options = event.question.options.all()
    return SessionItem(
        token=token,
        session=session,
        position=position,
        learner=event.learner,
        fact_id=event.question.fact_id,
        card=card,
        question=event.question,
        option=next(one for one in options if one.is_key == event.is_right),
        outcome=Outcome.CORRECT if event.is_right else Outcome.WRONG,
        rating=int(Rating.GOOD if event.is_right else Rating.AGAIN),
        is_first=event.is_first,
        points=event.points,
        study_day=event.day,
        answered_at=event.at,
        duration_ms=_SECONDS * 1000,
    )


def _store_logs(events: Sequence[_Event], cards: _Cards, items: Sequence[SessionItem]) -> None:
    ReviewLog.objects.bulk_create(
        ReviewLog(
            card=cards[event.learner.pk, event.question.fact_id],
            learner=event.learner,
            item=item,
            question=event.question,
            response=item.option.text if item.option else "",
            rating=item.rating,
            study_day=event.day,
            at=event.at,
            duration_ms=item.duration_ms,
            memory_version=MEMORY_VERSION,
            predicted=event.predicted,
            stability=event.memory.stability,
            survived_interval=event.survived,
            points=event.points,
        )
        for event, item in zip(events, items, strict=True)
    )


def _store_tallies(events: Iterable[_Event]) -> None:
    counted: dict[tuple[int, date, int], Counter[str]] = defaultdict(Counter)
    for event in events:
        key = (event.learner.pk, event.day, event.question.fact.topic_id)
        counted[key].update(
            responses=1,
            right=event.is_right,
            rated=1,
            rated_right=event.is_right,
            new_cards=event.is_first,
            points=event.points,
            duration_ms=_SECONDS * 1000,
        )
    Tally.objects.bulk_create(
        Tally(scope=Tally.Scope.LEARNER, scope_id=learner_id, day=day, topic_id=topic_id, **counts)
        for (learner_id, day, topic_id), counts in counted.items()
    )


def store_credits(learners: Collection[int]) -> None:
    """Count what the log says that they earned for their classrooms."""
    earned: Counter[tuple[int, date, int]] = Counter()
    for credit, topic_id, points in credited_points(learners):
        earned[credit.membership_id, credit.day, topic_id] += points
    Tally.objects.bulk_create(
        Tally(
            scope=Tally.Scope.MEMBERSHIP,
            scope_id=membership_id,
            day=day,
            topic_id=topic_id,
            points=points,
        )
        for (membership_id, day, topic_id), points in earned.items()
    )
