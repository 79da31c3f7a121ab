"""What a learner studies at all: the library, and what the decks ask that they were given."""

from django.db.models import Q

from questions.models import Question, User


def of_studied_facts(learner: User) -> Q:
    """Rows whose fact is the library's, or a teacher's that a deck of the learner asks.

    What was learned of a deck that was taken back stays a memory, but nothing asks it any more.
    """
    asked = Question.objects.approved().in_decks_of(learner)
    return Q(fact__owner=None) | Q(fact__in=asked.values("fact"))
