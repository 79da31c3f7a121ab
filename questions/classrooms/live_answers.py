"""Answering in a live round: only what stands on the projector, and only before the reveal."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.db.models import Q

from questions.classrooms.live_players import Seat
from questions.models import (
    Card,
    LiveQuestion,
    LiveRound,
    Outcome,
    QuizSession,
    SessionItem,
    User,
)
from questions.progress.statements import Statement, statements_of
from questions.progress.studied import of_studied_facts
from questions.quiz.answer import Verdict, answer
from questions.quiz.response import Response, ResponseError
from questions.quiz.rows import GivenItem

_GAVE_UP = "gave-up"


def answer_live(
    seat: Seat,
    item: GivenItem,
    response: Response,
    *,
    learner: User,
    now: datetime,
    rng: Random,
) -> Verdict:
    """Store the response to the learner's own item of the round, by the rules that hold anywhere.

    Raises ResponseError: "revealed" where its key was shown or the round went on, "finished" where
    it is over, "not-asked" where it is not asked yet, and as anywhere where it cannot be taken.
    """
    if item.answered_at is None and not (seat.is_asked and item.pk == seat.item_id):
        raise ResponseError(_why_not(seat, item))
    # The latest of the two: somebody may have joined while it was asked.
    asked_at = max(seat.asked_at or item.started_at, item.started_at)
    try:
        return answer(
            item,
            response,
            learner_id=learner.pk,
            today=learner.study_day(now),
            now=now,
            rng=rng,
            asked_at=asked_at,
        )
    except ResponseError as error:
        # The reveal came between the look and the response, and has closed the item.
        if error.code == "withdrawn" and is_told(item):
            raise ResponseError("revealed") from None
        raise


def _why_not(seat: Seat, item: GivenItem) -> str:
    if seat.is_over:
        return "finished"
    if item.position > seat.position:
        return "not-asked"
    if item.is_withdrawn and item.revealed_at is None and item.position == seat.position:
        return "withdrawn"
    return "revealed"


def is_told(item: GivenItem) -> bool:
    """Whether the key of an item of a live round was shown, or its round is over."""
    rows = LiveQuestion.objects.filter(
        round__players__session=item.session_id, position=item.position
    )
    is_over = Q(round__phase=LiveRound.Phase.DONE)
    return rows.filter(is_over | Q(revealed_at__isnull=False)).exists()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a learner responded, without a word on whether it is right."""

    form: str
    language: str
    stem: str
    words: tuple[str, ...]
    is_true: bool | None  # of a true/false item
    gave_up: bool


def sent_by(verdict: Verdict) -> Sent:
    """What was sent, taken from a verdict that is not to be shown yet."""
    item, chosen = verdict.item, verdict.selected or ()
    words = [option.text for option in item.options if option.pk in chosen]
    if verdict.chosen is not None:
        words = [verdict.chosen.text]
    elif verdict.typed:
        words = [verdict.typed]
    is_claim = item.form == "true-false" and verdict.chosen is not None
    return Sent(
        form=item.form,
        language=item.language,
        stem=item.stem,
        words=tuple(words),
        is_true=verdict.chosen.position == 0 if is_claim and verdict.chosen else None,
        gave_up=verdict.reason == _GAVE_UP,
    )


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One question that was put to the learner in a round."""

    position: int
    item_token: str
    stem: str
    language: str
    answer: str
    outcome: str  # empty where it was not answered
    points: int
    statement: Statement | None
    due: date | None  # none where nothing asks it any more


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What a round gave one learner."""

    lines: tuple[OwnLine, ...]

    @property
    def asked(self) -> int:
        """How many questions were put to the learner."""
        return len(self.lines)

    @property
    def right(self) -> int:
        """How many of them they had right."""
        return sum(line.outcome == Outcome.CORRECT for line in self.lines)

    @property
    def points(self) -> int:
        """What they earned."""
        return sum(line.points for line in self.lines)

    @property
    def comes_back(self) -> bool:
        """Whether reviews will ask any of it."""
        return any(line.due for line in self.lines)


def own_result(session_id: int, *, learner: User) -> OwnResult:
    """The learner's own result of a round that is over, in three queries."""
    items = list(
        SessionItem.objects.filter(
            Q(answered_at__isnull=False) | Q(revealed_at__isnull=False),
            session=session_id,
            session__mode=QuizSession.Mode.LIVE,
            learner=learner,
        )
        .select_related("question")
        .order_by("position")
    )
    statements = statements_of(item.fact_id for item in items)
    cards = Card.objects.filter(
        of_studied_facts(learner), pk__in=[item.card_id for item in items], fact__withdrawn_at=None
    )
    due = dict(cards.values_list("pk", "due"))
    return OwnResult(
        tuple(
            OwnLine(
                position=item.position,
                item_token=item.token,
                stem=item.question.stem,
                language=item.question.language,
                answer=item.question.answer,
                outcome=item.outcome,
                points=item.points,
                statement=statements.get(item.fact_id),
                due=due.get(item.card_id) if item.card_id else None,
            )
            for item in items
        )
    )
