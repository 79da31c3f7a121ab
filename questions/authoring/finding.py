"""Finding facts and sources by words, among what a teacher may see."""

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When

from questions.models import Citation, Fact, FactText, Source, Topic, User

_MOST_WORDS = 8
_LONGEST_QUERY = 200


def find_facts(query: str, *, teacher: User, size: int = 8) -> list[Fact]:
    """Published facts whose statements, names or topics hold all the words, the own ones first.

    Their texts, topics and citations are read.
    """
    words = _words(query)
    if not words:
        return []
    rows = Fact.objects.visible_to(teacher).published()
    topics = {topic.pk: _named(topic) for topic in Topic.objects.all()}
    for word in words:
        in_topic = [pk for pk, names in topics.items() if word.casefold() in names]
        said = FactText.objects.filter(_contains("statement", word)).values("fact")
        rows = rows.filter(Q(pk__in=said) | Q(slug__icontains=word) | Q(topic__in=in_topic))
    found = rows.order_by(_own_first(teacher), "-importance", "slug").select_related("topic")
    cited = Prefetch("citations", Citation.objects.with_names())
    return list(found.prefetch_related("texts", cited)[:size])


def find_sources(query: str, *, teacher: User, size: int = 8) -> list[Source]:
    """Sources whose titles, authors, years or names hold all the words, the own ones first."""
    words = _words(query)
    if not words:
        return []
    rows = Source.objects.visible_to(teacher)
    for word in words:
        rows = rows.filter(
            _contains("title", word)
            | _contains("authors", word)
            | _contains("short_name", word)
            | Q(year__icontains=word)
        )
    return list(rows.order_by(_own_first(teacher), "slug").defer("text", "paragraphs")[:size])


def _words(query: str) -> list[str]:
    return query.replace("\0", " ")[:_LONGEST_QUERY].split()[:_MOST_WORDS]


def _contains(field: str, word: str) -> Q:
    # SQLite knows no large and small letters beyond ASCII, so both are looked for.
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for spelling in spellings if not word.isascii() else {word}:
        found |= Q(**{f"{field}__icontains": spelling})
    return found


def _own_first(teacher: User) -> Case:
    return Case(When(owner=teacher, then=Value(0)), default=Value(1), output_field=IntegerField())


def _named(topic: Topic) -> set[str]:
    names = {topic.slug, *topic.names.values(), *topic.titles.values()}
    return {name.casefold() for name in names}
