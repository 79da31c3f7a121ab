"""Places in sources: what proves a teacher's fact, in words or as a span of a loaded text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.authoring.plain_text import one_line
from questions.authoring.records import PlaceWish, SourceWish
from questions.authoring.sources import make_source
from questions.grounding.citations import Place, find_places, paragraph_number, place_at
from questions.models import Citation, Source, User

MOST_PLACES = 10
_MOST_QUOTE = 2000


def settle_places(
    rows: Sequence[Sequence[PlaceWish]], *, owner: User, now: datetime
) -> list[list[PlaceWish]]:
    """The places with every source as a row, made where it is new; AuthoringError at source."""
    for places in rows:
        _refuse_none(places)
    _refuse_unseen(
        {p.source for places in rows for p in places if isinstance(p.source, Source)}, owner
    )
    made: dict[SourceWish, Source] = {}
    return [[_settled(place, made, owner, now) for place in places] for places in rows]


def citations_of(places: Iterable[PlaceWish], known: Iterable[Citation] = ()) -> list[Citation]:
    """The citations, not yet stored and without a fact; AuthoringError at place or quote.

    A place that says no other words than a known citation of the source keeps its span.
    """
    left = list(known)
    return [_citation(place, position, left) for position, place in enumerate(places)]


def place_words(citation: Citation) -> str:
    """Where it is, as history shows it."""
    name = citation.source.short_name
    if citation.place:
        return f"{name}, {citation.place}"
    return f"{name}, {citation.section} ¶ {citation.paragraph}, {citation.start}–{citation.end}"


def _refuse_none(places: Sequence[PlaceWish]) -> None:
    if not places:
        message = _("Name a source: nothing is published without one.")
        raise AuthoringError("source", "no-source", message)
    if len(places) > MOST_PLACES:
        message = format_lazy(_("Name at most {most} places."), most=MOST_PLACES)
        raise AuthoringError("source", "too-many", message)


def _refuse_unseen(sources: set[Source], owner: User) -> None:
    foreign = {source.pk for source in sources if source.owner_id not in (None, owner.pk)}
    if foreign:
        visible = Source.objects.visible_to(owner).filter(pk__in=foreign)
        if foreign - set(visible.values_list("pk", flat=True)):
            raise AuthoringError("source", "no-such-source", _("Choose a source from the list."))


def _settled(
    place: PlaceWish, made: dict[SourceWish, Source], owner: User, now: datetime
) -> PlaceWish:
    wish = place.source
    if isinstance(wish, Source):
        return place
    if wish not in made:
        try:
            made[wish] = make_source(wish, owner=owner, now=now)
        except AuthoringError as error:
            raise AuthoringError("source", error.code, error.message) from error
    return replace(place, source=made[wish])


def _citation(wish: PlaceWish, position: int, known: list[Citation]) -> Citation:
    source = wish.source
    assert isinstance(source, Source)  # noqa: S101 - settled before
    words = one_line("place", wish.place, most=200)
    citation = Citation(source=source, position=position, place=words)
    if wish.quote.strip() and source.text:
        _locate(citation, source, located(source, wish.quote))
    else:
        _keep_span(citation, known)
    if citation.start is None and not words:
        message = _("Say where in the source it stands, such as “page 12” or “article 5”.")
        raise AuthoringError("place", "no-place", message)
    return citation


def _locate(citation: Citation, source: Source, place: Place) -> None:
    citation.start, citation.end = place.start, place.end
    citation.span_digest = place.span_digest
    sections = [s for s in source.sections if s["start"] <= place.start]
    begun = sections[-1]["start"] if sections else 0
    citation.section = sections[-1]["title"] if sections else ""
    starts = [at for at in source.paragraphs if at >= begun]
    citation.paragraph = paragraph_number(starts, place.start)


def _keep_span(citation: Citation, known: list[Citation]) -> None:
    """Take over the span of a citation that this one names again."""
    for other in known:
        if other.source_id == citation.source_id and other.place == citation.place:
            known.remove(other)
            for name in ("start", "end", "span_digest", "section", "paragraph"):
                setattr(citation, name, getattr(other, name))
            return


def located(source: Source, quote: str) -> Place:
    """The one place in the source's text where the quoted words stand, else AuthoringError."""
    words = one_line("quote", quote, most=_MOST_QUOTE)
    # Folding a whole text takes its time, and most quotes are pasted as they stand.
    found = _as_they_stand(source, words) or find_places(source.slug, source.text, words)
    if not found:
        message = _("These words do not stand in the source’s text. Copy them from there.")
        raise AuthoringError("quote", "not-found", message)
    if len(found) > 1:
        message = format_lazy(
            _("These words stand {number} times in the source. Quote more of them."),
            number=len(found),
        )
        raise AuthoringError("quote", "several-places", message)
    return found[0]


def _as_they_stand(source: Source, words: str) -> list[Place]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    spans = re.finditer(rf"(?<!\w){pattern}(?!\w)" if words[:1].isalnum() else pattern, source.text)
    return [place_at(source.slug, source.text, *match.span()) for match in spans]
