"""All that is kept about one person, as JSON that is written piece by piece.

Nobody else's data is in it, and no key: of a question that is not answered yet nothing is told, and
of one that a live round asks at this moment only that a response was sent.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from questions.exchange.own_rows import Rows, in_chunks, told
from questions.exchange.own_teaching import teaching_of
from questions.models import (
    Card,
    Deck,
    Flag,
    Membership,
    Option,
    QuizSession,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from questions.progress.unrevealed import unrevealed_items


def own_data(user: User, *, now: datetime) -> Iterator[str]:
    """The pieces of the JSON text of one object, whose parts are named in English."""
    held = set(unrevealed_items(user, now=now).values_list("pk", flat=True))
    yield "{"
    yield _named("about", _about(now))
    yield _named("account", _account(user), first=False)
    sections: dict[str, Rows] = {
        "classrooms": _classrooms(user),
        "decks_taken_by_a_link": _taken_decks(user),
        "sessions": _sessions(user),
        "responses": _responses(user, held),
        "memory": _memory(user, held),
        "log": _log(user, held),
        "days": _days(user, held),
        "reports": _reports(user),
        **teaching_of(user),
    }
    for name, rows in sections.items():
        yield from _list(name, rows)
    yield "\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _named(name: str, value: object, *, first: bool = True) -> str:
    return f"{'' if first else ','}\n{_text(name)}: {_text(value)}"


def _list(name: str, rows: Rows) -> Iterator[str]:
    yield f",\n{_text(name)}: ["
    separator = "\n"
    for row in rows:
        yield separator + _text(row)
        separator = ",\n"
    yield "]"


def _about(now: datetime) -> dict[str, Any]:
    return {
        "what": "All that KazQuiz keeps about you.",
        "made_at": now,
        "memory": "Stability is the number of days after which a fact is recalled with a chance of"
        " 90 %; difficulty goes from 1 to 10; ratings are 1 again, 2 hard, 3 good, 4 easy.",
        "left_out": "Questions that you have not answered, and other people's data.",
    }


def _account(user: User) -> dict[str, Any]:
    return {
        "user_name": user.get_username(),
        "is_guest": user.is_guest,
        "made_at": user.date_joined,
        "last_log_in": user.last_login,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "made_by_a_teacher_in": user.made_in.name if user.made_in else None,
        "is_teacher": user.is_teacher,
        "is_curator": user.is_curator,
        "language": user.language,
        "language_of_questions": user.question_language,
        "time_zone": user.time_zone,
        "new_facts_a_day": user.new_per_day,
        "days_of_study_a_week": user.weekly_goal,
        "exam_date": user.target_day,
        "exam_topics": list(user.target_topics.order_by("slug").values_list("slug", flat=True)),
    }


def _classrooms(user: User) -> Rows:
    return told(
        Membership.objects.filter(user=user).order_by("joined_at", "pk"),
        "role",
        "joined_at",
        "left_at",
        classroom_name="classroom__name",
        my_name="name",
        my_name_on_the_board="board_name",
        on_the_board_since="board_since",
        left_the_board_at="board_until",
    )


def _taken_decks(user: User) -> Rows:
    return told(Deck.objects.filter(learners=user).order_by("pk"), "name", "language")


def _sessions(user: User) -> Rows:
    rows = QuizSession.objects.filter(learner=user).order_by("pk")
    fields = ("token", "mode", "started_at", "finished_at")
    return told(rows, *fields, about="topic__slug", of_deck="deck__name")


def _responses(user: User, held: set[int]) -> Rows:
    rows = SessionItem.objects.filter(learner=user, answered_at__isnull=False).order_by("pk")
    found = told(
        rows, "pk", "chosen", "typed", "outcome", "rating", "points", "study_day",
        in_session="session__token", at="answered_at", stem="question__stem",
        form="question__form", language="question__language", chose="option__text",
        milliseconds="duration_ms", is_repeat="is_drill",
    )  # fmt: skip
    for chunk in in_chunks(found):
        texts = _option_texts(chunk)
        for row in chunk:
            yield _response(row, texts, is_held=row.pop("pk") in held)


def _option_texts(rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """The words of options where several were chosen; one query for many responses."""
    ticked = (row["chosen"] or [] for row in rows if row["form"] == "choose-all")
    options = {pk for chosen in ticked for pk in chosen}
    found = Option.objects.filter(pk__in=options) if options else Option.objects.none()
    return dict(found.values_list("pk", "text"))


def _response(row: dict[str, Any], texts: dict[int, str], *, is_held: bool) -> dict[str, Any]:
    chosen = row.pop("chosen")
    if chosen is not None and row["form"] == "choose-all":
        row["chose"] = [texts.get(pk, "") for pk in chosen]
    elif chosen is not None:
        row["chose"] = chosen  # places in an order, or parts that were matched
    if is_held:
        for name in ("outcome", "rating", "points"):
            del row[name]
    return row


def _memory(user: User, held: set[int]) -> Rows:
    asked = SessionItem.objects.filter(pk__in=held, card__isnull=False).values("card")
    rows = Card.objects.filter(learner=user, stability__isnull=False).exclude(pk__in=asked)
    fields = ("cue", "stability", "difficulty", "due", "last_study_day", "longest_interval")
    return told(rows.order_by("pk"), *fields, card="pk", topic="fact__topic__slug")


def _log(user: User, held: set[int]) -> Rows:
    found = told(
        ReviewLog.objects.filter(learner=user).order_by("pk"), "item_id", "kind", "at", "response",
        "study_day", "rating", "memory_version", "predicted", "stability", "survived_interval",
        "points", entry="pk", of_card="card_id", stem="question__stem", milliseconds="duration_ms",
    )  # fmt: skip
    return (row for row in found if row.pop("item_id") not in held)


def _days(user: User, held: set[int]) -> Rows:
    """Counters by study day and topic; a day of a question that is being asked waits."""
    waiting = SessionItem.objects.filter(pk__in=held).values("study_day")
    rows = Tally.objects.filter(scope=Tally.Scope.LEARNER, scope_id=user.pk)
    return told(
        rows.exclude(day__in=waiting).order_by("day", "topic"), "day", "responses", "right",
        "rated", "rated_right", "new_cards", "points", of_topic="topic__slug",
        milliseconds="duration_ms",
    )  # fmt: skip


def _reports(user: User) -> Rows:
    return told(
        Flag.objects.filter(learner=user).order_by("pk"), "reason", "words", "flagged_at",
        "resolution", "reply", "resolved_at", stem="question__stem",
    )  # fmt: skip
