"""Answering: what a response moves, pays and stores, and what it never does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from questions.models import Card, QuizSession, ReviewLog, SessionItem, Tally
from questions.progress.tallies import rebuild_tallies
from questions.quiz.answer import answer, find_item
from questions.quiz.response import Response, ResponseError
from questions.quiz.reveal import reveal
from questions.quiz.summary import end_session
from questions.scheduling.review import rebuild_cards
from tests.factories import FactFactory
from tests.playing import (
    NAME_KEY,
    card_of,
    next_item,
    plan,
    play_once,
    question_of,
    respond,
    response_to,
)

DAY = timedelta(days=1)


def stored() -> list[tuple]:
    """All that an answer may write, to compare before and after."""
    return [
        tuple(model.objects.order_by("pk").values_list())
        for model in (SessionItem, ReviewLog, Tally, Card, QuizSession)
    ]


@pytest.mark.django_db
class TestRating:
    @pytest.mark.parametrize("form", ["choice", "true-false", "cloze", "typed"])
    def test_a_right_response_is_good(self, alice, now, form):
        verdict = play_once(alice, question_of(form), now=now)
        assert (verdict.outcome, verdict.is_rated) == ("correct", True)
        assert ReviewLog.objects.get().rating == 3
        assert Card.objects.get().stability == pytest.approx(2.3065)
        assert Card.objects.get().due == date(2026, 3, 6)

    @pytest.mark.parametrize("form", ["choice", "true-false", "cloze", "typed"])
    def test_a_wrong_response_is_again(self, alice, now, form):
        verdict = play_once(alice, question_of(form), now=now, right=False)
        assert (verdict.outcome, verdict.is_rated) == ("wrong", True)
        assert ReviewLog.objects.get().rating == 1
        assert Card.objects.get().due == date(2026, 3, 5)

    def test_the_year_alone_is_hard(self, alice, now):
        verdict = play_once(alice, question_of("typed"), now=now, response=Response(typed="2002"))
        assert (verdict.outcome, verdict.reason) == ("partial", "coarser")
        assert ReviewLog.objects.get().rating == 2

    def test_a_typed_slip_is_right(self, alice, now):
        question = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        verdict = play_once(alice, question, now=now, response=Response(typed="Councli of Elders"))
        assert (verdict.outcome, verdict.reason) == ("correct", "spelling")
        assert ReviewLog.objects.get().rating == 3

    def test_hard_spaces_are_spaces(self, alice, now):
        text = "7\u00a0June\u202f2002"
        verdict = play_once(alice, question_of("typed"), now=now, response=Response(typed=text))
        assert verdict.is_right

    def test_what_is_left_for_review_moves_nothing_and_is_no_miss(self, alice, now):
        question = question_of("typed")
        session = plan(alice, question, now=now)
        verdict = respond(session, now=now, response=Response(typed="6/7/2002"))
        assert (verdict.outcome, verdict.is_rated, verdict.due) == ("review", False, None)
        assert not ReviewLog.objects.exists()
        assert card_of(alice, question).stability is None
        assert verdict.upcoming is None

    @pytest.mark.parametrize(
        ("pressed", "outcome"),
        [("1", "wrong"), ("2", "correct"), ("3", "correct"), ("4", "correct")],
    )
    def test_a_flashcard_takes_the_learners_own_rating(self, alice, now, pressed, outcome):
        question = question_of("flashcard")
        verdict = play_once(alice, question, now=now, response=Response(rating=pressed))
        assert (verdict.outcome, ReviewLog.objects.get().rating) == (outcome, int(pressed))

    def test_a_flashcard_must_be_turned_over_before_it_is_rated(self, alice, now):
        session = plan(alice, question_of("flashcard"), now=now)
        with pytest.raises(ResponseError, match="not-revealed"):
            respond(session, now=now, turn=False)

    def test_what_was_answered_is_kept_with_the_log(self, alice, now):
        verdict = play_once(alice, question_of("cloze"), now=now)
        log = ReviewLog.objects.get()
        assert (log.response, log.learner_id, log.item_id) == (
            "7 June 2002",
            alice.pk,
            verdict.item.pk,
        )
        assert (log.study_day, log.at, log.predicted) == (date(2026, 3, 4), now, None)
        assert log.stability == pytest.approx(2.3065)

    def test_the_predicted_recall_is_kept_from_the_second_rating_on(self, alice, now):
        question = question_of("cloze")
        play_once(alice, question, now=now)
        play_once(alice, question, now=now + DAY)
        assert ReviewLog.objects.last().predicted == pytest.approx(0.946847, abs=1e-6)

    def test_time_is_measured_between_responses_and_capped(self, alice, now):
        session = plan(alice, question_of("cloze"), question_of("cloze"), now=now)
        respond(session, now=now + timedelta(seconds=7))
        respond(session, now=now + timedelta(hours=2))
        durations = SessionItem.objects.order_by("position").values_list("duration_ms", flat=True)
        assert list(durations) == [7_000, 300_000]


@pytest.mark.django_db
class TestDrills:
    def test_what_is_missed_comes_back_in_the_other_form_until_it_is_right_once(self, alice, now):
        fact = FactFactory()
        choice, cloze = question_of("choice", fact=fact), question_of("cloze", fact=fact)
        session = plan(alice, choice, question_of("choice"), now=now, drills=[cloze, None])
        respond(session, now=now, right=False)
        respond(session, now=now)
        forms = []
        for is_right in (False, False, True):
            item = next_item(session)
            forms.append((item.form, item.is_drill))
            respond(session, now=now, right=is_right)
        assert forms == [("cloze", True), ("choice", True), ("cloze", True)]
        assert next_item(session) is None

    def test_a_drill_moves_and_pays_nothing(self, alice, now):
        question = question_of("choice")
        session = plan(alice, question, now=now)
        respond(session, now=now, right=False)
        before = Card.objects.values().get()
        verdict = respond(session, now=now)
        assert (verdict.is_rated, verdict.points) == (False, 0)
        assert Card.objects.values().get() == before
        assert ReviewLog.objects.count() == 1

    def test_a_partly_right_response_comes_back_too(self, alice, now):
        session = plan(alice, question_of("typed"), now=now)
        respond(session, now=now, response=Response(typed="2002"))
        assert next_item(session).is_drill

    def test_many_misses_in_a_row_find_a_place_each(self, alice, now):
        session = plan(alice, question_of("cloze"), question_of("cloze"), now=now)
        for _ in range(80):
            respond(session, now=now, right=False)
        places = list(
            SessionItem.objects.filter(session=session).values_list("position", flat=True)
        )
        assert len(set(places)) == len(places)

    def test_the_session_ends_with_the_last_right_response(self, alice, now):
        session = plan(alice, question_of("choice"), now=now)
        respond(session, now=now, right=False)
        session.refresh_from_db()
        assert session.finished_at is None
        respond(session, now=now + timedelta(minutes=1))
        session.refresh_from_db()
        assert session.finished_at == now + timedelta(minutes=1)


@pytest.mark.django_db
class TestOncePerStudyDay:
    def test_a_second_session_on_the_same_day_moves_nothing(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        before = Card.objects.values().get()
        verdict = play_once(alice, question, now=now + timedelta(hours=3), right=False)
        assert not verdict.is_rated
        assert Card.objects.values().get() == before

    def test_the_days_second_sibling_moves_nothing(self, alice, now):
        fact = FactFactory()
        play_once(alice, question_of("choice", fact=fact), now=now)
        other = question_of("choice", fact=fact, cue="subject")
        verdict = play_once(alice, other, now=now)
        assert not verdict.is_rated
        assert card_of(alice, other).stability is None

    def test_twenty_hours_later_on_the_next_study_day_it_moves(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        play_once(alice, question, now=now + timedelta(hours=20))
        assert card_of(alice, question).stability == pytest.approx(7.3153, abs=1e-4)

    def test_the_study_day_begins_at_midnight_where_the_learner_is(self, alice, now):
        question = question_of("choice")
        before_midnight = now.replace(hour=18, minute=59)
        play_once(alice, question, now=before_midnight)
        assert not play_once(alice, question, now=before_midnight).is_rated
        assert play_once(alice, question, now=before_midnight + timedelta(minutes=2)).is_rated

    def test_one_learners_day_does_not_touch_anothers(self, alice, charlie, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        assert play_once(charlie, question, now=now).is_rated

    def test_a_changed_time_zone_in_mid_week_buys_no_second_rating(self, alice, now):
        question = question_of("choice")
        moment = now
        for zone in ("Asia/Almaty", "America/New_York", "Pacific/Auckland", "America/New_York"):
            alice.time_zone = zone
            alice.save(update_fields=["time_zone"])
            for _ in range(4):
                play_once(alice, question, now=moment)
                moment += timedelta(hours=5)
        days = list(ReviewLog.objects.order_by("pk").values_list("study_day", flat=True))
        assert days == [date(2026, 3, day) for day in (4, 5, 6, 7)]
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []


@pytest.mark.django_db
class TestPoints:
    def days(self, learner, now, *steps) -> list[int]:
        """The points of (day, question, right) steps."""
        return [
            play_once(learner, question, now=now + day * DAY, right=right).points
            for day, question, right in steps
        ]

    def test_a_first_meeting_pays_nothing_and_each_doubling_pays_ten(self, alice, now):
        q = question_of("choice")
        steps = [(day, q, True) for day in (0, 1, 3, 7, 15)]
        assert self.days(alice, now, *steps) == [0, 10, 10, 10, 10]

    def test_only_the_rise_over_the_longest_interval_is_paid(self, alice, now):
        q = question_of("cloze")
        steps = [(day, q, True) for day in (0, 8, 10, 18, 34)]
        assert self.days(alice, now, *steps) == [0, 40, 0, 0, 10]

    def test_a_wrong_response_pays_nothing_and_takes_nothing(self, alice, now):
        q = question_of("typed")
        steps = [(0, q, True), (4, q, True), (8, q, False), (12, q, True)]
        assert self.days(alice, now, *steps) == [0, 30, 0, 0]
        assert card_of(alice, q).longest_interval == 4

    def test_true_or_false_pays_nothing(self, alice, now):
        q = question_of("true-false")
        assert self.days(alice, now, (0, q, True), (4, q, True)) == [0, 0]

    def test_a_flashcard_pays_nothing_and_shortens_the_interval(self, alice, now):
        fact = FactFactory()
        card, choice = question_of("flashcard", fact=fact), question_of("choice", fact=fact)
        steps = [(0, choice, True), (6, card, True), (8, choice, True)]
        assert self.days(alice, now, *steps) == [0, 0, 20]

    def test_a_flashcard_that_was_turned_over_and_not_rated_was_seen(self, alice, now):
        fact = FactFactory()
        card, choice = question_of("flashcard", fact=fact), question_of("choice", fact=fact)
        self.days(alice, now, (0, choice, True))
        seen = next_item(plan(alice, card, now=now))
        reveal(seen, today=date(2026, 3, 12), now=now + 8 * DAY)
        assert self.days(alice, now, (10, choice, True)) == [20]

    def test_nor_does_a_response_on_that_day_move_its_card(self, alice, now):
        fact = FactFactory()
        card, choice = question_of("flashcard", fact=fact), question_of("choice", fact=fact)
        reveal(next_item(plan(alice, card, now=now)), today=date(2026, 3, 4), now=now)
        verdict = play_once(alice, choice, now=now)
        assert (verdict.is_rated, verdict.points) == (False, 0)

    def test_the_sibling_cue_shortens_the_interval(self, alice, now):
        fact = FactFactory()
        value, subject = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
        steps = [(0, value, True), (7, subject, False), (8, value, True)]
        assert self.days(alice, now, *steps) == [0, 0, 10]

    def test_a_drill_shortens_the_interval(self, alice, now):
        q = question_of("choice")
        session = plan(alice, q, now=now)
        respond(session, now=now, right=False)
        respond(session, now=now + 3 * DAY - timedelta(hours=6), right=False)
        assert self.days(alice, now, (4, q, True)) == [10]


@pytest.mark.django_db
class TestWhatCannotBeTaken:
    @pytest.mark.parametrize(
        ("form", "response", "code"),
        [
            ("choice", Response(), "no-choice"),
            ("choice", Response(choice="7"), "bad-choice"),
            ("choice", Response(choice="3"), "bad-choice"),
            ("choice", Response(choice="-1"), "bad-choice"),
            ("choice", Response(choice="abc"), "bad-choice"),
            ("choice", Response(choice="١"), "bad-choice"),
            ("choice", Response(choice="1" * 5000), "bad-choice"),
            ("choice", Response(typed="7 June 2002"), "no-choice"),
            ("true-false", Response(choice="2"), "bad-choice"),
            ("typed", Response(), "empty"),
            ("typed", Response(typed="   \u00a0"), "empty"),
            ("typed", Response(typed="?!"), "empty"),
            ("typed", Response(choice="0"), "empty"),
            ("cloze", Response(typed="x" * 301), "too-long"),
            ("cloze", Response(typed="x" * 1_000_000), "too-long"),
            ("typed", Response(typed="a\0b"), "unreadable"),
            ("typed", Response(typed="a\ufffdb"), "unreadable"),
            ("typed", Response(typed="a\u202eb"), "unreadable"),
            ("flashcard", Response(), "no-rating"),
            ("flashcard", Response(rating="5"), "no-rating"),
            ("flashcard", Response(rating="٣"), "no-rating"),
        ],
    )
    def test_nothing_is_stored_and_the_code_says_why(self, alice, now, form, response, code):
        session = plan(alice, question_of(form), now=now)
        if form == "flashcard":
            reveal(next_item(session), today=date(2026, 3, 4), now=now)
        before = stored()
        with pytest.raises(ResponseError) as caught:
            respond(session, now=now, response=response)
        assert caught.value.code == code
        assert stored() == before

    def test_three_hundred_characters_are_taken(self, alice, now):
        session = plan(alice, question_of("typed"), now=now)
        respond(session, now=now, response=Response(typed="x" * 300))
        assert SessionItem.objects.filter(typed="x" * 300).exists()

    def test_a_finished_session_takes_no_response(self, alice, now):
        session = plan(alice, question_of("choice"), now=now)
        end_session(session, now=now)
        before = stored()
        with pytest.raises(ResponseError, match="finished"):
            respond(session, now=now)
        assert stored() == before

    def test_an_item_is_found_by_its_own_learner_in_its_own_session_only(self, alice, charlie, now):
        question = question_of("choice")
        session, other = plan(alice, question, now=now), plan(alice, question, now=now)
        token = next_item(session).token
        found = {"token": token, "session_token": session.token, "learner_id": alice.pk}
        assert find_item(**found)
        assert find_item(**found | {"learner_id": charlie.pk}) is None
        assert find_item(**found | {"session_token": other.token}) is None
        assert find_item(**found | {"token": "0" * 32}) is None


@pytest.mark.django_db
class TestRepeats:
    @pytest.mark.parametrize("right", [True, False])
    @pytest.mark.parametrize("form", ["choice", "true-false", "cloze", "typed", "flashcard"])
    def test_a_repeat_gets_the_same_verdict_and_adds_nothing(self, alice, now, form, right):
        question = question_of(form)
        play_once(alice, question, now=now)
        session = plan(alice, question, question_of("choice"), now=now + 2 * DAY)
        first = respond(session, now=now + 2 * DAY, right=right)
        before = stored()
        again = _send(alice, first.item, first.item, now + 2 * DAY, right=right)
        assert again == replace(first, item=again.item)
        assert stored() == before

    def test_another_response_to_an_answered_item_changes_nothing(self, alice, now):
        session = plan(alice, question_of("choice"), now=now)
        first = respond(session, now=now, right=False)
        before = stored()
        again = _send(alice, first.item, first.item, now, right=True)
        assert (again.outcome, again.is_repeat) == ("wrong", True)
        assert stored() == before

    def test_a_repeat_after_the_last_item_is_not_refused_as_finished(self, alice, now):
        first = play_once(alice, question_of("choice"), now=now)
        assert _send(alice, first.item, first.item, now).is_right


def _send(learner, item, old, now, *, right=True):
    """Answer the item as it stands in the database, as a second post would."""
    fresh = find_item(token=item.token, session_token=item.session_token, learner_id=learner.pk)
    return answer(
        fresh,
        response_to(old, right=right),
        learner_id=learner.pk,
        today=learner.study_day(now),
        now=now,
        rng=None,
    )
