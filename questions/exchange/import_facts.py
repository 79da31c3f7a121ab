"""The facts that imported questions ask, and the sources that these cite."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from questions.authoring.facts import make_facts
from questions.authoring.records import FactWish
from questions.authoring.sources import make_source
from questions.exchange.question_records import CitedSource, QuestionRecord
from questions.exchange.question_wishes import Setting, fact_wishes, source_wish
from questions.models import SET_FORMS, Citation, Fact, Source, User


@dataclass(frozen=True)
class Grounds:
    """The facts of each record, and the ids of what was made for it."""

    facts: tuple[tuple[Fact, ...], ...]
    made_facts: tuple[list[int], ...]
    made_sources: tuple[list[int], ...]


def facts_for(
    records: Sequence[QuestionRecord], setting: Setting, *, owner: User, now: datetime
) -> Grounds:
    """The facts of each record, made where the teacher has none that says the same there.

    A file may ask one fact in several questions: whoever learns it learns it once.
    """
    sources, made_sources = _sources(records, setting, owner, now)
    wishes = [
        fact_wishes(record, setting, source)
        for record, source in zip(records, sources, strict=True)
    ]
    own = _stated_before(records, wishes, owner)
    wanted: dict[tuple[object, ...], FactWish] = {}
    marks: list[list[tuple[object, ...]]] = []
    for n, (record, each) in enumerate(zip(records, wishes, strict=True)):
        is_stated = bool(record.statement) and record.form not in SET_FORMS
        marks.append([_mark(w) if is_stated else (n, i) for i, w in enumerate(each)])
        for mark, wish in zip(marks[-1], each, strict=True):
            if mark not in own:
                wanted.setdefault(mark, wish)
    made = dict(zip(wanted, make_facts(list(wanted.values()), owner=owner, now=now), strict=True))
    made_ids = []
    for each_marks in marks:
        # Noted with the first question that asks it.
        new = [made[mark].pk for mark in each_marks if mark in made and mark in wanted]
        for mark in each_marks:
            wanted.pop(mark, None)
        made_ids.append(new)
    known = own | made
    facts = tuple(tuple(known[mark] for mark in each_marks) for each_marks in marks)
    return Grounds(facts, tuple(made_ids), tuple(made_sources))


def _sources(
    records: Sequence[QuestionRecord], setting: Setting, owner: User, now: datetime
) -> tuple[list[Source], list[list[int]]]:
    """The source of each record, the file where it names none; and those that had to be made."""
    titles = {record.source.title for record in records if record.source.title}
    seen = Source.objects.visible_to(owner).filter(title__in=titles) if titles else ()
    # The teacher's own come last and so are taken before the library's.
    known = {
        CitedSource(source.title, source.authors, source.year, source.identifier): source
        for source in sorted(seen, key=lambda source: (source.owner_id == owner.pk, -source.pk))
    }
    sources, made = [], []
    for record in records:
        new: list[int] = []
        if not record.source.title:
            source = setting.file
        elif record.source in known:
            source = known[record.source]
        else:
            wish = source_wish(record.source, setting.language_of(record))
            source = known[record.source] = make_source(wish, owner=owner, now=now)
            new = [source.pk]
        sources.append(source)
        made.append(new)
    return sources, made


def _mark(wish: FactWish) -> tuple[object, ...]:
    """What makes two wishes the same fact."""
    (place,) = wish.places
    source = place.source
    pk = source.pk if isinstance(source, Source) else None
    return (wish.language, wish.statement, wish.explanation, wish.topic.pk, pk, place.place)


def _stated_before(
    records: Sequence[QuestionRecord], wishes: Sequence[Sequence[FactWish]], owner: User
) -> dict[tuple[object, ...], Fact]:
    """The teacher's facts that say the same with the same proof."""
    statements = {record.statement for record in records if record.statement}
    if not statements:
        return {}
    cited = Citation.objects.filter(
        fact__owner=owner, fact__withdrawn_at=None, fact__texts__statement__in=statements
    )
    found: dict[tuple[object, ...], Fact] = {}
    for citation in cited.select_related("fact__topic").prefetch_related("fact__texts"):
        fact = citation.fact
        for text in fact.texts.all():
            place = (fact.topic_id, citation.source_id, citation.place)
            found.setdefault((text.language, text.statement, text.explanation, *place), fact)
    return found
