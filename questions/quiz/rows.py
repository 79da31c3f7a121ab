"""Reading session items in one statement each, with plain SQL.

This is the hot path: building the same statements through the ORM costs more time than everything
else an answer does. What is shown before a response and what is read to grade one are two
statements, and the first one does not select the key at all.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from questions.models import in_language
from questions.scheduling.memory import Memory, remembered

_SORTED_TYPES = ("date", "number")

_ASKED = """
SELECT i.token, i.is_drill, i.position, i.revealed_at IS NOT NULL, q.form, q.language, q.stem,
       q.cue, q.key, tp.names, o.position, o.text,
       (SELECT COUNT(*) FROM questions_sessionitem a
         WHERE a.session_id = i.session_id AND a.answered_at IS NOT NULL AND NOT a.is_drill),
       (SELECT COUNT(*) FROM questions_sessionitem b
         WHERE b.session_id = i.session_id AND b.withdrawn_at IS NULL AND NOT b.is_drill),
       (SELECT COUNT(*) FROM questions_sessionitem d
         WHERE d.session_id = i.session_id AND d.is_drill AND d.answered_at IS NULL
           AND d.withdrawn_at IS NULL)
  FROM questions_sessionitem i
  JOIN questions_question q ON q.id = i.question_id
  JOIN questions_fact f ON f.id = i.fact_id
  JOIN questions_topic tp ON tp.id = f.topic_id
  LEFT JOIN questions_option o ON o.question_id = q.id
 WHERE i.id = (SELECT n.id FROM questions_sessionitem n
                WHERE n.session_id = %s AND n.answered_at IS NULL AND n.withdrawn_at IS NULL
                ORDER BY n.position LIMIT 1)
 ORDER BY o.position
"""

_GIVEN = """
SELECT i.id, i.token, i.position, i.is_drill, i.revealed_at, i.answered_at, i.option_id, i.typed,
       i.outcome, i.reason, i.rating, i.points, i.drill_id, i.session_id, s.token, s.started_at,
       s.finished_at, s.mode, q.id, q.form, q.cue, q.language, q.stem, q.answer, q.key, f.id,
       f.slug, f.topic_id, f.as_of, f.according_to, t.statement, t.explanation, t.caveat, i.card_id,
       c.stability, c.difficulty, c.due, c.last_study_day, c.longest_interval, z.section,
       z.paragraph, u.slug, u.short_name,
       (SELECT MAX(p.study_day) FROM questions_sessionitem p
         WHERE p.learner_id = i.learner_id AND p.fact_id = i.fact_id AND p.id <> i.id),
       (SELECT MAX(a.answered_at) FROM questions_sessionitem a WHERE a.session_id = i.session_id),
       o.id, o.position, o.text, o.is_key, o.reason, w.slug,
       i.withdrawn_at IS NOT NULL OR f.withdrawn_at IS NOT NULL
  FROM questions_sessionitem i
  JOIN questions_quizsession s ON s.id = i.session_id
  JOIN questions_question q ON q.id = i.question_id
  JOIN questions_fact f ON f.id = i.fact_id
  JOIN questions_card c ON c.id = i.card_id
  LEFT JOIN questions_facttext t ON t.fact_id = f.id AND t.language = q.language
  LEFT JOIN questions_citation z ON z.fact_id = f.id AND z.position = 0
  LEFT JOIN questions_source u ON u.id = z.source_id
  LEFT JOIN questions_option o ON o.question_id = q.id
  LEFT JOIN questions_fact w ON w.id = o.true_of_id
 WHERE i.token = %s AND i.learner_id = %s AND s.token = %s
 ORDER BY o.position
