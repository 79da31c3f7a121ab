"""What helps with what was missed: a date's neighbours in time, and what a body or document is."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from questions.generation.wording import date_words, range_words
from questions.models import Outcome
from questions.quiz.rows import GivenItem

# Nothing that the session is still to ask, which would be told.
_NEIGHBOURS = """
SELECT * FROM (
  SELECT f.slug, v.date_start, v.date_end, t.statement, 0 AS is_later
    FROM questions_factvalue v
    JOIN questions_fact f ON f.id = v.fact_id
    JOIN questions_facttext t ON t.fact_id = f.id AND t.language = %s
   WHERE f.topic_id = %s AND f.owner_id IS NULL AND f.withdrawn_at IS NULL
     AND NOT EXISTS (
       SELECT 1 FROM questions_sessionitem i
        WHERE i.session_id = %s AND i.fact_id = f.id AND i.answered_at IS NULL
          AND i.withdrawn_at IS NULL)
     AND v.date_start <> '' AND v.date_start < %s
   ORDER BY SUBSTR(v.date_start, 1, 4) DESC, f.importance DESC, f.slug LIMIT 1) earlier
UNION ALL
SELECT * FROM (
  SELECT f.slug, v.date_start, v.date_end, t.statement, 1 AS is_later
    FROM questions_factvalue v
    JOIN questions_fact f ON f.id = v.fact_id
    JOIN questions_facttext t ON t.fact_id = f.id AND t.language = %s
   WHERE f.topic_id = %s AND f.owner_id IS NULL AND f.withdrawn_at IS NULL
     AND NOT EXISTS (
       SELECT 1 FROM questions_sessionitem i
        WHERE i.session_id = %s AND i.fact_id = f.id AND i.answered_at IS NULL
          AND i.withdrawn_at IS NULL)
     AND v.date_start >= %s
   ORDER BY SUBSTR(v.date_start, 1, 4), f.importance DESC, f.slug LIMIT 1) later
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A dated fact of the same topic from the nearest year before or after."""

    slug: str
    when: str
    statement: str
    is_later: bool


@dataclass(frozen=True, slots=True)
class Hints:
    """What the feedback adds to a response that was not right."""

    neighbours: tuple[Neighbour, ...] = ()
    about: str = ""
    language: str = ""  # of what it is


def hints(item: GivenItem, outcome: str) -> Hints:
    """What helps with what was missed; nothing after a right answer. At most one statement."""
    if outcome == Outcome.CORRECT:
        return Hints()
    about, language = _about(item)
    return Hints(tuple(neighbours(item, outcome)), about, language)


def _about(item: GivenItem) -> tuple[str, str]:
    """What the missed thing is and in which language; of a list or a date, nothing."""
    key = json.loads(item.key) if item.key else {}
    texts = json.loads(item.about) if item.about and key.get("type") == "name" else {}
    language = get_language() or ""
    language = language if language in texts else "en"
    return str(texts.get(language, "")), language


def neighbours(item: GivenItem, outcome: str) -> list[Neighbour]:
    """For a missed date, the neighbours in time, the earlier first; one statement, else none.

    What the session is still to ask is not among them.
    """
    year = _year(item)
    if outcome == Outcome.CORRECT or not year:
        return []
    sides: list[list[Any]] = [
        [item.language, item.topic_id, item.session_id, edge]
        for edge in (year, f"{int(year) + 1:04}")
    ]
    with connection.cursor() as cursor:
        cursor.execute(_NEIGHBOURS, [*sides[0], *sides[1]])
        rows = cursor.fetchall()
    return [
        Neighbour(
            slug=slug,
            when=range_words(start, end, item.language)
            if end
            else date_words(start, item.language),
            statement=statement,
            is_later=bool(is_later),
        )
        for slug, start, end, statement, is_later in rows
    ]


def _year(item: GivenItem) -> str:
    """The year of the date that was asked; empty where something else was."""
    key = json.loads(item.key) if item.key else {}
    return str(key.get("start", ""))[:4] if key.get("type") == "date" else ""
