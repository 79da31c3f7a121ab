"""Sessions of a deck, and what decks change in the other ones."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Assignment, Card, Classroom, DeckEntry, Membership, QuizSession
from questions.quiz.start import NothingToAskError, Wish, start_session
from questions.quiz.studied import studied
from questions.quiz.summary import end_session
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.playing import NAME_KEY, play_once, question_of, respond, set_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
SEEDS = count(1)


@pytest.fixture
def bob():
    return TeacherFactory(username="bob")


@pytest.fixture
def assign(alice, bob):
    """Give Alice's classroom a deck of these questions."""
    classroom = ClassroomFactory(teacher=bob, learners=[alice], time_zone="Asia/Almaty")

    def give(*questions, **days):
        deck = DeckFactory(owner=bob, questions=questions)
        return AssignmentFactory(classroom=classroom, deck=deck, **days).deck

    return give


def begin(learner, deck, now, **more) -> QuizSession:
    wish = Wish(QuizSession.Mode.DECK, deck=deck, **more)
    return start_session(learner=learner, wish=wish, now=now, rng=Random(next(SEEDS)))


def of(session) -> list:
    """The questions of a session, which is ended."""
    QuizSession.objects.update(finished_at=session.started_at)
    return [i.question for i in session.items.select_related("question").order_by("position")]


def asked(learner, deck, now, **more) -> list:
    return of(begin(learner, deck, now, **more))


def reviewed(learner, now, **wish) -> list:
    return of(start_session(learner=learner, wish=Wish(**wish), now=now, rng=Random(next(SEEDS))))


def known(learner, question, *, stability=9.0, due=TODAY + 4 * DAY, last=TODAY - 5 * DAY) -> Card:
    memory = {"stability": stability, "difficulty": 5, "due": due, "last_study_day": last}
    card, _ = Card.objects.update_or_create(
        learner=learner, fact=question.fact, cue=question.cue, defaults=memory
    )
    return card


class TestDeck:
    def test_it_asks_what_stands_in_it_and_nothing_else(self, alice, bob, assign, now):
        mine, library = own_question(bob), QuestionFactory()
        QuestionFactory()
        own_question(bob)
        deck = assign(mine, library)
        session = begin(alice, deck, now)
        assert (session.mode, session.deck) == ("deck", deck)
        assert of(session) == [mine, library]

    def test_what_is_due_comes_first_then_new_ones_in_its_order_then_the_weakest(
        self, alice, assign, now
    ):
        new = [QuestionFactory(fact__importance=n) for n in (1, 3, 2)]
        due, weak = QuestionFactory(), QuestionFactory()
        known(alice, due, due=TODAY)
        known(alice, weak)
        deck = assign(weak, new[2], due, new[0], new[1])
        assert asked(alice, deck, now) == [due, new[2], new[0], new[1], weak]

    def test_ten_at_a_time_and_the_learners_daily_number_does_not_hold(self, alice, assign, now):
        alice.new_per_day = 2
        questions = QuestionFactory.create_batch(12)
        assert asked(alice, assign(*questions), now) == questions[:10]

    def test_what_was_seen_today_comes_last_as_drills(self, alice, assign, now):
        first, second = question_of("choice"), question_of("choice")
        deck = assign(first, second)
        play_once(alice, first, now=now)
        session = begin(alice, deck, now)
        respond(session, now=now)
        assert not respond(session, now=now).is_rated
        assert of(session) == [second, first]

    def test_drafts_and_what_was_withdrawn_are_not_asked(self, alice, bob, assign, now):
        wanted = own_question(bob)
        others = [own_question(bob, status=status) for status in ("draft", "withdrawn")]
        others += [QuestionFactory(fact__withdrawn_at=now)]
        assert asked(alice, assign(*others, wanted), now) == [wanted]

    def test_an_empty_deck_has_nothing_to_ask(self, alice, assign, now):
        QuestionFactory()
        with pytest.raises(NothingToAskError):
            begin(alice, assign(), now)

    def test_a_session_of_it_goes_on_and_that_of_another_deck_does_not(self, alice, assign, now):
        one, other = (assign(QuestionFactory(), QuestionFactory()) for _ in range(2))
        first = begin(alice, one, now)
        assert begin(alice, one, now) == first
        assert begin(alice, other, now) != first
        assert begin(alice, one, now + timedelta(hours=13)) != first
        end_session(first, now=now)
        assert begin(alice, one, now + timedelta(hours=1)) != first

    def test_a_review_is_not_a_session_of_a_deck(self, alice, assign, now):
        deck = assign(QuestionFactory())
        first = begin(alice, deck, now)
        again = start_session(learner=alice, wish=Wish(), now=now, rng=Random(1))
        assert again != first
        assert again.deck is None


