"""Answering: one short transaction that stores a response and all that follows from it.

Read before the transaction, render after it. Reading first is safe because each write is
conditional on what was read: an item that somebody answered meanwhile is not answered again, and a
card that was rated meanwhile is not rated again.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from questions.language.tidying import tidy
from questions.models import Form, Outcome, QuizSession
from questions.progress.credits import Credit, credits_of
from questions.progress.tallies import count
from questions.quiz.asked import AskedItem, next_asked
from questions.quiz.response import Graded, Response, ResponseError
from questions.quiz.rows import GivenItem, GivenOption, given
from questions.quiz.storing import (
    Change,
    change_by,
    counted,
    store_drill,
    store_finish,
    store_item,
    store_log,
    store_memory,
    store_parts,
)
from questions.quiz.told import (
    ToldNumber,
    ToldOptions,
    ToldParts,
    told_number,
    told_options,
    told_parts,
)
from questions.quiz.understanding import WRITTEN_FORMS, graded


@dataclass(frozen=True, slots=True)
class Verdict:
    """What answering gave."""

    item: GivenItem
    outcome: str
    reason: str
    chosen: GivenOption | None
    typed: str
    selected: Sequence[int | None] | None  # of several; see SessionItem.chosen
    is_rated: bool
    points: int
    due: date | None
    upcoming: AskedItem | None
    is_first: bool = False  # it rated a new card
    is_repeat: bool = False  # another response than the one that was stored before

    @property
    def is_right(self) -> bool:
        """Whether the response was wholly right."""
        return self.outcome == Outcome.CORRECT

    @property
    def pay(self) -> str:
        """Why a right response earned points or none; empty where there is nothing to say.

        "earned"; "again" on a day on which the fact was shown already; "guessable" for true/false;
        "first" at a first meeting; "no-longer" after a pause that was survived before.
        """
        if self.points:
            return "earned"
        if not self.is_right or self.item.card_id is None or self.item.form == Form.FLASHCARD:
            return ""
        if not self.is_rated:
            return "again"
        if self.item.form == Form.TRUE_FALSE:
            return "guessable"
        return "first" if self.is_first else "no-longer"

    @property
    def ruled(self) -> bool | None:
        """What was decided since about a text that was left for review; none where nothing was."""
        if self.outcome != Outcome.REVIEW or not self.item.rulings:
            return None
        return self.item.rulings.get(tidy(self.typed))

    @property
    def options(self) -> ToldOptions:
        """The options of an item that asks for all that apply."""
        return told_options(self.item, self.selected)

    @property
    def parts(self) -> ToldParts:
        """The parts of an ordering or a matching as they belong."""
        return told_parts(self.item, self.selected)

    @property
    def number(self) -> ToldNumber:
        """The key of an item that asks for a number."""
        return told_number(self.item)


def find_item(*, token: str, session_token: str, learner_id: int) -> GivenItem | None:
    """The learner's own item of that token and session, else None."""
    return given(token, learner_id=learner_id, session_token=session_token)


def verdict_of(item: GivenItem) -> Verdict:
    """The verdict on an item that has its response: what a repeated post is told."""
    return Verdict(
        item=item,
        outcome=item.outcome,
        reason=item.reason,
        chosen=next((o for o in item.options if o.pk == item.option_id), None),
        typed=item.typed,
        selected=item.chosen,
        is_rated=item.rating is not None,
        points=item.points,
        is_first=item.is_first,
        due=item.memory.due if item.memory else None,
        upcoming=_upcoming(item),
    )


def _upcoming(item: GivenItem) -> AskedItem | None:
    """What the learner may go on with; the teacher alone brings the next one of a live round."""
    return None if item.mode == QuizSession.Mode.LIVE else next_asked(item.session_id)


