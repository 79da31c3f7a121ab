"""Work done per assignment: what was met, how first responses went, what will be known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from questions.classrooms.firsts import ByWork, Responses
from questions.classrooms.given import Given
from questions.classrooms.learners import Learner
from questions.classrooms.memories import Held, Memories, chance


@dataclass(frozen=True, slots=True)
class LearnerWork:
    """One learner's work on one assignment; shares are 0 to 1, None where nothing can be said."""

    learner: Learner
    given: Given
    met: int
    known: float | None = None  # predicted share known now; what was not met counts as not known
    known_on_exam: float | None = None  # None once the exam has been
    last_day: date | None = None  # the last day on which a response rated one of the facts
    rated: int = 0
    right: int = 0

    @property
    def total(self) -> int:
        """How many facts the deck asks."""
        return len(self.given.facts)

    @property
    def right_share(self) -> float | None:
        """Share right of the first responses of a day, since the assignment was given."""
        return self.right / self.rated if self.rated else None

    @property
    def is_finished(self) -> bool:
        """Whether every fact was met."""
        return 0 < self.total == self.met


@dataclass(frozen=True)
class Work:
    """An assignment with the work of each learner."""

    given: Given
    rows: Sequence[LearnerWork]

    @property
    def met_share(self) -> float | None:
        """The mean share of facts met, over the learners."""
        return mean(row.met / row.total for row in self.rows if row.total)

    @property
    def known(self) -> float | None:
        """The mean of what is predicted to be known now, over the learners."""
        return mean(row.known for row in self.rows)

    @property
    def known_on_exam(self) -> float | None:
        """The mean of what is predicted for the day of the exam, over the learners."""
        return mean(row.known_on_exam for row in self.rows)

    @property
    def started(self) -> int:
        """How many learners met any of the facts."""
        return sum(row.met > 0 for row in self.rows)

    @property
    def finished(self) -> int:
        """How many learners met them all."""
        return sum(row.is_finished for row in self.rows)


def mean(shares: Iterable[float | None]) -> float | None:
    """The mean of the numbers among them; None where there are none."""
    values = [share for share in shares if share is not None]
    return sum(values) / len(values) if values else None


def work_on(
    one: Given,
    learners: Iterable[Learner],
    memories: Mapping[int, Memories],
    *,
    today: date,
    responses: ByWork | None = None,
) -> Work:
    """The assignment with the work of each of the learners who are there."""
    counted = responses or {}
    rows = [
        learner_work(
            learner,
            one,
            memories[learner.user_id],
            today=today,
            responses=counted.get((learner.user_id, one.assignment.pk)),
        )
        for learner in learners
    ]
    return Work(one, rows)


def learner_work(
    learner: Learner,
    one: Given,
    memories: Memories,
    *,
    today: date,
    responses: Responses | None = None,
) -> LearnerWork:
    """What a learner who is there made of the assignment.

    A fact is met once any of the cues that the deck asks has a memory.
    """
    held = {asked: memories.held[asked] for asked in one.asked if asked in memories.held}
    least = min((since for _, since, _ in held.values()), default=None)
    return LearnerWork(
        learner=learner,
        given=one,
        met=len({fact_id for fact_id, _ in held}),
        known=_share_of(one, (now for _, _, now in held.values())),
        known_on_exam=_predicted(one, held.values(), today),
        last_day=None if least is None else today - timedelta(days=least),
        rated=responses.rated if responses else 0,
        right=responses.right if responses else 0,
    )


def work_before_leaving(learner: Learner, one: Given, responses: Responses | None) -> LearnerWork:
    """What a learner who left made of it until then; what they know now is no longer told."""
    found = responses or Responses()
    return LearnerWork(
        learner=learner,
        given=one,
        met=len(found.facts),
        last_day=found.last_day,
        rated=found.rated,
        right=found.right,
    )


def _share_of(one: Given, chances: Iterable[float]) -> float | None:
    """The mean over all that the deck asks, what was not met being 0; None of an empty deck."""
    return sum(chances) / len(one.asked) if one.asked else None


def _predicted(one: Given, held: Iterable[Held], today: date) -> float | None:
    """The mean chance of recall on the day of the exam, if nothing is studied until then."""
    exam_day = one.assignment.exam_day
    if exam_day is None or exam_day < today:
        return None
    ahead = (exam_day - today).days
    return _share_of(one, (chance(stability, since + ahead) for stability, since, _ in held))
