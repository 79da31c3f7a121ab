"""A small library of facts as records, for tests that need no database."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from questions.generation.answers import answer_of
from questions.generation.drafts import Draft, DraftOption
from questions.generation.keys import key_of
from questions.generation.knowledge import Knowledge
from questions.generation.records import FactRecord, Thing, Value, Wording

_WORDS = (
    {"statement", "answer"}
    | {f"{kind}_{cue}" for kind in ("ask", "claim") for cue in ("value", "subject")}
    | {"accept", "accept_subject", "items", "ask_items"}
)


def thing(slug: str, kind: str = "document", *, name: str = "", **kwargs: Any) -> Thing:
    """An entity whose English name is its slug in title case."""
    name = name or slug.replace("-", " ").title()
    aliases = kwargs.pop("aliases", ())
    return Thing(slug, kind, {"en": name}, (name, *aliases), **kwargs)


def value(written: Any) -> Value:
    """A value as the library files write it."""
    match written:
        case Thing():
            return Value(thing=written)
        case (number, unit):
            return Value(number=Decimal(number), unit=unit)
        case str():
            start, _, end = written.partition("/")
            return Value(start=start, end=end)
    return written


def wording(**words: Any) -> Wording:
    """English words; the ones not given are empty."""
    return Wording(
        statement=words.get("statement", "A statement."),
        answer=words.get("answer", ""),
        ask={"value": words.get("ask_value", ""), "subject": words.get("ask_subject", "")},
        claim={"value": words.get("claim_value", ""), "subject": words.get("claim_subject", "")},
        accept={
            "value": tuple(words.get("accept", ())),
            "subject": tuple(words.get("accept_subject", ())),
        },
        items=tuple(words.get("items", ())),
        ask_items=words.get("ask_items", ""),
    )


def fact(slug: str, *values: Any, **fields: Any) -> FactRecord:
    """A cited fact about a document of the same name; fields of its wording go along."""
    words = {
        "statement": f"Statement of {slug}.",
        "ask_value": f"When was the {slug} adopted?",
        "claim_value": f"The {slug} was adopted on {{}}.",
    }
    words |= {k: fields.pop(k) for k in list(fields) if k in _WORDS}
    kind = "text"
    if values:
        first = value(values[0])
        kind = "entity" if first.thing else "date" if first.start else "number"
    near = tuple(fields.pop("near", ()))
    plain = FactRecord(
        slug=slug,
        topic="sco",
        subject=thing(slug),
        relation="adopted-on",
        value_kind=kind,
        several=False,
        values=tuple(value(written) for written in values),
        as_of="",
        according_to="",
        near={"value": near, "subject": tuple(fields.pop("near_subject", ())) or near},
        untrue=tuple(fields.pop("untrue", ())),
        never=frozenset(),
        skip=frozenset(),
        is_cited=True,
        wordings={"en": wording(**words)},
    )
    return replace(plain, **fields)


def beside(*slugs: str) -> dict[str, tuple[str, ...]]:
    """These facts named as good wrong options for both cues."""
    return {"value": slugs, "subject": slugs}


def knowledge(*facts: FactRecord) -> Knowledge:
    """What these facts say in English."""
    return Knowledge({record.slug: record for record in facts}, "en")


def draft(
    record: FactRecord,
    *wrong: FactRecord,
    form: str = "choice",
    cue: str = "value",
    stem: str | None = None,
    key_at: int = 0,
    **fields: Any,
) -> Draft:
    """A draft with the answers of other facts as wrong options, the key at a place."""
    asked = answer_of(record, cue, "en")
    options = [
        DraftOption(answer.text, reason="So.", true_of=other.slug, answer=answer)
        for other in wrong
        if (answer := answer_of(other, cue, "en"))
    ]
    if form == "choice":
        options.insert(key_at, DraftOption(asked.text, is_key=True, answer=asked))
    plain = Draft(
        fact=record,
        cue=cue,
        form=form,
        language="en",
        variant="",
        stem=record.wordings["en"].ask[cue] if stem is None else stem,
        asked=asked,
        answer=asked.text,
        key=key_of(record, cue, "en", asked),
        options=tuple(options),
    )
    return replace(plain, **fields)
