from pathlib import Path

import pytest

from questions.exchange.library_import import import_library
from questions.exchange.source_texts import (
    SourceTextError,
    document_at_hand,
    load_texts,
    read_text,
)
from questions.models import Source
from tests.exchange.conftest import LEAGUE_TEXT


@pytest.fixture
def imported(made_up, now, db):
    import_library(folder=made_up.folder, now=now, apply=True)
    return made_up


def test_a_text_is_loaded_once(imported):
    path = imported.sources / "league-history.txt"

    (first,) = load_texts(path=path)
    (second,) = load_texts(path=path)

    assert (first.source, first.was_there, second.was_there) == ("league-history", False, True)
    assert Source.objects.get().text == LEAGUE_TEXT


def test_other_line_ends_and_a_byte_order_mark_make_the_same_text(imported, tmp_path):
    path = tmp_path / "copy.txt"
    path.write_bytes(b"\xef\xbb\xbf" + LEAGUE_TEXT.replace("\n", "\r\n").encode())

    load_texts(path=path, source="league-history")

    assert Source.objects.get().text == LEAGUE_TEXT


def test_a_folder_gives_all_texts_that_match_by_name_or_digest(imported):
    (imported.sources / "league-history.txt").rename(imported.sources / "anything.txt")
    (imported.sources / "notes.txt").write_text("No source.", "utf-8")

    assert [text.file for text in load_texts(path=imported.sources)] == ["anything.txt"]


def test_a_folder_without_any_such_text_is_refused(imported, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SourceTextError, match="holds no text of a library source"):
        load_texts(path=tmp_path / "empty")


def refusal(path: Path, source: str = "") -> str:
    with pytest.raises(SourceTextError) as caught:
        load_texts(path=path, source=source)
    assert not Source.objects.exclude(text="").exists()
    return str(caught.value)


def test_a_text_that_differs_is_refused_with_where_it_departs(imported):
    path = imported.sources / "league-history.txt"
    path.write_text(LEAGUE_TEXT.replace("Brightwater", "Bright Water"), "utf-8")

    message = refusal(path)

    assert "is not the text that league-history was cited from" in message
    assert "no paragraph starts at" in message


def test_a_text_with_a_changed_letter_is_refused(imported):
    path = imported.sources / "league-history.txt"
    path.write_text(LEAGUE_TEXT.replace("Brightwater", "Bridgewater"), "utf-8")

    assert "single characters differ" in refusal(path)


def test_the_text_of_another_source_is_refused(imported):
    assert "is the text of no library source" in refusal(
        imported.sources / "league-history.txt", "other"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Caf\xe9", "is not UTF-8"),
        (b"a\0b", "holds a NUL"),
        (b"  \n", "is empty"),
        (b"x" * 5_000_001, "is larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, reason):
    path = tmp_path / "text.txt"
    path.write_bytes(content)

    with pytest.raises(SourceTextError, match=reason):
        read_text(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceTextError, match="cannot be read"):
        read_text(tmp_path / "none.txt")


def test_a_document_comes_from_the_folder_or_from_the_database(imported):
    with pytest.raises(SourceTextError, match="its text is not loaded"):
        document_at_hand("league-history", None)
    with pytest.raises(SourceTextError, match="the library has no such source"):
        document_at_hand("other", None)
    load_texts(path=imported.sources)

    assert document_at_hand("league-history", None) == document_at_hand(
        "league-history", imported.sources
    )
