"""The fact of the question that is being written: picked, or made on the spot with its proof."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import FieldFlaw
from questions.authoring.records import FactWish, PlaceWish, SourceWish
from questions.forms.question_values import Values, first
from questions.forms.questions import FactForm, SourceForm
from questions.models import Fact, Source, Topic


def fact_wish(values: Values, *, source: Source | None) -> FactWish | None:
    """The fact that is to be made; None while it has no topic."""
    topic = Topic.objects.filter(slug=first(values, "fact-topic")).first()
    if topic is None:
        return None
    given = {name: first(values, f"fact-{name}") for name in FactForm.base_fields}
    importance = given["importance"]
    return FactWish(
        topic=topic,
        language=first(values, "language"),
        statement=given["statement"],
        places=_places(values, given, source),
        explanation=given["explanation"],
        caveat=given["caveat"],
        as_of=given["as_of"],
        importance=int(importance) if importance in ("1", "2", "3") else 2,
    )


def _places(
    values: Values, given: Mapping[str, str], source: Source | None
) -> tuple[PlaceWish, ...]:
    cited: Source | SourceWish | None = source
    if first(values, "source_from") == "new":
        named = {name: first(values, f"source-{name}") for name in SourceForm.base_fields}
        cited = SourceWish(**named, language=first(values, "language"))
    return (PlaceWish(cited, place=given["place"], quote=given["quote"]),) if cited else ()


def fact_faults(
    values: Values, *, fact: Fact | None, source: Source | None, is_new: bool
) -> list[FieldFlaw]:
    """What keeps the fact from being picked or made."""
    if not is_new:
        return [] if fact else [_missing_fact(first(values, "fact"))]
    found = form_faults(FactForm, values, "fact")
    if first(values, "source_from") == "new":
        found += form_faults(SourceForm, values, "source")
    elif source is None:
        found.append(_missing_source(first(values, "source")))
    return found


def _missing_fact(given: str) -> FieldFlaw:
    if given:
        return FieldFlaw("fact", "no-such-fact", _("There is no such fact."), is_gate=True)
    message = _("Choose the fact that the question asks, or make a new one.")
    return FieldFlaw("fact", "required", message, is_gate=True)


def _missing_source(given: str) -> FieldFlaw:
    if given:
        return FieldFlaw("source", "no-such-source", _("There is no such source."), is_gate=True)
    message = _("Choose a source or name a new one: nothing is approved without one.")
    return FieldFlaw("source", "required", message, is_gate=True)


def form_faults(kind: type, values: Values, prefix: str | None = None) -> list[FieldFlaw]:
    """What a form says against the values, at the names of its fields."""
    data = {name: first(values, name) for name in values}
    bound = kind(data, prefix=prefix)
    return [
        FieldFlaw(bound.add_prefix(name), str(error.code or "invalid"), message, is_gate=True)
        for name, errors in bound.errors.as_data().items()
        for error in errors
        for message in error.messages
    ]