class TestOwnQuestion:
    """The deck's own question comes first, then other approved forms."""

    def test_until_it_was_seen(self, alice, bob, assign, now):
        fact = FactFactory()
        library = question_of("choice", fact=fact)
        mine = question_of("typed", fact=fact, owner=bob, key=NAME_KEY)
        deck = assign(mine)
        assert asked(alice, deck, now) == [mine]
        assert asked(alice, deck, now) == [library]

    def test_in_a_review_too(self, alice, bob, assign, now):
        fact = FactFactory()
        library = question_of("choice", fact=fact)
        mine = question_of("typed", fact=fact, owner=bob, key=NAME_KEY)
        assign(mine)
        assert reviewed(alice, now) == [mine]
        assert reviewed(alice, now + DAY) == [library]

    def test_the_easiest_of_several_comes_first(self, alice, bob, assign, now):
        fact = FactFactory()
        typed, choice = (question_of(f, fact=fact, owner=bob) for f in ("typed", "choice"))
        assert asked(alice, assign(typed, choice), now) == [choice]

    def test_other_forms_are_those_that_the_learner_may_see(self, alice, bob, assign, now):
        fact = FactFactory()
        mine = question_of("choice", fact=fact, owner=bob)
        question_of("cloze", fact=fact, owner=bob)  # in no deck
        question_of("cloze", fact=fact, owner=TeacherFactory())
        session = begin(alice, assign(mine), now)
        assert session.items.get().drill == mine

    def test_what_is_missed_comes_back_in_another_form_of_the_library(
        self, alice, bob, assign, now
    ):
        fact = FactFactory()
        mine = question_of("choice", fact=fact, owner=bob)
        cloze = question_of("cloze", fact=fact)
        question_of("flashcard", fact=fact)
        assert begin(alice, assign(mine), now).items.get().drill == cloze

    def test_but_in_no_other_language(self, alice, bob, assign, now):
        fact = FactFactory()
        mine = question_of("choice", fact=fact, owner=bob, language="kk")
        question_of("cloze", fact=fact, language="en")
        deck = assign(mine)
        assert begin(alice, deck, now).items.get().drill == mine
        QuizSession.objects.all().delete()
        assert asked(alice, deck, now) == [mine]

    def test_a_flashcard_that_the_teacher_put_there_is_asked(self, alice, assign, now):
        fact = FactFactory()
        choice, card = question_of("choice", fact=fact), question_of("flashcard", fact=fact)
        deck = assign(card)
        assert asked(alice, deck, now) == [card]
        assert asked(alice, deck, now) == [choice]

    def test_a_cue_that_the_deck_does_not_ask_is_left_to_reviews(self, alice, assign, now):
        fact = FactFactory()
        question_of("choice", fact=fact)
        subject = question_of("choice", fact=fact, cue="subject")
        assert asked(alice, assign(subject), now) == [subject]


class TestSetsOfADeck:
    def test_they_come_after_its_cards(self, alice, bob, assign, now):
        question = own_question(bob)
        order = set_of("order", owner=bob)
        set_of("match")
        session = begin(alice, assign(order, question), now)
        assert [i.card is None for i in session.items.order_by("position")] == [False, True]
        assert of(session) == [question, order]

    def test_five_at_most_and_not_those_put_today(self, alice, assign, now):
        sets = [set_of("order") for _ in range(6)]
        deck = assign(QuestionFactory(), *sets)
        play_once(alice, sets[0], now=now)
        assert set(asked(alice, deck, now)[1:]) == set(sets[1:])

    def test_they_wait_until_the_deck_has_shown_their_facts(self, alice, assign, now):
        questions = QuestionFactory.create_batch(11)
        facts = [q.fact for q in questions[-4:]]
        pairs = set_of("match", facts=facts)
        deck = assign(pairs, *questions)
        assert pairs not in asked(alice, deck, now)
        for question in questions[:10]:
            known(alice, question)
        assert asked(alice, deck, now)[-1] == pairs

    def test_a_deck_of_nothing_else_can_be_practised_again_at_once(self, alice, assign, now):
        order = set_of("order")
        deck = assign(order)
        session = begin(alice, deck, now)
        respond(session, now=now)
        end_session(session, now=now)
        assert asked(alice, deck, now) == [order]


class TestOtherSessions:
    @pytest.mark.parametrize("mode", ["review", "practice"])
    def test_they_ask_what_the_decks_of_the_learner_ask(self, alice, bob, assign, now, mode):
        mine = own_question(bob)
        own_question(bob)  # in no deck
        assign(mine)
        assert reviewed(alice, now, mode=mode) == [mine]

    def test_so_do_decks_taken_up_by_a_link(self, alice, bob, now):
        mine = own_question(bob)
        deck = DeckFactory(owner=bob, questions=[mine], study_token="f" * 32)
        deck.learners.add(alice)
        assert reviewed(alice, now) == [mine]

    def test_a_topic_narrows_a_practice(self, alice, bob, assign, now):
        sco, csto = (TopicFactory(slug=slug) for slug in ("sco", "csto"))
        other, wanted = (
            own_question(bob, fact=FactFactory(owner=bob, topic=topic)) for topic in (sco, csto)
        )
        assign(other, wanted)
        assert reviewed(alice, now, mode="practice", topic=csto) == [wanted]

    @pytest.mark.parametrize("how", ["taken back", "left", "put away"])
    def test_nothing_of_a_teacher_is_asked_once_it_is_over(self, alice, bob, assign, now, how):
        mine, library = own_question(bob), QuestionFactory()
        assign(mine, library)
        for question in (mine, library):
            known(alice, question, due=TODAY)
        if how == "taken back":
            Assignment.objects.update(withdrawn_at=now)
        elif how == "left":
            Membership.objects.filter(user=alice).update(left_at=now)
        else:
            Classroom.objects.update(archived_at=now)
        assert reviewed(alice, now) == [library]
        assert reviewed(alice, now, mode="weakest") == [library]

    def test_nor_are_the_sets_of_teachers(self, alice, bob, assign, now):
        set_of("order", owner=bob)
        wanted = set_of("order", owner=bob)
        deck = assign(wanted)
        assert reviewed(alice, now, mode="sets") == [wanted]
        DeckEntry.objects.filter(deck=deck).delete()
        with pytest.raises(NothingToAskError):
            reviewed(alice, now, mode="sets")


