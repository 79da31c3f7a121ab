"""Cards whose chance of recall can be told without a computer, and classes that have them."""

from datetime import datetime, timedelta

from questions.models import Card, Fact, Question, User
from tests.factories import QuestionFactory

_FOR_EVER = 1e15


def remember(
    learner: User,
    fact: Fact,
    *,
    now: datetime,
    days: int = 2,
    sure: bool = False,
    cue: str = "value",
    waits: bool = False,
) -> Card:
    """A card rated so many days ago that is recalled for sure, or else with a chance of 0.9.

    Stability is by definition the number of days after which nine of ten are recalled.
    """
    last_day = learner.study_day(now) - timedelta(days=days)
    return Card.objects.create(
        learner=learner,
        fact=fact,
        cue=cue,
        stability=_FOR_EVER if sure else float(max(1, days)),
        difficulty=5.0,
        last_study_day=last_day,
        due=learner.study_day(now) + timedelta(days=0 if waits else 30),
    )


def questions_of(facts: list[Fact], **more) -> list[Question]:
    """A question for each."""
    return [QuestionFactory(fact=fact, **more) for fact in facts]
