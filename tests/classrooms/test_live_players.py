"""Coming into a live round, on any device and at any moment; teams; what is told in the end."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.errors import ClassroomError
from questions.classrooms.joining import leave
from questions.classrooms.live_answers import own_result
from questions.classrooms.live_players import find_seat, join_round
from questions.classrooms.live_rounds import end_round
from questions.models import Card, LivePlayer, QuizSession, SessionItem, Tally, Topic
from tests.factories import (
    MembershipFactory,
    TeacherFactory,
    UserFactory,
    own_question,
)
from tests.playing import question_of
from tests.playing_live import (
    SECOND,
    come_in,
    go_on,
    item_of,
    member,
    opened,
    playing,
    respond_live,
    seat_of,
)
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db


class TestJoining:
    def test_it_makes_a_session_with_an_item_and_a_card_for_each_question(self, alice, now):
        questions = [question_of("choice"), question_of("typed", cue="subject")]
        row = opened(*questions, learners=[alice], now=now)
        [player] = come_in(row, alice, now=now)
        session = player.session
        assert (session.mode, session.deck, session.started_at) == ("live", row.deck, now)
        items = list(session.items.order_by("position"))
        assert [item.question for item in items] == questions
        assert [item.position for item in items] == [1, 2]
        assert [item.card.cue for item in items] == ["value", "subject"]
        assert Card.objects.filter(learner=alice, stability=None).count() == 2

    def test_again_or_on_another_device_it_is_the_same(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        respond_live(row, alice, now=now)
        [again] = come_in(row, alice, now=now + SECOND)
        assert again == LivePlayer.objects.get()
        assert again.joined_at == now
        assert seat_of(row, alice, now).state == "sent"

    @pytest.mark.django_db(transaction=True)
    def test_twice_at_once_it_is_one(self, alice, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        players = at_once(*[lambda: come_in(row, alice, now=now)[0].pk] * 4)
        assert len(set(players)) == 1
        assert QuizSession.objects.count() == SessionItem.objects.count() == 1
        assert Card.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_while_the_key_is_being_shown_one_comes_before_it_or_after_it(
        self, alice, charlie, now
    ):
        questions = [question_of("choice") for _ in range(4)]
        learners = [alice, charlie]
        row = opened(*questions, learners=learners, now=now)
        for _ in questions:
            row = go_on(row, now=now)
            LivePlayer.objects.all().delete()
            at_once(
                lambda r=row: come_in(r, alice, now=now),
                lambda r=row: go_on(r, now=now),
                lambda r=row: come_in(r, charlie, now=now),
            )
            row.refresh_from_db()
            assert row.phase == "revealed"
            for learner in learners:
                assert SessionItem.objects.get(
                    session__live_player__membership__user=learner, position=row.position
                ).withdrawn_at
                assert seat_of(row, learner, now).state in ("gather", "reveal")

    def test_what_is_over_cannot_be_answered_any_more(self, alice, charlie, now):
        questions = [question_of("choice") for _ in range(3)]
        row = playing(*questions, learners=[alice, charlie], now=now)
        LivePlayer.objects.get(membership__user=charlie).session.delete()
        row = go_on(row, now=now, steps=2)
        assert row.position == 2
        come_in(row, charlie, now=now + SECOND)
        states = [
            SessionItem.objects.get(learner=charlie, position=n).withdrawn_at for n in (1, 2, 3)
        ]
        assert states == [now + SECOND, None, None]
        assert respond_live(row, charlie, now=now + SECOND).is_right
        # What they did not see counts neither as asked nor as seen.
        assert SessionItem.objects.get(learner=charlie, position=1).study_day is None
        end_round(row, now=now)
        session = LivePlayer.objects.get(membership__user=charlie).session_id
        assert own_result(session, learner=charlie).asked == 1

    def test_nobody_comes_into_a_round_that_is_over(self, alice, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        end_round(row, now=now)
        with pytest.raises(ClassroomError, match="over"):
            come_in(row, alice, now=now)
        assert seat_of(row, alice, now).state == "over"

    def test_only_learners_of_the_class_come_in(self, alice, charlie, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        elsewhere = MembershipFactory(user=charlie)
        teaches = row.classroom.memberships.get(role="teacher")
        left = member(row, alice)
        leave(membership=left, now=now)
        for membership in (elsewhere, teaches, left):
            with pytest.raises(ClassroomError):
                join_round(row, membership=membership, now=now, rng=Random(1))
        assert not LivePlayer.objects.exists()

    def test_whoever_left_the_class_and_came_back_keeps_the_place(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        respond_live(row, alice, now=now)
        leave(membership=member(row, alice), now=now)
        assert find_seat(token=row.token, learner_id=alice.pk, now=now) is None
        MembershipFactory(classroom=row.classroom, user=alice, joined_at=now)
        assert seat_of(row, alice, now).state == "none"
        come_in(row, alice, now=now)
        assert LivePlayer.objects.count() == 1
        assert seat_of(row, alice, now).state == "sent"

    def test_it_takes_as_many_statements_in_a_large_class_as_in_a_small_one(self, alice, now):
        counts = []
        for number in (4, 39):
            others = UserFactory.create_batch(number)
            row = opened(
                *[question_of("choice") for _ in range(number)],
                learners=[*others, alice],
                now=now,
                teams=2,
                size=30,
            )
            come_in(row, *others, now=now)
            go_on(row, now=now)
            with CaptureQueriesContext(connection) as caught:
                come_in(row, alice, now=now)
            counts.append(len(caught))
        assert counts[0] == counts[1]


class TestSeat:
    def test_it_is_found_in_one_statement(self, alice, now, django_assert_num_queries):
        row = playing(question_of("choice"), learners=[alice], now=now)
        with django_assert_num_queries(1):
            seat = seat_of(row, alice, now)
        assert (seat.state, seat.position, seat.total, seat.asked_at) == ("ask", 1, 1, now)

    def test_it_says_which_state_the_phone_shows(self, alice, now):
        row = opened(question_of("choice"), question_of("choice"), learners=[alice], now=now)
        seen = [seat_of(row, alice, now).state]
        come_in(row, alice, now=now)
        for position in (1, 2):
            seen.append(seat_of(row, alice, now).state)
            row = go_on(row, now=now)
            seen.append(seat_of(row, alice, now).state)
            if position == 1:
                respond_live(row, alice, now=now)
            seen.append(seat_of(row, alice, now).state)
            row = go_on(row, now=now)
        seen.append(seat_of(row, alice, now).state)
        row = go_on(row, now=now)
        seen.append(seat_of(row, alice, now).state)
        assert seen == [
            "none", "gather", "ask", "sent", "reveal", "ask", "ask", "reveal", "over"
        ]  # fmt: skip

    def test_its_tag_changes_with_each_step_and_with_the_response(self, alice, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        tags = [seat_of(row, alice, now).etag]
        come_in(row, alice, now=now)
        tags.append(seat_of(row, alice, now).etag)
        row = go_on(row, now=now)
        tags.append(seat_of(row, alice, now).etag)
        respond_live(row, alice, now=now)
        tags.append(seat_of(row, alice, now).etag)
        for _ in range(2):
            row = go_on(row, now=now)
            tags.append(seat_of(row, alice, now).etag)
        assert len(set(tags)) == len(tags)
        assert seat_of(row, alice, now).etag == tags[-1]

    def test_nobody_else_has_one(self, alice, charlie, now):
        row = opened(question_of("choice"), learners=[alice], now=now)
        for person in (charlie, row.started_by, TeacherFactory()):
            assert find_seat(token=row.token, learner_id=person.pk, now=now) is None
        assert find_seat(token="0" * 32, learner_id=alice.pk, now=now) is None


def strength(row, learner, points: int, day) -> None:
    topic = Topic.objects.get_or_create(slug="sco", defaults={"position": 1})[0]
    Tally.objects.create(
        scope=Tally.Scope.MEMBERSHIP, scope_id=member(row, learner).pk, day=day, topic=topic,
        points=points,
    )  # fmt: skip


class TestTeams:
    def teams(self, row, learners) -> list[int]:
        return [row.players.get(membership__user=learner).team for learner in learners]

    def test_they_are_mixed_by_strength(self, now):
        learners = UserFactory.create_batch(8)
        row = opened(question_of("choice"), learners=learners, now=now, teams=3)
        for points, learner in enumerate(reversed(learners), start=1):
            strength(row, learner, points * 10, now.date())
        come_in(row, *learners, now=now)
        assert self.teams(row, learners) == [0] * 8
        row = go_on(row, now=now)
        assert self.teams(row, learners) == [1, 2, 3, 3, 2, 1, 1, 2]
        # They stay what they are.
        row = go_on(row, now=now, steps=2)
        assert self.teams(row, learners) == [1, 2, 3, 3, 2, 1, 1, 2]

    def test_whoever_comes_later_is_put_into_the_smallest_and_of_these_the_weakest(self, now):
        learners = UserFactory.create_batch(7)
        row = opened(question_of("choice"), learners=learners, now=now, teams=3)
        for points, learner in zip((50, 40, 30, 9), learners, strict=False):
            strength(row, learner, points, now.date())
        come_in(row, *learners[:4], now=now)
        go_on(row, now=now)
        assert self.teams(row, learners[:4]) == [1, 2, 3, 3]
        come_in(row, *learners[4:], now=now)
        assert self.teams(row, learners[4:]) == [2, 1, 3]

    def test_without_teams_there_are_none(self, alice, now):
        row = playing(question_of("choice"), learners=[alice], now=now)
        assert self.teams(row, [alice]) == [0]

    def test_those_of_equal_strength_are_dealt_in_another_order_in_each_round(self, now):
        learners = UserFactory.create_batch(12)
        orders = set()
        for _ in range(3):
            row = playing(question_of("choice"), learners=learners, now=now, teams=2)
            teams = self.teams(row, learners)
            assert teams.count(1) == teams.count(2) == 6
            orders.add(tuple(teams))
        assert len(orders) > 1


class TestOwnResult:
    def test_it_says_what_was_right_what_it_paid_and_when_it_comes_back(
        self, alice, now, django_assert_num_queries
    ):
        questions = [question_of(form) for form in ("choice", "typed", "choose-all")]
        row = playing(*questions, learners=[alice], now=now)
        respond_live(row, alice, now=now)
        row = go_on(row, now=now, steps=2)
        respond_live(row, alice, now=now, right=False)
        go_on(row, now=now, steps=4)
        session = LivePlayer.objects.get().session_id
        with django_assert_num_queries(3):
            result = own_result(session, learner=alice)
        assert (result.right, result.asked, result.points) == (1, 3, 0)
        assert [line.outcome for line in result.lines] == ["correct", "wrong", ""]
        due = [line.due for line in result.lines]
        assert due[0] > due[1] > alice.study_day(now)
        assert due[2] is None
        assert result.lines[0].item_token == item_of(row, alice, position=1).token

    def test_what_nothing_asks_any_more_does_not_come_back(self, alice, now):
        row = playing(own_question(TeacherFactory()), learners=[alice], now=now)
        respond_live(row, alice, now=now)
        end_round(row, now=now)
        [line] = own_result(LivePlayer.objects.get().session_id, learner=alice).lines
        assert (line.outcome, line.due) == ("correct", None)

    def test_it_is_nobody_elses(self, alice, charlie, now):
        row = playing(question_of("choice"), learners=[alice, charlie], now=now)
        respond_live(row, alice, now=now)
        session = row.players.get(membership__user=alice).session_id
        assert own_result(session, learner=charlie).asked == 0
