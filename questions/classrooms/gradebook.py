"""The gradebook: what each learner did of each assignment, those who left included."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from questions.classrooms.assigning import day_in
from questions.classrooms.firsts import TOGETHER, ByWork, Responses, first_responses
from questions.classrooms.given import Asked, Given, given_to
from questions.classrooms.learners import Learner, learners_of
from questions.classrooms.memories import Memories, memories_of, topics_of_facts
from questions.classrooms.work import LearnerWork, learner_work, work_before_leaving
from questions.models import Classroom


@dataclass(frozen=True, slots=True)
class Total:
    """All assignments together; a fact that several of them ask counts once."""

    met: int
    total: int
    known: float | None  # predicted share known now, 0 to 1; None for those who left
    rated: int
    right: int
    last_day: date | None

    @property
    def right_share(self) -> float | None:
        """Share right of the first responses of a day, since the work was given."""
        return self.right / self.rated if self.rated else None


@dataclass(frozen=True)
class Row:
    """One learner."""

    learner: Learner
    total: Total
    work: Sequence[LearnerWork]  # in the order of the assignments


@dataclass(frozen=True)
class Gradebook:
    """A classroom's work as of a moment."""

    classroom: Classroom
    as_of: datetime
    today: date  # in the classroom's time zone
    given: Sequence[Given]
    rows: Sequence[Row]


def gradebook(classroom: Classroom, *, now: datetime) -> Gradebook:
    """The classroom's gradebook in nine queries at most, the assignment given first coming first.

    Of those who left, it tells what they had done by then, and nothing of what they know now.
    """
    today = day_in(classroom, now)
    given = given_to(classroom)[::-1]
    learners = learners_of(classroom, with_left=True)
    memories = memories_of(
        [learner.user_id for learner in learners if learner.left_day is None],
        topics=topics_of_facts(given),
        given=given,
        today=today,
    )
    responses = first_responses(given, learners)
    return Gradebook(
        classroom, now, today, given, list(_rows(learners, given, memories, responses, today))
    )


def _rows(
    learners: Iterable[Learner],
    given: Sequence[Given],
    memories: Mapping[int, Memories],
    responses: ByWork,
    today: date,
) -> Iterable[Row]:
    asked = {asked for one in given for asked in one.asked}
    for learner in learners:
        user_id = learner.user_id
        together = responses.get((user_id, TOGETHER))
        found = [responses.get((user_id, one.assignment.pk)) for one in given]
        if learner.left_day is not None:
            work = [work_before_leaving(learner, *pair) for pair in zip(given, found, strict=True)]
            yield Row(learner, _total_before_leaving(asked, together), work)
            continue
        mine = memories[user_id]
        work = [
            learner_work(learner, one, mine, today=today, responses=counted)
            for one, counted in zip(given, found, strict=True)
        ]
        yield Row(learner, _total(asked, mine, work, together), work)


def _total(
    asked: set[Asked],
    memories: Memories,
    work: Iterable[LearnerWork],
    together: Responses | None,
) -> Total:
    chances = [now for _, _, now in memories.held.values()]
    return Total(
        met=len({fact_id for fact_id, _ in memories.held}),
        total=len({fact_id for fact_id, _ in asked}),
        known=sum(chances) / len(asked) if asked else None,
        rated=together.rated if together else 0,
        right=together.right if together else 0,
        last_day=max((one.last_day for one in work if one.last_day), default=None),
    )


def _total_before_leaving(asked: set[Asked], together: Responses | None) -> Total:
    found = together or Responses()
    total = len({fact_id for fact_id, _ in asked})
    return Total(len(found.facts), total, None, found.rated, found.right, found.last_day)
