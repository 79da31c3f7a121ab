"""Searching questions: what a teacher may see, narrowed by words and by what they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from questions.language.searching import split_words
from questions.models import SET_FORMS, Deck, Fact, FactText, Form, Question, User
from questions.models.facts import FactQuerySet
from questions.models.questions import QuestionQuerySet
from questions.models.searching import holding

MINE, LIBRARY, SHARED = "mine", "library", "shared"
# Which form stands for a fact where one is enough: what is quickly answered and hard to guess.
_BEST_FORMS = (
    Form.CHOICE,
    Form.CHOOSE_ALL,
    Form.NUMBER,
    Form.CLOZE,
    Form.TYPED,
    Form.TRUE_FALSE,
    Form.FLASHCARD,
)


@dataclass(frozen=True)
class Search:
    """What is looked for; what is empty narrows nothing."""

    words: str = ""
    topics: tuple[int, ...] = ()
    importance: int | None = None
    form: str = ""
    language: str = ""
    status: str = ""  # without one, all but withdrawn ones
    is_withdrawn: bool = False  # of facts: the withdrawn ones instead of the others
    whose: str = ""
    # Ids of the entities that go by each word, whatever the alphabet.
    named: Mapping[str, Sequence[int]] = field(default_factory=dict)


def find_questions(teacher: User, search: Search) -> QuestionQuerySet:
    """Questions that the teacher may see and that fit the search, by topic and fact."""
    rows = Question.objects.visible_to(teacher).filter(_whose(teacher, search.whose))
    if search.status:
        rows = rows.filter(status=search.status)
    else:
        rows = rows.exclude(status=Question.Status.WITHDRAWN)
    fields = {"form": search.form, "language": search.language}
    rows = rows.filter(**{name: value for name, value in fields.items() if value})
    if search.importance is not None:
        rows = rows.filter(fact__importance=search.importance)
    if search.topics:
        rows = rows.filter(fact__topic__in=search.topics)
    for word in split_words(search.words):
        rows = rows.filter(_has_word(word, search.named.get(word, ())))
    return rows.order_by("fact__topic__position", "-fact__importance", "fact__slug", "pk")


def find_facts(teacher: User, search: Search) -> FactQuerySet:
    """Facts that the teacher may see and that fit the search, by topic."""
    rows = Fact.objects.visible_to(teacher).filter(_whose(teacher, search.whose))
    rows = rows.filter(withdrawn_at__isnull=not search.is_withdrawn)
    if search.importance is not None:
        rows = rows.filter(importance=search.importance)
    if search.topics:
        rows = rows.filter(topic__in=search.topics)
    for word in split_words(search.words):
        fits = Q(pk__in=_told(word).values("fact"))
        if entities := search.named.get(word):
            fits |= Q(pk__in=_about(entities).values("pk"))
        rows = rows.filter(fits)
    return rows.order_by("topic__position", "-importance", "slug", "pk")


def one_per_fact(rows: QuestionQuerySet, *, uncovered_by: Deck) -> QuestionQuerySet:
    """Of these questions the best one for each published fact that the deck does not ask yet."""
    rows = rows.exclude(form__in=SET_FORMS).filter(
        status=Question.Status.APPROVED, fact__withdrawn_at=None
    )
    ranks = [When(form=form, then=Value(rank)) for rank, form in enumerate(_BEST_FORMS)]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    best = rows.filter(fact=OuterRef("fact")).order_by(rank, "-cue", "pk").values("pk")[:1]
    return rows.exclude(fact__in=covered_facts(uncovered_by)).filter(pk=Subquery(best))


def covered_facts(deck: Deck) -> "Sequence[int]":
    """Ids of the facts that the deck asks, alone or as a part of a set, in one statement."""
    rows = Question.objects.filter(deck_entries__deck=deck).order_by()
    parts = rows.filter(parts__isnull=False)
    return [pk for (pk,) in rows.values_list("fact").union(parts.values_list("parts__fact"))]


def _whose(teacher: User, whose: str) -> Q:
    if whose == MINE:
        return Q(owner=teacher)
    if whose == LIBRARY:
        return Q(owner=None)
    if whose == SHARED:
        return Q(owner__isnull=False) & ~Q(owner=teacher)
    return Q()


def _has_word(word: str, entities: Sequence[int]) -> Q:
    """The word in stem, key or statement, or a name of what the fact is about."""
    fits = Q(fact__in=_told(word).values("fact")) | holding(word, "stem", "answer")
    if entities:
        fits |= Q(fact__in=_about(entities).values("pk"))
    return fits


def _told(word: str) -> QuerySet[FactText]:
    return FactText.objects.filter(holding(word, "statement"))


def _about(entities: Sequence[int]) -> QuerySet[Fact]:
    return Fact.objects.filter(Q(subject__in=entities) | Q(values__entity__in=entities))
