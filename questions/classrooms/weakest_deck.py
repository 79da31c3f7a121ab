"""A deck of the facts that a class knows least, with the best question that there is for each."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from questions.authoring.decks import add_questions, make_deck
from questions.models import Deck, Form, Question, User

MOST_FACTS = 50
# What is weak is asked for recognition first, as the queue does.
_FORMS = (
    Form.CHOICE,
    Form.CLOZE,
    Form.CHOOSE_ALL,
    Form.TYPED,
    Form.NUMBER,
    Form.TRUE_FALSE,
    Form.FLASHCARD,
)


@transaction.atomic
def make_weakest_deck(
    fact_ids: Sequence[int],
    *,
    name: str,
    language: str,
    teacher: User,
    now: datetime,
    token: str,
) -> Deck | None:
    """The teacher's new deck that asks these facts in their order; None where nothing asks them.

    Only approved questions that the teacher may see are taken.
    """
    questions = best_questions(fact_ids, teacher=teacher, language=language)
    if not questions:
        return None
    [(spoken, _)] = Counter(question.language for question in questions).most_common(1)
    deck = make_deck(name=name, owner=teacher, now=now, token=token, language=spoken)
    add_questions(deck, questions, actor=teacher, now=now)
    return deck


def best_questions(fact_ids: Sequence[int], *, teacher: User, language: str) -> list[Question]:
    """One question per fact: in that language or English, in the form that suits weak memories."""
    rows = Question.objects.visible_to(teacher).approved().filter(fact__in=fact_ids)
    by_fact: dict[int, list[Question]] = defaultdict(list)
    for question in rows.exclude(cue="").order_by("pk"):
        by_fact[question.fact_id].append(question)

    def worth(question: Question) -> tuple[int, int, bool, int]:
        languages = (language, "en", question.language)
        return (
            languages.index(question.language),
            _FORMS.index(Form(question.form)),
            question.cue != "value",
            question.pk,
        )

    return [min(by_fact[pk], key=worth) for pk in fact_ids if pk in by_fact]
