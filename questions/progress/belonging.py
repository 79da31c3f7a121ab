"""Who belongs to what, as far as facts say so: the ties between countries and organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ORGANISATIONS = ("csto", "sco", "cica", "osce")


class Mark(StrEnum):
    """What a country is to an organisation; the closer ties come first."""

    FOUNDER = "founder"
    JOINED = "joined"
    MEMBER = "member"
    OBSERVER = "observer"
    PARTNER = "partner"
    JOINING = "joining"
    APPLICANT = "applicant"
    MEMORANDUM = "memorandum"


# What each relation with a country as its value says; no other relation gives a mark.
MARK_OF_RELATION = {
    "founded-by": Mark.FOUNDER,
    "admitted": Mark.JOINED,
    "has-member": Mark.MEMBER,
    "admitted-as-observer": Mark.OBSERVER,
    "confirmed-dialogue-partner": Mark.PARTNER,
    "started-admitting": Mark.JOINING,
    "supported-applications-of": Mark.APPLICANT,
    "signed-memorandum-with": Mark.MEMORANDUM,
}
_RANK = {mark: rank for rank, mark in enumerate(Mark)}
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True)
class Tie:
    """What one fact says of one country and one organisation."""

    country_id: int
    organisation: str
    mark: Mark
    fact_id: int
    year: str = ""


def organisation_of(subject: str, kind: str, topic: str) -> str:
    """The organisation that such a fact speaks of, or nothing.

    It is the subject itself, or the one to whose topic the fact belongs where an event acted for
    it: a summit admits members to its own organisation.
    """
    if subject in ORGANISATIONS:
        return subject
    return topic if kind == "event" and topic in ORGANISATIONS else ""


def year_said(mark: Mark, as_of: str, statement: str) -> str:
    """The year to show: of members the one in which they were; else the only one in the words."""
    years = set(_YEAR.findall(statement))
    named = years.pop() if len(years) == 1 else ""
    return as_of or named if mark == Mark.MEMBER else named or as_of


def without_repeats(ties: Iterable[Tie]) -> list[Tie]:
    """The first tie of each country, organisation, mark and year; the closer ones first.

    Who founded an organisation did not join it: what it joined was there before.
    """
    given = list(ties)
    founded = {(t.country_id, t.organisation) for t in given if t.mark == Mark.FOUNDER}
    kept: dict[tuple[int, str, Mark, str], Tie] = {}
    for tie in given:
        if tie.mark == Mark.JOINED and (tie.country_id, tie.organisation) in founded:
            continue
        kept.setdefault((tie.country_id, tie.organisation, tie.mark, tie.year), tie)
    return sorted(kept.values(), key=lambda tie: (_RANK[tie.mark], tie.year))
