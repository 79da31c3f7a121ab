"""Facts of teachers: a statement alone, with the places that prove it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.authoring.history import note_edit, note_edits
from questions.authoring.places import citations_of, place_words, settle_places
from questions.authoring.plain_text import one_line, required, some_lines
from questions.authoring.records import FactWish
from questions.authoring.rights import refuse_strangers
from questions.authoring.slugs import free_slugs, hold
from questions.models import Citation, Edit, Fact, FactText, User
from questions.quiz.leaving import leave_facts

_MOST_STATEMENT = 1000
_MOST_WORDS = 2000


def make_fact(wish: FactWish, *, owner: User, now: datetime) -> Fact:
    """The fact as a row of the owner's, with its places.

    AuthoringError at statement, topic, language, source, place, quote and so on.
    """
    (fact,) = make_facts([wish], owner=owner, now=now)
    return fact


@transaction.atomic
def make_facts(wishes: Sequence[FactWish], *, owner: User, now: datetime) -> list[Fact]:
    """The same for many, in a constant number of statements but for sources that are new."""
    texts = [_text(wish) for wish in wishes]
    hold(owner)
    places = settle_places([wish.places for wish in wishes], owner=owner, now=now)
    citations = [citations_of(each) for each in places]
    statements = [text.statement for text in texts]
    slugs = free_slugs(statements, rows=Fact.objects, owner=owner, most=100, otherwise="fact")
    facts = [
        Fact(
            owner=owner, slug=slug, topic=wish.topic, importance=wish.importance, as_of=_as_of(wish)
        )
        for wish, slug in zip(wishes, slugs, strict=True)
    ]
    Fact.objects.bulk_create(facts)
    _store_words(facts, texts, citations)
    note_edits(facts, Edit.Action.MADE, actor=owner, now=now)
    return facts


def _store_words(
    facts: Iterable[Fact], texts: Iterable[FactText], citations: Iterable[Iterable[Citation]]
) -> None:
    cited = []
    worded = []
    for fact, text, places in zip(facts, texts, citations, strict=True):
        text.fact = fact
        worded.append(text)
        for place in places:
            place.fact = fact
            cited.append(place)
    FactText.objects.bulk_create(worded)
    Citation.objects.bulk_create(cited)


def _text(wish: FactWish) -> FactText:
    if wish.language not in dict(settings.LANGUAGES):
        raise AuthoringError("language", "language", _("Choose one of the languages."))
    if wish.importance not in (1, 2, 3):
        raise AuthoringError("importance", "importance", _("Choose how important it is."))
    statement = one_line("statement", wish.statement, most=_MOST_STATEMENT)
    required("statement", statement, _("Write the fact as one sentence that is true on its own."))
    return FactText(
        language=wish.language,
        statement=statement,
        explanation=some_lines("explanation", wish.explanation, most=_MOST_WORDS),
        caveat=some_lines("caveat", wish.caveat, most=_MOST_WORDS),
    )


def _as_of(wish: FactWish) -> str:
    return one_line("as_of", wish.as_of, most=20)


@transaction.atomic
def change_fact(fact: Fact, wish: FactWish, *, actor: User, now: datetime) -> Fact:
    """Make the actor's own fact what the wish says; the history tells what stood there before.

    The wording in other languages stays. Memory is kept: what a question asks is its own key.
    AuthoringError where it is not the actor's, or as for making one.
    """
    wanted = _text(wish)
    fact = _held(fact, actor)
    text = fact.texts.filter(language=wish.language).first()
    known = list(fact.citations.select_related("source"))
    (places,) = settle_places([wish.places], owner=actor, now=now)
    citations = citations_of(places, known)
    changes = _differences(
        _said(fact, text, known),
        {
            "statement": wanted.statement,
            "explanation": wanted.explanation,
            "caveat": wanted.caveat,
            "topic": wish.topic.slug,
            "importance": str(wish.importance),
            "as_of": _as_of(wish),
            "places": "; ".join(map(place_words, citations)),
        },
    )
    if changes:
        _store_changes(fact, wish, wanted, citations)
        note_edit(fact, Edit.Action.CHANGED, actor=actor, now=now, changes=changes)
    return fact


def _held(fact: Fact, actor: User) -> Fact:
    held = Fact.objects.select_for_update(of=("self",)).select_related("topic")
    found = held.filter(pk=fact.pk, owner=actor).first()
    if found is None:
        message = _("You can change facts of your own only.")
        raise AuthoringError("", "not-own", message)
    return found


def _said(fact: Fact, text: FactText | None, citations: Iterable[Citation]) -> dict[str, str]:
    return {
        "statement": text.statement if text else "",
        "explanation": text.explanation if text else "",
        "caveat": text.caveat if text else "",
        "topic": fact.topic.slug,
        "importance": str(fact.importance),
        "as_of": fact.as_of,
        "places": "; ".join(map(place_words, citations)),
    }


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _store_changes(
    fact: Fact, wish: FactWish, wanted: FactText, citations: Sequence[Citation]
) -> None:
    fact.topic, fact.importance, fact.as_of = wish.topic, wish.importance, _as_of(wish)
    fact.save(update_fields=["topic", "importance", "as_of"])
    words = {name: getattr(wanted, name) for name in ("statement", "explanation", "caveat")}
    FactText.objects.update_or_create(fact=fact, language=wish.language, defaults=words)
    fact.citations.all().delete()
    for citation in citations:
        citation.fact = fact
    Citation.objects.bulk_create(citations)


@transaction.atomic
def withdraw_facts(facts: Collection[Fact], *, actor: User, now: datetime) -> int:
    """Ask these facts no more, alone or with others, also where they are open; how many there were.

    Their questions keep their status: they are asked again once a fact is brought back. A teacher
    withdraws own facts, a curator the library's; AuthoringError for others.
    """
    rows = _to_rule_on(facts, actor, is_withdrawn=False)
    ids = [row.pk for row in rows]
    Fact.objects.filter(pk__in=ids).update(withdrawn_at=now)
    leave_facts(ids, now=now)
    note_edits(rows, Edit.Action.WITHDRAWN, actor=actor, now=now)
    return len(rows)


@transaction.atomic
def restore_facts(facts: Collection[Fact], *, actor: User, now: datetime) -> int:
    """Ask withdrawn facts again; how many there were."""
    rows = _to_rule_on(facts, actor, is_withdrawn=True)
    Fact.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=None)
    note_edits(rows, Edit.Action.RESTORED, actor=actor, now=now)
    return len(rows)


def _to_rule_on(facts: Collection[Fact], actor: User, *, is_withdrawn: bool) -> list[Fact]:
    """Their rows, locked, but for those that are so already; AuthoringError for others' rows."""
    found = Fact.objects.filter(pk__in=[fact.pk for fact in facts]).order_by("pk")
    rows = list(found.select_for_update())
    refuse_strangers({row.owner_id for row in rows}, actor)
    return [row for row in rows if (row.withdrawn_at is not None) == is_withdrawn]
