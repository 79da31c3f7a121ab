"""What the decks that a learner studies ask, in which order and by when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from questions.models import Assignment, Deck, DeckEntry, Question, User

Key = tuple[int, str]  # a fact and its cue


@dataclass
class Studied:
    """The questions of the decks, with the days of the assignments in the learner's calendar."""

    own: set[int] = field(default_factory=set)  # questions that stand in the decks
    places: dict[Key, int] = field(default_factory=dict)
    exams: dict[int, date] = field(default_factory=dict)  # by fact, the nearest to come
    due: dict[Key, date] = field(default_factory=dict)  # the nearest to come
    # The learner's own exam, where it has not passed, and its topics: none for all.
    own_day: date | None = None
    own_topics: frozenset[int] = frozenset()

    def target(self, fact_id: int, topic_id: int) -> date | None:
        """The nearest day on which the fact is to be known."""
        is_own = not self.own_topics or topic_id in self.own_topics
        return _nearest(self.exams.get(fact_id), self.own_day if is_own else None)


def studied(learner: User, *, now: datetime) -> Studied:
    """What all the decks ask that the learner was assigned or took up, and the learner's exam."""
    found = Studied()
    if learner.target_day is not None and learner.target_day >= learner.study_day(now):
        found.own_day = learner.target_day
        found.own_topics = frozenset(learner.target_topics.values_list("pk", flat=True))
    days = _days(learner, now)
    entries = _entries(Deck.objects.studied_by(learner).values_list("pk", flat=True))
    for place, (deck_id, question_id, fact_id, cue) in enumerate(entries, start=1):
        found.own.add(question_id)
        found.places.setdefault((fact_id, cue), place)
        exam, due = days.get(deck_id, (None, None))
        if exam is not None:
            found.exams[fact_id] = min(exam, found.exams.get(fact_id, exam))
        if due is not None:
            found.due[fact_id, cue] = min(due, found.due.get((fact_id, cue), due))
    return found


def of_deck(deck: Deck) -> Studied:
    """What one deck asks, in its order."""
    found = Studied()
    for place, (_, question_id, fact_id, cue) in enumerate(_entries([deck.pk]), start=1):
        found.own.add(question_id)
        found.places.setdefault((fact_id, cue), place)
    return found


def _entries(decks: Iterable[int]) -> list[tuple[int, int, int, str]]:
    rows = DeckEntry.objects.filter(
        deck__in=decks, question__status=Question.Status.APPROVED
    ).values_list("deck_id", "question_id", "question__fact_id", "question__cue")
    return list(rows.order_by("deck_id", "position", "pk"))


def _days(learner: User, now: datetime) -> dict[int, tuple[date | None, date | None]]:
    """By deck the nearest exam and the nearest due day that have not passed."""
    days: dict[int, tuple[date | None, date | None]] = {}
    rows = Assignment.objects.open_for(learner).values_list(
        "deck_id", "exam_day", "due_day", "classroom__time_zone"
    )
    today = learner.study_day(now)
    for deck_id, exam_day, due_day, zone in rows:
        there = now.astimezone(ZoneInfo(zone)).date()
        exam, due = days.get(deck_id, (None, None))
        days[deck_id] = (
            _nearest(exam, _here(exam_day, there, today)),
            _nearest(due, _here(due_day, there, today)),
        )
    return days


def _here(day: date | None, there: date, today: date) -> date | None:
    """A classroom's day as far ahead of the learner's today as it is there; None once passed."""
    if day is None or day < there:
        return None
    return today + timedelta(days=(day - there).days)


def _nearest(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