def answer(
    item: GivenItem,
    response: Response,
    *,
    learner_id: int,
    today: date,
    now: datetime,
    rng: random.Random,
    asked_at: datetime | None = None,
) -> Verdict:
    """Store a response to an item and say what it gave.

    An item of a live round was put to the learner at `asked_at`; nothing follows it by itself.

    At most twelve statements with the session and the user that the door reads: session, user,
    item, rivals of a typed name, BEGIN, item, card, log, tally, drill, COMMIT, next item. What pays
    points is right, so instead of a drill it has the classrooms in which they count. Where several
    facts are asked, one for all of them takes the place of card, log and drill. Raises
    ResponseError where the response cannot be taken. A repeat gets the earlier verdict and stores
    nothing.
    """
    if item.answered_at is not None:
        return _verdict_again(item, response)
    if item.is_withdrawn or item.finished_at is not None:
        raise ResponseError("withdrawn" if item.is_withdrawn else "finished")
    understood = graded(item, response)
    planned = change_by(item, understood, today=today, now=now, asked_at=asked_at)
    credits = credits_of(learner_id, now) if planned.points else ()
    change = _store(item, understood, planned, learner_id, rng, credits)
    if change is None:
        return _verdict_after_race(item, response, learner_id)
    upcoming = _upcoming(item)
    if upcoming is None and item.mode != QuizSession.Mode.LIVE:
        store_finish(item.session_id, now)
    return _verdict(item, understood, change, upcoming)


def _verdict(
    item: GivenItem, understood: Graded, change: Change, upcoming: AskedItem | None
) -> Verdict:
    memory = change.memory or item.memory
    return Verdict(
        item=item,
        outcome=understood.outcome,
        reason=understood.reason,
        chosen=understood.option,
        typed=understood.typed,
        selected=understood.chosen,
        is_rated=change.is_rated,
        points=change.points,
        is_first=change.is_first,
        due=memory.due if memory else None,
        upcoming=upcoming,
    )


def _store(
    item: GivenItem,
    understood: Graded,
    change: Change,
    learner_id: int,
    rng: random.Random,
    credits: Sequence[Credit],
) -> Change | None:
    """What was stored; None where the item was answered or withdrawn meanwhile."""
    with transaction.atomic():
        if not store_item(item, understood, change):
            return None
        change = store_memory(item, change, learner_id=learner_id)
        store_log(item, understood, change, learner_id=learner_id)
        count(counted(item, understood, change, learner_id=learner_id), credits)
        store_parts(item, understood, change, learner_id=learner_id, rng=rng)
        # A near miss that is left for review is neither right nor missed.
        is_missed = understood.outcome not in (Outcome.CORRECT, Outcome.REVIEW)
        if is_missed and item.card_id is not None and item.mode != QuizSession.Mode.LIVE:
            store_drill(item, learner_id=learner_id, rng=rng)
    return change


def _verdict_again(item: GivenItem, response: Response) -> Verdict:
    """The earlier verdict: the very same for the same response, which may be sent twice."""
    is_same = _is_same(item, response)
    return replace(verdict_of(item), is_repeat=not is_same)


def _is_same(item: GivenItem, response: Response) -> bool:
    if item.form == Form.FLASHCARD:
        return (response.rating == "1") == (item.outcome == Outcome.WRONG)
    if item.form in WRITTEN_FORMS:
        typed = "" if response.gave_up else " ".join(response.typed.split())
        return typed == item.typed
    try:
        again = graded(item, response)
    except ResponseError:
        return False
    if again.option is not None:
        return again.option.pk == item.option_id
    return list(again.chosen or ()) == (item.chosen or [])


def _verdict_after_race(item: GivenItem, response: Response, learner_id: int) -> Verdict:
    fresh = given(item.token, learner_id=learner_id, session_token=item.session_token)
    if fresh is None or fresh.answered_at is None:
        raise ResponseError("withdrawn" if fresh and fresh.is_withdrawn else "gone")
    return _verdict_again(fresh, response)
