"""Responses that choose several things: options to tick, an order, pairs."""

from datetime import timedelta
from random import Random

import pytest

from questions.models import Card, QuizSession, ReviewLog, SessionItem, Tally
from questions.progress.tallies import rebuild_tallies
from questions.progress.today import study_plan
from questions.quiz.answer import find_item, verdict_of
from questions.quiz.asked import next_asked
from questions.quiz.response import Response, ResponseError
from questions.quiz.start import Wish, start_session
from questions.scheduling.review import rebuild_cards
from tests.factories import FactFactory
from tests.playing import (
    EVENTS,
    SETS,
    card_of,
    next_item,
    plan,
    play_once,
    question_of,
    respond,
    response_to,
    set_of,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def ticked(item, *texts: str) -> Response:
    """The options of these texts."""
    places = [str(n) for n, option in enumerate(item.options) if option.text in texts]
    return Response(choice=places[-1], choices=tuple(places))


def placed(item, *texts: str) -> Response:
    """The parts in this order."""
    return Response(places=tuple(str(texts.index(part.text) + 1) for part in item.parts))


def matched(item, **sides: str) -> Response:
    """These right sides for the parts of these first words."""
    answers = sorted({part.answer for part in item.parts})
    chosen = [sides.get(part.text.split()[0], "") for part in item.parts]
    return Response(matches=tuple(str(answers.index(c)) if c else "" for c in chosen))


def asked(learner, form, now, **more):
    """The item of a session that asks one question of that form."""
    return next_item(plan(learner, question_of(form, **more), now=now))


def stored_rows() -> list:
    models = (SessionItem, ReviewLog, Tally, Card, QuizSession)
    return [list(model.objects.order_by("pk").values()) for model in models]


def told(learner, item, response, now):
    """The verdict on a response to an item."""
    session = QuizSession.objects.get(pk=item.session_id)
    return respond(session, now=now, response=response, item=item)


class TestChooseAll:
    @pytest.mark.parametrize(
        ("texts", "outcome"),
        [
            (("Kazakhstan", "China", "Russia"), "correct"),
            (("Kazakhstan", "China"), "partial"),
            (("Russia",), "partial"),
            (("Kazakhstan", "China", "Russia", "Japan"), "partial"),
            (("Kazakhstan", "China", "Brazil"), "partial"),
            (("Kazakhstan", "China", "Russia", "Japan", "Brazil"), "wrong"),
            (("Kazakhstan", "Japan", "Brazil"), "wrong"),
            (("Japan",), "wrong"),
        ],
    )
    def test_it_is_right_only_when_whole(self, alice, now, texts, outcome):
        item = asked(alice, "choose-all", now)
        verdict = told(alice, item, ticked(item, *texts), now)
        assert verdict.outcome == outcome
        log = ReviewLog.objects.get()
        assert log.rating == (3 if outcome == "correct" else 1)
        assert sorted(log.response.split("; ")) == sorted(texts)
        stored = SessionItem.objects.get(pk=item.pk)
        assert {o.text for o in item.options if o.pk in stored.chosen} == set(texts)
        assert stored.option is None
        assert SessionItem.objects.filter(is_drill=True).count() == (outcome != "correct")

    def test_the_credit_says_what_was_found_and_what_was_wrong(self, alice, now):
        item = asked(alice, "choose-all", now)
        options = told(alice, item, ticked(item, "China", "Russia", "Japan"), now).options
        assert (options.found, options.keys, options.extra) == (2, 3, 1)
        japan = next(row for row in options.rows if row.text == "Japan")
        assert (japan.reason, japan.fact) == ("Japan is true of something else.", item.fact)

    def test_what_is_logged_is_cut_to_its_column(self, alice, now):
        texts = [f"{n} {'long ' * 30}" for n in range(5)]
        item = asked(alice, "choose-all", now, options=texts, options__keys=4)
        told(alice, item, response_to(item), now)
        assert len(ReviewLog.objects.get().response) == 300

    def test_who_does_not_know_may_say_so(self, alice, now):
        item = asked(alice, "choose-all", now)
        verdict = told(alice, item, Response(gave_up=True), now)
        assert (verdict.outcome, verdict.reason, verdict.options.found) == ("wrong", "gave-up", 0)

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ((), "none-ticked"),
            (("5",), "bad-choice"),
            (("0", "x"), "bad-choice"),
            (("",), "bad-choice"),
        ],
    )
    def test_what_cannot_be_taken_is_refused_and_nothing_stored(self, alice, now, sent, code):
        item = asked(alice, "choose-all", now)
        before = stored_rows()
        with pytest.raises(ResponseError) as error:
            told(alice, item, Response(choices=sent), now)
        assert error.value.code == code
        assert stored_rows() == before

    def test_an_option_ticked_twice_is_ticked_once(self, alice, now):
        item = asked(alice, "choose-all", now)
        right = response_to(item).choices
        assert told(alice, item, Response(choices=right * 2), now).is_right


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "outcome"),
        [("100", "correct"), ("104 states", "correct"), ("about 96", "correct"), ("90", "review"),
         ("one hundred", "correct"), ("60", "wrong")],
    )  # fmt: skip
    def test_it_is_graded_as_a_typed_number_is(self, alice, now, typed, outcome):
        item = asked(alice, "number", now)
        assert told(alice, item, Response(typed=typed), now).outcome == outcome

    @pytest.mark.parametrize("typed", ["many", "states", "%", "minus"])
    def test_a_text_without_a_number_is_refused(self, alice, now, typed):
        item = asked(alice, "number", now)
        with pytest.raises(ResponseError) as error:
            told(alice, item, Response(typed=typed), now)
        assert error.value.code == "no-number"

    @pytest.mark.parametrize("typed", ["over 50 events", "Over 50 events.", "over 50", "50"])
    def test_what_is_shown_as_the_key_is_right_with_and_without_its_unit(self, alice, now, typed):
        key = {"type": "number", "number": "50", "unit": "events", "tolerance": "0"}
        item = asked(alice, "number", now, key=key, answer="over 50 events")
        assert told(alice, item, Response(typed=typed), now).is_right

    def test_an_accepted_text_needs_no_number_in_it(self, alice, now):
        key = {"type": "number", "number": "12", "unit": "states", "tolerance": "0"}
        item = asked(alice, "number", now, key=key | {"accepted": ["a dozen"]}, answer="12")
        assert told(alice, item, Response(typed="A dozen"), now).is_right

    def test_before_the_response_only_the_unit_is_told(self, alice, now):
        session = plan(alice, question_of("number"), now=now)
        shown = next_asked(session.pk)
        assert shown.unit == "states"
        assert "100" not in repr(shown).replace(shown.token, "")

    @pytest.mark.parametrize(
        ("answer", "unit", "tolerance", "expected"),
        [
            ("100", "states", "5", ("states", "5")),
            ("100 states", "states", "0", ("", "")),
            ("60", "%", "2.5000", ("%", "2.5")),
            ("25,000", "personnel", "1250", ("personnel", "1,250")),
        ],
    )
    def test_the_key_is_told_with_unit_and_tolerance(
        self, alice, now, answer, unit, tolerance, expected
    ):
        number = answer.split()[0].replace(",", "")
        key = {"type": "number", "number": number, "unit": unit, "tolerance": tolerance}
        item = asked(alice, "number", now, key=key, answer=answer)
        number = told(alice, item, Response(typed="1"), now).number
        assert (number.unit, number.tolerance) == expected


