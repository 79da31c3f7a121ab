"""Reading a session item to grade its response, in one statement with plain SQL.

This is the hot path: building the same statement through the ORM costs more time than everything
else an answer does. What is shown before a response is read by another one; see quiz/asked.py.
Only what the library owns has a page; a teacher's fact may have the slug of one of the library's,
so its slug is not read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from questions.quiz.asked import is_sorted_form, shown_order
from questions.scheduling.memory import Memory, remembered

_GIVEN = """
SELECT i.id, i.token, i.position, i.is_drill, i.revealed_at, i.answered_at, i.option_id, i.typed,
       i.outcome, i.reason, i.rating, i.points, i.drill_id, i.session_id, s.token, s.started_at,
       s.finished_at, s.mode, q.id, q.form, q.cue, q.language, q.stem, q.answer, q.key, f.id,
       CASE WHEN f.owner_id IS NULL THEN f.slug END, f.topic_id, f.as_of, f.according_to,
       t.statement, t.explanation, t.caveat, i.card_id, c.stability, c.difficulty, c.due,
       c.last_study_day, c.longest_interval, z.section, z.paragraph,
       CASE WHEN u.owner_id IS NULL THEN u.slug END, u.short_name,
       (SELECT MAX(p.study_day) FROM questions_sessionitem p
         WHERE p.learner_id = i.learner_id AND p.fact_id = i.fact_id AND p.id <> i.id),
       (SELECT MAX(a.answered_at) FROM questions_sessionitem a WHERE a.session_id = i.session_id),
       o.id, o.position, o.text, o.is_key, o.reason, CASE WHEN w.owner_id IS NULL THEN w.slug END,
       i.chosen, r.position, r.text, r.answer, r.rank, r.fact_id,
       CASE WHEN v.owner_id IS NULL THEN v.slug END,
       i.withdrawn_at IS NOT NULL OR f.withdrawn_at IS NOT NULL, e.about, z.place,
       g.text, g.is_right, i.is_first, u.language
  FROM questions_sessionitem i
  JOIN questions_quizsession s ON s.id = i.session_id
  JOIN questions_question q ON q.id = i.question_id
  JOIN questions_fact f ON f.id = i.fact_id
  LEFT JOIN questions_card c ON c.id = i.card_id
  LEFT JOIN questions_facttext t ON t.fact_id = f.id AND t.language = q.language
  LEFT JOIN questions_citation z ON z.fact_id = f.id AND z.position = 0
  LEFT JOIN questions_source u ON u.id = z.source_id
  LEFT JOIN questions_option o ON o.question_id = q.id
  LEFT JOIN questions_fact w ON w.id = o.true_of_id
  LEFT JOIN questions_questionpart r ON r.question_id = q.id
  LEFT JOIN questions_fact v ON v.id = r.fact_id
  LEFT JOIN questions_factvalue x ON x.fact_id = f.id AND x.position = 0
  LEFT JOIN questions_entity e
         ON e.id = CASE q.cue WHEN 'subject' THEN f.subject_id ELSE x.entity_id END
  LEFT JOIN questions_ruling g
         ON g.fact_id = i.fact_id AND g.cue = q.cue AND q.form IN ('cloze', 'typed', 'number')
 WHERE i.token = %s AND i.learner_id = %s AND s.token = %s
 ORDER BY o.position, r.position
"""


@dataclass(frozen=True, slots=True)
class GivenOption:
    """An option with what is told once the response is stored."""

    pk: int
    position: int
    text: str
    is_key: bool
    reason: str
    true_of: str | None  # the fact's slug, where it has a page


@dataclass(frozen=True, slots=True)
class GivenPart:
    """A part of an ordering or a matching, with where it belongs."""

    position: int
    text: str
    answer: str
    rank: int
    fact_id: int
    fact: str | None  # its slug, where it has a page


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
    fact: str | None  # its slug, where it has a page
    topic_id: int
    as_of: str
    according_to: str
    statement: str
    explanation: str
    caveat: str
    card_id: int | None  # none where several facts are asked
    memory: Memory | None
    longest_interval: int
    section: str
    paragraph: int
    source: str | None  # its slug, where it has a page
    source_name: str
    last_put: date | None  # the last other study day on which the fact was put to the learner
    last_answer: datetime | None  # in this session
    options: tuple[GivenOption, ...]  # in the order shown
    parts: tuple[GivenPart, ...]  # so are they
    chosen: list[int | None] | None  # of several; see SessionItem.chosen
    is_withdrawn: bool = False  # it, or its fact
    about: str | None = None  # what the key is, by language, as JSON
    place: str = ""  # in the source, in words
    rulings: Mapping[str, bool] = field(default_factory=dict)  # on tidied texts, right or not
    is_first: bool = False  # its response rated a new card
    source_language: str = ""


def given(token: str, *, learner_id: int, session_token: str) -> GivenItem | None:
    """The learner's own item of that token and session, in one statement; else None."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [token, learner_id, session_token])
        rows = cursor.fetchall()
    if not rows:
        return None
    row = rows[0]
    options = [GivenOption(r[45], r[46], r[47], bool(r[48]), r[49], r[50]) for r in rows if r[45]]
    parts = [GivenPart(*r[52:58]) for r in rows if r[52] is not None]
    is_sorted = is_sorted_form(row[19], row[24])
    fields: list[Any] = [
        *row[:3],
        bool(row[3]),
        *map(aware, row[4:6]),
        *row[6:15],
        *map(aware, row[15:17]),
        *row[17:30],
        *(words or "" for words in row[30:33]),
        row[33],
        remembered(row[34], row[35], row[37], row[36]),
        row[38],
        row[39] or "",
        row[40] or 0,
        row[41],
        row[42] or "",
        _day(row[43]),
        aware(row[44]),
        tuple(options[i] for i in shown_order(row[1], len(options), is_sorted=is_sorted)),
        tuple(parts[i] for i in shown_order(row[1], len(parts), is_sorted=is_sorted)),
        json.loads(row[51]) if row[51] is not None else None,
        bool(row[58]),
        row[59],
        row[60] or "",
        # What is typed has no options, so that these rows multiply nothing.
        {r[61]: bool(r[62]) for r in rows if r[61] is not None},
        bool(row[63]),
        row[64] or "",
    ]
    return GivenItem(*fields)


def aware(moment: Any) -> datetime | None:
    """A moment as the database gave it to plain SQL, in UTC where it says no zone."""
    # SQLite's converters give naive datetimes, and none at all for an aggregate.
    if moment is None:
        return None
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    known: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known


def _day(day: Any) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
