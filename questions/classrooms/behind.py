"""Who needs a word: the rule by which a teacher is told that a learner is behind, and on what.

Told is what a teacher can do something about, and never a rank:

- waiting: more than 30 facts are due;
- idle: for 7 days nothing was studied, though there is an open assignment in which facts are left;
  the days count from when they last studied, joined, or were given it, whichever came last;
- late: the day to be done by has passed, by 30 days at the most, and facts are left that were never
  met; not once the exam has been, when it is of no more use;
- few: of an open assignment they met fewer than half as many facts as the median of the class.
  Only among 5 learners or more, and neither for the idle nor for those who joined within 7 days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from questions.classrooms.learners import Learner
from questions.classrooms.memories import Memories
from questions.classrooms.work import LearnerWork, Work

MOST_WAITING = 30
IDLE_DAYS = 7
LATE_DAYS = 30
LEAST_COMPARED = 5


@dataclass(frozen=True)
class Behind:
    """One thing in which a learner is behind."""

    why: str  # waiting, idle, late or few
    count: int = 0  # facts that wait; days without study; facts not met; facts met
    work: LearnerWork | None = None
    day: date | None = None  # when they last studied; when it was to be done by
    median: float = 0.0  # facts that half of the class has met


def behind_of(
    learner: Learner,
    memories: Memories,
    work: Sequence[LearnerWork],
    medians: dict[int, float],
    *,
    today: date,
) -> list[Behind]:
    """In what the learner is behind; `work` is theirs on each assignment, `medians` by its id."""
    found: list[Behind] = []
    if len(memories.due) > MOST_WAITING:
        found.append(Behind("waiting", len(memories.due)))
    idle = list(_idle(learner, memories, work, today))
    found.extend(idle)
    found.extend(_late(work, today))
    is_new = (today - learner.joined_day).days < IDLE_DAYS
    if not idle and not is_new:  # who does not study has met few; that is said already
        found.extend(_few(work, medians, today))
    return found


def _idle(
    learner: Learner, memories: Memories, work: Iterable[LearnerWork], today: date
) -> Iterable[Behind]:
    for one in work:
        if one.is_finished or not one.total or not one.given.is_open(today):
            continue
        studied = memories.last_day(today)
        last = max(studied or learner.joined_day, learner.joined_day, one.given.since)
        if (today - last).days >= IDLE_DAYS:
            yield Behind("idle", (today - last).days, one, studied)
            return  # once is enough, however many assignments there are


def _late(work: Iterable[LearnerWork], today: date) -> Iterable[Behind]:
    for one in work:
        due_day, exam_day = one.given.assignment.due_day, one.given.assignment.exam_day
        if due_day is None or not 0 < (today - due_day).days <= LATE_DAYS:
            continue
        if (exam_day is None or exam_day >= today) and one.met < one.total:
            yield Behind("late", one.total - one.met, one, due_day)


def _few(work: Iterable[LearnerWork], medians: dict[int, float], today: date) -> Iterable[Behind]:
    for one in work:
        middle = medians.get(one.given.assignment.pk, 0.0)
        if one.given.is_open(today) and one.met < middle / 2:
            yield Behind("few", one.met, one, median=middle)


def medians_of(works: Iterable[Work]) -> dict[int, float]:
    """By assignment, the median of the facts met; left out where too few can be compared."""
    return {
        work.given.assignment.pk: float(median(row.met for row in work.rows))
        for work in works
        if len(work.rows) >= LEAST_COMPARED
    }
