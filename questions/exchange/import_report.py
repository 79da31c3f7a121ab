"""What an import of the library did, or would do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

KINDS = {
    "topic": "topics",
    "source": "sources",
    "relation": "relations",
    "entity": "entities",
    "fact": "facts",
    "set": "sets",
}


@dataclass(frozen=True)
class RowChange:
    """One row that was added, changed, withdrawn, deleted or kept, and which of its fields."""

    kind: str
    slug: str
    fields: tuple[str, ...] = ()
    # What that did to its learners' memory and open sessions.
    effects: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}" + (f": {', '.join(self.fields)}" if self.fields else "")


@dataclass(frozen=True)
class ImportReport:
    """All that an import did; kept are rows that vanished from the files and are still needed."""

    added: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    withdrawn: tuple[RowChange, ...] = ()
    deleted: tuple[RowChange, ...] = ()
    kept: tuple[RowChange, ...] = ()
    unchanged: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def is_idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.added or self.changed or self.withdrawn or self.deleted)

    def figures(self) -> Iterator[str]:
        """One line per kind with its figures."""
        for kind, plural in KINDS.items():
            counts = {name: _count(rows, kind) for name, rows in self._groups()}
            counts["unchanged"] = self.unchanged.get(kind, 0)
            told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
            yield f"{plural}: {told or 'none'}"

    def details(self, *, with_added: bool) -> Iterator[str]:
        """One line per row that is not as before, and the notes."""
        for name, rows in self._groups():
            if name != "added" or with_added:
                for row in rows:
                    effects = f" ({', '.join(row.effects)})" if row.effects else ""
                    yield f"{name} {row}{effects}"
        yield from self.notes

    def _groups(self) -> tuple[tuple[str, Sequence[RowChange]], ...]:
        return (
            ("added", self.added),
            ("changed", self.changed),
            ("withdrawn", self.withdrawn),
            ("deleted", self.deleted),
            ("kept", self.kept),
        )


@dataclass
class Ledger:
    """The report as it grows."""

    _rows: dict[str, list[RowChange]] = field(default_factory=dict)
    _unchanged: Counter[str] = field(default_factory=Counter)
    _notes: list[str] = field(default_factory=list)

    def add(self, kind: str, slug: str) -> None:
        """A row is new."""
        self._put("added", RowChange(kind, slug))

    def change(
        self, kind: str, slug: str, fields: Sequence[str], effects: Sequence[str] = ()
    ) -> None:
        """These fields of a row changed; none of them means it is as it was."""
        if fields:
            self._put("changed", RowChange(kind, slug, tuple(fields), tuple(effects)))
        else:
            self._unchanged[kind] += 1

    def withdraw(self, kind: str, slug: str, effects: Sequence[str] = ()) -> None:
        """A row vanished from the files and is asked no more."""
        self._put("withdrawn", RowChange(kind, slug, effects=tuple(effects)))

    def delete(self, kind: str, slug: str) -> None:
        """A row vanished from the files and from the database."""
        self._put("deleted", RowChange(kind, slug))

    def keep(self, kind: str, slug: str) -> None:
        """A row vanished from the files but something still needs it."""
        self._put("kept", RowChange(kind, slug))

    def note(self, text: str) -> None:
        """Something a person should know."""
        self._notes.append(text)

    def report(self) -> ImportReport:
        """The report, in an order that does not depend on the database."""
        groups = {
            name: tuple(sorted(rows, key=lambda row: (list(KINDS).index(row.kind), row.slug)))
            for name, rows in self._rows.items()
        }
        return ImportReport(**groups, unchanged=dict(self._unchanged), notes=tuple(self._notes))

    def _put(self, group: str, row: RowChange) -> None:
        self._rows.setdefault(group, []).append(row)


def _count(rows: Sequence[RowChange], kind: str) -> int:
    return sum(row.kind == kind for row in rows)
