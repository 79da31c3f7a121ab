"""Sessions before the real library, in each language."""

import re
from datetime import timedelta
from itertools import count
from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from questions.models import Outcome, Question, QuizSession, SessionItem
from questions.quiz.answer import find_item
from questions.quiz.response import Response
from questions.quiz.start import Wish, start_session
from questions.quiz.understanding import graded
from tests.factories import UserFactory
from tests.playing import plan, play_once

pytestmark = pytest.mark.django_db

SEEDS = count(1)
_ENGLISH = re.compile(r"[a-z]{2,}", re.IGNORECASE)


@pytest.fixture
def library(db) -> None:
    call_command("import_library", yes=True, verbosity=0)
    call_command("generate_questions", verbosity=0)


# What a Kazakh word becomes on a keyboard without its letters.
_PLAIN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")


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


def test_every_key_may_be_typed_as_it_is_shown_and_with_any_keyboard(library):
    learner = UserFactory()
    written = Question.objects.approved().filter(form__in=("cloze", "typed", "number"))
    session = plan(learner, *written.exclude(key=None), now=timezone.now())
    wrong = []
    for token in session.items.values_list("token", flat=True):
        item = find_item(token=token, session_token=session.token, learner_id=learner.pk)
        ways = {
            item.answer,
            item.answer.lower(),
            f" {item.answer}. ",
            item.answer.translate(_PLAIN),
        }
        wrong += [
            (item.language, item.stem, typed)
            for typed in ways
            if graded(item, Response(typed=typed)).outcome != Outcome.CORRECT
        ]
    assert wrong == []


def test_a_unit_beside_the_field_is_in_the_language_of_the_question(library):
    numbers = Question.objects.approved().filter(form="number").exclude(language="en")
    assert numbers
    assert [one for one in numbers if one.key["unit"] not in one.answer] == []


def test_what_is_asked_in_kazakh_or_russian_has_no_english_word(library):
    found = []
    questions = Question.objects.approved().exclude(language="en")
    for question in questions.prefetch_related("options", "parts"):
        parts = [(part.text, part.answer) for part in question.parts.all()]
        texts = [question.stem, question.answer, *(one.text for one in question.options.all())]
        for text in (*texts, *(text for pair in parts for text in pair)):
            found += [(question.language, text) for _ in _ENGLISH.findall(text)]
    assert found == []