RIGHT_ORDER = [row[0] for row in sorted(EVENTS, key=lambda row: row[2])]
TURNED = [*RIGHT_ORDER[:2], RIGHT_ORDER[3], RIGHT_ORDER[2], RIGHT_ORDER[4]]


class TestOrder:
    @pytest.mark.parametrize(
        ("texts", "outcome", "right"),
        [
            (RIGHT_ORDER, "correct", 5),
            (TURNED, "correct", 5),
            ([RIGHT_ORDER[1], RIGHT_ORDER[0], *RIGHT_ORDER[2:]], "partial", 3),
            (RIGHT_ORDER[::-1], "wrong", 1),
            ([*RIGHT_ORDER[1:], RIGHT_ORDER[0]], "wrong", 1),
        ],
        ids=["right", "tie turned", "two changed", "backwards", "first last"],
    )
    def test_parts_that_stand_where_they_may_are_counted(self, alice, now, texts, outcome, right):
        item = asked(alice, "order", now)
        verdict = told(alice, item, placed(item, *texts), now)
        assert (verdict.outcome, verdict.parts.right) == (outcome, right)
        assert [row.answer for row in verdict.parts.rows] == [
            "1990",
            "1991",
            "1995",
            "1995",
            "1999",
        ]
        stored = SessionItem.objects.get(pk=item.pk)
        assert stored.chosen == [texts.index(row[0]) + 1 for row in EVENTS]

    def test_the_order_shown_is_mixed_by_the_token_and_tells_no_date(self, alice, now):
        question = set_of("order")
        orders = set()
        for _ in range(12):
            shown = next_asked(plan(alice, question, now=now).pk)
            orders.add(shown.parts)
            assert sorted(shown.parts) == sorted(row[0] for row in EVENTS)
            assert (shown.answers, shown.places) == ((), ["1", "2", "3", "4", "5"])
        assert len(orders) > 6

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ((), "missing-place"),
            (("1", "2", "3", "4"), "missing-place"),
            (("1", "2", "3", "4", ""), "missing-place"),
            (("1", "2", "3", "4", "4"), "double-place"),
            (("0", "1", "2", "3", "4"), "bad-place"),
            (("1", "2", "3", "4", "6"), "bad-place"),
            (("1", "2", "3", "4", "five"), "bad-place"),
            (("1", "2", "3", "4", "٥"), "bad-place"),
            (("1", "2", "3", "4", "5", "6"), "missing-place"),
        ],
    )
    def test_places_that_are_none_are_refused(self, alice, now, sent, code):
        item = asked(alice, "order", now)
        before = stored_rows()
        with pytest.raises(ResponseError) as error:
            told(alice, item, Response(places=sent), now)
        assert error.value.code == code
        assert stored_rows() == before


