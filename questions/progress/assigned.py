"""The decks that a learner studies: how far they are, and how long there is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from questions.language.alphabet import by_alphabet
from questions.models import SET_FORMS, Assignment, Card, Deck, DeckEntry, Question, User
from questions.scheduling.memory import Memory, recall, remembered

_Key = tuple[int, str]  # a fact and its cue


@dataclass(frozen=True)
class DeckProgress:
    """One deck with how much of it one learner has met."""

    deck: Deck
    met: int  # facts
    total: int
    questions: int  # orderings and matchings among them

    @property
    def is_met(self) -> bool:
        """Whether there is something to meet, and all of it was met."""
        return bool(self.total) and self.met == self.total


@dataclass(frozen=True)
class AssignedDeck:
    """An assignment as its learner sees it."""

    assignment: Assignment
    progress: DeckProgress
    due_in: int | None  # days, by the classroom's calendar; negative once passed
    exam_in: int | None
    expected: float | None  # chance of recall on the day of the exam, the mean over the deck

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked for: the exam is over, or all that is due was met."""
        if self.exam_in is not None:
            return self.exam_in < 0
        # Orderings and matchings move no card; a deck of nothing else is over with its day.
        return self.progress.is_met or (not self.progress.total and (self.due_in or 0) < 0)

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and something is left to meet."""
        return not self.is_done and not self.progress.is_met and (self.due_in or 0) < 0

    @property
    def is_quiet(self) -> bool:
        """Whether it can wait: nothing is left to meet, or its day has passed anyway."""
        return self.progress.is_met or self.nearest < 0

    @property
    def nearest(self) -> int:
        """Days to what comes next."""
        days = [day for day in (self.due_in, self.exam_in) if day is not None]
        return min((day for day in days if day >= 0), default=max(days, default=0))


@dataclass(frozen=True)
class DeckShelf:
    """All decks that a learner studies."""

    open: list[AssignedDeck]
    done: list[AssignedDeck]
    taken: list[DeckProgress]  # by a link, and not assigned


def deck_shelf(learner: User, *, now: datetime) -> DeckShelf:
    """The learner's decks, in two queries where there are none, else in four."""
    assignments = list(
        Assignment.objects.open_for(learner)
        .select_related("deck", "classroom")
        .order_by("assigned_at", "pk")
    )
    given = {assignment.deck_id for assignment in assignments}
    taken = sorted(
        (deck for deck in _taken(learner) if deck.pk not in given),
        key=lambda deck: by_alphabet(deck.name),
    )
    decks = {deck.pk: deck for deck in (*(a.deck for a in assignments), *taken)}
    if not decks:
        return DeckShelf([], [], [])
    entries, sizes = _entries(decks)
    memories = _memories(learner, decks)
    progress = {pk: _progress(deck, entries[pk], sizes[pk], memories) for pk, deck in decks.items()}
    rows = [
        _assigned(one, progress[one.deck_id], entries[one.deck_id], memories, learner, now)
        for one in assignments
    ]
    return DeckShelf(
        # What has passed waits behind what is to come.
        open=sorted(
            (r for r in rows if not r.is_done), key=lambda r: (r.nearest < 0, abs(r.nearest))
        ),
        done=sorted((r for r in rows if r.is_done), key=lambda r: -r.nearest),
        taken=[progress[deck.pk] for deck in taken],
    )


def _taken(learner: User) -> QuerySet[Deck]:
    taken = Deck.objects.filter(learners=learner, study_token__isnull=False, archived_at=None)
    return taken.order_by("pk")


def _entries(decks: Iterable[int]) -> tuple[dict[int, set[_Key]], dict[int, int]]:
    """By deck the cards that it asks, and how many questions it has."""
    rows = DeckEntry.objects.filter(
        deck__in=list(decks),
        question__status=Question.Status.APPROVED,
        question__fact__withdrawn_at=None,
    ).values_list("deck_id", "question__fact_id", "question__cue", "question__form")
    cards: dict[int, set[_Key]] = defaultdict(set)
    sizes: dict[int, int] = defaultdict(int)
    for deck_id, fact_id, cue, form in rows.order_by():
        sizes[deck_id] += 1
        if form not in SET_FORMS:
            cards[deck_id].add((fact_id, cue))
    return cards, sizes


def _memories(learner: User, decks: Iterable[int]) -> dict[_Key, Memory]:
    asked = Question.objects.filter(deck_entries__deck__in=list(decks))
    rows = Card.objects.filter(
        fact__in=asked.values("fact"), learner=learner, stability__isnull=False
    ).values_list("fact_id", "cue", "stability", "difficulty", "last_study_day", "due")
    found = {(row[0], row[1]): remembered(*row[2:]) for row in rows}
    return {key: memory for key, memory in found.items() if memory is not None}


def _progress(
    deck: Deck, cards: set[_Key], questions: int, memories: dict[_Key, Memory]
) -> DeckProgress:
    facts = {fact_id for fact_id, _ in cards}
    met = facts & {fact_id for fact_id, _ in memories}
    return DeckProgress(deck, met=len(met), total=len(facts), questions=questions)


def _assigned(
    assignment: Assignment,
    progress: DeckProgress,
    cards: set[_Key],
    memories: dict[_Key, Memory],
    learner: User,
    now: datetime,
) -> AssignedDeck:
    there = now.astimezone(ZoneInfo(assignment.classroom.time_zone)).date()
    exam_in = _days_to(assignment.exam_day, there)
    expected = None
    if exam_in is not None and exam_in >= 0 and progress.met:
        day = learner.study_day(now) + timedelta(days=exam_in)
        expected = sum(_recall(memories.get(card), day) for card in cards) / len(cards)
    return AssignedDeck(
        assignment,
        progress,
        due_in=_days_to(assignment.due_day, there),
        exam_in=exam_in,
        expected=expected,
    )


def _recall(memory: Memory | None, day: date) -> float:
    """The chance of recall on a day; on that of a rating no better than on the day after."""
    if memory is None:
        return 0.0
    return recall(memory, max(day, memory.last_day + timedelta(days=1)))


def _days_to(day: date | None, today: date) -> int | None:
    return (day - today).days if day is not None else None
