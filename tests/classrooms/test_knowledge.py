"""What a class knows, against figures worked out by hand."""

from datetime import timedelta

import pytest

from questions.classrooms.knowledge import class_knowledge, learner_knowledge
from questions.classrooms.weakest import Weak, in_words, weakest_of_class, weakest_of_learner
from questions.models import Fact, FactText, Membership
from questions.scheduling.memory import Memory, recall, recall_after
from tests.classrooms.knowing import questions_of, remember
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    MembershipFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
    own_question,
)
from tests.playing import play_once, set_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher")


@pytest.fixture
def facts() -> list[Fact]:
    """Four facts of the SCO and two of the CSTO."""
    csto = TopicFactory(slug="csto", position=2)
    return [*FactFactory.create_batch(4), *FactFactory.create_batch(2, topic=csto)]


@pytest.fixture
def three():
    """Ann, Bob and Cem."""
    return [UserFactory(username=name) for name in ("ann", "bob", "cem")]


@pytest.fixture
def classroom(teacher, three):
    return ClassroomFactory(teacher=teacher, learners=three)


def near(value: float):
    return pytest.approx(value, abs=1e-9)


def test_the_quick_curve_is_that_of_the_memory_model(now):
    today = now.date()
    for stability in (0.3, 1.0, 2.7, 40.0, 3000.0):
        for days in (0, 1, 5, 30, 700):
            memory = Memory(stability, 5.0, today - days * DAY, today)
            assert recall_after(stability, days) == near(recall(memory, today))


class TestShares:
    @pytest.fixture(autouse=True)
    def _study(self, now, facts, three):
        """Ann met A and B with 0.9 each, and E for sure; Bob met A for sure; Cem met nothing."""
        ann, bob, _cem = three
        remember(ann, facts[0], now=now, days=2)
        remember(ann, facts[1], now=now, days=9)
        remember(ann, facts[4], now=now, days=4, sure=True)
        remember(bob, facts[0], now=now, days=3, sure=True)

    def test_by_topic_what_was_not_met_is_not_known(self, classroom, now):
        sco, csto = class_knowledge(classroom, now=now).topics
        assert (sco.topic.slug, sco.total, sco.learners, sco.studied) == ("sco", 4, 3, 2)
        # (0.9 + 0.9) / 4, 1 / 4 and nothing, over three learners.
        assert sco.known == near((0.45 + 0.25 + 0) / 3)
        assert sco.met == near((2 / 4 + 1 / 4 + 0) / 3)
        # Of what they met, Ann knows 0.9 and Bob all; Cem met nothing and does not count.
        assert sco.of_met == near((0.9 + 1) / 2)
        assert (csto.total, csto.studied) == (2, 1)
        assert csto.known == near((1 / 2 + 0 + 0) / 3)
        assert csto.of_met == near(1)

    def test_over_all_topics(self, classroom, now):
        overall = class_knowledge(classroom, now=now).overall
        assert (overall.total, overall.studied, overall.learners) == (6, 2, 3)
        assert overall.known == near((2.8 / 6 + 1 / 6 + 0) / 3)
        assert overall.of_met == near((2.8 / 3 + 1) / 2)

    def test_by_learner(self, classroom, now):
        ann, bob, cem = class_knowledge(classroom, now=now).learners
        assert [one.learner.name for one in (ann, bob, cem)] == ["ann", "bob", "cem"]
        assert (ann.overall.facts_met, ann.overall.due) == (3, 0)
        assert ann.overall.known == near(2.8 / 6)
        assert [share.known for share in ann.topics] == [near(0.45), near(0.5)]
        assert ann.last_day == now.date() - 2 * DAY
        assert (bob.overall.facts_met, bob.last_day) == (1, now.date() - 3 * DAY)
        assert (cem.overall.known, cem.overall.of_met, cem.last_day) == (0, None, None)

    def test_who_left_does_not_count(self, classroom, three, now):
        Membership.objects.filter(user=three[2]).update(left_at=now)
        known = class_knowledge(classroom, now=now)
        assert [one.learner.name for one in known.learners] == ["ann", "bob"]
        assert known.topics[0].known == near((0.45 + 0.25) / 2)
        Membership.objects.filter(user=three[0]).update(left_at=now)
        assert class_knowledge(classroom, now=now).topics[0].known == near(0.25)

    def test_what_was_withdrawn_does_not_count(self, classroom, facts, now):
        facts[0].withdrawn_at = now
        facts[0].save()
        sco = class_knowledge(classroom, now=now).topics[0]
        assert (sco.total, sco.known) == (3, near(0.3 / 3))

    def test_both_cues_of_a_fact_count_with_their_mean(self, classroom, facts, three, now):
        remember(three[1], facts[0], now=now, days=5, cue="subject")
        bob = class_knowledge(classroom, now=now).learners[1]
        assert bob.overall.facts_met == 1
        assert bob.overall.known == near(0.95 / 6)

    def test_on_the_day_of_a_rating_it_counts_as_on_the_next(self, classroom, facts, three, now):
        remember(three[2], facts[5], now=now, days=0)
        cem = class_knowledge(classroom, now=now).learners[2]
        assert cem.overall.of_met == near(0.9)
        assert cem.last_day == now.date()

    def test_what_waits_is_counted(self, classroom, facts, three, now):
        remember(three[2], facts[5], now=now, waits=True)
        assert [one.overall.due for one in class_knowledge(classroom, now=now).learners] == [
            0, 0, 1,
        ]  # fmt: skip