class TestMatch:
    def test_the_right_sides_are_sorted_and_each_is_there_once(self, alice, now):
        shown = next_asked(plan(alice, set_of("match"), now=now).pk)
        assert shown.answers == ("Marblewick", "Oakenmere", "Port Sallow")
        assert shown.parts[0] == "Council of Elders"

    @pytest.mark.parametrize(
        ("sides", "outcome", "right"),
        [
            ({"Council": "Marblewick", "Court": "Oakenmere", "Board": "Port Sallow",
              "House": "Oakenmere"}, "correct", 4),
            ({"Council": "Marblewick", "Court": "Oakenmere", "Board": "Oakenmere"}, "partial", 2),
            ({"Council": "Marblewick"}, "wrong", 1),
            ({"Council": "Oakenmere", "Court": "Port Sallow"}, "wrong", 0),
        ],
    )  # fmt: skip
    def test_pairs_are_counted(self, alice, now, sides, outcome, right):
        item = asked(alice, "match", now)
        verdict = told(alice, item, matched(item, **sides), now)
        assert (verdict.outcome, verdict.parts.right) == (outcome, right)

    def test_what_was_chosen_is_stored_as_the_part_whose_side_it_is(self, alice, now):
        item = asked(alice, "match", now)
        told(alice, item, matched(item, House="Oakenmere", Board="Marblewick"), now)
        assert SessionItem.objects.get(pk=item.pk).chosen == [None, None, 0, 1]

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ((), "none-matched"),
            (("", "", "", ""), "none-matched"),
            (("0", "1"), "bad-match"),
            (("0", "1", "2", "3"), "bad-match"),
            (("0", "1", "2", "-1"), "bad-match"),
        ],
    )
    def test_pairs_that_are_none_are_refused(self, alice, now, sent, code):
        item = asked(alice, "match", now)
        before = stored_rows()
        with pytest.raises(ResponseError) as error:
            told(alice, item, Response(matches=sent), now)
        assert error.value.code == code
        assert stored_rows() == before


