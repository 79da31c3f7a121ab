"""Progress per topic: what was seen, is due, is mature, and is known now."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from questions.models import Card, Fact, Tally, Topic, User
from questions.progress.statements import Statement, statements_of
from questions.progress.studied import of_studied_facts
from questions.scheduling.memory import MATURE_DAYS, Memory, recall, remembered

FORECAST_DAYS = 14
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Known:
    """One rated card with the chance of recall today."""

    fact_id: int
    topic_id: int
    memory: Memory
    recall: float
    is_library: bool = True


@dataclass(frozen=True)
class Week:
    """Right out of answered in one week from Monday."""

    start: date
    answered: int
    right: int

    @property
    def share(self) -> float:
        """Share of right responses, 0 to 1."""
        return self.right / self.answered if self.answered else 0.0


@dataclass
class TopicProgress:
    """One learner's progress in one topic, or in all of them where topic is None.

    What was met is counted out of the library, whose facts are everybody's; teachers' facts are
    counted with their decks. What falls due is all that is asked.
    """

    topic: Topic | None
    total: int = 0
    seen: int = 0
    due: int = 0
    mature: int = 0
    recall_now: float | None = None  # mean over what was seen, 0 to 1
    weeks: list[Week] = field(default_factory=list)

    @property
    def seen_percent(self) -> float:
        """How much of the topic was met, 0 to 100."""
        return round(100 * self.seen / self.total, 1) if self.total else 0.0

    @property
    def known_percent(self) -> float:
        """How much of the topic is known now, 0 to 100: what was met, by its chance of recall."""
        return round(self.seen_percent * (self.recall_now or 0.0), 1)

    @property
    def answered(self) -> int:
        """Responses in the weeks shown."""
        return sum(week.answered for week in self.weeks)

    @property
    def right_share(self) -> float | None:
        """Share of right responses in the weeks shown; None where there are none."""
        right = sum(week.right for week in self.weeks)
        return right / self.answered if self.answered else None


def known_cards(learner: User, today: date) -> list[Known]:
    """The learner's rated cards of facts that they study, with their recall now, in one query.

    On the day of a response everything is fresh, right or missed; so no card counts for more than
    its chance of recall on the day after its last rating.
    """
    rows = Card.objects.filter(
        of_studied_facts(learner), learner=learner, stability__isnull=False, fact__withdrawn_at=None
    ).values_list(
        "fact_id",
        "fact__topic_id",
        "fact__owner_id",
        "stability",
        "difficulty",
        "last_study_day",
        "due",
    )
    known = []
    for fact_id, topic_id, owner_id, stability, difficulty, last_day, due in rows:
        memory = remembered(stability, difficulty, last_day, due)
        if memory is not None:
            day = max(today, last_day + timedelta(days=1)) if last_day else today
            chance = recall(memory, day)
            known.append(Known(fact_id, topic_id, memory, chance, is_library=owner_id is None))
    return known


def topic_progress(
    learner: User, known: Sequence[Known], *, today: date
) -> tuple[TopicProgress, list[TopicProgress]]:
    """Progress over all topics and in each of them, in three queries."""
    totals = dict(
        Fact.objects.library()
        .published()
        .values_list("topic_id")
        .annotate(total=Count("pk"))
        .order_by()
    )
    weeks = _weeks(learner, today)
    topics = [
        _progress(
            topic,
            [k for k in known if k.topic_id == topic.pk],
            totals.get(topic.pk, 0),
            weeks.get(topic.pk, {}),
            today,
        )
        for topic in Topic.objects.all()
    ]
    merged: dict[date, Counter[str]] = defaultdict(Counter)
    for by_start in weeks.values():
        for start, counts in by_start.items():
            merged[start].update(counts)
    overall = _progress(None, known, sum(totals.values()), merged, today)
    return overall, topics


def _weeks(learner: User, today: date) -> dict[int, dict[date, Counter[str]]]:
    first = _monday(today) - timedelta(weeks=WEEKS - 1)
    rows = Tally.objects.filter(
        scope=Tally.Scope.LEARNER, scope_id=learner.pk, day__gte=first
    ).values_list("topic_id", "day", "rated", "rated_right")
    weeks: dict[int, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for topic_id, day, responses, right in rows:
        weeks[topic_id][_monday(day)].update(answered=responses, right=right)
    return weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _progress(
    topic: Topic | None,
    known: Sequence[Known],
    total: int,
    weeks: dict[date, Counter[str]],
    today: date,
) -> TopicProgress:
    library = [card for card in known if card.is_library]
    facts: dict[int, list[Known]] = defaultdict(list)
    for card in library:
        facts[card.fact_id].append(card)
    return TopicProgress(
        topic=topic,
        total=total,
        seen=len(facts),
        due=len({card.fact_id for card in known if card.memory.due <= today}),
        mature=sum(
            all(c.memory.stability >= MATURE_DAYS for c in cards) for cards in facts.values()
        ),
        recall_now=sum(c.recall for c in library) / len(library) if library else None,
        weeks=[
            Week(start, counts["answered"], counts["right"])
            for start, counts in sorted(weeks.items())
            # A week of practice without ratings has no share.
            if counts["answered"]
        ],
    )


def forecast(known: Sequence[Known], *, today: date) -> list[tuple[date, int]]:
    """How many facts fall due on each of the next 14 days; what is overdue counts today."""
    first: dict[int, date] = {}
    for card in known:
        day = max(today, card.memory.due)
        first[card.fact_id] = min(day, first.get(card.fact_id, day))
    due = Counter(first.values())
    return [(day, due[day]) for day in (today + timedelta(days=n) for n in range(FORECAST_DAYS))]


@dataclass(frozen=True)
class WeakFact:
    """A fact with the lowest chance of recall among its cards."""

    statement: Statement
    recall: float


def weakest_facts(known: Sequence[Known], *, size: int = 10) -> list[WeakFact]:
    """The facts least likely to be recalled now, in one query."""
    lowest: dict[int, float] = {}
    # On the day of the response recall is 1 for all; what will be forgotten first is weaker.
    for card in sorted(known, key=lambda c: (c.recall, c.memory.stability, c.fact_id)):
        lowest.setdefault(card.fact_id, card.recall)
    chosen = dict(list(lowest.items())[:size])
    texts = statements_of(chosen)
    return [WeakFact(texts[pk], recall=value) for pk, value in chosen.items() if pk in texts]