class TestScope:
    def test_what_they_study_for_another_teacher_is_not_told(self, classroom, three, now):
        other = TeacherFactory()
        foreign = own_question(other)
        elsewhere = ClassroomFactory(teacher=other, learners=three)
        AssignmentFactory(classroom=elsewhere, deck=DeckFactory(owner=other, questions=[foreign]))
        remember(three[0], foreign.fact, now=now, waits=True)
        known = class_knowledge(classroom, now=now)
        assert known.overall.total == known.overall.studied == 0
        assert known.learners[0].last_day is None
        assert known.learners[0].overall.due == 0
        assert weakest_of_class([one.memories for one in known.learners]) == []
        told = class_knowledge(elsewhere, now=now)
        assert (told.overall.total, told.overall.studied) == (1, 1)

    def test_an_own_fact_counts_while_its_deck_is_assigned(self, classroom, teacher, three, now):
        own = own_question(teacher)
        given = AssignmentFactory(
            classroom=classroom, deck=DeckFactory(owner=teacher, questions=[own])
        )
        remember(three[0], own.fact, now=now)
        assert class_knowledge(classroom, now=now).overall.known == near(0.9 / 3)
        given.withdrawn_at = now
        given.save()
        assert class_knowledge(classroom, now=now).overall.total == 0

    def test_a_draft_of_the_deck_is_not_asked(self, classroom, teacher, three, now):
        draft = own_question(teacher, status="draft")
        AssignmentFactory(classroom=classroom, deck=DeckFactory(owner=teacher, questions=[draft]))
        known = class_knowledge(classroom, now=now)
        assert (known.overall.total, known.works[0].given.asked) == (0, frozenset())


class TestWeakest:
    def test_the_lowest_come_first_and_single_voices_do_not_count(self, facts, now):
        learners = UserFactory.create_batch(7)
        classroom = ClassroomFactory(learners=learners)
        for learner in learners[:3]:
            remember(learner, facts[0], now=now, sure=True)
            remember(learner, facts[1], now=now, sure=learner == learners[0])
        for learner in learners[:2]:  # fewer than three
            remember(learner, facts[2], now=now)
        known = class_knowledge(classroom, now=now)
        weak = weakest_of_class(known.memories)
        assert [(one.fact_id, one.met_by) for one in weak] == [
            (facts[1].pk, 3),
            (facts[0].pk, 3),
        ]
        assert [one.recall for one in weak] == [near((1 + 0.9 + 0.9) / 3), near(1)]

    def test_in_a_small_class_a_third_is_enough(self, classroom, facts, three, now):
        remember(three[0], facts[3], now=now)
        known = class_knowledge(classroom, now=now)
        assert weakest_of_class(known.memories) == [Weak(facts[3].pk, near(0.9), 1)]
        assert weakest_of_learner(known.learners[0].memories) == [Weak(facts[3].pk, near(0.9))]
        assert weakest_of_learner(known.learners[1].memories) == []

    def test_they_are_told_in_the_language_of_the_page_if_there_are_words(self, facts):
        FactText.objects.create(fact=facts[0], language="kk", statement="Қазақша.")
        weak = [Weak(facts[0].pk, 0.5), Weak(facts[1].pk, 0.6)]
        told = in_words(weak, language="kk")
        assert [(one.language, one.statement) for one in told] == [
            ("kk", "Қазақша."),
            ("en", f"Statement of {facts[1].slug}."),
        ]