@pytest.mark.parametrize("form", SETS)
class TestSets:
    """What asks several facts is practice, and yet it has shown them."""

    @pytest.mark.parametrize("right", [True, False])
    def test_it_moves_no_card_is_not_logged_and_never_comes_again(self, alice, now, form, right):
        session = plan(alice, set_of(form), now=now)
        verdict = respond(session, now=now, right=right)
        assert (verdict.is_rated, verdict.points, verdict.due) == (False, 0, None)
        assert verdict.upcoming is None
        assert not Card.objects.exists()
        assert not ReviewLog.objects.exists()
        session.refresh_from_db()
        assert session.finished_at == now

    def test_one_response_is_counted(self, alice, now, form):
        play_once(alice, set_of(form), now=now, right=False)
        tally = Tally.objects.get()
        assert (tally.responses, tally.right, tally.rated, tally.points) == (1, 0, 0, 0)
        assert rebuild_tallies(repair=False) == []
        assert rebuild_cards(repair=False) == []

    def test_each_fact_is_noted_as_put_to_the_learner_with_its_own_outcome(self, alice, now, form):
        question = set_of(form)
        session = plan(alice, question, now=now)
        item = next_item(session)
        chosen = (
            placed(item, RIGHT_ORDER[1], RIGHT_ORDER[0], *RIGHT_ORDER[2:])
            if form == "order"
            else matched(item, Council="Marblewick", Court="Oakenmere", Board="Oakenmere")
        )
        respond(session, now=now, response=chosen)
        parts = list(question.parts.order_by("position"))
        rows = list(session.items.order_by("position"))
        assert [row.fact_id for row in rows] == [part.fact_id for part in parts]
        assert len({row.token for row in rows}) == len(rows)
        for row in rows[1:]:
            assert (row.is_drill, row.card, row.question) == (True, None, question)
            assert (row.study_day, row.answered_at) == (alice.study_day(now), now)
        wrong = {0, 4} if form == "order" else {2, 3}
        outcomes = {n: row.outcome for n, row in enumerate(rows)}
        assert outcomes.pop(0) == "partial"  # of the whole
        assert {n for n, outcome in outcomes.items() if outcome == "wrong"} == wrong - {0}

    def test_the_interval_that_a_card_survives_begins_anew(self, alice, now, form):
        question = set_of(form)
        single = question_of("choice", fact=question.parts.last().fact)
        play_once(alice, single, now=now - 20 * DAY)
        play_once(alice, question, now=now - 3 * DAY)
        play_once(alice, single, now=now)
        assert ReviewLog.objects.latest("pk").survived_interval == 3

    def test_on_the_same_day_its_facts_are_seen(self, alice, now, form):
        question = set_of(form)
        single = question_of("choice", fact=question.parts.last().fact)
        play_once(alice, single, now=now - 20 * DAY)
        due = study_plan(alice, now=now).due
        play_once(alice, question, now=now)
        assert (due, study_plan(alice, now=now).due) == (1, 0)
        assert not play_once(alice, single, now=now).is_rated
        assert card_of(alice, single).last_study_day < alice.study_day(now)

    def test_its_rows_are_neither_planned_nor_to_be_repeated(self, alice, now, form):
        missed = question_of("choice")
        session = plan(alice, missed, set_of(form), question_of("choice"), now=now)
        respond(session, now=now, right=False)
        shown = next_asked(session.pk)
        assert (shown.number, shown.total, shown.repeats) == (2, 3, 1)
        respond(session, now=now, right=False)
        shown = next_asked(session.pk)
        assert (shown.number, shown.total, shown.repeats, shown.answered) == (3, 3, 1, 2)
        respond(session, now=now)
        assert next_asked(session.pk).is_drill
        assert respond(session, now=now).upcoming is None

    def test_two_of_them_in_one_session_keep_apart(self, alice, now, form):
        facts = FactFactory.create_batch(3)
        rows = EVENTS[:3]
        sets = [set_of(form, facts=facts, rows=rows) for _ in range(2)]
        session = plan(alice, *sets, now=now)
        respond(session, now=now)
        respond(session, now=now)
        assert session.items.count() == 6
        assert Tally.objects.get().responses == 2

    def test_a_fact_among_others_is_asked_again_tomorrow(self, alice, now, form):
        question = set_of(form)
        question_of("choice", fact=question.parts.last().fact)
        play_once(alice, question, now=now, right=False)
        later = now + DAY
        session = start_session(learner=alice, wish=Wish(), now=later, rng=Random(1))
        assert session.items.count() == 1

    def test_whoever_gives_up_is_told_how_they_go(self, alice, now, form):
        question = set_of(form)
        verdict = play_once(alice, question, now=now, right=False)
        assert (verdict.outcome, verdict.reason) == ("wrong", "looked-up")
        assert not verdict.parts.is_answered
        assert len(verdict.parts.rows) == question.parts.count()


@pytest.mark.parametrize("form", ["choose-all", "number", *SETS])
class TestAgain:
    def test_the_same_response_gets_the_same_verdict(self, alice, now, form):
        session = plan(alice, question_of(form), now=now)
        item = next_item(session)
        first = respond(session, now=now, item=item)
        before = stored_rows()
        again = respond(session, now=now, item=next_stored(item), response=response_to(item))
        assert not again.is_repeat
        assert (again.outcome, again.selected or None, again.typed) == (
            first.outcome,
            list(first.selected) if first.selected else None,
            first.typed,
        )
        assert stored_rows() == before

    @pytest.mark.parametrize("other", ["gave up", "nothing"])
    def test_another_response_is_told_that_the_first_one_counts(self, alice, now, form, other):
        session = plan(alice, question_of(form), now=now)
        item = next_item(session)
        respond(session, now=now, item=item)
        response = Response(gave_up=other == "gave up")
        again = respond(session, now=now, item=next_stored(item), response=response)
        assert (again.is_repeat, again.outcome) == (True, "correct")

    def test_giving_up_twice_is_the_same(self, alice, now, form):
        session = plan(alice, question_of(form), now=now)
        item = next_item(session)
        respond(session, now=now, item=item, response=Response(gave_up=True))
        again = respond(session, now=now, item=next_stored(item), response=Response(gave_up=True))
        assert not again.is_repeat

    def test_what_is_stored_tells_the_same_as_the_answer_did(self, alice, now, form):
        session = plan(alice, question_of(form), now=now)
        item = next_item(session)
        first = respond(session, now=now, item=item)
        later = verdict_of(next_stored(item))
        if form in SETS:
            assert later.parts == first.parts
        else:
            assert (later.options, later.number) == (first.options, first.number)


def next_stored(item):
    """The item as it is stored now."""
    learner_id = QuizSession.objects.get(pk=item.session_id).learner_id
    return find_item(token=item.token, session_token=item.session_token, learner_id=learner_id)
