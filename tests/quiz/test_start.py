"""Starting a session."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest

from questions.models import Card, Question, QuizSession, SessionItem
from questions.quiz.picking import drill_for
from questions.quiz.reveal import reveal
from questions.quiz.start import NothingToAskError, Wish, new_token, start_session
from questions.quiz.summary import end_session
from tests.factories import (
    DeckFactory,
    EntityFactory,
    FactFactory,
    FactValueFactory,
    QuestionFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import (
    FORMS,
    SETS,
    card_of,
    next_item,
    plan,
    play_once,
    question_of,
    respond,
    set_of,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SEEDS = count(1)


def items_of(session: QuizSession) -> list[SessionItem]:
    return list(session.items.select_related("question", "drill").order_by("position"))


def asked(learner, now, rng=None, **wish) -> list[Question]:
    """The questions of a new session."""
    session = start_session(
        learner=learner, wish=Wish(**wish), now=now, rng=rng or Random(next(SEEDS))
    )
    return [item.question for item in items_of(session)]


def strong(learner, fact, stability: float, now, cue: str = "value", **more) -> Card:
    """A card that was rated a while ago."""
    today = learner.study_day(now)
    return Card.objects.create(
        learner=learner,
        fact=fact,
        cue=cue,
        stability=stability,
        difficulty=5,
        due=more.get("due", today),
        last_study_day=more.get("last", today - 5 * DAY),
    )


class TestSession:
    def test_a_session_asks_at_most_ten_facts_each_once(self, alice, now, rng):
        QuestionFactory.create_batch(12)
        alice.new_per_day = 50
        session = start_session(learner=alice, wish=Wish(), now=now, rng=rng)
        facts = SessionItem.objects.filter(session=session).values_list("fact_id", flat=True)
        assert len(facts) == len(set(facts)) == 10

    def test_the_same_kind_of_session_goes_on_instead_of_starting_anew(self, alice, now, rng):
        QuestionFactory.create_batch(3)
        first = start_session(learner=alice, wish=Wish(), now=now, rng=rng)
        assert start_session(learner=alice, wish=Wish(), now=now, rng=rng) == first

    def test_not_after_half_a_day_nor_for_another_wish_nor_once_it_is_ended(self, alice, now, rng):
        topic = QuestionFactory.create_batch(3)[0].fact.topic
        start = {"learner": alice, "rng": rng}
        first = start_session(wish=Wish(), now=now, **start)
        later = start_session(wish=Wish(), now=now + timedelta(hours=13), **start)
        practice = start_session(wish=Wish(mode="practice"), now=now, **start)
        one_topic = start_session(wish=Wish(mode="practice", topic=topic), now=now, **start)
        end_session(one_topic, now=now)
        again = start_session(wish=Wish(mode="practice", topic=topic), now=now, **start)
        assert len({first, later, practice, one_topic, again}) == 5

    def test_another_learners_session_is_not_gone_on_with(self, alice, charlie, now, rng):
        QuestionFactory.create_batch(3)
        first = start_session(learner=alice, wish=Wish(), now=now, rng=rng)
        assert start_session(learner=charlie, wish=Wish(), now=now, rng=rng) != first

    def test_nothing_is_stored_where_nothing_can_be_asked(self, alice, now, rng):
        with pytest.raises(NothingToAskError):
            start_session(learner=alice, wish=Wish(), now=now, rng=rng)
        assert not Card.objects.exists()
        assert not QuizSession.objects.exists()

    def test_tokens_are_long_and_none_comes_twice(self, rng):
        tokens = {new_token(rng) for _ in range(1000)}
        assert len(tokens) == 1000
        assert {len(token) for token in tokens} == {32}


class TestWhatMayBeAsked:
    def test_only_approved_questions_of_the_library_on_published_facts(self, alice, now):
        wanted = QuestionFactory()
        QuestionFactory(status="draft")
        QuestionFactory(status="withdrawn")
        QuestionFactory(owner=UserFactory())
        QuestionFactory(fact__withdrawn_at=now)
        assert asked(alice, now) == [wanted]

    def test_a_topic_narrows_it(self, alice, now):
        _sco, csto = (QuestionFactory(fact__topic=TopicFactory(slug=s)) for s in ("sco", "csto"))
        assert asked(alice, now, mode="practice", topic=csto.fact.topic) == [csto]

    def test_what_the_topic_itself_answers_is_not_asked_under_that_topic(self, alice, now):
        csto = TopicFactory(slug="csto")
        body = EntityFactory(slug="csto")
        fact = FactFactory(topic=csto, subject=body)
        when, who = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
        chaired = FactFactory(topic=csto, value=None)
        FactValueFactory(fact=chaired, entity=body, date_start="")
        led = question_of("choice", fact=chaired)
        about_others = question_of("choice", fact=FactFactory(topic=csto), cue="subject")
        assert set(asked(alice, now, mode="practice", topic=csto)) == {when, about_others}
        everything = {question.fact for question in asked(alice, now)}
        assert {who.fact, led.fact} <= everything

    def test_flashcards_are_for_their_own_mode_alone(self, alice, now):
        fact = FactFactory()
        card, choice = question_of("flashcard", fact=fact), question_of("choice", fact=fact)
        assert asked(alice, now, mode="flashcards") == [card]
        assert asked(alice, now, mode="practice") == [choice]

    @pytest.mark.parametrize(
        ("wanted", "expected"), [("kk", ("flashcard", "kk")), ("en", ("typed", "en"))]
    )
    def test_a_fact_is_rather_met_as_a_flashcard_than_typed_in_another_language(
        self, alice, now, wanted, expected
    ):
        alice.question_language = wanted
        fact = FactFactory()
        for form, language in (("flashcard", "kk"), ("flashcard", "en"), ("typed", "en")):
            question_of(form, fact=fact, language=language)
        assert [(q.form, q.language) for q in asked(alice, now)] == [expected]

    def test_a_flashcard_in_another_language_is_no_cue_of_its_own(self, alice, now):
        fact = FactFactory()
        question_of("flashcard", fact=fact, cue="subject", language="kk")
        choice = question_of("choice", fact=fact)
        assert asked(alice, now) == [choice]

    @pytest.mark.parametrize("mode", ["review", "practice"])
    def test_a_fact_that_nothing_else_asks_is_met_as_a_flashcard(self, alice, now, mode):
        card = question_of("flashcard", fact=FactFactory())
        assert asked(alice, now, mode=mode) == [card]

    def test_the_weakest_are_only_what_was_met(self, alice, now):
        met = question_of("choice")
        question_of("choice")
        strong(alice, met.fact, 3, now)
        assert asked(alice, now, mode="weakest") == [met]


class TestQueue:
    def test_no_more_new_cards_than_the_learner_wants_a_day(self, alice, now):
        QuestionFactory.create_batch(5)
        alice.new_per_day = 2
        session = start_session(learner=alice, wish=Wish(), now=now, rng=Random(next(SEEDS)))
        assert session.items.count() == 2
        respond(session, now=now)
        respond(session, now=now)
        with pytest.raises(NothingToAskError):
            start_session(learner=alice, wish=Wish(), now=now, rng=Random(next(SEEDS)))
        met = {item.question for item in items_of(session)}
        assert len(set(asked(alice, now + DAY)) - met) == 2

    def test_facts_put_today_are_left_out_by_either_cue(self, alice, now):
        fact = FactFactory()
        value = question_of("choice", fact=fact)
        question_of("choice", fact=fact, cue="subject")
        play_once(alice, value, now=now)
        with pytest.raises(NothingToAskError):
            asked(alice, now)
        assert len(asked(alice, now + DAY)) == 1

    def test_so_is_a_card_that_was_only_turned_over(self, alice, now):
        fact = FactFactory()
        question_of("choice", fact=fact)
        turned = plan(alice, question_of("flashcard", fact=fact), now=now)
        reveal(next_item(turned), today=alice.study_day(now), now=now)
        with pytest.raises(NothingToAskError):
            asked(alice, now)

    def test_two_cues_of_one_fact_never_come_together(self, alice, now):
        for _ in range(3):
            fact = FactFactory()
            for cue in ("value", "subject"):
                question_of("choice", fact=fact, cue=cue)
        for mode in ("review", "practice"):
            assert len(asked(alice, now, mode=mode)) == 3

    def test_the_value_is_asked_before_the_subject(self, alice, now):
        fact = FactFactory()
        question_of("choice", fact=fact, cue="subject")
        value = question_of("choice", fact=fact)
        assert asked(alice, now) == [value]

    def test_the_exam_day_and_its_topics_come_first(self, alice, now):
        sco, csto = (QuestionFactory(fact__topic=TopicFactory(slug=s)) for s in ("sco", "csto"))
        today = alice.study_day(now)
        for question in (sco, csto):
            strong(alice, question.fact, 9, now, due=today + 4 * DAY)
        for topic in (sco.fact.topic, csto.fact.topic):
            alice.target_day = today + 10 * DAY
            alice.target_topics.set([topic])
            QuizSession.objects.all().delete()
            assert asked(alice, now)[0].fact.topic == topic

    def test_without_topics_the_exam_is_on_all_of_them(self, alice, now):
        due, fresh = QuestionFactory(), QuestionFactory()
        today = alice.study_day(now)
        strong(alice, due.fact, 9, now, due=today - DAY)
        alice.target_day = today + 60 * DAY
        strong(alice, fresh.fact, 2, now, last=today - 2 * DAY, due=today + DAY)
        assert asked(alice, now)[0] == fresh

    def test_an_exam_in_the_past_changes_nothing(self, alice, now):
        QuestionFactory.create_batch(6)
        without = asked(alice, now)
        QuizSession.objects.all().delete()
        alice.target_day = alice.study_day(now) - DAY
        assert asked(alice, now) == without

    def test_the_same_state_and_seed_give_the_same_session(self, alice, now):
        for _ in range(4):
            fact = FactFactory()
            for variant in ("a", "b", "c"):
                question_of("choice", fact=fact, variant=variant)
        plans = []
        for _ in range(3):
            plans.append(asked(alice, now, rng=Random(7)))
            QuizSession.objects.all().delete()
        assert plans[0] == plans[1] == plans[2]


class TestForms:
    @pytest.mark.parametrize(
        ("stability", "form"),
        [(None, "choice"), (3, "choice"), (10, "cloze"), (30, "typed")],
    )
    def test_they_grow_harder_as_memory_grows(self, alice, now, stability, form):
        fact = FactFactory()
        for each in ("typed", "cloze", "choice"):
            question_of(each, fact=fact)
        if stability:
            strong(alice, fact, stability, now)
        assert asked(alice, now)[0].form == form

    def test_where_the_right_form_is_missing_the_next_one_is_taken(self, alice, now):
        fact = FactFactory()
        question_of("typed", fact=fact)
        assert asked(alice, now)[0].form == "typed"

    def test_a_question_not_yet_seen_is_preferred_then_the_one_seen_longest_ago(self, alice, now):
        fact = FactFactory()
        variants = [question_of("choice", fact=fact, variant=v) for v in "abc"]
        seen = []
        for days in range(5):
            seen += asked(alice, now + days * DAY, rng=Random(days))
        assert set(seen[:3]) == set(variants)
        assert seen[3:] == seen[:2]

    def test_true_or_false_takes_turns_with_choice_once_a_card_was_met(self, alice, now):
        fact = FactFactory()
        choice, claim = question_of("choice", fact=fact), question_of("true-false", fact=fact)
        assert asked(alice, now) == [choice]
        strong_card = card_of(alice, choice)
        Card.objects.filter(pk=strong_card.pk).update(
            stability=2, difficulty=5, due=now.date(), last_study_day=now.date() - DAY
        )
        assert asked(alice, now + DAY) == [claim]


class TestTurns:
    """Forms that ask as much of the memory take turns."""

    @pytest.mark.parametrize(
        ("stability", "forms"),
        [(10, ("cloze", "choose-all")), (30, ("typed", "number"))],
    )
    def test_once_a_card_was_met(self, alice, now, stability, forms):
        fact = FactFactory()
        questions = {question_of(form, fact=fact) for form in forms}
        question_of("choice", fact=fact)
        strong(alice, fact, stability, now)
        seen = set()
        for days in range(2):
            seen.update(asked(alice, now + days * DAY, rng=Random(days)))
        assert seen == questions

    def test_a_first_meeting_is_a_choice_whatever_else_there_is(self, alice, now):
        fact = FactFactory()
        for form in reversed(FORMS):
            question_of(form, fact=fact)
        assert asked(alice, now)[0].form == "choice"


class TestSets:
    """Orderings and matchings: sessions of their own, and at the end of a practice."""

    def closing(self, learner, topic, now, **more) -> Question | None:
        """The set at the end of a practice of ten."""
        session = start_session(
            learner=learner,
            wish=Wish(mode="practice", topic=topic, **more),
            now=now,
            rng=Random(next(SEEDS)),
        )
        items = items_of(session)
        QuizSession.objects.filter(pk=session.pk).update(finished_at=now)
        last = items[-1].question
        return last if last.form in SETS else None

    @pytest.fixture
    def topic(self):
        """A topic of twelve facts, each with a question of its own."""
        topic = TopicFactory(slug="sco")
        QuestionFactory.create_batch(12, fact__topic=topic)
        return topic

    @pytest.mark.parametrize("mode", ["review", "practice", "weakest", "flashcards"])
    def test_no_other_session_asks_them_as_one_of_its_ten(self, alice, now, mode):
        for form in SETS:
            made = set_of(form)
            strong(alice, made.fact, 3, now, cue="")
        with pytest.raises(NothingToAskError):
            asked(alice, now, mode=mode)

    def test_a_session_of_them_has_five_at_most_and_makes_no_card(self, alice, now):
        for _ in range(4):
            for form in SETS:
                set_of(form)
        session = start_session(
            learner=alice, wish=Wish(mode="sets"), now=now, rng=Random(next(SEEDS))
        )
        items = items_of(session)
        assert [item.position for item in items] == [1, 2, 3, 4, 5]
        assert len({item.question for item in items}) == 5
        assert all(item.card is None and item.drill is None for item in items)
        assert all(item.fact_id == item.question.fact_id for item in items)
        assert not Card.objects.exists()

    def in_languages(self, *languages: str) -> dict[str, Question]:
        """One set, worded in each of them."""
        facts = FactFactory.create_batch(5)
        variant = f"worded-{next(SEEDS)}"
        return {
            language: set_of("order", facts=facts, language=language, variant=variant)
            for language in languages
        }

    @pytest.mark.parametrize(
        ("pages", "questions", "expected"),
        [("en", "", "en"), ("ru", "", "ru"), ("en", "kk", "kk"), ("kk", "ru", "ru")],
    )
    def test_each_is_asked_once_in_the_learners_language(
        self, alice, now, pages, questions, expected
    ):
        alice.language, alice.question_language = pages, questions
        sets = [self.in_languages("en", "kk", "ru") for _ in range(2)]
        found = asked(alice, now, mode="sets")
        assert set(found) == {one[expected] for one in sets}
        assert len(found) == 2

    def test_what_there_is_only_in_english_comes_after_what_there_is(self, alice, now):
        alice.language = "ru"
        english = [self.in_languages("en", "kk") for _ in range(3)]
        russian = [self.in_languages("en", "ru") for _ in range(3)]
        found = asked(alice, now, mode="sets")
        assert set(found[:3]) == {one["ru"] for one in russian}
        assert set(found[3:]) <= {one["en"] for one in english}

    def test_a_set_seen_in_another_language_was_seen(self, alice, now):
        sets = [self.in_languages("en", "ru") for _ in range(6)]
        first = asked(alice, now, mode="sets")
        QuizSession.objects.update(finished_at=now)
        alice.language = "ru"
        (unseen,) = (one for one in sets if one["en"] not in first)
        assert asked(alice, now, mode="sets")[0] == unseen["ru"]

    def test_what_a_teacher_put_into_a_deck_is_asked_in_its_language(self, alice, now):
        worded = self.in_languages("en", "kk", "ru")
        DeckFactory(study_token="e" * 32, questions=[worded["kk"]]).learners.add(alice)
        assert set(asked(alice, now, mode="sets")) == {worded["en"], worded["kk"]}

    def test_those_not_seen_for_longest_come_first(self, alice, now):
        sets = [set_of("order") for _ in range(7)]
        first = asked(alice, now, mode="sets")
        QuizSession.objects.update(finished_at=now)
        second = asked(alice, now, mode="sets")
        assert set(second[:2]) == set(sets) - set(first)
        assert second[2:] == first[:3]

    def test_a_topic_narrows_them(self, alice, now):
        sco, csto = (TopicFactory(slug=slug) for slug in ("sco", "csto"))
        set_of("order", topic=sco)
        wanted = set_of("match", topic=csto)
        assert asked(alice, now, mode="sets", topic=csto) == [wanted]

    def test_only_approved_ones_of_the_library_on_published_facts(self, alice, now):
        set_of("order", status="draft")
        set_of("order", status="withdrawn")
        set_of("order", owner=UserFactory())
        for place in (0, 3):
            part = set_of("order").parts.get(position=place)
            part.fact.withdrawn_at = now
            part.fact.save()
        with pytest.raises(NothingToAskError):
            asked(alice, now, mode="sets")
        assert not QuizSession.objects.exists()

    def test_one_of_met_facts_ends_a_practice_of_ten(self, alice, now, topic):
        wanted = set_of("order", topic=topic)
        assert self.closing(alice, topic, now) is None
        for part in wanted.parts.all()[:4]:
            strong(alice, part.fact, 3, now)
        assert self.closing(alice, topic, now) is None
        Card.objects.create(learner=alice, fact=wanted.parts.last().fact, cue="subject")
        assert self.closing(alice, topic, now) is None  # planned, but never answered
        strong(alice, wanted.parts.last().fact, 3, now)
        assert self.closing(alice, topic, now) == wanted

    def test_it_is_the_eleventh_and_has_no_card(self, alice, now, topic):
        wanted = set_of("match", topic=topic)
        for part in wanted.parts.all():
            strong(alice, part.fact, 3, now)
        wish = Wish(mode="practice", topic=topic)
        session = start_session(learner=alice, wish=wish, now=now, rng=Random(next(SEEDS)))
        items = items_of(session)
        assert len(items) == 11
        last = items[-1]
        assert (last.position, last.question, last.card, last.is_drill) == (11, wanted, None, False)

    def test_not_one_of_another_topic_nor_one_that_was_put_today(self, alice, now, topic):
        other = set_of("order", topic=TopicFactory(slug="csto"))
        today = set_of("order", topic=topic)
        for made in (other, today):
            for part in made.parts.all():
                strong(alice, part.fact, 3, now)
        play_once(alice, today, now=now)
        assert self.closing(alice, topic, now) is None
        assert self.closing(alice, topic, now + DAY) == today

    def test_a_shorter_practice_has_none(self, alice, now):
        topic = TopicFactory(slug="sco")
        QuestionFactory.create_batch(9, fact__topic=topic)
        wanted = set_of("order", topic=topic)
        for part in wanted.parts.all():
            strong(alice, part.fact, 3, now)
        assert self.closing(alice, topic, now) is None

    def test_a_review_has_none(self, alice, now, topic):
        wanted = set_of("order", topic=topic)
        for part in wanted.parts.all():
            strong(alice, part.fact, 3, now)
        assert len(asked(alice, now, mode="review")) == 10


class TestDrills:
    @pytest.mark.parametrize(
        ("form", "drill"),
        [("choice", "cloze"), ("cloze", "choice"), ("typed", "choice"), ("true-false", "choice")],
    )
    def test_what_is_missed_will_come_back_in_another_form(self, alice, now, form, drill):
        fact = FactFactory()
        for each in ("choice", "true-false", "cloze", "typed", "flashcard"):
            question_of(each, fact=fact)
        if form == "true-false":  # which takes turns with the choice that was answered before
            play_once(alice, Question.objects.get(form="choice"), now=now - 2 * DAY)
        if form in ("cloze", "typed"):
            strong(alice, fact, {"cloze": 10, "typed": 30}[form], now)
        item = items_of(
            start_session(learner=alice, wish=Wish(), now=now, rng=Random(next(SEEDS)))
        )[0]
        assert (item.question.form, item.drill.form) == (form, drill)
        assert item.drill.cue == item.question.cue

    @pytest.mark.parametrize("form", FORMS[:-1])
    def test_every_form_can_be_missed_and_come_back(self, form):
        fact = FactFactory()
        questions = [question_of(each, fact=fact) for each in FORMS[:-1]]
        missed = next(question for question in questions if question.form == form)
        drill = drill_for(missed, questions)
        assert drill.form == ("cloze" if form == "choice" else "choice")
        assert drill_for(missed, [missed]) == missed

    def test_a_flashcard_comes_back_as_itself(self, alice, now):
        fact = FactFactory()
        question_of("choice", fact=fact)
        card = question_of("flashcard", fact=fact)
        wish = Wish(mode="flashcards")
        (item,) = items_of(
            start_session(learner=alice, wish=wish, now=now, rng=Random(next(SEEDS)))
        )
        assert item.drill == card

    def test_where_there_is_no_other_form_the_same_comes_back(self, alice, now):
        question = question_of("choice")
        (item,) = items_of(
            start_session(learner=alice, wish=Wish(), now=now, rng=Random(next(SEEDS)))
        )
        assert item.drill == question


class TestPractice:
    def test_what_was_answered_today_can_be_practised_again_and_moves_nothing(self, alice, now):
        question = question_of("choice")
        play_once(alice, question, now=now)
        session = start_session(
            learner=alice, wish=Wish(mode="practice"), now=now, rng=Random(next(SEEDS))
        )
        assert not respond(session, now=now).is_rated

    def test_so_can_a_sibling_that_is_due(self, alice, now):
        fact = FactFactory()
        value, _subject = (question_of("choice", fact=fact, cue=c) for c in ("value", "subject"))
        strong(alice, fact, 3, now, cue="subject")
        play_once(alice, value, now=now)
        session = start_session(
            learner=alice, wish=Wish(mode="practice"), now=now, rng=Random(next(SEEDS))
        )
        assert not respond(session, now=now).is_rated


class TestLanguage:
    """Questions of one fact in several languages are one card."""

    @pytest.fixture
    def fact(self):
        fact = FactFactory()
        for language in ("en", "ru", "kk"):
            QuestionFactory(fact=fact, language=language)
        return fact

    @pytest.mark.parametrize(
        ("pages", "wanted", "given"),
        [
            pytest.param("ru", "", "ru", id="as-the-pages"),
            pytest.param("kk", "en", "en", id="as-chosen"),
            pytest.param("en", "kk", "kk", id="as-chosen-the-other-way"),
        ],
    )
    def test_a_card_is_asked_in_the_learners_language(self, alice, now, fact, pages, wanted, given):
        alice.language, alice.question_language = pages, wanted
        assert [q.language for q in asked(alice, now)] == [given]

    def test_where_there_is_none_in_it_english_asks(self, alice, now):
        fact = FactFactory()
        QuestionFactory(fact=fact, language="en")
        QuestionFactory(fact=fact, language="ru")
        alice.language = "kk"
        assert [q.language for q in asked(alice, now)] == ["en"]

    def test_a_form_that_there_is_in_english_alone_is_asked_in_english(self, alice, now):
        fact = FactFactory()
        QuestionFactory(fact=fact, language="en")
        question_of("typed", fact=fact, language="en")
        question_of("typed", fact=fact, language="kk")
        alice.language = "kk"
        [first] = asked(alice, now)
        assert (first.form, first.language) == ("choice", "en")
        Card.objects.all().delete()
        strong(alice, fact, 200, now)
        [later] = asked(alice, now + DAY, topic=fact.topic)
        assert (later.form, later.language) == ("typed", "kk")

    def test_another_language_goes_on_with_the_same_memory(self, alice, now, fact):
        alice.language = "kk"
        first = plan(alice, Question.objects.get(language="kk"), now=now)
        respond(first, now=now)
        [card] = Card.objects.filter(learner=alice)
        alice.language = "ru"
        later = now + (card.due - alice.study_day(now))
        assert [q.language for q in asked(alice, later)] == ["ru"]
        assert Card.objects.filter(learner=alice).count() == 1

    def test_what_a_deck_of_the_learner_holds_stays_in_its_language(self, alice, now, fact):
        alice.language = "ru"
        deck = DeckFactory(study_token="5" * 32, questions=[Question.objects.get(language="en")])
        deck.learners.add(alice)
        assert [q.language for q in asked(alice, now)] == ["en"]
