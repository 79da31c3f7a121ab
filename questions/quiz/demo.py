"""Demo accounts, plainly named as such, one of them with five weeks of made-up study."""

import random
from datetime import datetime, timedelta

from questions.models import Form, QuizSession, User
from questions.quiz.answer import answer, find_item
from questions.quiz.asked import next_asked
from questions.quiz.response import Response
from questions.quiz.reveal import reveal
from questions.quiz.rows import GivenItem
from questions.quiz.start import NothingToAskError, Wish, start_session

LEARNER, TEACHER, CURATOR = "demo-learner", "demo-teacher", "demo-curator"
_DAYS = 35
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def make_demo_accounts(*, now: datetime, rng: random.Random) -> list[tuple[str, str]]:
    """Names and fresh passwords of the demo accounts; existing ones keep all else."""
    accounts = []
    for name in (LEARNER, TEACHER, CURATOR):
        user, is_new = User.objects.get_or_create(
            username=name,
            defaults={"is_staff": name != LEARNER, "is_superuser": name == CURATOR},
        )
        password = "-".join("".join(rng.choices(_LETTERS, k=5)) for _ in range(3))
        user.set_password(password)
        user.save(update_fields=["password"])
        if is_new and name == LEARNER:
            _study(user, now=now, rng=random.Random(7))  # noqa: S311
        accounts.append((name, password))
    return accounts


def _study(learner: User, *, now: datetime, rng: random.Random) -> None:
    """Two sessions on most of the last five weeks' days, up to yesterday."""
    for days_ago in range(_DAYS, 0, -1):
        if rng.random() < 0.8:
            begin = now - timedelta(days=days_ago)
            _one_session(learner, now=begin, rng=rng)
            _one_session(learner, now=begin + timedelta(minutes=15), rng=rng)


def _one_session(learner: User, *, now: datetime, rng: random.Random) -> None:
    try:
        session = start_session(learner=learner, wish=Wish(), now=now, rng=rng)
    except NothingToAskError:
        return
    for second in range(10, 600, 10):
        asked = next_asked(session.pk)
        if asked is None:
            break
        moment = now + timedelta(seconds=second)
        _one_answer(session, asked.token, learner, moment, rng)


def _one_answer(
    session: QuizSession, token: str, learner: User, now: datetime, rng: random.Random
) -> None:
    item = find_item(token=token, session_token=session.token, learner_id=learner.pk)
    today = learner.study_day(now)
    if item is not None and item.form == Form.FLASHCARD:
        reveal(item, today=today, now=now)
        item = find_item(token=token, session_token=session.token, learner_id=learner.pk)
    if item is None:
        return
    response = _response(item, is_right=rng.random() < 0.8)
    answer(item, response, learner_id=learner.pk, today=today, now=now, rng=rng)


def _response(item: GivenItem, *, is_right: bool) -> Response:
    if item.form == Form.FLASHCARD:
        return Response(rating="3" if is_right else "1")
    if not item.options:
        return Response(typed=item.answer) if is_right else Response(gave_up=True)
    places = [str(n) for n, option in enumerate(item.options) if option.is_key == is_right]
    return Response(choice=places[0], choices=tuple(places))
