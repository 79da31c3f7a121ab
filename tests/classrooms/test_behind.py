"""Who is behind and on what, by the rule that the page tells."""

from datetime import timedelta

import pytest

from questions.classrooms.knowledge import class_knowledge
from questions.models import Classroom, Membership
from tests.classrooms.knowing import questions_of, remember
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(classroom: Classroom, now) -> dict[str, list[tuple[str, int]]]:
    """By name, why and the figure."""
    known = class_knowledge(classroom, now=now)
    return {one.learner.name: [(b.why, b.count) for b in one.behind] for one in known.behind}


@pytest.fixture
def ann():
    return UserFactory(username="ann")


@pytest.fixture
def classroom(ann, now):
    classroom = ClassroomFactory(learners=[ann])
    Membership.objects.update(joined_at=now - 20 * DAY)
    return classroom


@pytest.fixture
def facts():
    return FactFactory.create_batch(4)


def give(classroom, facts, now, **days):
    deck = DeckFactory(name="Deck", questions=questions_of(facts))
    days = {"exam_day": now.date() + 9 * DAY, "assigned_at": now - 20 * DAY, **days}
    return AssignmentFactory(classroom=classroom, deck=deck, **days)


@pytest.mark.parametrize(("waiting", "said"), [(30, {}), (31, {"ann": [("waiting", 31)]})])
def test_more_than_thirty_facts_wait(classroom, ann, now, waiting, said):
    for fact in FactFactory.create_batch(waiting):
        remember(ann, fact, now=now, waits=True)
    assert told(classroom, now) == said


class TestIdle:
    @pytest.mark.parametrize(("days", "said"), [(6, {}), (7, {"ann": [("idle", 7)]})])
    def test_seven_days_without_study_while_work_is_open(
        self, classroom, ann, facts, now, days, said
    ):
        give(classroom, facts, now)
        remember(ann, facts[0], now=now, days=days)
        assert told(classroom, now) == said

    def test_not_without_open_work(self, classroom, ann, facts, now):
        remember(ann, facts[0], now=now, days=30)
        assert told(classroom, now) == {}
        give(classroom, facts, now, exam_day=now.date() - DAY)
        assert told(classroom, now) == {}

    def test_not_when_all_of_it_was_met(self, classroom, ann, facts, now):
        give(classroom, facts[:1], now)
        remember(ann, facts[0], now=now, days=30)
        assert told(classroom, now) == {}

    def test_the_days_count_from_joining_and_from_the_assignment(self, classroom, facts, now):
        given = give(classroom, facts, now)
        assert told(classroom, now) == {"ann": [("idle", 20)]}
        Membership.objects.update(joined_at=now - 8 * DAY)
        assert told(classroom, now) == {"ann": [("idle", 8)]}
        given.assigned_at = now - 2 * DAY
        given.save()
        assert told(classroom, now) == {}

    def test_it_is_said_once_for_several_assignments(self, classroom, facts, now):
        give(classroom, facts[:2], now)
        give(classroom, facts[2:], now)
        assert told(classroom, now) == {"ann": [("idle", 20)]}


class TestLate:
    @pytest.mark.parametrize(
        ("ago", "said"),
        [(0, {}), (1, {"ann": [("late", 3)]}), (30, {"ann": [("late", 3)]}), (31, {})],
    )
    def test_facts_left_after_the_day_to_be_done_by(self, classroom, ann, facts, now, ago, said):
        give(classroom, facts, now, due_day=now.date() - ago * DAY, exam_day=None)
        remember(ann, facts[0], now=now, days=2)
        assert told(classroom, now) == said

    def test_an_exam_ahead_does_not_change_it_but_one_that_has_been_does(
        self, classroom, ann, facts, now
    ):
        remember(ann, facts[0], now=now, days=2)
        given = give(classroom, facts, now, due_day=now.date() - DAY)
        assert told(classroom, now) == {"ann": [("late", 3)]}
        given.exam_day = now.date() - DAY
        given.save()
        assert told(classroom, now) == {}


class TestFew:
    """Four who met four facts each, and one who met one: the median is four."""

    @pytest.fixture
    def others(self, classroom, facts, ann, now):
        give(classroom, facts, now)
        remember(ann, facts[0], now=now)
        others = UserFactory.create_batch(4)
        for other in others:
            Membership.objects.create(
                classroom=classroom, user=other, joined_at=now - 20 * DAY, role="learner"
            )
            for fact in facts:
                remember(other, fact, now=now)
        return others

    def test_fewer_than_half_of_the_median(self, classroom, others, now):
        assert told(classroom, now) == {"ann": [("few", 1)]}
        [behind] = class_knowledge(classroom, now=now).behind[0].behind
        assert (behind.median, behind.work.total) == (4, 4)

    def test_half_of_it_is_enough(self, classroom, ann, facts, others, now):
        remember(ann, facts[1], now=now)
        assert told(classroom, now) == {}

    def test_four_learners_are_too_few_to_compare(self, classroom, others, now):
        Membership.objects.filter(user=others[0]).update(left_at=now)
        assert told(classroom, now) == {}

    def test_newcomers_are_not_compared(self, classroom, ann, others, now):
        Membership.objects.filter(user=ann).update(joined_at=now - 6 * DAY)
        assert told(classroom, now) == {}

    def test_what_is_over_is_not_compared(self, classroom, others, now):
        classroom.assignments.update(exam_day=now.date() - DAY)
        assert told(classroom, now) == {}
