"""What the responses say of each question, computed from all rows and stored.

All learners' responses count, whichever classroom they are in, and nothing that is stored tells who
gave them. What must be in memory at once are a few numbers for each learner and each question, and
the responses to one question.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Avg, Count, Q

from questions.classrooms.intervals import Interval
from questions.classrooms.item_analysis import MIN_OTHER_WORK, Expectation, Figures, Work, analyse
from questions.classrooms.responses import Given, Rulings, first_responses, rulings
from questions.models import Form, Option, QuestionStatistic, ReviewLog
from questions.scheduling.memory import Rating

_CAN_BE_GUESSED = (Form.CHOICE, Form.TRUE_FALSE)
_FIELDS = [
    field.name
    for field in QuestionStatistic._meta.fields
    if field.name not in ("id", "question", "put_aside")
]

# Of a question, or of a learner: a sum over the graded responses, and how many there are.
_Sums = dict[int, tuple[float, int]]


def store_statistics(*, now: datetime) -> int:
    """Compute the statistics of every question that was answered; returns of how many.

    Six queries whatever the number of responses; what they give is stored in batches.
    """
    decided = rulings()
    facilities = _facilities(decided, now)
    others = _others(decided, now, facilities)
    expected = _expectations(now)
    options = _options()
    rows = []
    in_turn = first_responses(decided, until=now, is_sorted=True)
    for question, given in groupby(in_turn, key=attrgetter("question")):
        figures = _figures(
            list(given),
            facilities.get(question, (0.0, 0)),
            others,
            options.get(question, []),
            expected.get(question),
        )
        rows.append(_row(question, figures, now))
    _store(rows)
    return len(rows)


def _facilities(decided: Rulings, now: datetime) -> _Sums:
    """How many responses of each question were right, of how many."""
    sums: _Sums = defaultdict(lambda: (0.0, 0))
    for one in first_responses(decided, until=now):
        if one.is_right is not None:
            right, count = sums[one.question]
            sums[one.question] = right + one.is_right, count + 1
    return sums


def _others(decided: Rulings, now: datetime, facilities: _Sums) -> _Sums:
    """By learner, how much better than others do on the same questions, in sum.

    Each response counts by what it is above the question's facility: a schedule asks each learner
    other questions, and whoever met the easy ones is not therefore the stronger one. Where all
    learners answer all questions this is the plain share right, less a constant.
    """
    sums: _Sums = defaultdict(lambda: (0.0, 0))
    for one in first_responses(decided, until=now):
        if one.is_graded:
            right, asked = facilities[one.question]
            better, count = sums[one.learner]
            sums[one.learner] = better + bool(one.is_right) - right / asked, count + 1
    return sums


def _expectations(now: datetime) -> dict[int, Expectation]:
    """What the model expected when a card that had a memory was rated, by question."""
    rated = ReviewLog.objects.filter(
        kind=ReviewLog.Kind.RATED, predicted__isnull=False, question__isnull=False, at__lte=now
    )
    rows = (
        rated.order_by()
        .values_list("question")
        .annotate(
            mean=Avg("predicted"),
            right=Count("pk", filter=Q(rating__gt=int(Rating.AGAIN))),
            count=Count("pk"),
        )
    )
    return {question: Expectation(mean, right, count) for question, mean, right, count in rows}


def _options() -> dict[int, list[tuple[int, bool]]]:
    options = defaultdict(list)
    rows = Option.objects.order_by("question_id", "position")
    for question, pk, is_key in rows.values_list("question_id", "pk", "is_key").iterator():
        options[question].append((pk, is_key))
    return options


def _figures(
    given: list[Given],
    facility: tuple[float, int],
    others: _Sums,
    options: list[tuple[int, bool]],
    expectation: Expectation | None,
) -> Figures:
    right, count = facility
    works = [
        _work(list(one_learners), right / count if count else 0.0, others.get(learner, (0.0, 0)))
        for learner, one_learners in groupby(given, key=attrgetter("learner"))
    ]
    return analyse(
        works,
        options=options,
        can_be_guessed=given[0].form in _CAN_BE_GUESSED,
        expectation=expectation,
        asked=len(given),
    )


def _work(given: list[Given], facility: float, all_work: tuple[float, int]) -> Work:
    """One learner's work on the question, and on all others."""
    graded = [one for one in given if one.is_right is not None]
    right = sum(bool(one.is_right) for one in graded)
    here = len(graded) if given[0].form != Form.FLASHCARD else 0
    better, count = all_work
    count -= here
    rest = better - (right - facility * here if here else 0)
    return Work(
        right=right,
        responses=len(graded),
        picked=given[0].picked,
        # What learners say of themselves does not tell them apart.
        other=rest / count if here and count >= MIN_OTHER_WORK else None,
        other_count=count,
    )


def _row(question: int, figures: Figures, now: datetime) -> QuestionStatistic:
    facility, found = figures.facility, figures.discrimination
    expectation = figures.expectation
    observed = expectation.observed if expectation else None
    return QuestionStatistic(
        question_id=question,
        as_of=now,
        asked=figures.asked,
        learners=figures.learners,
        **_interval("facility", facility),
        **_interval("discrimination", found),
        expected=expectation.expected if expectation else None,
        observed=observed.share if observed else None,
        expected_count=expectation.count if expectation else 0,
        choices=[
            {
                "option": one.option,
                "weaker": one.weaker,
                "stronger": one.stronger,
                "all": one.all,
                "of": [figures.thirds.weaker, figures.thirds.stronger, figures.thirds.all],
                "suspicion": one.suspicion,
            }
            for one in figures.choices
        ],
        suspicions=[str(code) for code in figures.suspicions],
    )


def _interval(name: str, interval: Interval | None) -> dict[str, float | None]:
    return {
        name: interval.share if interval else None,
        f"{name}_low": interval.low if interval else None,
        f"{name}_high": interval.high if interval else None,
    }


def _store(rows: Iterable[QuestionStatistic]) -> None:
    with transaction.atomic():
        QuestionStatistic.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["question"], update_fields=_FIELDS
        )
