"""Playing sessions in tests: planning chosen questions, and answering what is asked next."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from random import Random

from questions.models import Card, Fact, Question, QuizSession, SessionItem, User
from questions.quiz.answer import Verdict, answer, find_item
from questions.quiz.response import Response
from questions.quiz.reveal import reveal
from questions.quiz.rows import GivenItem, next_asked
from tests.factories import FactFactory, QuestionFactory

FORMS = ("choice", "true-false", "cloze", "typed", "flashcard")
NAME_KEY = {"type": "name", "kind": "body", "names": ["Council of Elders", "Elders' Council"]}
_numbers = count(1)


def question_of(form: str, *, fact: Fact | None = None, cue: str = "value", **more) -> Question:
    """A question of that form with a key of its kind."""
    if form == "true-false":
        more.setdefault("key", None)
        more.setdefault("answer", "True")
    return QuestionFactory(form=form, fact=fact or FactFactory(), cue=cue, **more)


def plan(
    learner: User,
    *questions: Question,
    now: datetime,
    mode: str = "practice",
    drills: Sequence[Question | None] = (),
) -> QuizSession:
    """A session that asks exactly these questions."""
    number = next(_numbers)
    session = QuizSession.objects.create(
        token=f"{number:032x}", learner=learner, mode=mode, started_at=now
    )
    for position, question in enumerate(questions, start=1):
        card, _ = Card.objects.get_or_create(
            learner=learner, fact_id=question.fact_id, cue=question.cue
        )
        SessionItem.objects.create(
            token=f"{number:016x}{position:016x}",
            session=session,
            position=position,
            learner=learner,
            fact_id=question.fact_id,
            card=card,
            question=question,
            drill=drills[position - 1] if drills else None,
        )
    return session


def next_item(session: QuizSession) -> GivenItem | None:
    """The item that the session asks now."""
    asked = next_asked(session.pk)
    if asked is None:
        return None
    return find_item(token=asked.token, session_token=session.token, learner_id=session.learner_id)


def response_to(item: GivenItem, *, right: bool = True) -> Response:
    """What a learner sends who knows it, or does not."""
    if item.form == "flashcard":
        return Response(rating="3" if right else "1")
    if not item.options:
        return Response(typed=item.answer) if right else Response(gave_up=True)
    places = [n for n, option in enumerate(item.options) if option.is_key == right]
    return Response(choice=str(places[0]))


def respond(
    session: QuizSession,
    *,
    now: datetime,
    right: bool = True,
    response: Response | None = None,
    item: GivenItem | None = None,
    turn: bool = True,
) -> Verdict:
    """Answer the next item of the session, turning a flashcard over first."""
    learner = User.objects.get(pk=session.learner_id)
    today = learner.study_day(now)
    item = item or next_item(session)
    assert item is not None
    if turn and item.form == "flashcard" and item.revealed_at is None:
        reveal(item, today=today, now=now)
        item = next_item(session)
    return answer(
        item,
        response or response_to(item, right=right),
        learner_id=learner.pk,
        today=today,
        now=now,
        rng=Random(next(_numbers)),
    )


def play_once(learner: User, question: Question, *, now: datetime, right: bool = True, **more):
    """A session of one question, answered once; the verdict."""
    return respond(plan(learner, question, now=now), now=now, right=right, **more)


def card_of(learner: User, question: Question) -> Card:
    """The learner's card of the question's fact and cue."""
    return Card.objects.get(learner=learner, fact_id=question.fact_id, cue=question.cue)
