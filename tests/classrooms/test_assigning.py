from datetime import UTC, date, datetime, timedelta

import pytest

from questions.classrooms.assigning import (
    assign_deck,
    change_assignment,
    day_in,
    withdraw_assignment,
)
from questions.classrooms.errors import ClassroomError
from questions.models import Assignment, Deck
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    QuestionFactory,
    TeacherFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
EXAM = date(2026, 5, 20)


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def classroom(teacher, alice):
    return ClassroomFactory(teacher=teacher, learners=[alice])


@pytest.fixture
def give(classroom, teacher, now):
    def assign(deck, *, due=None, exam=EXAM, note=""):
        return assign_deck(
            classroom=classroom,
            deck=deck,
            due_day=due,
            exam_day=exam,
            note=note,
            actor=teacher,
            now=now,
            token=f"{Assignment.objects.count():032x}",
        )

    return assign


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher, questions=[QuestionFactory()])


def refused(work, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(ClassroomError) as error:
        work(*args, **kwargs)
    return error.value.field, error.value.code


def test_a_deck_is_given_with_its_days(give, deck, classroom, alice):
    assignment = give(deck, due=TODAY, note=" Read it. ")
    assert (assignment.due_day, assignment.exam_day, assignment.note) == (TODAY, EXAM, "Read it.")
    assert list(Assignment.objects.open_for(alice)) == [assignment]
    assert list(Deck.objects.studied_by(alice)) == [deck]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"due": None, "exam": None}, ("due_day", "no-day")),
        ({"due": date(2026, 3, 3), "exam": None}, ("due_day", "past")),
        ({"due": TODAY, "exam": date(2025, 1, 1)}, ("exam_day", "past")),
        ({"due": None, "exam": date(2036, 1, 1)}, ("exam_day", "far")),
    ],
)
def test_days_are_from_today_on(give, deck, days, told):
    assert refused(give, deck, **days) == told


def test_today_is_the_classrooms_own(classroom):
    evening = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    assert day_in(classroom, evening) == TODAY + timedelta(days=1)
    classroom.time_zone = "America/New_York"
    assert day_in(classroom, evening) == TODAY


def test_a_deck_that_the_teacher_cannot_see_is_refused(give, now):
    for deck in (
        DeckFactory(),
        DeckFactory(is_shared_with_all=True, archived_at=datetime.now(UTC)),
    ):
        assert refused(give, deck) == ("deck", "not-yours")


def test_shared_and_library_decks_are_given(give):
    for deck in (
        DeckFactory(is_shared_with_all=True, questions=[QuestionFactory()]),
        DeckFactory(owner=None, questions=[QuestionFactory()]),
    ):
        assert give(deck).deck == deck


def test_a_deck_without_an_approved_question_is_refused(give, teacher):
    drafts = DeckFactory(owner=teacher, questions=[QuestionFactory(status="draft")])
    for deck in (drafts, DeckFactory(owner=teacher)):
        assert refused(give, deck) == ("deck", "nothing-approved")


def test_a_deck_is_given_once_until_it_is_taken_back(give, deck, now, alice):
    first = give(deck)
    assert refused(give, deck) == ("deck", "already")
    withdraw_assignment(assignment=first, now=now)
    withdraw_assignment(assignment=first, now=now + timedelta(days=1))
    first.refresh_from_db()
    assert first.withdrawn_at == now
    assert not Assignment.objects.open_for(alice).exists()
    assert give(deck)


def test_a_classroom_put_away_is_given_nothing(give, deck, classroom, now):
    type(classroom).objects.update(archived_at=now)
    assert refused(give, deck) == ("deck", "put-away")


def test_days_are_changed_and_a_passed_one_may_stay(now):
    assignment = AssignmentFactory(due_day=date(2026, 3, 1), exam_day=EXAM)
    later = EXAM + timedelta(days=1)
    wish = {"assignment": assignment, "note": "", "now": now}
    change_assignment(due_day=date(2026, 3, 1), exam_day=later, **wish)
    assignment.refresh_from_db()
    assert assignment.exam_day == later
    assert refused(change_assignment, due_day=date(2026, 3, 2), exam_day=later, **wish) == (
        "due_day",
        "past",
    )
    assert refused(change_assignment, due_day=None, exam_day=None, **wish) == ("due_day", "no-day")
