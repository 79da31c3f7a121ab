"""Playing sessions in tests: planning chosen questions, and answering what is asked next."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from random import Random

from questions.models import Card, Fact, Question, QuizSession, SessionItem, Topic, User
from questions.quiz.answer import Verdict, answer, find_item
from questions.quiz.asked import next_asked
from questions.quiz.response import Response
from questions.quiz.reveal import reveal
from questions.quiz.rows import GivenItem
from tests.factories import FactFactory, QuestionFactory, QuestionPartFactory

FORMS = ("choice", "true-false", "cloze", "typed", "choose-all", "number", "flashcard")
SETS = ("order", "match")  # which ask several facts and have no card
NUMBER_KEY = {"type": "number", "number": "100", "unit": "states", "tolerance": "5"}
NAME_KEY = {"type": "name", "kind": "body", "names": ["Council of Elders", "Elders' Council"]}
_numbers = count(1)


def question_of(form: str, *, fact: Fact | None = None, cue: str = "value", **more) -> Question:
    """A question of that form with a key of its kind."""
    if form == "true-false":
        more.setdefault("key", None)
        more.setdefault("answer", "True")
    if form == "choose-all":
        more.setdefault("key", None)
        more.setdefault("answer", "Kazakhstan; China; Russia")
    if form == "number":
        more.setdefault("key", NUMBER_KEY)
        more.setdefault("answer", "100")
    if form in SETS:
        return set_of(form, **more)
    return QuestionFactory(form=form, fact=fact or FactFactory(), cue=cue, **more)


# The rows of a set: text, answer and rank; the third and the fourth may change places.
EVENTS = (
    ("The war ended", "1991", 1),
    ("The bank opened", "1999", 3),
    ("The bridge was built", "1995", 2),
    ("The road was built", "1995", 2),
    ("The treaty was signed", "1990", 0),
)
PAIRS = (
    ("Council of Elders", "Marblewick", 0),
    ("Court of Merchants", "Oakenmere", 0),
    ("Board of Envoys", "Port Sallow", 0),
    ("House of Pilots", "Oakenmere", 0),
)


def set_of(
    form: str,
    *,
    rows: Sequence[tuple[str, str, int]] = (),
    facts: Sequence[Fact] = (),
    topic: Topic | None = None,
    **more,
) -> Question:
    """An ordering or a matching with a fact per row."""
    rows = rows or (EVENTS if form == "order" else PAIRS)
    facts = facts or [FactFactory(**{"topic": topic} if topic else {}) for _ in rows]
    more.setdefault("stem", "Which came first?" if form == "order" else "Which sits where?")
    more.setdefault("variant", f"set-{next(_numbers)}")
    made = QuestionFactory(form=form, fact=facts[0], cue="", key=None, answer="", **more)
    for position, ((text, told, rank), fact) in enumerate(zip(rows, facts, strict=True)):
        QuestionPartFactory(
            question=made, position=position, fact=fact, text=text, answer=told, rank=rank
        )
    return made


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
        card = None
        if question.cue:
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
    if item.parts:
        return _response_to_set(item) if right else Response(gave_up=True)
    if not item.options:
        return Response(typed=item.answer) if right else Response(gave_up=True)
    places = tuple(str(n) for n, option in enumerate(item.options) if option.is_key == right)
    return Response(choice=places[0], choices=places)


def _response_to_set(item: GivenItem) -> Response:
    if item.form == "order":
        ordered = sorted(item.parts, key=lambda part: part.rank)
        return Response(places=tuple(str(ordered.index(part) + 1) for part in item.parts))
    sides = sorted({part.answer for part in item.parts})
    parts = sorted(item.parts, key=lambda part: part.position)
    return Response(matches=tuple(str(sides.index(part.answer)) for part in parts))


def posted(response: Response) -> dict[str, object]:
    """The response as a browser posts it."""
    fields = {
        "choice": list(response.choices) or response.choice,
        "typed": response.typed,
        "rating": response.rating,
        "gave_up": "1" if response.gave_up else "",
        "place": list(response.places),
        "match": list(response.matches),
    }
    return {name: value for name, value in fields.items() if value}


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
