"""Finding entities by what a person typed, in any alphabet."""

from questions.language.scripts import skeleton
from questions.language.tidying import tidy
from questions.models import Entity


def entities_called(word: str) -> list[int]:
    """Ids of the library's entities that have a name with a word beginning so, in one query.

    Names are compared as they sound, because a database compares Cyrillic letters by their case and
    knows nothing of transliteration.
    """
    wanted = skeleton(tidy(word))
    if len(wanted) < 2:
        return []
    rows = Entity.objects.filter(owner=None).only("names", "aliases")
    return [
        entity.pk
        for entity in rows
        if any(
            skeleton(part).startswith(wanted)
            for name in entity.all_names()
            for part in tidy(name).split()
        )
    ]
