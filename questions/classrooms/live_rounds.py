"""Live rounds: opening one, and the steps by which its teacher paces it.

Whatever changes a round begins by changing its own row, so that everything else that concerns it
waits there: the steps of two teachers, and those who are about to join.
"""

from collections import defaultdict
from datetime import datetime
from random import Random

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.classrooms.live_teams import draw_teams
from questions.models import (
    Classroom,
    Deck,
    Form,
    LiveQuestion,
    LiveRound,
    Question,
    QuizSession,
    SessionItem,
    User,
)

# What a class can answer together: neither sets nor what learners rate by themselves.
FORMS = (Form.CHOICE, Form.TRUE_FALSE, Form.CHOOSE_ALL, Form.CLOZE, Form.TYPED, Form.NUMBER)

_Place = tuple[LiveRound.Phase, int]


def open_round(
    *,
    classroom: Classroom,
    deck: Deck,
    size: int,
    teams: int,
    actor: User,
    now: datetime,
    token: str,
    rng: Random,
) -> LiveRound:
    """A round that gathers its players, with the first questions of the deck that can be asked.

    ClassroomError where a round is going on in the classroom, where the classroom is put away, or
    where the deck has nothing to ask.
    """
    with transaction.atomic():
        room = Classroom.objects.select_for_update().get(pk=classroom.pk)
        if room.archived_at is not None:
            raise ClassroomError("", "put-away", _("This classroom is put away."))
        if room.live_rounds.going_on(now).exists():
            raise ClassroomError("", "going-on", _("A round is going on in this classroom."))
        questions = _questions(deck, size)
        if not questions:
            raise ClassroomError(
                "deck", "nothing", _("This deck has no approved question that can be asked live.")
            )
        made = LiveRound.objects.create(
            token=token, classroom=room, deck=deck, started_by=actor, opened_at=now, teams=teams
        )
        LiveQuestion.objects.bulk_create(
            LiveQuestion(round=made, position=place, question=question)
            for place, question in enumerate(questions, start=1)
        )
    return made


def _questions(deck: Deck, size: int) -> list[Question]:
    approved = Question.objects.approved().filter(deck_entries__deck=deck, form__in=FORMS)
    return list(approved.order_by("deck_entries__position", "deck_entries__pk")[:size])


def rounds_for(learner: User, now: datetime) -> list[LiveRound]:
    """The rounds that are going on where the person learns, the latest first, in one query."""
    rounds = LiveRound.objects.going_on(now).attended_by(learner)
    return list(rounds.select_related("classroom").order_by("-opened_at", "-pk"))


def step(round: LiveRound, *, version: int, now: datetime) -> LiveRound:
    """Take the round's next step from the version at which it was pressed; the round as it is then.

    A stale version changes nothing: somebody was first. What was withdrawn meanwhile is not asked.
    """
    with transaction.atomic():
        row = LiveRound.objects.get(pk=round.pk)
        was = row.phase
        if row.version == version and _move(row, _next(row, now), now):
            _after_step(row, was, now)
    return LiveRound.objects.get(pk=round.pk)


def _next(row: LiveRound, now: datetime) -> _Place:
    if row.is_over(now):
        return LiveRound.Phase.DONE, row.position
    if row.phase == LiveRound.Phase.ASKING:
        return LiveRound.Phase.REVEALED, row.position
    following = (
        row.questions.filter(position__gt=row.position, question__in=Question.objects.approved())
        .order_by("position")
        .first()
    )
    if following is None:
        return LiveRound.Phase.DONE, row.position
    return LiveRound.Phase.ASKING, following.position


def _move(row: LiveRound, place: _Place, now: datetime) -> bool:
    """Whether the round, as it was read, went there."""
    row.phase, row.position = place
    row.finished_at = now if row.phase == LiveRound.Phase.DONE else None
    moved = LiveRound.objects.filter(pk=row.pk, version=row.version, finished_at=None).update(
        phase=row.phase,
        position=row.position,
        finished_at=row.finished_at,
        version=F("version") + 1,
    )
    return moved == 1


def _after_step(row: LiveRound, was: str, now: datetime) -> None:
    here = LiveQuestion.objects.filter(round=row, position=row.position)
    if row.phase == LiveRound.Phase.ASKING:
        here.update(asked_at=now)
        if was == LiveRound.Phase.LOBBY and row.teams:
            draw_teams(row)
    elif row.phase == LiveRound.Phase.REVEALED:
        here.update(revealed_at=now)
        _close_shown(row, now)
    else:
        _close_sessions(row, now)


def _close_shown(row: LiveRound, now: datetime) -> None:
    """Take no response any more to what was just revealed.

    Whoever gave none has seen the key: the study day is kept, as that of a flashcard turned over.
    """
    missed = SessionItem.objects.filter(
        session__live_player__round=row,
        position=row.position,
        answered_at=None,
        withdrawn_at=None,
    )
    people: dict[str, list[User]] = defaultdict(list)
    for learner in User.objects.filter(pk__in=missed.values("learner")).only("time_zone"):
        people[learner.time_zone].append(learner)
    for learners in people.values():
        items = missed.filter(learner__in=learners)
        # Told twice that they are open: who waits for one that is being answered must look again.
        SessionItem.objects.filter(
            pk__in=items.values("pk"), answered_at=None, withdrawn_at=None
        ).update(withdrawn_at=now, revealed_at=now, study_day=learners[0].study_day(now))


def end_round(round: LiveRound, *, now: datetime) -> None:
    """End the round wherever it stands; what was answered stays, what was not is not asked."""
    with transaction.atomic():
        moved = LiveRound.objects.filter(pk=round.pk, finished_at=None).update(
            phase=LiveRound.Phase.DONE, finished_at=now, version=F("version") + 1
        )
        if moved:
            _close_sessions(round, now)


def _close_sessions(row: LiveRound, now: datetime) -> None:
    sessions = QuizSession.objects.filter(live_player__round=row)
    SessionItem.objects.filter(
        session__in=sessions.values("pk"), answered_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    QuizSession.objects.filter(pk__in=sessions.values("pk"), finished_at=None).update(
        finished_at=now
    )
