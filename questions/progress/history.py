"""What a learner knew week by week, on which days they studied, and what an exam would give."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import comb

from django.db.models import Sum

from questions.models import ReviewLog, Tally, Topic, User
from questions.progress.topics import Known
from questions.scheduling.memory import recall, recall_after

CALENDAR_WEEKS, HISTORY_WEEKS = 18, 12
EXAM_QUESTIONS = 40
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_TAIL = 0.05  # on either side of what is very likely


@dataclass(frozen=True, slots=True)
class StudiedDay:
    """One day of the calendar."""

    day: date
    responses: int
    is_to_come: bool = False


def study_calendar(learner: User, *, today: date) -> list[list[StudiedDay]]:
    """The last weeks from Monday to Sunday with the responses of each day, in one query."""
    first = today - timedelta(days=today.weekday()) - (CALENDAR_WEEKS - 1) * _WEEK
    rows = Tally.objects.filter(scope=Tally.Scope.LEARNER, scope_id=learner.pk, day__gte=first)
    counts = dict(rows.values_list("day").annotate(all=Sum("responses")).order_by())
    return [
        [
            StudiedDay(day, counts.get(day, 0), is_to_come=day > today)
            for day in (first + week * _WEEK + n * _DAY for n in range(7))
        ]
        for week in range(CALENDAR_WEEKS)
    ]


@dataclass(frozen=True, slots=True)
class KnownAt:
    """How many facts a learner would have recalled on a day, as the memory model expects it."""

    day: date
    facts: float


def known_over_time(
    learner: User, *, today: date, topic: Topic | None = None
) -> dict[int, list[KnownAt]]:
    """By topic, the facts of the library known at the end of each of the last weeks; one query.

    Told from the log as it was rated at the time. A fact asked by two cues counts by their mean.
    Weeks before the first rating are left out; the last day is today.
    """
    cards = _rated(learner, topic)
    if not cards:
        return {}
    began = min(card.days[0] for card in cards)
    ends = [today - n * _WEEK for n in range(HISTORY_WEEKS - 1, -1, -1)]
    ends = [end for end in ends if end >= began] or [today]
    sums: dict[int, dict[date, dict[int, list[float]]]] = defaultdict(
        lambda: {end: defaultdict(list) for end in ends}
    )
    for card in cards:
        # Before its first rating a card says nothing; the fact may be known by its other cue.
        for end in (end for end in ends if end >= card.days[0]):
            sums[card.topic_id][end][card.fact_id].append(card.recall_on(end))
    return {
        topic_id: [
            KnownAt(end, sum(sum(chances) / len(chances) for chances in facts.values()))
            for end, facts in by_end.items()
        ]
        for topic_id, by_end in sums.items()
    }


@dataclass(slots=True)
class _Rated:
    """A card's ratings: their days, and the stability after each; None where it was reset."""

    topic_id: int
    fact_id: int
    days: list[date] = field(default_factory=list)
    stabilities: list[float | None] = field(default_factory=list)

    def recall_on(self, day: date) -> float:
        """The chance of recall; on the day of a rating no better than on the day after."""
        place = bisect_right(self.days, day) - 1
        stability = self.stabilities[place] if place >= 0 else None
        return recall_after(stability, max(1, (day - self.days[place]).days)) if stability else 0.0


def _rated(learner: User, topic: Topic | None) -> list[_Rated]:
    rows = ReviewLog.objects.filter(
        learner=learner,
        kind__in=(ReviewLog.Kind.RATED, ReviewLog.Kind.RESET),
        card__fact__owner=None,
        card__fact__withdrawn_at=None,
    )
    if topic is not None:
        rows = rows.filter(card__fact__topic=topic)
    cards: dict[int, _Rated] = {}
    told = rows.order_by("pk").values_list(
        "card_id", "study_day", "kind", "stability", "card__fact_id", "card__fact__topic_id"
    )
    for card_id, day, kind, stability, fact_id, topic_id in told:
        card = cards.setdefault(card_id, _Rated(topic_id, fact_id))
        card.days.append(day)
        card.stabilities.append(None if kind == ReviewLog.Kind.RESET else stability)
    return list(cards.values())


def added_up(topics: Iterable[Sequence[KnownAt]]) -> list[tuple[date, float]]:
    """The facts known on each day, over the topics."""
    sums: dict[date, float] = defaultdict(float)
    for topic in topics:
        for known in topic:
            sums[known.day] += known.facts
    return sorted(sums.items())


@dataclass(frozen=True, slots=True)
class ExamOutlook:
    """What an exam would give if nothing were studied until then."""

    day: date
    facts: int  # of the exam's topics
    share: float  # of them that would be recalled, 0 to 1
    questions: int
    right: int
    low: int  # with `high`: nine times out of ten between the two
    high: int

    @property
    def width(self) -> int:
        """From the one to the other."""
        return max(1, self.high - self.low)

    @property
    def place(self) -> float:
        """Where the middle of a picture's mark stands."""
        return max(0.0, self.questions * self.share - 0.2)


def exam_outlook(
    learner: User, known: Sequence[Known], totals: dict[int, int], *, today: date
) -> ExamOutlook | None:
    """The exam of the learner's settings, of questions drawn from its topics; None without one.

    None as well where its day has passed.

    `totals` are the library's facts by topic; what was never met counts as not known. Right
    answers then follow a binomial distribution, of which 5 % are cut off on either side.
    """
    if learner.target_day is None or learner.target_day < today:
        return None
    chosen = set(learner.target_topics.values_list("pk", flat=True)) or set(totals)
    facts = sum(total for pk, total in totals.items() if pk in chosen)
    if not facts:
        return None
    chances: dict[int, list[float]] = defaultdict(list)
    for card in known:
        if card.is_library and card.topic_id in chosen:
            day = max(learner.target_day, card.memory.last_day + _DAY)
            chances[card.fact_id].append(recall(card.memory, day))
    share = sum(sum(of_fact) / len(of_fact) for of_fact in chances.values()) / facts
    low, high = likely_right(EXAM_QUESTIONS, share)
    return ExamOutlook(
        learner.target_day, facts, share, EXAM_QUESTIONS, round(EXAM_QUESTIONS * share), low, high
    )


def likely_right(questions: int, share: float) -> tuple[int, int]:
    """The 5 % and 95 % quantiles of how many are right."""
    low, reached = None, 0.0
    for right in range(questions + 1):
        reached += comb(questions, right) * share**right * (1 - share) ** (questions - right)
        if low is None and reached > _TAIL:
            low = right
        if reached >= 1 - _TAIL:
            return low or 0, right
    return low or 0, questions
