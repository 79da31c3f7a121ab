"""What people type, made plain."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.authoring.errors import AuthoringError
from questions.authoring.plain_text import one_line, slug_of, some_lines


def test_spaces_and_ends_of_lines_are_folded():
    assert one_line("stem", " a\t b\r\nc ", most=9) == "a b c"
    assert some_lines("stem", " a \r\n b\rc\n\n", most=9) == "a\n b\nc"


def test_what_nobody_sees_is_dropped():
    assert one_line("stem", "a\x07b\x1bc\x7f", most=9) == "abc"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 10])
def test_what_cannot_be_stored_is_refused(text):
    for make in (one_line, some_lines):
        with pytest.raises(AuthoringError) as caught:
            make("stem", text, most=9)
        assert caught.value.field == "stem"


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")))
def test_plain_text_stays_as_it_is_and_can_be_stored(text):
    for make in (one_line, some_lines):
        plain = make("stem", text, most=10_000)
        assert make("stem", plain, most=10_000) == plain
        assert plain.encode().decode() == plain


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(10, 80))
def test_a_slug_is_short_and_fit_for_an_address(text, most):
    slug = slug_of(text, most=most, otherwise="fact")
    assert 0 < len(slug) <= most
    assert slug.isascii()
    assert all(char.isalnum() or char in "-_" for char in slug)
