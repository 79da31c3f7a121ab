"""Texts of sources: read from a folder, found in the database, loaded into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from questions.grounding.documents import Document
from questions.grounding.text import digest, paragraphs, unify_line_ends
from questions.models import Source

_LARGEST = 5_000_000


class SourceTextError(ValueError):
    """A text that cannot be read, found or loaded; the message says why."""


@dataclass(frozen=True)
class LoadedText:
    """A text that now stands in the database."""

    source: str
    file: str
    was_there: bool


def read_text(path: Path) -> str:
    """The file's text, line ends unified; SourceTextError where it is no text of bounded size."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise SourceTextError(f"{path}: cannot be read ({error.strerror})") from None
    if len(content) > _LARGEST:
        raise SourceTextError(f"{path}: is larger than {_LARGEST // 1_000_000} MB")
    try:
        text = unify_line_ends(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceTextError(f"{path}: is not UTF-8 (byte {error.start})") from None
    if "\0" in text:
        raise SourceTextError(f"{path}: holds a NUL, so it is no text")
    if not text.strip():
        raise SourceTextError(f"{path}: is empty")
    return text


def read_document(folder: Path, source: str) -> Document:
    """The source's text from `<source>.txt` in the folder."""
    return Document(source, read_text(folder / f"{source}.txt"))


def document_at_hand(source: str, folder: Path | None) -> Document:
    """The source's text from the folder, or from the database where no folder is given."""
    if folder is not None:
        return read_document(folder, source)
    row = Source.objects.filter(owner=None, slug=source).first()
    if row is None:
        raise SourceTextError(f"{source}: the library has no such source")
    if not row.text:
        raise SourceTextError(f"{source}: its text is not loaded (load_source, or --sources DIR)")
    return Document(source, row.text)


def load_texts(*, path: Path, source: str = "") -> list[LoadedText]:
    """Load a file, or every text in a folder that belongs to a library source.

    SourceTextError where the file is no source's text, or a folder holds none.
    """
    rows = list(Source.objects.filter(owner=None))
    if not path.is_dir():
        return [_load_file(rows, path, source)]
    loaded = [_load_file(rows, file, source) for file in _texts_of(rows, path, source)]
    if not loaded:
        raise SourceTextError(f"{path}: holds no text of a library source")
    return loaded


def _texts_of(rows: Sequence[Source], folder: Path, source: str) -> list[Path]:
    """The folder's files that are named after a source, or have the digest of one."""
    wanted = {row.slug for row in rows if source in ("", row.slug)}
    digests = {row.digest for row in rows if row.slug in wanted}
    files = sorted(folder.glob("*.txt"))
    return [file for file in files if file.stem in wanted or _digest_of(file) in digests]


def _digest_of(file: Path) -> str:
    try:
        return digest(read_text(file))
    except SourceTextError:
        return ""


def _load_file(rows: Sequence[Source], path: Path, source: str) -> LoadedText:
    text = read_text(path)
    found = digest(text)
    row = next((row for row in rows if row.digest == found), None)
    if row is None or (source and row.slug != source):
        raise SourceTextError(_difference(rows, path, source or path.stem, text, found))
    changed = Source.objects.filter(pk=row.pk).exclude(text=text).update(text=text)
    return LoadedText(row.slug, path.name, was_there=not changed)


def _difference(rows: Sequence[Source], path: Path, slug: str, text: str, found: str) -> str:
    """Why the text is not the source's: no such source, or where it departs from it."""
    row = next((row for row in rows if row.slug == slug), None)
    if row is None:
        known = ", ".join(row.slug for row in rows) or "none; run import_library first"
        return f"{path}: is the text of no library source ({known}); its digest is {found[:12]}…"
    starts = {start for start, _ in paragraphs(text)}
    missing = next((start for start in row.paragraphs if start not in starts), None)
    where = (
        "the paragraphs start where they should, so single characters differ"
        if missing is None
        else f"no paragraph starts at {missing}, so it departs from the library's before that"
    )
    return (
        f"{path}: is not the text that {slug} was cited from: digest {found[:12]}… against "
        f"{row.digest[:12]}…, {len(text)} code points; {where}"
    )
