"""Sources that teachers make."""

from dataclasses import replace

import pytest

from questions.authoring.errors import AuthoringError
from questions.authoring.sources import MOST_TEXT, make_source, short_name_of
from questions.models import Edit, Source
from tests.authoring.wishes import BOOK, TEXT
from tests.factories import SourceFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


def test_a_source_is_the_owners_and_has_a_slug_of_its_title(teacher, now):
    source = make_source(BOOK, owner=teacher, now=now)

    source.refresh_from_db()
    assert (source.owner, source.slug, source.short_name) == (
        teacher,
        "the-lantern-league",
        "Lamp 2020",
    )
    assert (source.digest, source.text) == ("", "")
    assert Edit.objects.get(source=source).action == "made"


def test_equal_titles_get_slugs_of_their_own_for_one_owner_only(teacher, now):
    SourceFactory(slug="the-lantern-league")
    slugs = [make_source(BOOK, owner=teacher, now=now).slug for _ in range(3)]
    other = make_source(BOOK, owner=TeacherFactory(), now=now).slug

    assert slugs == ["the-lantern-league", "the-lantern-league-2", "the-lantern-league-3"]
    assert other == "the-lantern-league"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Устав ОДКБ", "ustav-odkb"),
        ("Қазақстан сыртқы саясаты", "qazaqstan-syrtqy-sayasaty"),
        ("???", "source"),
        ("word " * 50, ("word-" * 14)[:-1]),
    ],
)
def test_a_slug_is_in_latin_letters_and_short(teacher, now, title, slug):
    assert make_source(replace(BOOK, title=title), owner=teacher, now=now).slug == slug


def test_a_text_gives_digest_sections_and_paragraphs(teacher, now):
    wish = replace(BOOK, text="\ufeff" + TEXT.replace("\n", "\r\n"))
    source = make_source(wish, owner=teacher, now=now)

    assert source.text == TEXT
    assert len(source.digest) == 64
    assert [section["title"] for section in source.sections] == ["The Lantern League", "Its seat"]
    assert [TEXT[at : at + 3] for at in source.paragraphs] == ["The", "The"]


def test_the_same_text_twice_is_told_by_the_first_ones_title(teacher, now):
    make_source(replace(BOOK, text=TEXT), owner=teacher, now=now)

    with pytest.raises(AuthoringError) as caught:
        make_source(replace(BOOK, title="Again", text=TEXT), owner=teacher, now=now)

    assert (caught.value.field, caught.value.code) == ("text", "known-text")
    assert "The Lantern League" in str(caught.value.message)
    make_source(replace(BOOK, text=TEXT), owner=TeacherFactory(), now=now)


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": "  "}, "title", "required"),
        ({"title": "a\0b"}, "title", "nul"),
        ({"title": "x" * 301}, "title", "too-long"),
        ({"authors": "x" * 301}, "authors", "too-long"),
        ({"year": "x" * 21}, "year", "too-long"),
        ({"identifier": "javascript:alert(1)"}, "identifier", "address"),
        ({"language": "xx"}, "language", "language"),
        ({"text": "a\0b"}, "text", "nul"),
        ({"text": "ж" * (MOST_TEXT // 2 + 1)}, "text", "too-large"),
    ],
)
def test_bad_input_is_told_at_its_field_and_leaves_nothing(teacher, now, fields, field, code):
    with pytest.raises(AuthoringError) as caught:
        make_source(replace(BOOK, **fields), owner=teacher, now=now)

    assert (caught.value.field, caught.value.code) == (field, code)
    assert str(caught.value.message)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("authors", "year", "shown"),
    [
        ("Botagoz Kuppaeva", "2024", "Kuppaeva 2024"),
        ("Kuppaeva, B.", "2024", "Kuppaeva 2024"),
        ("Ada Lamp and Ben Wick", "", "Lamp et al."),
        ("Ada Lamp, Ben Wick", "1999", "Lamp et al. 1999"),
        ("Secretariat of the Lantern League", "2001", "Secretariat of the Lantern League 2001"),
        ("", "2001", "A title, 2001"),
        ("", "", "A title"),
    ],
)
def test_the_short_name_is_author_and_year_or_the_title(authors, year, shown):
    assert short_name_of("A title", authors, year) == shown


def test_a_long_short_name_is_cut_at_a_word():
    shown = short_name_of("word " * 60, "", "2001")

    assert len(shown) <= 80
    assert shown.endswith("word…")
