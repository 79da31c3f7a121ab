"""Making the database follow the library files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from questions.exchange import library_rows as rows
from questions.exchange.import_report import ImportReport, Ledger
from questions.exchange.library_check import check_library
from questions.exchange.library_facts import FactsImport
from questions.exchange.library_learners import left_told
from questions.exchange.library_records import Library, LibraryProblem
from questions.exchange.library_rows import Columns
from questions.exchange.row_changes import differences, update
from questions.models import Entity, FactSet, Relation, Source, Topic
from questions.quiz.leaving import leave_sets


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
        FactsImport(library, self.keys, self.ledger, self.now).follow()
        self._follow_sets()
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
        fields = differences(row, wanted)
        if isinstance(row, Source) and "digest" in fields and row.text:
            self.ledger.note(f"source {row.slug}: its loaded text is another now; load it again")
        update(row, wanted, fields)
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

    def _follow_sets(self) -> None:
        """Add, change and withdraw orderings and matchings.

        One without parts was withdrawn because it had vanished: it comes back. One that a person
        withdrew keeps its parts, and stays withdrawn.
        """
        found = FactSet.objects.filter(owner=None)
        vanished = {row.slug for row in found if row.withdrawn_at is not None and not row.parts}
        wanted = {
            record.id: rows.set_columns(record, self.keys)
            | ({"withdrawn_at": None} if record.id in vanished else {})
            for record in self.library.sets
        }
        gone = [row for _, row in self._follow("set", found, wanted)]
        left = leave_sets([row.slug for row in gone if row.withdrawn_at is None], now=self.now)
        for row in gone:
            if row.withdrawn_at is None:
                self.ledger.withdraw("set", row.slug, left_told(left[row.slug]))
            columns: Columns = {"withdrawn_at": row.withdrawn_at or self.now, "parts": []}
            update(row, columns, differences(row, columns))
