"""Statistics from the rows: which responses count, what is stored, and at what cost."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.statistics import store_statistics
from questions.models import Option, Question, QuestionStatistic, ReviewLog, Ruling, SessionItem
from questions.quiz.response import Response
from tests.classrooms.simulating import Item, responses, store_responses
from tests.factories import QuestionFactory, UserFactory
from tests.playing import plan, play_once, question_of, respond

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def of(question: Question) -> QuestionStatistic:
    return QuestionStatistic.objects.get(question=question)


class TestWhichResponses:
    def test_the_first_of_a_study_day_counts_and_a_drill_does_not(self, alice, now):
        question = question_of("cloze")
        session = plan(alice, question, now=now)
        respond(session, now=now, right=False)
        respond(session, now=now, right=True)  # the drill
        play_once(alice, question, now=now + timedelta(hours=1), right=True)
        assert SessionItem.objects.filter(answered_at__isnull=False).count() == 3
        play_once(alice, question, now=now + 2 * DAY, right=True)
        store_statistics(now=now + 3 * DAY)
        found = of(question)
        assert (found.asked, found.learners, found.facility) == (2, 1, 0.5)

    def test_another_question_of_the_fact_on_the_same_day_is_no_first_response(self, alice, now):
        first = question_of("cloze")
        second = question_of("choice", fact=first.fact)
        play_once(alice, first, now=now, right=False)
        play_once(alice, second, now=now + timedelta(hours=1))
        assert store_statistics(now=now + DAY) == 1
        assert not QuestionStatistic.objects.filter(question=second).exists()

    def test_what_was_answered_later_waits_for_the_next_time(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        assert store_statistics(now=now - DAY) == 0

    def test_what_nobody_has_decided_on_is_neither_right_nor_wrong(self, alice, charlie, now):
        question = question_of("typed")
        for learner in (alice, charlie):
            play_once(learner, question, now=now)
        SessionItem.objects.filter(learner=alice).update(outcome="review", typed="7. Jun 2002 AD")
        store_statistics(now=now + DAY)
        assert (of(question).asked, of(question).learners, of(question).facility) == (2, 2, 1.0)

    @pytest.mark.parametrize(("is_right", "facility"), [(True, 1.0), (False, 0.5)])
    def test_what_a_teacher_decided_counts(self, alice, charlie, now, is_right, facility):
        question = question_of("typed")
        for learner in (alice, charlie):
            play_once(learner, question, now=now)
        SessionItem.objects.filter(learner=alice).update(outcome="review", typed="The  SEVENTH")
        Ruling.objects.create(
            fact=question.fact, cue="value", text="the seventh", is_right=is_right, ruled_at=now
        )
        store_statistics(now=now + DAY)
        assert of(question).facility == facility

    def test_flashcards_have_a_facility_and_no_say_in_who_is_strong(self, alice, now):
        cards = [question_of("flashcard") for _ in range(12)]
        question = question_of("choice")
        for one in (*cards, question):
            play_once(alice, one, now=now)
        store_statistics(now=now + DAY)
        assert of(cards[0]).facility == of(question).facility == 1
        assert of(cards[0]).discrimination is None


class TestMemory:
    def test_what_the_model_expected_stands_beside_what_happened(self, alice, charlie, now):
        question = question_of("choice")
        for learner, right in ((alice, True), (charlie, False)):
            play_once(learner, question, now=now)
            play_once(learner, question, now=now + 3 * DAY, right=right)
        predicted = ReviewLog.objects.exclude(predicted=None).values_list("predicted", flat=True)
        store_statistics(now=now + 9 * DAY)
        found = of(question)
        assert (found.expected_count, found.observed) == (2, 0.5)
        assert found.expected == pytest.approx(sum(predicted) / 2)

    def test_first_meetings_have_no_expectation(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        store_statistics(now=now + DAY)
        assert (of(question).expected, of(question).expected_count) == (None, 0)


class TestAClass:
    @pytest.fixture
    def played(self, now):
        """Sixty learners on twelve questions, the key of the first of which is wrong."""
        rng = Random(2)
        learners = [UserFactory(password="") for _ in range(60)]
        questions = QuestionFactory.create_batch(12)
        items = [Item(1.5, rng.gauss(0, 0.5)) for _ in questions]
        right = responses(items, [rng.gauss(0, 1) for _ in learners], rng)
        for row in right:
            row[0] = not row[0]
        picks: dict[int, list[int]] = {}
        for pk, option in Option.objects.order_by("position").values_list("question_id", "pk"):
            picks.setdefault(pk, []).append(option)
        store_responses(learners, questions, right, now=now, picks=picks)
        return questions, right

    def test_the_wrong_key_is_found_and_shares_add_up(self, played, now):
        questions, right = played
        assert store_statistics(now=now) == 12
        bad, good = of(questions[0]), of(questions[1])
        assert bad.suspicions[0] == "negative"
        assert bad.discrimination_high < 0 < good.discrimination_low
        assert good.suspicions == []
        assert good.facility == pytest.approx(sum(row[1] for row in right) / 60)
        assert [row["of"] for row in good.choices] == [[20, 20, 60]] * 3
        assert [sum(row[group] for row in good.choices) for group in ("weaker", "all")] == [20, 60]
        key = good.choices[0]
        assert key["stronger"] > key["weaker"]

    def test_learners_with_too_few_other_responses_are_not_compared(self, played, now):
        questions, _ = played
        kept = [question.pk for question in questions[:10]]
        SessionItem.objects.exclude(question__in=kept).delete()
        store_statistics(now=now)
        assert of(questions[1]).discrimination is None

    def test_it_is_computed_anew_in_place(self, played, now):
        questions, _ = played
        store_statistics(now=now)
        SessionItem.objects.filter(question=questions[3]).update(outcome="wrong")
        store_statistics(now=now + DAY)
        assert QuestionStatistic.objects.count() == 12
        assert (of(questions[3]).facility, of(questions[3]).as_of) == (0, now + DAY)

    def test_the_number_of_statements_does_not_grow_with_the_responses(self, played, now):
        def statements() -> int:
            with CaptureQueriesContext(connection) as queries:
                store_statistics(now=now)
            return len(queries)

        many = statements()
        SessionItem.objects.filter(pk__in=SessionItem.objects.values("pk")[200:]).delete()
        assert statements() == many < 12

    def test_nothing_tells_who_answered(self, played, now):
        store_statistics(now=now)
        names = {field.name for field in QuestionStatistic._meta.fields}
        assert not names & {"learner", "user", "learners_ids"}
        assert "learner-" not in str(list(QuestionStatistic.objects.values()))


def test_the_command_says_how_many(alice, now, capsys):
    play_once(alice, question_of("typed"), now=now, response=Response(gave_up=True))
    call_command("item_statistics")
    assert capsys.readouterr().out == "Statistics of 1 questions stored\n"