class TestWork:
    def test_met_known_now_and_on_the_exam_day(self, classroom, facts, three, now):
        """The deck asks four facts; Ann met two of them, one for sure."""
        deck = DeckFactory(questions=questions_of(facts[:4]))
        AssignmentFactory(classroom=classroom, deck=deck, exam_day=now.date() + 8 * DAY)
        remember(three[0], facts[0], now=now, days=8)
        remember(three[0], facts[1], now=now, days=3, sure=True)
        remember(three[0], facts[4], now=now, days=1)  # not of the deck
        work = class_knowledge(classroom, now=now).works[0]
        ann, bob, _cem = work.rows
        assert (ann.met, ann.total, ann.last_day) == (2, 4, now.date() - 3 * DAY)
        assert ann.known == near((0.9 + 1) / 4)
        # Sixteen days after its rating, at a stability of eight.
        later = recall(Memory(8.0, 5.0, now.date() - 8 * DAY, now.date()), now.date() + 8 * DAY)
        assert ann.known_on_exam == near((later + 1) / 4)
        assert (bob.met, bob.known, bob.last_day) == (0, 0, None)
        assert work.met_share == near((2 / 4) / 3)
        assert work.known == near((1.9 / 4) / 3)
        assert (work.started, work.finished) == (1, 0)

    def test_after_the_exam_nothing_is_predicted_for_it(self, classroom, facts, three, now):
        deck = DeckFactory(questions=questions_of(facts[:1]))
        AssignmentFactory(classroom=classroom, deck=deck, exam_day=now.date() - DAY)
        remember(three[0], facts[0], now=now)
        row = class_knowledge(classroom, now=now).works[0].rows[0]
        assert (row.known_on_exam, row.known, row.is_finished) == (None, near(0.9), True)

    def test_only_the_cue_that_the_deck_asks_counts(self, classroom, facts, three, now):
        AssignmentFactory(classroom=classroom, deck=DeckFactory(questions=questions_of(facts[:1])))
        remember(three[0], facts[0], now=now, cue="subject")
        assert class_knowledge(classroom, now=now).works[0].rows[0].met == 0

    def test_a_deck_of_orderings_alone_has_nothing_to_count(self, classroom, now):
        AssignmentFactory(classroom=classroom, deck=DeckFactory(questions=[set_of("order")]))
        work = class_knowledge(classroom, now=now).works[0]
        assert (work.known, work.met_share, work.rows[0].known) == (None, None, None)

    def test_first_responses_of_a_day_since_it_was_given(self, classroom, facts, three, now):
        """Ann is right on the day before it is given, then wrong, then right: half of two."""
        [question] = questions_of(facts[:1])
        play_once(three[0], question, now=now)
        AssignmentFactory(
            classroom=classroom,
            deck=DeckFactory(questions=[question]),
            assigned_at=now + DAY,
            exam_day=(now + 30 * DAY).date(),
        )
        play_once(three[0], question, now=now + 2 * DAY, right=False)
        play_once(three[0], question, now=now + 2 * DAY, right=True)  # no first response
        play_once(three[0], question, now=now + 4 * DAY)
        known = class_knowledge(classroom, now=now + 5 * DAY)
        membership = known.learners[0].learner.membership_id
        row = learner_knowledge(known, membership).work[0]
        assert (row.rated, row.right, row.right_share) == (2, 1, 0.5)
        assert row.last_day == (now + 4 * DAY).date()

    def test_nobody_of_another_classroom_is_found(self, classroom, now):
        known = class_knowledge(classroom, now=now)
        assert learner_knowledge(known, MembershipFactory().pk) is None


class TestQueries:
    @pytest.mark.parametrize("size", [3, 30])
    def test_their_number_does_not_grow(self, size, facts, now, django_assert_num_queries):
        learners = UserFactory.create_batch(size)
        classroom = ClassroomFactory(learners=learners)
        for n in range(1 if size == 3 else 3):
            deck = DeckFactory(questions=questions_of(facts[: n + 1], variant=str(n)))
            AssignmentFactory(classroom=classroom, deck=deck)
        for learner in learners:
            remember(learner, facts[0], now=now)
            remember(learner, facts[1], now=now)
        with django_assert_num_queries(6):
            class_knowledge(classroom, now=now)


def test_an_empty_class_is_no_fault(facts, now):
    known = class_knowledge(ClassroomFactory(), now=now)
    assert (known.overall.learners, known.overall.known, known.behind) == (0, 0, [])
    assert weakest_of_class(known.memories) == []


def test_names_are_sorted_as_people_do(now):
    classroom = ClassroomFactory()
    for name in ("Learner 10", "Learner 2", "әлия", "Learner 1"):
        MembershipFactory(classroom=classroom, name=name)
    told = [one.learner.name for one in class_knowledge(classroom, now=now).learners]
    assert told == ["Learner 1", "Learner 2", "Learner 10", "әлия"]


def test_library_questions_are_shared_by_all(classroom, now):
    QuestionFactory()
    assert class_knowledge(classroom, now=now).overall.total == 1
