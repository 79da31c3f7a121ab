"""What a person's decision about responses does to cards: corrections, appended to their log.

Points that were paid and weeks that were closed stay as they are, so a correction pays nothing and
survives nothing; tallies are not touched.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction

from questions.models import Card, SessionItem
from questions.scheduling.memory import MEMORY_VERSION, Rating
from questions.scheduling.review import refold

# A correction is due where the last word on the response is another rating than the one wanted.
# Without a rated row, only the fact's first showing of the study day counts, as it would have when
# the response was given; and the ratings of a card must stay on rising days.
_CORRECT = """
INSERT INTO questions_reviewlog
    (card_id, learner_id, item_id, question_id, corrects_id, kind, response, rating, study_day, at,
     duration_ms, memory_version, survived_interval, points)
SELECT i.card_id, i.learner_id, i.id, i.question_id, l.id, 'correction', i.typed, {wanted},
       i.study_day, i.answered_at, 0, %s, 0, 0
  FROM questions_sessionitem i
  LEFT JOIN questions_reviewlog l
         ON l.card_id = i.card_id AND l.study_day = i.study_day AND l.kind = 'rated'
        AND l.item_id = i.id
 WHERE i.fact_id = %s AND NOT (i.typed = '') AND i.typed IN ({texts}) AND i.card_id IN ({cards})
   AND i.answered_at IS NOT NULL
   AND (l.id IS NOT NULL OR (NOT i.is_drill
        AND NOT EXISTS (SELECT 1 FROM questions_sessionitem p
             WHERE p.learner_id = i.learner_id AND p.fact_id = i.fact_id
               AND p.study_day >= i.study_day AND p.id <> i.id
               AND (p.answered_at < i.answered_at
                    OR (p.answered_at = i.answered_at AND p.id < i.id)
                    OR (p.answered_at IS NULL AND p.revealed_at < i.answered_at)))
        AND NOT EXISTS (SELECT 1 FROM questions_reviewlog m
             WHERE m.card_id = i.card_id AND m.kind = 'rated'
               AND ((m.at <= i.answered_at AND m.study_day >= i.study_day)
                    OR (m.at > i.answered_at AND m.study_day <= i.study_day)))))
   AND COALESCE((SELECT k.rating FROM questions_reviewlog k
                  WHERE k.card_id = i.card_id AND k.item_id = i.id AND NOT (k.kind = 'rated')
                  ORDER BY k.id DESC LIMIT 1), l.rating, 0) <> COALESCE({wanted}, 0)
 ORDER BY i.id
"""


@dataclass(frozen=True)
class Responses:
    """Typed responses to one cue of a fact, by what was typed, letter for letter."""

    fact_id: int
    cue: str
    texts: Collection[str]


@transaction.atomic
def correct(responses: Responses, rating: Rating | None) -> int:
    """Make the responses count as rated so; how many corrections that took.

    Without a rating they count as they did when they were given. Six statements for any number of
    cards; repeating it appends nothing.
    """
    if not responses.texts:
        return 0
    items = SessionItem.objects.filter(fact=responses.fact_id, typed__in=responses.texts)
    answered = items.exclude(typed="").filter(answered_at__isnull=False, card__isnull=False)
    cards = Card.objects.filter(pk__in=answered.values("card"), cue=responses.cue)
    # Locked first, so that a rating in between comes wholly before the correction or after it.
    locked = list(cards.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    if not locked:
        return 0
    appended = _append(responses, rating, locked)
    if appended:
        refold(locked)
    return appended


def _append(responses: Responses, rating: Rating | None, cards: Collection[int]) -> int:
    sql = _CORRECT.format(
        wanted="l.rating" if rating is None else str(int(rating)),
        texts=", ".join(["%s"] * len(responses.texts)),
        cards=", ".join(["%s"] * len(cards)),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [MEMORY_VERSION, responses.fact_id, *responses.texts, *cards])
        return int(cursor.rowcount)
