"""What a learner may see of an item before the response, read in one statement with plain SQL.

It selects no key. Three things that lie beside one are kept apart on the way: of the stored key
only its type and unit are taken, of an ordering neither ranks nor dates are read, and of a matching
the right sides are taken sorted, so that nothing is left of which belongs where.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from questions.models import Form

_SORTED_TYPES = ("date", "number")

_ASKED = """
SELECT i.token, i.is_drill, i.position, i.revealed_at IS NOT NULL, q.form, q.language, q.stem,
       q.cue, q.key, o.text,
       (SELECT COUNT(*) FROM questions_sessionitem a
         WHERE a.session_id = i.session_id AND a.answered_at IS NOT NULL AND NOT a.is_drill),
       (SELECT COUNT(*) FROM questions_sessionitem b
         WHERE b.session_id = i.session_id AND b.withdrawn_at IS NULL AND NOT b.is_drill),
       (SELECT COUNT(*) FROM questions_sessionitem d
         WHERE d.session_id = i.session_id AND d.is_drill AND d.answered_at IS NULL
           AND d.withdrawn_at IS NULL),
       r.text, CASE WHEN q.form = 'match' THEN r.answer END
  FROM questions_sessionitem i
  JOIN questions_question q ON q.id = i.question_id
  LEFT JOIN questions_option o ON o.question_id = q.id
  LEFT JOIN questions_questionpart r ON r.question_id = q.id
 WHERE i.id = {which}
 ORDER BY o.position, r.position
"""
_NEXT = """
       (SELECT n.id FROM questions_sessionitem n
         WHERE n.session_id = %s AND n.answered_at IS NULL AND n.withdrawn_at IS NULL
         ORDER BY n.position LIMIT 1)"""

_AHEAD = """
SELECT n.id FROM questions_sessionitem n
  JOIN questions_question q ON q.id = n.question_id
 WHERE n.session_id = %s AND n.answered_at IS NULL AND n.withdrawn_at IS NULL
   AND n.token <> %s AND q.form <> %s
 ORDER BY n.position LIMIT %s
"""
_HELD_AHEAD = 4  # with the one that is asked, five


@dataclass(frozen=True, slots=True)
class AskedItem:
    """All that a learner may see of an item before the response: no key is among it.

    Nor is its topic, which tells an organisation that is asked for.
    """

    token: str
    is_drill: bool
    is_revealed: bool
    form: str
    language: str
    stem: str
    cue: str
    options: tuple[str, ...]  # in the order shown
    answered: int  # of the planned items
    total: int  # planned items
    repeats: int  # what was missed and is still to be asked once more
    unit: str = ""  # of a number
    parts: tuple[str, ...] = ()  # what is put in order or matched, in the order shown
    answers: tuple[str, ...] = ()  # what the parts of a matching are matched with, sorted

    @property
    def number(self) -> int:
        """The place of this item among the planned ones, from 1; the last one for a repeat."""
        return min(self.answered + 1, self.total)

    @property
    def places(self) -> list[str]:
        """The places that the parts of an ordering are given, from 1."""
        return [str(place) for place in range(1, len(self.parts) + 1)]


def shown_order(token: str, count: int, *, is_sorted: bool) -> Sequence[int]:
    """The options' places in the order shown: mixed by the item's token, or as they stand.

    The places themselves say nothing of the key, so neither does the order.
    """
    if is_sorted:
        return range(count)
    return sorted(range(count), key=lambda i: hashlib.sha256(f"{token}{i}".encode()).digest())


def is_sorted_form(form: str, key: str | None) -> bool:
    """Whether what is shown keeps its order: true/false, dates, numbers, and pairs to match."""
    return form in (Form.TRUE_FALSE, Form.MATCH) or (
        key is not None and json.loads(key).get("type") in _SORTED_TYPES
    )


def next_asked(session_id: int) -> AskedItem | None:
    """The session's first item without a response, in one statement; None where all have one."""
    return _asked(_ASKED.format(which=_NEXT), session_id)


def asked_ahead(session_id: int, asked: AskedItem) -> list[AskedItem]:
    """What comes after the item that is asked, for a phone that loses its connection.

    At most four items, one statement each and one more; flashcards, which are turned over by the
    server, are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [session_id, asked.token, Form.FLASHCARD, _HELD_AHEAD])
        ids = [row[0] for row in cursor.fetchall()]
    found = [_asked(_ASKED.format(which="%s"), pk) for pk in ids]
    return [
        replace(item, answered=asked.answered + number)
        for number, item in enumerate(found, start=1)
        if item is not None
    ]


def asked_by(item_id: int) -> AskedItem | None:
    """What that item of a live round asks, in one statement; None where there is no such item."""
    return _asked(_ASKED.format(which="%s"), item_id)


def _asked(sql: str, pk: int) -> AskedItem | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        rows = cursor.fetchall()
    if not rows:
        return None
    row = rows[0]
    return AskedItem(
        token=row[0],
        is_drill=bool(row[1]),
        is_revealed=bool(row[3]),
        form=row[4],
        language=row[5],
        stem=row[6],
        cue=row[7],
        options=_shown(row, [r[9] for r in rows if r[9] is not None]),
        answered=row[10],
        total=row[11],
        repeats=row[12],
        unit=_unit(row[8]) if row[4] == Form.NUMBER else "",
        parts=_shown(row, [r[13] for r in rows if r[13] is not None]),
        answers=tuple(sorted({r[14] for r in rows if r[14] is not None})),
    )


def _shown(row: Sequence[Any], texts: Sequence[str]) -> tuple[str, ...]:
    order = shown_order(row[0], len(texts), is_sorted=is_sorted_form(row[4], row[8]))
    return tuple(texts[i] for i in order)


def _unit(key: str | None) -> str:
    """What the number is counted in: all that is told of the key."""
    return str(json.loads(key).get("unit", "")) if key is not None else ""
