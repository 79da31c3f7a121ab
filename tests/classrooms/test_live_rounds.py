"""Live rounds: opening one, its steps, what a response changes and when none is taken."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.status import withdraw_questions
from questions.classrooms.errors import ClassroomError
from questions.classrooms.joining import bring_back, put_away
from questions.classrooms.live_rounds import end_round, open_round, rounds_for, step
from questions.models import (
    LiveRound,
    Outcome,
    Question,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from questions.progress.tallies import rebuild_tallies
from questions.quiz.response import Response, ResponseError
from questions.scheduling.review import rebuild_cards
from tests.factories import (
    ClassroomFactory,
    DeckFactory,
    QuestionFactory,
    TeacherFactory,
    UserFactory,
    own_question,
)
from tests.playing import card_of, next_item, plan, play_once, question_of, respond, response_to
from tests.playing_live import (
    SECOND,
    come_in,
    go_on,
    item_of,
    opened,
    playing,
    respond_live,
    seat_of,
)
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FORMS = ("choice", "true-false", "choose-all", "cloze", "typed", "number")


def states(row: LiveRound, *, now, steps: int) -> list[tuple[str, int]]:
    seen = []
    for _ in range(steps):
        row = go_on(row, now=now)
        seen.append((row.phase, row.position))
    return seen


class TestOpening:
    def test_it_takes_the_first_questions_of_the_deck_that_can_be_asked_live(self, alice, now):
        asked = [question_of(form) for form in FORMS]
        other = [question_of("flashcard"), question_of("order"), QuestionFactory(status="draft")]
        mixed = [other[0], *asked[:3], other[1], *asked[3:], other[2]]
        row = opened(*mixed, learners=[alice], now=now, size=5)
        assert [entry.question for entry in row.questions.all()] == asked[:5]
        assert [entry.position for entry in row.questions.all()] == [1, 2, 3, 4, 5]
        assert (row.phase, row.position, row.version) == ("lobby", 0, 0)

    def test_a_deck_with_nothing_to_ask_is_refused_at_its_field(self, alice, now):
        with pytest.raises(ClassroomError) as refused:
            opened(question_of("flashcard"), learners=[alice], now=now)
        assert (refused.value.field, refused.value.code) == ("deck", "nothing")
        assert not LiveRound.objects.exists()

    def test_a_classroom_has_one_round_at_a_time(self, alice, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        with pytest.raises(ClassroomError, match="going on"):
            opened(question_of("choice"), learners=[], now=now, classroom=row.classroom)
        end_round(row, now=now)
        opened(question_of("choice"), learners=[], now=now, classroom=row.classroom)

    def test_one_that_nobody_ended_is_over_the_next_day(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        later = now + DAY
        assert rounds_for(alice, later) == []
        assert seat_of(row, alice, later).state == "over"
        with pytest.raises(ResponseError, match="finished"):
            respond_live(row, alice, now=later)
        opened(question_of("choice"), learners=[], now=later, classroom=row.classroom)
        assert go_on(row, now=later).phase == "done"

    def test_a_classroom_that_is_put_away_has_none(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        put_away(classroom=row.classroom, now=now)
        row.refresh_from_db()
        assert row.phase == "done"
        with pytest.raises(ClassroomError, match="put away"):
            opened(question_of("choice"), learners=[], now=now, classroom=row.classroom)
        bring_back(classroom=row.classroom)
        opened(question_of("choice"), learners=[], now=now, classroom=row.classroom)

    def test_those_who_learn_there_are_told(self, alice, charlie, now, django_assert_num_queries):
        row = opened(question_of("choice"), learners=[alice], now=now)
        other = opened(question_of("choice"), learners=[alice], now=now + SECOND)
        with django_assert_num_queries(1):
            assert rounds_for(alice, now) == [other, row]
        assert rounds_for(charlie, now) == []
        assert rounds_for(row.started_by, now) == []
        end_round(other, now=now)
        assert rounds_for(alice, now) == [row]
        row.classroom.memberships.filter(user=alice).update(left_at=now)
        assert rounds_for(alice, now) == []


class TestStepping:
    def test_it_goes_from_the_lobby_to_the_end(self, alice, now):
        row = opened(question_of("choice"), question_of("typed"), learners=[alice], now=now)
        expected = [(phase, place) for place in (1, 2) for phase in ("asking", "revealed")]
        assert states(row, now=now, steps=5) == [*expected, ("done", 2)]
        row.refresh_from_db()
        assert (row.version, row.finished_at) == (5, now)
        assert go_on(row, now=now).version == 5

    def test_it_keeps_when_each_question_was_asked_and_revealed(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        go_on(row, now=now + SECOND)
        asked = row.questions.get()
        assert (asked.asked_at, asked.revealed_at) == (now, now + SECOND)

    def test_a_stale_version_changes_nothing(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        for version in (row.version - 1, row.version + 1):
            assert step(row, version=version, now=now) == row
            assert step(row, version=version, now=now).version == row.version

    def test_what_was_withdrawn_meanwhile_is_not_asked(self, alice, now):
        questions = [question_of("choice") for _ in range(4)]
        row = opened(*questions, learners=[alice], now=now)
        come_in(row, alice, now=now)
        Question.objects.filter(pk=questions[1].pk).update(status="withdrawn")
        questions[3].fact.withdrawn_at = now
        questions[3].fact.save()
        seen = states(row, now=now, steps=5)
        assert seen == [
            ("asking", 1),
            ("revealed", 1),
            ("asking", 3),
            ("revealed", 3),
            ("done", 3),
        ]

    def test_a_question_that_is_withdrawn_while_it_is_asked_takes_no_response(self, alice, now):
        question = own_question(TeacherFactory())
        row = playing(question, question_of("choice"), learners=[alice], now=now)
        withdraw_questions([question], actor=question.owner, now=now)
        with pytest.raises(ResponseError, match="withdrawn"):
            respond_live(row, alice, now=now)
        assert seat_of(row, alice, now).state == "gather"
        row = go_on(row, now=now)
        # Its key was shown to nobody by a phone, so that it is not taken as seen.
        assert seat_of(row, alice, now).state == "gather"
        assert item_of(row, alice).revealed_at is None
        assert respond_live(go_on(row, now=now), alice, now=now).is_right

    def test_ending_it_keeps_what_was_answered_and_closes_the_rest(self, alice, charlie, now):
        row = playing(*[question_of("choice")] * 1, learners=[alice, charlie], now=now)
        respond_live(row, alice, now=now)
        end_round(row, now=now + SECOND)
        end_round(row, now=now + 2 * SECOND)
        row.refresh_from_db()
        assert (row.phase, row.finished_at) == ("done", now + SECOND)
        assert not row.players.filter(session__finished_at=None).exists()
        with pytest.raises(ResponseError, match="finished"):
            respond_live(row, charlie, now=now)
        # The key was not shown.
        assert item_of(row, charlie, position=1).revealed_at is None

    def test_a_step_takes_as_many_statements_for_many_players_as_for_few(self, now):
        counts = []
        for number in (5, 40):
            learners = UserFactory.create_batch(number)
            row = opened(
                question_of("choice"), question_of("choice"), learners=learners, now=now, teams=3
            )
            come_in(row, *learners, now=now)
            taken = []
            for _ in range(5):
                with CaptureQueriesContext(connection) as caught:
                    row = step(row, version=row.version, now=now)
                taken.append(len(caught))
            counts.append(taken)
        assert counts[0] == counts[1]
        assert max(counts[0]) <= 12

    @pytest.mark.django_db(transaction=True)
    def test_of_two_teachers_who_press_at_once_one_moves_it(self, alice, now):
        row = opened(question_of("choice"), question_of("choice"), learners=[alice], now=now)
        for version in range(5):
            pressed = [lambda v=version: step(row, version=v, now=now)] * 4
            assert {one.version for one in at_once(*pressed)} == {version + 1}
        row.refresh_from_db()
        assert (row.phase, row.version) == ("done", 5)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_teachers_who_open_one_at_once_one_does(self, alice, now):
        room = ClassroomFactory(teacher=TeacherFactory(), learners=[alice])
        deck = DeckFactory(questions=[question_of("choice")])

        def opening(number):
            def work():
                try:
                    return open_round(
                        classroom=room, deck=deck, size=3, teams=0, actor=deck.owner, now=now,
                        token=f"{number:032x}", rng=Random(number),
                    )  # fmt: skip
                except ClassroomError as error:
                    return error.code

            return work

        results = at_once(*[opening(number) for number in range(4)])
        assert sorted(str(type(one).__name__) for one in results) == ["LiveRound", *["str"] * 3]
        assert LiveRound.objects.count() == 1


def counters(learner: User) -> dict[str, int]:
    fields = ("responses", "right", "rated", "new_cards", "points", "duration_ms")
    return Tally.objects.values(*fields).get(scope="learner", scope_id=learner.pk)


class TestAnswering:
    @pytest.mark.parametrize("form", FORMS)
    def test_a_response_is_stored_and_rates_its_card(self, alice, now, form):
        question = question_of(form)
        row = playing(question, learners=[alice], now=now)
        verdict = respond_live(row, alice, now=now + 7 * SECOND)
        assert (verdict.is_right, verdict.is_rated, verdict.points) == (True, True, 0)
        assert verdict.upcoming is None
        assert card_of(alice, question).last_study_day == alice.study_day(now)
        log = ReviewLog.objects.get()
        assert (log.learner, log.question, log.duration_ms) == (alice, question, 7000)
        assert counters(alice) == {
            "responses": 1, "right": 1, "rated": 1, "new_cards": 1, "points": 0,
            "duration_ms": 7000,
        }  # fmt: skip
        assert rebuild_tallies(repair=False) == []
        assert rebuild_cards(repair=False) == []

    def test_points_are_paid_as_anywhere(self, alice, now):
        question, claim = question_of("choice"), question_of("true-false")
        for one in (question, claim):
            play_once(alice, one, now=now)
        later = now + 4 * DAY
        row = playing(question, claim, learners=[alice], now=later)
        assert respond_live(row, alice, now=later).points == 30
        row = go_on(row, now=later, steps=2)
        told = respond_live(row, alice, now=later)
        assert (told.is_right, told.is_rated, told.points) == (True, True, 0)
        assert sum(Tally.objects.filter(scope="learner").values_list("points", flat=True)) == 30
        paid = Tally.objects.get(scope="membership")
        assert paid.points == 30
        assert paid.scope_id == row.classroom.memberships.get(user=alice).pk
        assert rebuild_tallies(repair=False) == []

    def test_what_was_seen_today_rates_nothing(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now - DAY)
        play_once(alice, question, now=now)
        row = playing(question, learners=[alice], now=now)
        told = respond_live(row, alice, now=now)
        assert (told.is_right, told.is_rated, told.points) == (True, False, 0)
        assert ReviewLog.objects.count() == 2

    def test_nor_does_a_later_quiz_of_the_same_day(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now - 2 * DAY)
        row = playing(question, learners=[alice], now=now)
        assert respond_live(row, alice, now=now).points == 20
        assert not play_once(alice, question, now=now).is_rated

    def test_whoever_let_the_key_be_shown_has_seen_it_today(self, alice, charlie, now):
        """Else waiting for the reveal and answering in a quiz afterwards would pay."""
        question = question_of("choice")
        charlie.time_zone = "America/Los_Angeles"  # where it is still the day before
        charlie.save()
        for learner in (alice, charlie):
            play_once(learner, question, now=now - 4 * DAY)
        row = playing(question, learners=[alice, charlie], now=now)
        go_on(row, now=now)
        for learner in (alice, charlie):
            item = item_of(row, learner, position=1)
            row_of_item = SessionItem.objects.get(pk=item.pk)
            assert row_of_item.study_day == learner.study_day(now)
            told = play_once(learner, question, now=now)
            assert (told.is_right, told.is_rated, told.points) == (True, False, 0)
        assert alice.study_day(now) != charlie.study_day(now)
        # The day after tomorrow it is two days, which pays 20, and not six.
        assert play_once(alice, question, now=now + 2 * DAY).points == 20
        assert rebuild_tallies(repair=False) == []
        assert rebuild_cards(repair=False) == []

    def test_what_was_missed_brings_no_drill_and_what_follows_waits(self, alice, now):
        row = playing(question_of("choice"), question_of("typed"), learners=[alice], now=now)
        told = respond_live(row, alice, now=now, right=False)
        assert (told.outcome, told.is_rated, told.upcoming) == (Outcome.WRONG, True, None)
        assert SessionItem.objects.filter(learner=alice).count() == 2
        assert row.players.get().session.finished_at is None

    def test_the_last_response_does_not_end_the_session_but_the_round_does(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        respond_live(row, alice, now=now)
        session = row.players.get().session
        assert session.finished_at is None
        go_on(row, now=now, steps=2)
        session.refresh_from_db()
        assert session.finished_at == now

    def test_time_runs_from_coming_in_for_whoever_came_while_it_was_asked(
        self, alice, charlie, now
    ):
        row = playing(question_of("choice"), learners=[alice, charlie], now=now)
        row.players.get(membership__user=charlie).session.delete()
        come_in(row, charlie, now=now + 9 * SECOND)
        respond_live(row, charlie, now=now + 11 * SECOND)
        assert ReviewLog.objects.get().duration_ms == 2000

    def test_a_repeat_changes_nothing_and_is_told_the_same(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        first = respond_live(row, alice, now=now)
        again = respond_live(row, alice, now=now + SECOND)
        other = respond_live(row, alice, now=now + SECOND, right=False)
        assert (again.outcome, again.chosen, again.is_repeat) == ("correct", first.chosen, False)
        assert (other.outcome, other.chosen, other.is_repeat) == ("correct", first.chosen, True)
        late = respond_live(go_on(row, now=now), alice, now=now + SECOND)
        assert (late.outcome, late.is_repeat) == ("correct", False)
        assert ReviewLog.objects.count() == Tally.objects.get().responses == 1

    def test_after_the_reveal_none_is_taken(self, alice, now):
        row = playing(question_of("choice"), question_of("choice"), learners=[alice], now=now)
        seat = seat_of(row, alice, now)
        item = item_of(row, alice)
        for _ in range(2):
            row = go_on(row, now=now)
            with pytest.raises(ResponseError, match="revealed"):
                respond_live(row, alice, now=now, position=1)
            # Nor by whoever looked before the reveal and responds after it.
            with pytest.raises(ResponseError, match="revealed"):
                respond_live(row, alice, now=now, seat=seat, item=item)
        assert not ReviewLog.objects.exists()

    def test_nor_for_what_is_not_asked_yet(self, alice, now):
        row = playing(question_of("choice"), question_of("choice"), learners=[alice], now=now)
        with pytest.raises(ResponseError, match="not-asked"):
            respond_live(row, alice, now=now, position=2)
        assert not ReviewLog.objects.exists()

    def test_nor_in_the_lobby(self, alice, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        come_in(row, alice, now=now)
        with pytest.raises(ResponseError, match="not-asked"):
            respond_live(row, alice, now=now, position=1)

    @pytest.mark.parametrize(
        ("response", "code"),
        [
            (Response(), "no-choice"),
            (Response(choice="3"), "bad-choice"),
            (Response(choice="²"), "bad-choice"),
        ],
    )
    def test_what_cannot_be_taken_changes_nothing(self, alice, now, response, code):
        row = playing(question_of("choice"), learners=[alice], now=now)
        with pytest.raises(ResponseError, match=code):
            respond_live(row, alice, now=now, response=response)
        assert respond_live(row, alice, now=now).is_right

    @pytest.mark.django_db(transaction=True)
    def test_a_response_and_the_reveal_at_once_leave_it_answered_or_closed(self, alice, now):
        questions = [question_of("choice") for _ in range(6)]
        row = playing(*questions, learners=[alice], now=now)
        taken = 0
        for _ in questions:
            seat, item = seat_of(row, alice, now), item_of(row, alice)

            def responding(row=row, seat=seat, item=item):
                try:
                    return respond_live(row, alice, now=now, seat=seat, item=item).outcome
                except ResponseError as error:
                    return error.code

            outcome, moved = at_once(responding, lambda r=row: step(r, version=r.version, now=now))
            stored = SessionItem.objects.get(pk=item.pk)
            assert outcome in ("correct", "revealed")
            assert (stored.answered_at is not None) == (outcome == "correct")
            assert (stored.withdrawn_at is not None) == (outcome == "revealed")
            taken += outcome == "correct"
            row = go_on(moved, now=now)
        assert ReviewLog.objects.count() == taken
        assert rebuild_tallies(repair=False) == []

    @pytest.mark.django_db(transaction=True)
    def test_a_double_click_stores_one(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        seat, item = seat_of(row, alice, now), item_of(row, alice)
        told = at_once(*[lambda: respond_live(row, alice, now=now, seat=seat, item=item)] * 4)
        assert [one.outcome for one in told] == ["correct"] * 4
        assert ReviewLog.objects.count() == Tally.objects.get().responses == 1

    @pytest.mark.django_db(transaction=True)
    def test_the_same_fact_in_a_quiz_and_in_a_round_at_once_is_rated_once(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now - 2 * DAY)
        session = plan(alice, question, now=now)
        row = playing(question, learners=[alice], now=now)
        seat, live_item, item = seat_of(row, alice, now), item_of(row, alice), next_item(session)
        told = at_once(
            lambda: respond_live(row, alice, now=now, seat=seat, item=live_item),
            lambda: respond(session, now=now, item=item, response=response_to(item)),
        )
        assert sorted(one.points for one in told) == [0, 20]
        assert rebuild_tallies(repair=False) == []
        assert rebuild_cards(repair=False) == []

    def test_it_takes_at_most_ten_statements_beside_session_and_user(self, alice, now):
        """For a typed name that pays points: the most that a response can bring."""
        question = question_of("typed")
        play_once(alice, question, now=now - 4 * DAY)
        row = playing(question, learners=[alice], now=now)
        with CaptureQueriesContext(connection) as caught:
            seat = seat_of(row, alice, now)
            told = respond_live(row, alice, now=now, seat=seat, item=item_of(row, alice))
        assert told.points == 30
        by_hand = 4  # item_of() looks its token up, the door gets it from the form
        assert len(caught) - by_hand <= 10
