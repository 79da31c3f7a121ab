"""The versions of a question: what an edit replaced, and what replaced it."""

from questions.models import Question, User

_CHAIN = """
WITH RECURSIVE earlier(id) AS (
    SELECT replaces_id FROM questions_question WHERE id = %s
    UNION
    SELECT q.replaces_id FROM questions_question q JOIN earlier e ON q.id = e.id
), later(id) AS (
    SELECT id FROM questions_question WHERE replaces_id = %s
    UNION
    SELECT q.id FROM questions_question q JOIN later l ON q.replaces_id = l.id
)
SELECT id FROM earlier WHERE id IS NOT NULL UNION SELECT id FROM later
"""


def versions_of(question: Question, *, teacher: User) -> list[Question]:
    """All other versions of a question that the teacher may read, the newest first.

    Two statements however long the chain is.
    """
    found = Question.objects.raw(_CHAIN, [question.pk, question.pk])
    others = [row.pk for row in found]
    rows = Question.objects.visible_to(teacher).filter(pk__in=others)
    return list(rows.order_by("-pk"))
