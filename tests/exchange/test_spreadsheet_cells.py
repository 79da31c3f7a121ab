import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.exchange.spreadsheet_cells import harmless, harmless_csv, unharmed, unharmed_csv

TEXTS = st.text(st.sampled_from(list("=+-@'\t\r\n;,| аә1＝＠")), max_size=12)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1"])
def test_what_could_be_a_formula_is_marked(text):
    assert harmless(text) == "'" + text
    assert harmless_csv(text).startswith("'")


@pytest.mark.parametrize("text", ["", "Астана", "1-2", "a=b", "'цитата'"])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text == harmless_csv(text)


@given(TEXTS)
def test_marking_is_undone_exactly(text):
    assert unharmed(harmless(text)) == text
    assert unharmed_csv(harmless_csv(text)) == text


@given(TEXTS)
def test_no_piece_of_a_csv_text_begins_a_formula(text):
    for piece in re.split("[;,\t\r\n|]", harmless_csv(text)):
        assert not piece.startswith(("=", "+", "-", "@", "＝", "＠"))
