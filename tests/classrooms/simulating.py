"""A simulated class: abilities, items of known discrimination, and what comes of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from questions.models import Question, QuizSession, SessionItem, User

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """An item of the two-parameter logistic model (Birnbaum 1968)."""

    discrimination: float
    difficulty: float = 0.0

    def chance(self, ability: float) -> float:
        """The chance that a learner of this ability is right."""
        return 1 / (1 + exp(-self.discrimination * (ability - self.difficulty)))


def responses(items: list[Item], abilities: list[float], rng: Random) -> list[list[bool]]:
    """For each learner whether each item went right."""
    return [[rng.random() < item.chance(ability) for item in items] for ability in abilities]


def store_responses(
    learners: list[User],
    questions: list[Question],
    right: list[list[bool]],
    *,
    now: datetime,
    picks: dict[int, list[int]] | None = None,
) -> None:
    """Items of one session for each learner, answered so; `picks` are options by question."""
    made = QuizSession.objects.count()
    sessions = QuizSession.objects.bulk_create(
        QuizSession(token=f"s{made + n:031d}", learner=learner, mode="practice", started_at=now)
        for n, learner in enumerate(learners)
    )
    rows = []
    for learner, session, results in zip(learners, sessions, right, strict=True):
        for place, (question, is_right) in enumerate(zip(questions, results, strict=True)):
            options = (picks or {}).get(question.pk)
            rows.append(
                SessionItem(
                    token=f"{session.pk:016d}{place:016d}",
                    session=session,
                    position=place,
                    learner=learner,
                    fact_id=question.fact_id,
                    question=question,
                    option_id=options[0 if is_right else 1 + place % (len(options) - 1)]
                    if options
                    else None,
                    outcome="correct" if is_right else "wrong",
                    study_day=learner.study_day(now),
                    answered_at=now,
                )
            )
    SessionItem.objects.bulk_create(rows, batch_size=2_000)
