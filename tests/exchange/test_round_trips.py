import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.exchange.losses import is_held, losses
from questions.exchange.question_records import (
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
    record_from_json,
    record_to_json,
    true_false,
)
from questions.exchange.record_checks import checked, tidied
from questions.models import Form
from tests.exchange.question_examples import ALL, read, written

SLUGS = ["csv", "xlsx", "gift", "moodle-xml", "aiken"]
# Signs with a meaning in one of the formats, Kazakh and Russian letters, and any others.
_SIGNS = st.sampled_from([*"=+-@~#{}:\\%[]<>&;,|\"'*/_$→ \n\t\r", "->", "::", "//", "####"])
_LETTERS = st.sampled_from(list("әғқңөұүһіАбвЭяAz09"))
_ANY = st.characters(exclude_categories=["Cs"])
_TEXT = st.lists(st.one_of(_SIGNS, _LETTERS, _LETTERS, _ANY), max_size=12).map("".join)
_WORD = _TEXT.map(lambda text: f"ш{text}о")
_STARTS = st.sampled_from(
    ["", "=", "-", "'=", "''@", "[html]", "//", "::", "$CATEGORY:", "%50%", "T", "A. ", "_x0041_",
     "ANSWER: A", "sep=", "[KazQuiz]\n", "source: ", "&amp;", "<b>", "]]>"]
)  # fmt: skip
_STEM = st.tuples(_STARTS, _WORD).map("".join)
_MORE = st.fixed_dictionaries(
    {},
    optional={
        "title": _STEM,
        "explanation": _STEM,
        "statement": _STEM,
        "place": _STEM,
        "topic": st.sampled_from(["sco", "csto", "a/b", "тақырып"]),
        "language": st.sampled_from(["kk", "ru", "en"]),
        "importance": st.sampled_from(["1", "2", "3"]),
        "tags": st.lists(_WORD, max_size=2).map(tuple),
        "source": st.builds(CitedSource, _STEM, _STEM, st.just("2001"), _STEM),
    },
)


def _unique(texts):
    return tuple(f"{number} {text}" if number else text for number, text in enumerate(texts))


_TEXTS = st.lists(_STEM, min_size=2, max_size=5).map(_unique)


@st.composite
def questions(draw) -> QuestionRecord:
    form = draw(st.sampled_from(list(Form)))
    texts = draw(_TEXTS)
    given = {"form": form, "stem": draw(_STEM), **draw(_MORE)}
    reasons = draw(st.lists(st.one_of(st.just(""), _STEM), min_size=5, max_size=5))
    match form:
        case Form.CHOICE:
            key = draw(st.integers(0, len(texts) - 1))
            given["options"] = tuple(
                OptionRecord(text, n == key, reasons[n]) for n, text in enumerate(texts)
            )
        case Form.CHOOSE_ALL:
            count = draw(st.integers(1, len(texts) - 1))
            given["options"] = tuple(
                OptionRecord(text, n < count, reasons[n]) for n, text in enumerate(texts)
            )
        case Form.TRUE_FALSE:
            told = (reasons[0], reasons[1])
            given["options"] = true_false(is_true=draw(st.booleans()), reasons=told)
        case Form.NUMBER:
            number = draw(st.decimals(-(10**9), 10**9, allow_nan=False, places=3))
            off = draw(st.sampled_from(["", "0", "0.5", "10"]))
            given["number"] = NumberRecord(str(number), off, draw(st.one_of(st.just(""), _WORD)))
        case Form.MATCH:
            given["pairs"] = tuple(PairRecord(text, f"ж{text}") for text in texts)
        case Form.ORDER:
            given["items"] = texts
        case Form.CLOZE:
            given["stem"] = given["stem"].replace("_", "") + " ____ ж"
            given["accepted"] = texts
        case _:
            given["accepted"] = texts
    return QuestionRecord(**given)


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=25, deadline=None)
@given(records=st.lists(questions(), min_size=1, max_size=3))
def test_a_file_that_was_read_is_written_the_same_byte_for_byte(slug, records):
    first = written(records, slug)
    held = [record for record in records if is_held(record, slug)]
    if held:
        back = read(first)
        assert len(back) == len(held)
        assert written(back, slug) == first


@pytest.mark.parametrize("slug", ["csv", "xlsx", "moodle-xml"])
@settings(max_examples=25, deadline=None)
@given(record=questions())
def test_formats_that_hold_everything_give_back_the_same_question(slug, record):
    (back,) = read(written([record], slug))
    expected = checked(record)
    assert back.content() == expected.content()
    assert {p.code for p in back.problems} == {p.code for p in expected.problems}


@pytest.mark.parametrize("slug", ["csv", "xlsx", "gift", "moodle-xml"])
def test_every_form_comes_back_as_it_was(slug):
    back = read(written(ALL, slug))
    assert [record.content() for record in back] == [tidied(record) for record in ALL]
    assert all(record.is_usable for record in back)
    assert not any(record.notes for record in back)


def test_what_is_lost_in_gift_is_said_before():
    arrow = QuestionRecord(
        form=Form.MATCH,
        stem="?",
        pairs=(PairRecord("a->b", "1"), PairRecord("c", "2")),
    )
    assert [loss.code for loss in losses(arrow, "gift")] == ["changed-arrow"]
    (back,) = read(written([arrow], "gift"))
    assert back.pairs[0].text == "a→b"


def test_aiken_says_what_it_has_no_place_for():
    told = {record.form: [loss.code for loss in losses(record, "aiken")] for record in ALL}
    assert told[Form.CHOICE] == ["lost-lines", "lost-field"]
    assert told[Form.MATCH] == ["lost-form"]
    (lost,) = [loss for loss in losses(ALL[0], "aiken") if loss.code == "lost-field"]
    assert "explanation" in str(lost)
    assert "statement" in str(lost)


@pytest.mark.parametrize("slug", ["csv", "xlsx"])
def test_tables_lose_nothing(slug):
    assert not any(losses(record, slug) for record in ALL)


@given(record=questions())
def test_a_stored_record_is_the_same_record(record):
    record = checked(record)
    assert record_from_json(record_to_json(record)).content() == record.content()
