"""Making the database follow the library files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from questions.exchange import library_rows as rows
from questions.exchange.import_report import ImportReport, Ledger
from questions.exchange.library_check import check_library
from questions.exchange.library_records import FactRecord, Library, LibraryProblem, SourceRecord
from questions.exchange.library_rows import Columns
from questions.models import (
    Citation,
    Entity,
    Fact,
    FactText,
    FactValue,
    Relation,
    Source,
    Topic,
)

_CHILDREN: Mapping[str, type[models.Model]] = {
    "value": FactValue,
    "text": FactText,
    "cite": Citation,
}


class LibraryProblemsError(Exception):
    """The files have problems, so nothing was imported."""

    def __init__(self, problems: Sequence[LibraryProblem]) -> None:
        super().__init__(f"{len(problems)} problems in the library files; nothing was imported")
        self.problems = tuple(problems)


def import_library(*, folder: Path, now: datetime, apply: bool) -> ImportReport:
    """Make the library's rows follow the files in the folder, or only say what that would change.

    LibraryProblemsError where anything is wrong in any file. Rows of people are never touched.
    """
    check = check_library(folder)
    if check.problems:
        raise LibraryProblemsError(check.problems)
    with transaction.atomic():
        report = _Import(check.library, now).run()
        if not apply:
            # What it would do is best known by doing it.
            transaction.set_rollback(True)
    return report


@dataclass
class _Import:
    """One run, inside one transaction."""

    library: Library
    now: datetime
    ledger: Ledger = field(default_factory=Ledger)
    keys: dict[str, dict[str, int]] = field(default_factory=dict)

    def run(self) -> ImportReport:
        library = self.library
        topics = {record.id: rows.topic_columns(record) for record in library.topics}
        sources = {record.id: rows.source_columns(record) for record in library.sources}
        relations = {record.id: rows.relation_columns(record) for record in library.relations}
        entities = {record.id: rows.entity_columns(record) for record in library.entities}
        gone = [
            *self._follow("topic", Topic.objects.all(), topics),
            *self._follow("source", Source.objects.filter(owner=None), sources),
            *self._follow("relation", Relation.objects.all(), relations),
            *self._follow("entity", Entity.objects.filter(owner=None), entities),
        ]
        self._follow_facts()
        for kind, row in gone:
            self._drop(kind, row)
        return self.ledger.report()

    def _follow(
        self, kind: str, found: "models.QuerySet[Any]", wanted: Mapping[str, Columns]
    ) -> list[tuple[str, Any]]:
        """Add and change rows of a kind; the rows that vanished from the files."""
        known = {row.slug: row for row in found}
        for slug in wanted.keys() & known.keys():
            self._change(kind, known[slug], wanted[slug])
        new = [found.model(slug=slug, **wanted[slug]) for slug in wanted if slug not in known]
        for row in found.model._default_manager.bulk_create(new):
            known[row.slug] = row
            self.ledger.add(kind, row.slug)
        self.keys[kind] = {slug: row.pk for slug, row in known.items()}
        return [(kind, row) for slug, row in known.items() if slug not in wanted]

    def _change(self, kind: str, row: Any, wanted: Columns) -> None:
        fields = _differences(row, wanted)
        if isinstance(row, Source) and "digest" in fields and row.text:
            self.ledger.note(f"source {row.slug}: its loaded text is another now; load it again")
        _update(row, wanted, fields)
        self.ledger.change(kind, row.slug, fields)

    def _drop(self, kind: str, row: Any) -> None:
        """Delete a row that vanished from the files, unless something still needs it."""
        if kind == "topic":
            self.ledger.keep(kind, row.slug)
            return
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            self.ledger.keep(kind, row.slug)
        else:
            self.ledger.delete(kind, row.slug)

    def _follow_facts(self) -> None:
        sources = {record.id: record for record in self.library.sources}
        found = Fact.objects.library().prefetch_related("values", "texts", "citations")
        known = {fact.slug: fact for fact in found}
        wanted = {record.id: record for record in self.library.facts}
        self._withdraw(fact for slug, fact in known.items() if slug not in wanted)
        columns = {slug: rows.fact_columns(record, self.keys) for slug, record in wanted.items()}
        self._free_triples(known, columns)
        new = [Fact(slug=slug, **columns[slug]) for slug in wanted if slug not in known]
        added = {fact.slug: fact for fact in Fact.objects.bulk_create(new)}
        for slug in added:
            self.ledger.add("fact", slug)
        fresh: dict[str, list[models.Model]] = {name: [] for name in _CHILDREN}
        for slug, record in wanted.items():
            fact = known.get(slug) or added[slug]
            changed = self._children(fact, record, sources, fresh, is_new=slug in added)
            if slug not in added:
                fields = self._fact_fields(fact, columns[slug])
                self.ledger.change("fact", slug, [*fields, *changed])
        for name, model in _CHILDREN.items():
            model._default_manager.bulk_create(fresh[name])

    def _withdraw(self, gone: Iterable[Fact]) -> None:
        """Withdraw facts that vanished; their triple is free for others then."""
        for fact in gone:
            if fact.withdrawn_at is None:
                self.ledger.withdraw("fact", fact.slug)
            columns = {"withdrawn_at": fact.withdrawn_at or self.now, "triple": None}
            _update(fact, columns, _differences(fact, columns))

    @staticmethod
    def _free_triples(known: Mapping[str, Fact], columns: Mapping[str, Columns]) -> None:
        """Let go of triples that change, so that two facts can swap theirs."""
        changing = [
            fact.pk
            for slug, fact in known.items()
            if slug in columns and fact.triple not in (None, columns[slug]["triple"])
        ]
        Fact.objects.filter(pk__in=changing).update(triple=None)

    @staticmethod
    def _fact_fields(fact: Fact, columns: Columns) -> list[str]:
        """Update the fact's own columns; their names.

        A fact without a triple was withdrawn because it had vanished: it comes back. One that a
        person withdrew keeps its triple, and stays withdrawn.
        """
        if fact.triple is None and fact.withdrawn_at is not None:
            columns = columns | {"withdrawn_at": None}
        fields = _differences(fact, columns)
        _update(fact, columns, fields)
        # The triple says nothing that the value does not.
        return [_plain(name) for name in fields if name != "triple"]

    def _children(
        self,
        fact: Fact,
        record: FactRecord,
        sources: Mapping[str, SourceRecord],
        fresh: dict[str, list[models.Model]],
        *,
        is_new: bool,
    ) -> list[str]:
        """Replace the values, wordings and citations that differ; the names of what did."""
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
            names = _child_differences(name, found[name], columns)
            if names:
                changed += names
                if found[name]:
                    _CHILDREN[name]._default_manager.filter(fact_id=fact.pk).delete()
                fresh[name] += [_CHILDREN[name](fact_id=fact.pk, **row) for row in columns]
        return changed


def _child_differences(name: str, found: Sequence[Any], wanted: Sequence[Columns]) -> list[str]:
    """What of a fact's values, wordings or citations differs, as the file calls it."""
    if name != "text":
        same = len(found) == len(wanted) and not any(
            _differences(row, columns) for row, columns in zip(found, wanted, strict=True)
        )
        return [] if same else [name]
    texts = {row.language: row for row in found}
    languages = {columns["language"]: columns for columns in wanted}
    changed = sorted(texts.keys() ^ languages.keys())
    for code in sorted(texts.keys() & languages.keys()):
        changed += [f"{code}.{column}" for column in _differences(texts[code], languages[code])]
    return changed


def _differences(row: Any, wanted: Columns) -> list[str]:
    return [name for name, value in wanted.items() if getattr(row, name) != value]


def _update(row: Any, wanted: Columns, fields: Sequence[str]) -> None:
    if not fields:
        return
    for name in fields:
        setattr(row, name, wanted[name])
    row.save(update_fields=fields)


def _plain(column: str) -> str:
    return column.removesuffix("_id")
