"""What an edit of the library does to cards: each event is appended to their log.

Constant numbers of statements, however many cards there are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from questions.models import Card, ReviewLog, User
from questions.scheduling.memory import MEMORY_VERSION, soon_after

# A fact's id and a cue.
Asked = tuple[int, str]

_LOG = """
INSERT INTO questions_reviewlog
    (card_id, learner_id, kind, response, study_day, at, duration_ms, memory_version, stability,
     survived_interval, points)
SELECT c.id, c.learner_id, %s, '', %s, %s, 0, %s, {stability}, 0, 0
  FROM questions_card c
  JOIN questions_user u ON u.id = c.learner_id
 WHERE c.stability IS NOT NULL AND c.cue = %s AND c.fact_id IN ({facts})
   AND u.time_zone IN ({zones})
 ORDER BY c.id
"""


@transaction.atomic
def reset_cards(asked: Collection[Asked], *, now: datetime) -> Counter[Asked]:
    """Make the cards new, because their key is another one now; how many had a memory, by each.

    The longest survived interval stays, so that nothing is paid twice.
    """
    counts = _log(ReviewLog.Kind.RESET, asked, now)
    if counts:
        _remembered(asked).update(stability=None, difficulty=None, due=None, last_study_day=None)
    return counts


@transaction.atomic
def ask_again_soon(asked: Collection[Asked], *, now: datetime) -> Counter[Asked]:
    """Make the cards due on their learners' next day at the latest; how many there are, by each."""
    counts = _log(ReviewLog.Kind.RESCHEDULE, asked, now)
    if counts:
        for day, zones in _days(asked, now).items():
            soon = soon_after(day)
            cards = _remembered(asked).filter(due__gt=soon, learner__time_zone__in=zones)
            cards.update(due=soon)
    return counts


def _scope(asked: Collection[Asked]) -> dict[str, list[int]]:
    """The facts by cue, in an order of their own."""
    facts = defaultdict(set)
    for fact_id, cue in asked:
        facts[str(cue)].add(fact_id)
    return {cue: sorted(facts[cue]) for cue in sorted(facts)}


def _cards(asked: Collection[Asked]) -> QuerySet[Card]:
    condition = Q(pk__in=[])
    for cue, facts in _scope(asked).items():
        condition |= Q(cue=cue, fact_id__in=facts)
    return Card.objects.filter(condition)


def _remembered(asked: Collection[Asked]) -> QuerySet[Card]:
    return _cards(asked).filter(stability__isnull=False)


def _days(asked: Collection[Asked], now: datetime) -> dict[date, list[str]]:
    """The study days that it is for the cards' learners, with the time zones of each."""
    zones = _cards(asked).order_by().values_list("learner__time_zone", flat=True).distinct()
    days = defaultdict(list)
    for zone in zones:
        days[User(time_zone=zone).study_day(now)].append(zone)
    return {day: sorted(days[day]) for day in sorted(days)}


def _log(kind: ReviewLog.Kind, asked: Collection[Asked], now: datetime) -> Counter[Asked]:
    """Append an event to every card that has a memory; how many, by fact and cue."""
    if not asked:
        return Counter()
    # Locked first, so that a rating in between comes wholly before the event or wholly after it.
    rows = _cards(asked).order_by("pk").select_for_update(no_key=True)
    found = rows.values_list("fact_id", "cue", "stability")
    counts = Counter((fact, cue) for fact, cue, stability in found if stability is not None)
    if counts:
        for day, zones in _days(asked, now).items():
            for cue, facts in _scope(asked).items():
                _append(kind, cue, facts, zones, day, now)
    return counts


def _append(
    kind: ReviewLog.Kind,
    cue: str,
    facts: Collection[int],
    zones: Collection[str],
    day: date,
    now: datetime,
) -> None:
    sql = _LOG.format(
        stability="NULL" if kind == ReviewLog.Kind.RESET else "c.stability",
        facts=_places(facts),
        zones=_places(zones),
    )
    operations = connection.ops
    values = [
        str(kind),
        operations.adapt_datefield_value(day),
        operations.adapt_datetimefield_value(now),
        MEMORY_VERSION,
        cue,
        *facts,
        *zones,
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _places(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)
