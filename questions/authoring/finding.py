"""Finding facts and sources by words, among what a teacher may see."""

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When

from questions.language.searching import split_words
from questions.models import Citation, Fact, FactText, Source, Topic, User
from questions.models.searching import holding


def find_facts(query: str, *, teacher: User, size: int = 8) -> list[Fact]:
    """Published facts whose statements, names or topics hold all the words, the own ones first.

    Their texts, topics and citations are read.
    """
    words = split_words(query)
    if not words:
        return []
    rows = Fact.objects.visible_to(teacher).published()
    topics = {topic.pk: _named(topic) for topic in Topic.objects.all()}
    for word in words:
        in_topic = [pk for pk, names in topics.items() if word.casefold() in names]
        said = FactText.objects.filter(holding(word, "statement")).values("fact")
        rows = rows.filter(Q(pk__in=said) | Q(slug__icontains=word) | Q(topic__in=in_topic))
    found = rows.order_by(_own_first(teacher), "-importance", "slug").select_related("topic")
    cited = Prefetch("citations", Citation.objects.with_names())
    return list(found.prefetch_related("texts", cited)[:size])


def find_sources(query: str, *, teacher: User, size: int = 8) -> list[Source]:
    """Sources whose titles, authors, years or names hold all the words, the own ones first."""
    words = split_words(query)
    if not words:
        return []
    rows = Source.objects.visible_to(teacher)
    for word in words:
        rows = rows.filter(holding(word, "title", "authors", "short_name", "year"))
    return list(rows.order_by(_own_first(teacher), "slug").defer("text", "paragraphs")[:size])


def _own_first(teacher: User) -> Case:
    return Case(When(owner=teacher, then=Value(0)), default=Value(1), output_field=IntegerField())


def _named(topic: Topic) -> set[str]:
    names = {topic.slug, *topic.names.values(), *topic.titles.values()}
    return {name.casefold() for name in names}
