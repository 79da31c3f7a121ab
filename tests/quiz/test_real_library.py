"""Sessions before the real library, in each language."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from questions.models import Question, QuizSession, SessionItem
from questions.quiz.start import Wish, start_session
from tests.factories import UserFactory
from tests.playing import play_once

pytestmark = pytest.mark.django_db

SEEDS = count(1)


@pytest.fixture
def library(db) -> None:
    call_command("import_library", yes=True, verbosity=0)
    call_command("generate_questions", verbosity=0)


def asked_in(learner, **wish) -> set[str]:
    """The languages of what a session asks, and of what it would ask once more."""
    session = start_session(
        learner=learner, wish=Wish(**wish), now=timezone.now(), rng=Random(next(SEEDS))
    )
    QuizSession.objects.filter(pk=session.pk).update(finished_at=timezone.now())
    items = SessionItem.objects.filter(session=session)
    found = items.values_list("question__language", "drill__language")
    return {code for pair in found for code in pair if code}


def test_what_is_not_in_the_learners_language_is_in_english(library):
    essential = Question.objects.library().filter(
        form="choice", cue="value", language="en", fact__importance=3
    )
    topic = essential.first().fact.topic
    for language in ("en", "kk", "ru"):
        learner = UserFactory(language=language)
        for question in essential.filter(fact__topic=topic):
            play_once(learner, question, now=timezone.now() - timedelta(days=30))
        QuizSession.objects.update(finished_at=timezone.now())
        assert asked_in(learner, mode="sets") == {language}
        for mode in ("review", "flashcards"):
            assert asked_in(learner, mode=mode) <= {language, "en"}
        # At the end of a practice stands an ordering or a matching of facts that were met.
        assert asked_in(learner, mode="practice", topic=topic) <= {language, "en"}
