"""What a classroom was given: its assignments, and the cards that their decks ask."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from questions.classrooms.assigning import day_in
from questions.models import Assignment, Classroom, DeckEntry, Question

# A fact's id and a cue.
Asked = tuple[int, str]


@dataclass(frozen=True)
class Given:
    """An assignment with what its deck asks; orderings and matchings have no cards to count."""

    assignment: Assignment
    asked: frozenset[Asked]
    since: date  # the day it was given, in the classroom's time zone

    @property
    def facts(self) -> frozenset[int]:
        """The facts that the deck asks."""
        return frozenset(fact_id for fact_id, _ in self.asked)

    @property
    def last_day(self) -> date:
        """The later one of the day it is to be done by and the exam."""
        days = (self.assignment.due_day, self.assignment.exam_day)
        return max(day for day in days if day is not None)

    def is_open(self, today: date) -> bool:
        """Whether there is still time for it."""
        return self.last_day >= today


def given_to(classroom: Classroom) -> list[Given]:
    """What the classroom was given and not taken back, the latest first, in two queries."""
    assignments = list(
        Assignment.objects.filter(classroom=classroom, withdrawn_at=None).select_related("deck")
    )
    asked: dict[int, set[Asked]] = defaultdict(set)
    rows = (
        DeckEntry.objects.filter(
            deck__in={assignment.deck_id for assignment in assignments},
            question__status=Question.Status.APPROVED,
            question__fact__withdrawn_at=None,
        )
        .exclude(question__cue="")
        .order_by()
        .values_list("deck_id", "question__fact_id", "question__cue")
    )
    for deck_id, fact_id, cue in rows:
        asked[deck_id].add((fact_id, cue))
    return [
        Given(
            assignment,
            frozenset(asked[assignment.deck_id]),
            day_in(classroom, assignment.assigned_at),
        )
        for assignment in assignments
    ]
