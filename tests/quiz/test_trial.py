"""Guests: made from a seed, purged in the end."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from questions.models import Card, Question, QuizSession, ReviewLog, SessionItem, Tally, User
from questions.progress.tallies import rebuild_tallies
from questions.quiz.asked import next_asked
from questions.quiz.trial import (
    derived_token,
    drop_guest,
    first_asked,
    purge_guests,
    start_trial,
    trial_questions,
)
from tests.factories import FactFactory, QuestionFactory, TopicFactory, UserFactory
from tests.playing import play_once, question_of, respond

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def guest_of(seed: str, now) -> User:
    """A guest who has answered one question."""
    guest, session = start_trial(seed=seed, language="ru", now=now)
    respond(session, now=now)
    return guest


@pytest.fixture
def library():
    for number in range(8):
        QuestionFactory(fact__topic=TopicFactory(slug=f"topic-{number % 2}", position=number % 2))


@pytest.mark.usefixtures("library")
class TestSeed:
    def test_the_same_seed_gives_the_same_questions(self):
        assert trial_questions("a") == trial_questions("a")

    def test_other_seeds_give_others(self):
        assert len({tuple(q.pk for q in trial_questions(seed)) for seed in "abcdef"}) > 1

    def test_a_fact_that_is_told_in_the_seeds_language_comes_first(self):
        told = [Question.objects.filter(fact__topic__slug=f"topic-{n}").last() for n in range(2)]
        for question in told:
            QuestionFactory(fact=question.fact, language="ru", variant=1)
        for seed in ("ru-a", "ru-b", "ru-c"):
            assert [q.language for q in trial_questions(seed)] == ["ru", "ru", "en"]

    def test_a_fact_is_asked_in_the_seeds_language_where_it_can_be(self):
        for question in Question.objects.filter(fact__topic__slug="topic-0"):
            QuestionFactory(fact=question.fact, language="ru", variant=1)
            QuestionFactory(fact=question.fact, language="kk", variant=1)
        by_seed = {code: trial_questions(f"{code}-a") for code in ("ru", "kk", "en")}
        found = {
            code: {(q.fact.topic.slug, q.language) for q in asked}
            for code, asked in by_seed.items()
        }
        assert found == {
            "ru": {("topic-0", "ru"), ("topic-1", "en")},
            "kk": {("topic-0", "kk"), ("topic-1", "en")},
            "en": {("topic-0", "en"), ("topic-1", "en")},
        }

    def test_tokens_of_other_labels_and_seeds_differ(self):
        tokens = {derived_token(seed, label) for seed in "ab" for label in ("guest", "item-1")}
        assert len(tokens) == 4
        assert all(len(token) == 32 for token in tokens)

    def test_what_is_shown_before_is_what_the_session_then_asks(self, now):
        for seed in "abcd":
            shown = first_asked(seed, trial_questions(seed))
            _, session = start_trial(seed=seed, language="en", now=now)
            assert next_asked(session.pk) == shown

    def test_starting_again_finds_the_same_guest(self, now):
        first = start_trial(seed="a", language="kk", now=now)
        assert start_trial(seed="a", language="en", now=now) == first
        assert first[0].language == "kk"


def test_only_approved_choice_questions_on_essential_facts(now):
    wanted = QuestionFactory()
    QuestionFactory(fact__importance=2)
    QuestionFactory(status="draft")
    QuestionFactory(fact__withdrawn_at=now)
    QuestionFactory(owner=UserFactory())
    question_of("cloze")
    assert trial_questions("a") == [wanted]


def test_one_question_per_fact():
    fact = FactFactory()
    for cue in ("value", "subject"):
        QuestionFactory(fact=fact, cue=cue)
    assert len(trial_questions("a")) == 1


@pytest.mark.usefixtures("library")
class TestPurge:
    def test_guests_older_than_thirty_days_go_with_all_that_is_theirs(self, alice, now):
        play_once(alice, question_of("choice"), now=now - 2 * MONTH)
        User.objects.filter(pk=alice.pk).update(date_joined=now - 2 * MONTH)
        old = guest_of("old", now - MONTH - timedelta(seconds=1))
        young = guest_of("young", now - MONTH + timedelta(seconds=1))
        assert purge_guests(now=now) == 1
        assert set(User.objects.all()) == {alice, young}
        for model in (Card, ReviewLog, SessionItem, QuizSession):
            assert not model.objects.filter(learner_id=old.pk).exists()
            assert model.objects.filter(learner=young).exists()
            assert model.objects.filter(learner=alice).exists()
        assert set(Tally.objects.values_list("scope_id", flat=True)) == {alice.pk, young.pk}
        assert rebuild_tallies(repair=False) == []

    def test_the_command_says_how_many(self, now, capsys):
        guest_of("old", now - 2 * MONTH)
        User.objects.update(date_joined=now - 2 * MONTH)
        call_command("purge_guests")
        assert capsys.readouterr().out == "1 guest deleted\n"
        call_command("purge_guests")
        assert capsys.readouterr().out == "0 guests deleted\n"

    def test_dropping_a_guest_never_drops_a_member(self, alice, now):
        guest = guest_of("a", now)
        drop_guest(learner_id=alice.pk)
        assert User.objects.filter(pk=alice.pk).exists()
        drop_guest(learner_id=guest.pk)
        assert not User.objects.filter(pk=guest.pk).exists()


def test_what_a_visitor_misses_is_planned_to_come_back_in_another_form(now):
    choice = QuestionFactory()
    cloze = QuestionFactory(fact=choice.fact, form="cloze", stem="It was founded on ____.")
    QuestionFactory(fact=choice.fact, form="flashcard")
    _guest, session = start_trial(seed="a seed", language="en", now=now)
    assert session.items.get().drill == cloze
