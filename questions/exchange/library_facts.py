"""Making the database's facts follow the library files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from questions.exchange import library_rows as rows
from questions.exchange.import_report import Ledger
from questions.exchange.library_learners import carry_out
from questions.exchange.library_memory import EffectByCue, Said, Things, effects
from questions.exchange.library_records import FactRecord, Library
from questions.exchange.library_rows import Columns
from questions.exchange.row_changes import child_differences, differences, update
from questions.models import Citation, Entity, Fact, FactText, FactValue

_CHILDREN: Mapping[str, type[models.Model]] = {
    "value": FactValue,
    "text": FactText,
    "cite": Citation,
}


@dataclass
class FactsImport:
    """The part of an import that follows the facts, inside its transaction."""

    library: Library
    keys: Mapping[str, Mapping[str, int]]
    ledger: Ledger
    now: datetime
    _fresh: dict[str, list[models.Model]] = field(default_factory=dict)
    _effects: dict[int, EffectByCue] = field(default_factory=dict)

    def follow(self) -> None:
        """Add, change and withdraw facts, and let their learners' cards and sessions follow."""
        found = Fact.objects.library().prefetch_related("values", "texts", "citations")
        known = {fact.slug: fact for fact in found}
        wanted = {record.id: record for record in self.library.facts}
        withdrawn = self._withdraw(fact for slug, fact in known.items() if slug not in wanted)
        columns = {slug: rows.fact_columns(record, self.keys) for slug, record in wanted.items()}
        self._free_triples(known, columns)
        new = [Fact(slug=slug, **columns[slug]) for slug in wanted if slug not in known]
        added = {fact.slug: fact for fact in Fact.objects.bulk_create(new)}
        for slug, fact in added.items():
            self.ledger.add("fact", slug)
            self._children(fact, wanted[slug], is_new=True)
        things = Things(Entity.objects.filter(owner=None))
        changed = {
            slug: self._change(known[slug], record, columns[slug], things)
            for slug, record in wanted.items()
            if slug in known
        }
        for name, fresh in self._fresh.items():
            _CHILDREN[name]._default_manager.bulk_create(fresh)
        self._tell(known, changed, withdrawn)

    def _tell(
        self, known: Mapping[str, Fact], changed: Mapping[str, list[str]], withdrawn: list[Fact]
    ) -> None:
        told = carry_out(self._effects, [fact.pk for fact in withdrawn], now=self.now)
        for fact in withdrawn:
            self.ledger.withdraw("fact", fact.slug, told.get(fact.pk, ()))
        for slug, fields in changed.items():
            self.ledger.change("fact", slug, fields, told.get(known[slug].pk, ()))

    def _withdraw(self, gone: Iterable[Fact]) -> list[Fact]:
        """Withdraw facts that vanished; their triple is free for others then. The new ones."""
        withdrawn = []
        for fact in gone:
            if fact.withdrawn_at is None:
                withdrawn.append(fact)
            columns = {"withdrawn_at": fact.withdrawn_at or self.now, "triple": None}
            update(fact, columns, differences(fact, columns))
        return withdrawn

    @staticmethod
    def _free_triples(known: Mapping[str, Fact], columns: Mapping[str, Columns]) -> None:
        """Let go of triples that change, so that two facts can swap theirs."""
        changing = [
            fact.pk
            for slug, fact in known.items()
            if slug in columns and fact.triple not in (None, columns[slug]["triple"])
        ]
        Fact.objects.filter(pk__in=changing).update(triple=None)

    def _change(
        self, fact: Fact, record: FactRecord, columns: Columns, things: Things
    ) -> list[str]:
        """Make a known fact and its children what the record says; the names of what changed."""
        before = Said.by_fact(fact)
        children = self._children(fact, record, is_new=False)
        fields = [*self._fact_fields(fact, columns), *children]
        if fields:
            after = Said.by_record(record, columns, rows.value_columns(record, self.keys))
            self._effects[fact.pk] = effects(before, after, things)
        if "topic" in fields:
            self.ledger.note(
                f"fact {fact.slug}: is of another topic now; run rebuild_tallies --repair"
            )
        return fields

    @staticmethod
    def _fact_fields(fact: Fact, columns: Columns) -> list[str]:
        """Update the fact's own columns; their names.

        A fact without a triple was withdrawn because it had vanished: it comes back. One that a
        person withdrew keeps its triple, and stays withdrawn.
        """
        if fact.triple is None and fact.withdrawn_at is not None:
            columns = columns | {"withdrawn_at": None}
        fields = differences(fact, columns)
        update(fact, columns, fields)
        # The triple says nothing that the value does not.
        return [name.removesuffix("_id") for name in fields if name != "triple"]

    def _children(self, fact: Fact, record: FactRecord, *, is_new: bool) -> list[str]:
        """Replace the values, wordings and citations that differ; the names of what did."""
        sources = {source.id: source for source in self.library.sources}
        wanted = {
            "value": rows.value_columns(record, self.keys),
            "text": rows.text_columns(record.texts),
            "cite": rows.citation_columns(record.citations, sources, self.keys),
        }
        found: dict[str, list[Any]] = {name: [] for name in wanted}
        if not is_new:
            by_language = sorted(fact.texts.all(), key=lambda text: text.language)
            found = {
                "value": list(fact.values.all()),
                "text": by_language,
                "cite": list(fact.citations.all()),
            }
        changed: list[str] = []
        for name, columns in wanted.items():
            names = child_differences(name, found[name], columns)
            if names:
                changed += names
                if found[name]:
                    _CHILDREN[name]._default_manager.filter(fact_id=fact.pk).delete()
                fresh = (_CHILDREN[name](fact_id=fact.pk, **row) for row in columns)
                self._fresh.setdefault(name, []).extend(fresh)
        return changed