class TestDays:
    """An exam is a target for the facts of its deck; a due day brings them forward."""

    def test_the_facts_of_the_exam_come_first(self, alice, assign, now):
        exam, other = QuestionFactory(), QuestionFactory()
        known(alice, exam, stability=40, due=TODAY + 30 * DAY)
        known(alice, other, due=TODAY - DAY)
        deck = assign(exam, exam_day=TODAY + 20 * DAY)
        assert reviewed(alice, now) == [exam, other]
        deck.assignments.update(exam_day=TODAY - DAY)
        assert reviewed(alice, now) == [other, exam]

    def test_a_card_takes_its_nearest_exam_to_come(self, alice, assign, now):
        question = QuestionFactory()
        topic, other = question.fact.topic_id, TopicFactory(slug="other").pk
        for days in (-3, 20, 9, 12):
            assign(question, exam_day=TODAY + days * DAY)

        def target():
            return studied(alice, now=now).target(question.fact_id, topic)

        assert target() == TODAY + 9 * DAY
        alice.target_day = TODAY + 5 * DAY
        assert target() == TODAY + 5 * DAY
        alice.target_topics.set([other])
        assert target() == TODAY + 9 * DAY
        alice.target_topics.clear()
        alice.target_day = TODAY - DAY
        assert target() == TODAY + 9 * DAY

    def test_the_day_is_that_of_the_classroom(self, alice, assign):
        question = QuestionFactory()
        assign(question, exam_day=TODAY, due_day=TODAY)
        alice.time_zone = "America/New_York"

        def found(hour):
            moment = datetime(2026, 3, 4, hour, tzinfo=UTC)
            asks = studied(alice, now=moment)
            return asks.exams.get(question.fact_id), asks.due.get((question.fact_id, "value"))

        # In Almaty the exam is today, in New York it is still the evening before.
        assert found(2) == (TODAY - DAY, TODAY - DAY)
        assert found(18) == (TODAY, TODAY)
        assert found(20) == (None, None)

    def test_new_facts_of_a_deck_that_is_due_come_first_spread_over_the_days(
        self, alice, assign, now
    ):
        QuestionFactory.create_batch(9)
        wanted = [QuestionFactory(fact__importance=1) for _ in range(6)]
        assign(*wanted, due_day=TODAY + 3 * DAY, exam_day=None)
        assert reviewed(alice, now, size=4)[:2] == wanted[:2]

    def test_all_are_met_by_the_day_whatever_the_learners_daily_number(self, alice, assign, now):
        alice.new_per_day = 1
        alice.save()
        wanted = QuestionFactory.create_batch(6)
        assign(*wanted, due_day=TODAY + 2 * DAY, exam_day=None)
        met = []
        for moment in (now, now + DAY):
            session = start_session(learner=alice, wish=Wish(), now=moment, rng=Random(len(met)))
            for _ in range(session.items.count()):
                respond(session, now=moment)
            of(session)
            met.append(Card.objects.filter(learner=alice, stability__isnull=False).count())
            if moment == now:
                with pytest.raises(NothingToAskError):
                    reviewed(alice, now)
        assert met == [3, 6]

    def test_what_was_met_before_is_brought_forward_by_no_due_day(self, alice, assign, now):
        question = QuestionFactory()
        known(alice, question)
        assign(question, due_day=TODAY + DAY, exam_day=None)
        new = QuestionFactory()
        assert reviewed(alice, now) == [new, question]


@pytest.mark.parametrize("mode", ["review", "deck"])
def test_many_decks_take_no_more_queries_to_plan_than_one(alice, bob, assign, now, mode):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            if mode == "deck":
                begin(alice, deck, now)
            else:
                start_session(learner=alice, wish=Wish(), now=now, rng=Random(next(SEEDS)))
        QuizSession.objects.update(finished_at=now)
        return len(captured)

    deck = assign(own_question(bob), QuestionFactory(), set_of("order"))
    few = queries()
    for _ in range(4):
        deck = assign(*(own_question(bob) for _ in range(6)), set_of("order"))
    assert queries() == few