"""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """All that a learner may see of an item before the response: no key is among it."""

    token: str
    is_drill: bool
    is_revealed: bool
    form: str
    language: str
    stem: str
    cue: str
    topic: str
    options: tuple[str, ...]  # in the order shown
    answered: int  # of the planned items
    total: int  # planned items
    repeats: int  # what was missed and is still to be asked once more

    @property
    def number(self) -> int:
        """The place of this item among the planned ones, from 1; the last one for a repeat."""
        return min(self.answered + 1, self.total)


@dataclass(frozen=True, slots=True)
class GivenOption:
    """An option with what is told once the response is stored."""

    pk: int
    position: int
    text: str
    is_key: bool
    reason: str
    true_of: str | None


@dataclass(frozen=True, slots=True)
class GivenItem:
    """An item with all that grading and feedback need."""

    pk: int
    token: str
    position: int
    is_drill: bool
    revealed_at: datetime | None
    answered_at: datetime | None
    option_id: int | None
    typed: str
    outcome: str
    reason: str
    rating: int | None
    points: int
    drill_id: int | None
    session_id: int
    session_token: str
    started_at: datetime
    finished_at: datetime | None
    mode: str
    question_id: int
    form: str
    cue: str
    language: str
    stem: str
    answer: str
    key: str | None  # as JSON
    fact_id: int
    fact: str
    topic_id: int
    as_of: str
    according_to: str
    statement: str
    explanation: str
    caveat: str
    card_id: int
    memory: Memory | None
    longest_interval: int
    section: str
    paragraph: int
    source: str
    source_name: str
    last_put: date | None  # the last other study day on which the fact was put to the learner
    last_answer: datetime | None  # in this session
    options: tuple[GivenOption, ...]  # in the order shown
    is_withdrawn: bool = False  # it, or its fact


def shown_order(token: str, count: int, *, is_sorted: bool) -> Sequence[int]:
    """The options' places in the order shown: mixed by the item's token, or as they stand.

    The places themselves say nothing of the key, so neither does the order.
    """
    if is_sorted:
        return range(count)
    return sorted(range(count), key=lambda i: hashlib.sha256(f"{token}{i}".encode()).digest())


def is_sorted_form(form: str, key: str | None) -> bool:
    """Whether the options keep their order: true/false, dates and numbers."""
    return form == "true-false" or (
        key is not None and json.loads(key).get("type") in _SORTED_TYPES
    )


def next_asked(session_id: int) -> AskedItem | None:
    """The session's first item that awaits a response, in one statement; None where none does."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [session_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    row = rows[0]
    texts = [r[11] for r in rows if r[11] is not None]
    order = shown_order(row[0], len(texts), is_sorted=is_sorted_form(row[4], row[8]))
    return AskedItem(
        token=row[0],
        is_drill=bool(row[1]),
        is_revealed=bool(row[3]),
        form=row[4],
        language=row[5],
        stem=row[6],
        cue=row[7],
        topic=in_language(json.loads(row[9])),
        options=tuple(texts[i] for i in order),
        answered=row[12],
        total=row[13],
        repeats=row[14],
    )


def given(token: str, *, learner_id: int, session_token: str) -> GivenItem | None:
    """The learner's own item of that token and session, in one statement; else None."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [token, learner_id, session_token])
        rows = cursor.fetchall()
    if not rows:
        return None
    row = rows[0]
    options = [GivenOption(r[45], r[46], r[47], bool(r[48]), r[49], r[50]) for r in rows if r[45]]
    order = shown_order(row[1], len(options), is_sorted=is_sorted_form(row[19], row[24]))
    fields: list[Any] = [
        *row[:3],
        bool(row[3]),
        _aware(row[4]),
        _aware(row[5]),
        *row[6:15],
        _aware(row[15]),
        _aware(row[16]),
        *row[17:30],
        *(words or "" for words in row[30:33]),
        row[33],
        remembered(row[34], row[35], row[37], row[36]),
        row[38],
        row[39] or "",
        row[40] or 0,
        *(words or "" for words in row[41:43]),
        _day(row[43]),
        _aware(row[44]),
        tuple(options[i] for i in order),
        bool(row[51]),
    ]
    return GivenItem(*fields)


def _aware(moment: Any) -> datetime | None:
    # SQLite's converters give naive datetimes, and none at all for an aggregate.
    if moment is None:
        return None
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    aware: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware


def _day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
