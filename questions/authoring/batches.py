"""Many facts and questions at once, as files bring them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from questions.authoring.facts import make_facts
from questions.authoring.questions import make_questions
from questions.authoring.records import FactWish, QuestionWish
from questions.models import Fact, Question, User

__all__ = ["make_facts_and_questions"]


@transaction.atomic
def make_facts_and_questions(
    pairs: Sequence[tuple[FactWish | Fact, QuestionWish]], *, owner: User, now: datetime
) -> list[Question]:
    """A draft for each pair, about the fact or about one made for it, in the order given.

    Equal wishes for a fact give one fact. The number of statements is the same for any number of
    pairs, but for what SQLite takes in one, as long as the sources are there already. Fifty to a
    hundred at a time keep the database for a quarter of a second at most. All or nothing:
    AuthoringError where any of them cannot be made.
    """
    wanted = [wish for wish, _ in pairs if isinstance(wish, FactWish)]
    wishes = list(dict.fromkeys(wanted))
    made = dict(zip(wishes, make_facts(wishes, owner=owner, now=now), strict=True))
    return make_questions(
        [(made[wish] if isinstance(wish, FactWish) else wish, asked) for wish, asked in pairs],
        owner=owner,
        now=now,
    )
